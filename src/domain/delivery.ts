import type { ChannelId } from './ids.ts'
/** Where an outgoing message stands. `sending` is claimed by a process; `unknown` may or may not have arrived. */
export type DeliveryState = 'pending' | 'sending' | 'unknown' | 'sent' | 'parked' | 'expired'

/** What a platform made of a message that was sent to it. */
export type SendResult =
  | { readonly kind: 'delivered'; readonly messageId: string }
  /** Not accepted for now; the platform may say how many seconds to wait. */
  | { readonly kind: 'limited'; readonly retryAfter: number | null }
  /** It never left: no address, no connection. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** It will never be accepted. `ofForm` when the platform minds how the card is drawn, not that it is posted. */
  | { readonly kind: 'refused'; readonly reason: string; readonly ofForm: boolean }
  /** It may have arrived: no answer, or one that does not tell. */
  | { readonly kind: 'unknown'; readonly reason: string }
  /** The message that was to be changed is not there any more. */
  | { readonly kind: 'gone' }
  /** Sending failed on our own side; it may have arrived or not. */
  | { readonly kind: 'broken'; readonly reason: string }

/** What looking for a message in its channel found; `blind` where we may not look. */
export type LookupResult =
  | { readonly kind: 'found'; readonly messageId: string }
  | { readonly kind: 'absent' }
  /** `isAlways` where a platform never lets us look. */
  | { readonly kind: 'blind'; readonly isAlways?: boolean }
  /** Looking did not work this time; where it never will, the answer is `blind`. */
  | { readonly kind: 'failed'; readonly reason: string }

/**
 * How a message reaches people: on its own, as a change of one that is there, in the thread of one, there and in the
 * channel as well, or for one person alone.
 */
export type MessageForm = 'post' | 'update' | 'thread' | 'broadcast' | 'private'

/** A message on its way out; the id finds it again in its channel. */
export type OutgoingMessage = {
  readonly outboxId: string
  /** When it was put into the outbox, as ISO text. */
  readonly createdAt: string
  readonly channel: ChannelId
  readonly form: MessageForm
  /** Whom it is for, where it is for one person alone. */
  readonly person: string | null
  /** The platform's id of the message that it changes, or in whose thread it belongs; null where that never arrived. */
  readonly target: string | null
  /** People of other organisations may read it: an administrator said so of this channel. */
  readonly mayShare: boolean
  readonly card: unknown
  /** Without any form: only text. */
  readonly plain: boolean
  /** It may be there already. */
  readonly repeated: boolean
}

/** A way to channels: sends a message, and looks whether one has arrived. Both settle; neither retries. */
export type MessengerPort = {
  readonly send: (message: OutgoingMessage) => Promise<SendResult>
  readonly look: (message: OutgoingMessage) => Promise<LookupResult>
  /** Tells the channels that it reaches. */
  readonly reaches: (channel: ChannelId) => boolean
  /** Messages that are there can be changed. */
  readonly edits: boolean
  /** Gives the milliseconds between two messages of a channel. */
  readonly pace: (channel: ChannelId) => number
  /** How many channels it serves at the same time. */
  readonly lanes: number
}

/** What the next step of a message depends on. Moments are ISO text in UTC with milliseconds. */
export type Outgoing = {
  /** The state it was in before it was claimed. */
  readonly state: DeliveryState
  /** How often it was claimed, this time included. */
  readonly attempt: number
  readonly notAfter: string | null
  /** It was reduced to plain text after the platform refused its form. */
  readonly plain: boolean
  /** It is sent again though it may have arrived. */
  readonly repeated: boolean
  /** How often sending it failed on our own side. */
  readonly failures: number
  readonly form: MessageForm
}

/** How a claim ends. */
export type Settlement = {
  readonly state: Exclude<DeliveryState, 'sending'>
  readonly notBefore: string | null
  readonly messageId: string | null
  readonly reason: string | null
  readonly plain: boolean
  readonly repeated: boolean
  readonly failures: number
  /** The platform asked to wait; it means the whole channel. */
  readonly limited: boolean
}

const seconds = 1_000
const firstPause = 5 * seconds
const longestPause = 15 * 60 * seconds
const defaultRetryAfter = 30
/** A platform may still be writing what it did not confirm. */
const lookAfter = 10 * seconds
/** Where a platform never lets us look, a message is sent again with growing pauses so often before it is put aside: for about an hour and a half. */
const mostBlind = 24
/** A message that breaks its own sending is put aside after so many failures; the rest of its channel waits no longer. */
const patience = 4

/**
 * Says what to do with a claimed message: look before anything when it may have arrived, then send unless it is stale. A
 * change that may have arrived is made again, which changes nothing.
 */
export const nextStep = ({ state, notAfter, form }: Outgoing, now: string): 'look' | 'send' | 'expire' =>
  (state === 'unknown' || state === 'sending') && form !== 'update'
    ? 'look'
    : notAfter !== null && notAfter <= now
      ? 'expire'
      : 'send'

const settled = (outgoing: Outgoing, state: Settlement['state'], more: Partial<Settlement> = {}): Settlement => ({
  state,
  notBefore: null,
  messageId: null,
  reason: null,
  plain: outgoing.plain,
  repeated: outgoing.repeated,
  failures: outgoing.failures,
  limited: false,
  ...more,
})

/** Why a change was not made: what it was to change is not there any more. */
export const gone = 'the message is gone'

/** Settles a stale message. */
export const expired = (outgoing: Outgoing): Settlement => settled(outgoing, 'expired', { reason: 'no longer news' })

/** Settles a message by what the platform made of it. `jitter` from 0 to 1 spreads retries over up to a fifth of their pause. */
export const afterSend = (outgoing: Outgoing, sent: SendResult, now: string, jitter: number): Settlement => {
  switch (sent.kind) {
    case 'delivered':
      return settled(outgoing, 'sent', { messageId: sent.messageId })
    case 'limited': {
      const pause = (sent.retryAfter ?? defaultRetryAfter) * seconds
      return settled(outgoing, 'pending', {
        notBefore: after(now, spread(pause, jitter)),
        limited: true,
        reason: 'rate limited',
      })
    }
    case 'unreachable':
      return settled(outgoing, 'pending', {
        notBefore: after(now, spread(backOff(outgoing), jitter)),
        reason: sent.reason,
      })
    case 'refused':
      return sent.ofForm && !outgoing.plain
        ? settled(outgoing, 'pending', { plain: true, reason: sent.reason })
        : settled(outgoing, 'parked', { reason: sent.reason })
    case 'unknown':
      return settled(outgoing, 'unknown', { notBefore: after(now, untilLook(outgoing)), reason: sent.reason })
    case 'gone':
      return settled(outgoing, 'expired', { reason: gone })
    case 'broken': {
      const failures = outgoing.failures + 1
      return failures < patience
        ? settled(outgoing, 'unknown', { failures, notBefore: after(now, lookAfter), reason: sent.reason })
        : settled(outgoing, 'parked', { failures, reason: `sending it failed ${failures} times: ${sent.reason}` })
    }
  }
}

const backOff = ({ attempt }: Outgoing) => Math.min(longestPause, firstPause * 2 ** Math.min(20, attempt - 1))
const untilLook = (outgoing: Outgoing) => Math.max(lookAfter, backOff(outgoing))

/**
 * Settles a message by what looking for it found. Where we may not look it is sent again, marked as a possible repeat, once;
 * where looking does not work it is looked for again, as long as it is news.
 */
export const afterLook = (outgoing: Outgoing, looked: LookupResult, now: string): Settlement => {
  switch (looked.kind) {
    case 'found':
      return settled(outgoing, 'sent', { messageId: looked.messageId })
    case 'absent':
      return settled(outgoing, 'pending', { reason: 'had not arrived' })
    case 'blind':
      if (outgoing.repeated && looked.isAlways === true && outgoing.attempt < mostBlind)
        return settled(outgoing, 'pending', { notBefore: after(now, backOff(outgoing)), reason: 'may have arrived' })
      if (outgoing.repeated)
        return settled(outgoing, 'parked', { reason: 'sent twice, and nobody can tell whether it arrived' })
      return settled(outgoing, 'pending', { repeated: true, reason: 'may have arrived' })
    case 'failed':
      return outgoing.notAfter !== null && outgoing.notAfter <= now
        ? settled(outgoing, 'expired', { reason: 'no longer news; it may have arrived' })
        : settled(outgoing, 'unknown', { notBefore: after(now, untilLook(outgoing)), reason: looked.reason })
  }
}

/** A platform's wait is kept in full; only more is added to it. */
const spread = (pause: number, jitter: number) => Math.round(pause * (1 + jitter / 5))

/** Gives the moment so many milliseconds after another. */
export const after = (moment: string, milliseconds: number): string =>
  Temporal.Instant.from(moment)
    .add({ milliseconds: Math.round(milliseconds) })
    .toString({ smallestUnit: 'millisecond' })
