import type { LookupResult, OutgoingMessage } from '../../domain/delivery.ts'
import { fileOf } from './send-file.ts'
import type { Called, Calls } from './web-api.ts'

/** Errors after which a channel can never be searched. */
const mayNotLook = new Set([
  'missing_scope',
  'not_in_channel',
  'channel_not_found',
  'access_denied',
  'no_permission',
  'not_allowed_token_type',
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'thread_not_found',
])

/** How far our clock may be ahead of the clock of Slack, in seconds. */
const clocksDifferSeconds = 600

/** No further page is asked for when so much of the time is over that a message is held for. */
const lastStartMilliseconds = 8_000

const pageSize = 200
const mostPages = 20

/** What a search needs: the way to Slack, and who we are in messages. */
type SearchContext = {
  readonly calls: Calls
  readonly identity: () => Promise<{ readonly botId: string; readonly botUserId: string } | null>
}

/** Looks in a channel, or in a thread of it, for a message of ours by its metadata; what others wrote is never taken for it. */
export const findSentMessage = async (
  { calls, identity }: SearchContext,
  message: OutgoingMessage,
  channel: string,
): Promise<LookupResult> => {
  const { form, target, createdAt } = message
  if (form === 'private' && !channel.startsWith('D')) return { kind: 'blind' }
  const us = await identity()
  if (us === null || (us.botId === '' && us.botUserId === ''))
    return { kind: 'failed', reason: 'Slack does not tell who we are' }
  const begun = performance.now()
  const oldest = String(Math.floor(Date.parse(createdAt) / 1000) - clocksDifferSeconds)
  const isInThread = target !== null && (form === 'thread' || form === 'broadcast')
  let cursor = ''
  for (let page = 0; page < mostPages; page++) {
    if (performance.now() - begun > lastStartMilliseconds) return { kind: 'failed', reason: 'Slack answers too slowly' }
    const called = await calls.call(isInThread ? 'conversations.replies' : 'conversations.history', {
      channel,
      ...(isInThread ? { ts: target } : {}),
      oldest,
      limit: pageSize,
      include_all_metadata: true,
      ...(cursor === '' ? {} : { cursor }),
    })
    if (called.kind !== 'done') return notSeen(called)
    const messages = Array.isArray(called.data.messages) ? (called.data.messages as readonly Seen[]) : []
    const found = messages.find((seen) => isOurs(seen, us, message))
    if (found?.ts !== undefined) return { kind: 'found', messageId: found.ts }
    const { next_cursor: next } = (called.data.response_metadata ?? {}) as { next_cursor?: string }
    if (called.data.has_more !== true || next === undefined || next === '') return { kind: 'absent' }
    cursor = next
  }
  return { kind: 'blind' }
}

type Seen = {
  readonly ts?: string
  readonly bot_id?: string
  readonly user?: string
  readonly files?: readonly { readonly id?: string; readonly name?: string }[]
  readonly metadata?: { readonly event_payload?: { readonly outbox_id?: unknown; readonly created_at?: unknown } }
}

const isOurs = (
  { bot_id, user, metadata, files = [] }: Seen,
  { botId, botUserId }: { readonly botId: string; readonly botUserId: string },
  message: OutgoingMessage,
) => {
  if ((botId === '' || bot_id !== botId) && (botUserId === '' || user !== botUserId)) return false
  const file = fileOf(message)
  if (file !== null && files.some(({ name }) => name === file.fileName)) return true
  const { outbox_id, created_at } = metadata?.event_payload ?? {}
  return outbox_id === message.outboxId && created_at === message.createdAt
}

const notSeen = (called: Exclude<Called, { kind: 'done' }>): LookupResult =>
  called.kind === 'error' && mayNotLook.has(called.word)
    ? { kind: 'blind' }
    : { kind: 'failed', reason: called.kind === 'error' ? called.word : called.kind }

/** The metadata by which a message is found again in its channel. */
export const metadataOf = ({ outboxId, createdAt }: OutgoingMessage) => ({
  event_type: 'shelfready_message',
  event_payload: { outbox_id: outboxId, created_at: createdAt },
})
