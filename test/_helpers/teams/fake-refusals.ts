import type { JsonObject } from '../slack/block-kit-shape.ts'

/** What the connector answers to a call. */
export type TeamsAnswer = { readonly status: number; readonly body: JsonObject | readonly unknown[] | null }

/** Refuses in the form of Teams. */
const refuse = (status: number, code: string, message: string, more: JsonObject = {}): TeamsAnswer => ({
  status,
  body: { error: { code, message }, ...more },
})

const wroteBlocked = 'Message writes are blocked: the person blocked or uninstalled the bot.'

/** The refusals of Teams by what they mean. */
export const refusals = {
  unauthorized: refuse(401, 'Unauthorized', 'Authorization has been denied for this request.'),
  botNotRegistered: refuse(401, 'BotNotRegistered', 'No registration found for this bot.'),
  conversationNotFound: refuse(404, 'ConversationNotFound', 'Conversation not found.'),
  activityNotFound: refuse(
    404,
    'ActivityNotFoundInConversation',
    'The message ID provided could not be found in the conversation.',
  ),
  memberNotFound: refuse(404, 'MemberNotFoundInConversation', 'Member not found in conversation.'),
  notInRoster: refuse(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.'),
  writesBlocked: refuse(403, 'ForbiddenOperationException', wroteBlocked, { subCode: 'MessageWritesBlocked' }),
  blockedByUser: refuse(403, 'ConversationBlockedByUser', 'User blocked the conversation with the bot.'),
  disabledByAdmin: refuse(403, 'BotDisabledByAdmin', 'The tenant admin disabled this bot.'),
  forbidden: refuse(403, 'ForbiddenOperationException', "Bot isn't allowed to perform this operation."),
  /** What an edit is refused with now and then, for no reason that anybody was told. */
  serviceError: refuse(403, 'ServiceError', 'Unknown'),
  preconditionFailed: refuse(412, 'PreconditionFailed', 'Precondition failed, please try again.'),
  tooBig: refuse(413, 'MessageSizeTooBig', 'Message size too large.'),
  throttled: refuse(429, 'Throttled', 'Too many requests.'),
  badGateway: refuse(502, 'ServiceError', 'Bad gateway.'),
  gatewayTimeout: refuse(504, 'GatewayTimeout', 'Gateway timeout.'),
} as const satisfies Readonly<Record<string, TeamsAnswer>>

/** Refuses a call that makes no sense. */
export const badSyntax = (message: string): TeamsAnswer => refuse(400, 'BadSyntax', message)
