import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { Click } from '../../cards/language/card.ts'
import { afterMention, type ChatRequest } from '../request.ts'
import { readButton } from './button.ts'
import { announceFromMessage, importFromMessage } from './manifest.ts'
import { typedText } from './text.ts'

/** Who asked and where, as Slack says it. */
export type Origin = {
  readonly userId: string
  readonly userName: string
  readonly teamId: string
  readonly channelId: string
  readonly channelName: string
}

/** A parsed Slack request: what is asked, by whom, where, and how to answer. */
export type SlackRequest = {
  readonly key: string | null
  readonly origin: Origin
  readonly words: string | Click | null
  /** The text of typed words as Slack hands it in. */
  readonly typed?: string
  /** The thread that a posted answer belongs to; null for none. */
  readonly thread: string | null
  /** The files that came with the words. */
  readonly files?: readonly SlackFile[]
  /** The trigger id, with which a modal can be opened for three seconds; null where there is none. */
  readonly triggerId: string | null
}

/** A file as Slack names it with a message. */
export type SlackFile = { readonly id: string; readonly name: string }

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Tells whether a body is of a form that Slack sends: fields of a form, an object in one of them, or an object. */
export const isReadable = ({
  headers,
  rawBody,
}: {
  readonly headers: Readonly<Record<string, unknown>>
  readonly rawBody: Buffer
}): boolean => {
  const text = rawBody.toString()
  if (headers['content-type'] === 'application/x-www-form-urlencoded') {
    const payloads = /(?:^|&)(?:p|%70)/i.test(text) ? new URLSearchParams(text).getAll('payload') : []
    return payloads.every((payload) => isObject(parsed(payload)))
  }
  const body = parsed(text)
  return isObject(body) && (body.type !== 'event_callback' || isObject(body.event))
}

/** The key of a delivery: the same however often Slack sends it. */
export const keyOf = (...parts: readonly string[]): string =>
  `slack ${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`

const id = z.string().min(1).max(100)

const command = z.object({
  team_id: z.string().default(''),
  channel_id: id,
  channel_name: z.string().default(''),
  user_id: id,
  user_name: z.string().default(''),
  command: z.string().startsWith('/').max(100),
  text: z.string().default(''),
  trigger_id: z.string().optional(),
})

/** Reads a slash command; null when it is none. */
export const readSlashCommand = (payload: unknown): SlackRequest | null => {
  const parsed = command.safeParse(payload)
  if (!parsed.success) return null
  const { data } = parsed
  return {
    key: data.trigger_id ? keyOf('command', data.team_id, data.trigger_id) : null,
    origin: {
      userId: data.user_id,
      userName: data.user_name,
      teamId: data.team_id,
      channelId: data.channel_id,
      channelName: data.channel_name,
    },
    words: `${data.command} ${typedText(data.text)}`.trim(),
    typed: data.text,
    thread: null,
    triggerId: data.trigger_id ?? null,
  }
}

/** Some clients send an empty one where there is none. */
const place = z.string().max(100)

const click = z.object({
  user: z.object({ id, name: z.string().optional(), username: z.string().optional(), team_id: z.string().optional() }),
  team: z.object({ id: z.string().optional() }).nullish(),
  channel: z.object({ id: place, name: z.string().optional() }).optional(),
  container: z
    .object({
      type: z.string().optional(),
      channel_id: z.string().optional(),
      message_ts: z.string().optional(),
      thread_ts: z.string().optional(),
      is_ephemeral: z.boolean().optional(),
    })
    .default({}),
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
  actions: z
    .array(
      z.object({
        type: z.string(),
        value: z.string().optional(),
        action_ts: z.string().optional(),
        selected_option: z.object({ value: z.string().optional() }).nullish(),
      }),
    )
    .min(1),
})

/** A click, read; `isHome` when it was made in the Home tab. */
export type SlackClick = SlackRequest & {
  readonly isEphemeral: boolean
  readonly isHome: boolean
  readonly messageId: string | null
  readonly responseUrl: string | null
}

/** Only buttons and menus are ours. */
const pressed = (action: z.infer<typeof click>['actions'][number] | undefined): string | undefined =>
  action?.type === 'button' ? action.value : action?.type === 'overflow' ? action.selected_option?.value : undefined

/** Reads a press of a button or a choice in a menu; null when it is none. */
export const readBlockAction = (payload: unknown): SlackClick | null => {
  const parsed = click.safeParse(payload)
  if (!parsed.success) return null
  const { user, team, channel, container, actions, ...data } = parsed.data
  const [action] = actions
  const teamId = user.team_id ?? team?.id ?? ''
  const delivery = data.trigger_id ?? `${container.message_ts ?? ''} ${action?.action_ts ?? ''} ${user.id}`
  const channelId = channel?.id || container.channel_id || ''
  const isHome = container.type === 'view' || (channelId === '' && !container.message_ts)
  return {
    key: keyOf('click', teamId, delivery),
    origin: {
      userId: user.id,
      userName: user.name ?? user.username ?? '',
      teamId,
      channelId,
      channelName: channel?.name || (isHome ? directMessage : ''),
    },
    words: readButton(pressed(action)),
    thread: container.thread_ts ?? null,
    triggerId: data.trigger_id ?? null,
    isEphemeral: container.is_ephemeral === true,
    isHome,
    messageId: container.message_ts || null,
    responseUrl: isHome ? null : (data.response_url ?? null),
  }
}

const sentFiles = z
  .array(z.object({ id, name: z.string().nullish() }))
  .nullish()
  .catch(null)
  .transform((files) => (files ?? []).map(({ id: file, name }): SlackFile => ({ id: file, name: name ?? 'the file' })))

const said = z.object({
  type: z.string(),
  subtype: z.string().optional(),
  channel: id,
  channel_type: z.string().optional(),
  user: id,
  team: z.string().optional(),
  user_team: z.string().optional(),
  text: z.string().default(''),
  ts: id,
  thread_ts: z.string().optional(),
  bot_id: z.string().optional(),
  files: sentFiles,
})

/** Message subtypes that still carry a person's own words. */
const spoken = new Set(['thread_broadcast', 'file_share'])

/** Reads what somebody wrote to the bot, by mention or directly; null when it is for nobody, or from a machine. */
export const readMessage = (event: unknown, botUserId: string): SlackRequest | null => {
  const parsed = said.safeParse(event)
  if (!parsed.success) return null
  const { data } = parsed
  const isDirect = data.channel_type === 'im'
  if (data.bot_id !== undefined || data.user === botUserId) return null
  if (data.subtype !== undefined && !spoken.has(data.subtype)) return null
  if (data.type !== 'app_mention' && !isDirect) return null
  const called = new RegExp(`<@${botUserId}(\\|[^<>]*)?>${afterMention}`, 'g')
  const text = botUserId === '' ? data.text : data.text.replaceAll(called, ' ')
  return {
    key: keyOf('message', data.channel, data.ts),
    origin: {
      userId: data.user,
      userName: '',
      teamId: data.user_team ?? data.team ?? '',
      channelId: data.channel,
      channelName: isDirect ? directMessage : '',
    },
    words: typedText(text).trim(),
    typed: text,
    files: data.files,
    thread: data.thread_ts ?? null,
    triggerId: null,
  }
}

const shortcut = z.object({
  callback_id: z.string(),
  trigger_id: id,
  user: z.object({ id, name: z.string().optional(), team_id: z.string().optional() }),
  team: z.object({ id: z.string().optional() }).nullish(),
  channel: z.object({ id: z.string(), name: z.string().default('') }).optional(),
  message: z.object({ text: z.string().default(''), ts: z.string().default(''), files: sentFiles }).optional(),
})

/** A shortcut on a message: who asks where, what the message says, and whether its file is to be imported. */
type SlackShortcut = { readonly read: SlackRequest; readonly message: string; readonly isImport: boolean }

/** Reads a shortcut on a message; null when it is none of ours. */
export const readShortcut = (body: unknown): SlackShortcut | null => {
  const parsed = shortcut.safeParse(body)
  if (!parsed.success || ![announceFromMessage, importFromMessage].includes(parsed.data.callback_id)) return null
  const { user, team, channel, message, trigger_id: triggerId } = parsed.data
  const teamId = user.team_id ?? team?.id ?? ''
  return {
    isImport: parsed.data.callback_id === importFromMessage,
    read: {
      files: message?.files ?? [],
      key: keyOf('shortcut', teamId, triggerId),
      origin: {
        userId: user.id,
        userName: user.name ?? '',
        teamId,
        channelId: channel?.id ?? '',
        channelName: channel?.name ?? '',
      },
      words: '/promo add',
      thread: null,
      triggerId,
    },
    message: typedText(message?.text ?? ''),
  }
}

const directMessage = 'directmessage'

/** What people call a conversation of two. */
const directName = 'a direct message'

/** Gives where something was asked: a conversation of two goes by the person, whose inbox is where the bot can answer. */
export const placeOf = ({ channelId, channelName, userId }: Origin): Pick<ChatRequest, 'place' | 'placeName'> => {
  if (channelId === '' || channelId.startsWith('D') || channelName === directMessage)
    return { place: `@${userId}`, placeName: directName }
  const isNamed = channelName !== '' && channelName !== 'privategroup'
  return { place: channelId, placeName: isNamed ? `#${channelName}` : channelId }
}
