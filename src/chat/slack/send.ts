import type { MessengerPort, OutgoingMessage, SendResult } from '../../domain/delivery.ts'
import { onItsWay } from '../file-answer.ts'
import type { LinksOf } from '../links.ts'
import { cardOfMessage } from '../message-card.ts'
import type { Directory } from './directory.ts'
import { findSentMessage, metadataOf } from './find-sent-message.ts'
import { paceMilliseconds } from './limits.ts'
import { type BlockLevel, drawMessage } from './render.ts'
import { fileOf, sendFile } from './send-file.ts'
import type { Called, Calls } from './web-api.ts'

/** What sending needs: the way to Slack, who is where, and who we are in messages. */
export type Sending = {
  readonly calls: Calls
  readonly directory: Directory
  readonly identity: () => Promise<{ readonly botId: string; readonly botUserId: string } | null>
  readonly now: () => string
  readonly links: LinksOf
}

/** Messages go to several channels at once, one at a time to each. */
const lanes = 6

const channelId = /^[CDG][A-Z0-9]{5,}$/
const inboxOf = /^@([UW][A-Z0-9]{5,})$/

/** Tells whether a channel, or the inbox of a person (`@U012ABCDE`), is one of Slack's. */
export const isSlackPlace = (channel: string): boolean => channelId.test(channel) || inboxOf.test(channel)

/** Error codes about the content of a message. */
const ofForm =
  /^(invalid_blocks|invalid_blocks_format|msg_blocks_too_long|msg_too_long|no_text|invalid_metadata_format|metadata_too_large|only_one_table_allowed|invalid_arguments|invalid_arg_name)$/

const goneWords = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed'])

/** Error codes after which a private message in a channel goes to the person directly instead. */
const notHere = new Set(['user_not_in_channel', 'not_in_channel', 'channel_not_found', 'is_archived'])

/** Posts to Slack. */
export const slackPost = (unbounded: Sending): MessengerPort => {
  const inboxes = new Map<string, string>()
  const asked = new Map<string, number>()

  /** Opens the direct messages of a person where the channel is their inbox. Nothing has been posted when that fails. */
  const open = async (channel: string): Promise<string | SendResult> => {
    const user = inboxOf.exec(channel)?.[1]
    if (user === undefined) return channel
    const known = inboxes.get(user)
    if (known !== undefined) return known
    const opened = await unbounded.calls.call('conversations.open', { users: user })
    const { id } = (opened.kind === 'done' ? (opened.data.channel ?? {}) : {}) as { id?: unknown }
    if (typeof id === 'string') {
      inboxes.set(user, id)
      return id
    }
    return notSent(opened)
  }

  return {
    reaches: isSlackPlace,
    edits: true,
    pace: () => paceMilliseconds,
    lanes,
    send: async (message) => {
      if (!isSlackPlace(message.channel)) return { kind: 'refused', reason: 'it is not a Slack channel', ofForm: false }
      const sending = { ...unbounded, calls: inTime(unbounded.calls) }
      const channel = await open(message.channel)
      if (typeof channel !== 'string') return channel
      const hindrance = await mindOthers(sending, message, channel, asked)
      if (hindrance !== null) return hindrance
      return message.form === 'private'
        ? sendPrivately(sending, message, channel, open)
        : send(sending, message, channel)
    },
    look: async (message) => {
      const channel = await open(fileOf(message) === null ? message.channel : `@${message.person}`)
      return typeof channel === 'string'
        ? findSentMessage(unbounded, message, channel)
        : { kind: 'failed', reason: channel.kind }
    },
  }
}

/** No further call begins when so much of the time is over that a message is held for. */
const lastStartMilliseconds = 6_000

const inTime = (calls: Calls): Calls => {
  const begun = performance.now()
  return {
    ...calls,
    call: async (method, args) =>
      performance.now() - begun > lastStartMilliseconds
        ? { kind: 'unreachable', reason: 'Slack answers too slowly' }
        : calls.call(method, args),
  }
}

/** Who reads a channel is asked again before posting; several messages in a row are one question. */
const readersMilliseconds = 5_000

/** What is said inside the company is not posted where others read it, unless an administrator said so. */
const mindOthers = async (
  { directory }: Sending,
  message: OutgoingMessage,
  channel: string,
  asked: Map<string, number>,
): Promise<SendResult | null> => {
  if (message.mayShare || message.form === 'private' || channel.startsWith('D')) return null
  if (performance.now() - (asked.get(channel) ?? Number.NEGATIVE_INFINITY) > readersMilliseconds) {
    directory.doubt(channel)
    asked.set(channel, performance.now())
  }
  const known = await directory.channel(channel)
  if (known === null) return { kind: 'unreachable', reason: 'Slack does not say who reads this channel' }
  return known.isShared
    ? {
        kind: 'refused',
        reason: 'it is shared with another organisation; an administrator can subscribe it',
        ofForm: false,
      }
    : null
}

/** Words that stand for a passing trouble of a workspace or of a proxy in between, not for a channel or a message. */
const passing =
  /^(http_\d+|team_added_to_org|team_access_not_granted|accesslimited|org_login_required|ekm_access_denied)$/

/** A call that comes before posting failed, so that nothing was posted. */
const notSent = (called: Called): SendResult => {
  switch (called.kind) {
    case 'error':
      return passing.test(called.word)
        ? { kind: 'unreachable', reason: called.word }
        : { kind: 'refused', reason: called.word, ofForm: false }
    case 'limited':
      return called
    case 'done':
      return { kind: 'unreachable', reason: 'Slack did not say where' }
    default:
      return { kind: 'unreachable', reason: called.reason }
  }
}

const sentOf = (called: Called): SendResult => {
  switch (called.kind) {
    case 'done': {
      const id = called.data.ts ?? called.data.message_ts
      return typeof id === 'string' && id !== ''
        ? { kind: 'delivered', messageId: id }
        : { kind: 'unknown', reason: 'an answer without the id of the message' }
    }
    case 'error':
      return passing.test(called.word)
        ? { kind: 'unreachable', reason: called.word }
        : { kind: 'refused', reason: called.word, ofForm: ofForm.test(called.word) }
    default:
      return called
  }
}

const levelsOf = (plain: boolean): readonly BlockLevel[] => (plain ? ['text'] : ['full', 'basic'])

const refusedForm = (sent: SendResult): boolean => sent.kind === 'refused' && sent.ofForm

/** Draws and posts; where Slack refuses the content, once more in a simpler form. A refusal means that nothing was posted. */
const drawn = async (
  { calls, links }: Sending,
  message: OutgoingMessage,
  method: string,
  args: Readonly<Record<string, unknown>>,
): Promise<SendResult> => {
  const card = cardOfMessage(message)
  const leading = await links(message.channel, card, message.form === 'update' ? message.target : null)
  let sent: SendResult = { kind: 'refused', reason: 'nothing to draw', ofForm: true }
  for (const level of levelsOf(message.plain)) {
    const { text, blocks } = drawMessage(card, level, leading)
    sent = sentOf(await calls.call(method, { ...args, text, blocks, ...quiet }))
    if (!refusedForm(sent)) break
  }
  return sent
}

/** No text mentions, links or unfurls anything. */
const quiet = { parse: 'none', link_names: false, mrkdwn: false, unfurl_links: false, unfurl_media: false }

const send = async (sending: Sending, message: OutgoingMessage, channel: string): Promise<SendResult> => {
  const { form, target } = message
  if (form === 'update') {
    if (target === null) return { kind: 'gone' }
    const sent = await drawn(sending, message, 'chat.update', { channel, ts: target })
    return sent.kind === 'refused' && goneWords.has(sent.reason) ? { kind: 'gone' } : sent
  }
  const inThread =
    target === null || form === 'post'
      ? {}
      : { thread_ts: target, ...(form === 'broadcast' ? { reply_broadcast: true } : {}) }
  return drawn(sending, message, 'chat.postMessage', { channel, ...inThread, metadata: metadataOf(message) })
}

/** Tells who asked in a channel that the file is in their direct messages; that it is there matters more. */
const tellWhere = async ({ calls }: Sending, { person, target }: OutgoingMessage, channel: string): Promise<void> => {
  const { text } = drawMessage(onItsWay, 'text')
  const inThread = target === null ? {} : { thread_ts: target }
  await calls.call('chat.postEphemeral', { channel, user: person, text, ...inThread, ...quiet })
}

/** The age from which an answer goes to the person directly, in milliseconds: nobody waits in the channel any more. */
const lateMilliseconds = 5 * 60_000

const sendPrivately = async (
  sending: Sending,
  message: OutgoingMessage,
  channel: string,
  open: (inbox: string) => Promise<string | SendResult>,
): Promise<SendResult> => {
  const { person, target } = message
  if (person === null) return { kind: 'refused', reason: 'it has no recipient', ofForm: false }
  const file = fileOf(message)
  if (file !== null) {
    const inbox = channel.startsWith('D') ? channel : await open(`@${person}`)
    const sent = typeof inbox === 'string' ? await sendFile(sending.calls, message, file, inbox) : inbox
    if (sent.kind === 'delivered' && inbox !== channel) await tellWhere(sending, message, channel)
    if (sent.kind !== 'refused') return sent
  }
  const directly = async (): Promise<SendResult> => {
    const inbox = channel.startsWith('D') ? channel : await open(`@${person}`)
    if (typeof inbox !== 'string') return inbox
    return drawn(sending, message, 'chat.postMessage', { channel: inbox, metadata: metadataOf(message) })
  }
  const isLate = Date.parse(sending.now()) - Date.parse(message.createdAt) > lateMilliseconds
  if (channel.startsWith('D') || isLate) return directly()
  const inThread = target === null ? {} : { thread_ts: target }
  const sent = await drawn(sending, message, 'chat.postEphemeral', { channel, user: person, ...inThread })
  return sent.kind === 'refused' && notHere.has(sent.reason) ? directly() : sent
}
