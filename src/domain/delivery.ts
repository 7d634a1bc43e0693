import type { ChannelId } from './ids.ts'
/** The state of an outgoing message. `sending` is claimed by a process; `unknown` may or may not have arrived. */
export type DeliveryState = 'pending' | 'sending' | 'unknown' | 'sent' | 'parked' | 'expired'

/** Where the card of a promotion stands: in a channel, as a message with the platform's id. */
export type StandingCard = { readonly channel: ChannelId; readonly messageId: string }

/** Finds the cards of promotions and risks by their ids, the newest first; ids of anything else are left out. */
export type FindCards = (ids: readonly string[]) => Promise<ReadonlyMap<string, readonly StandingCard[]>>

/** The result of sending a message to a platform. */
export type SendResult =
  | { readonly kind: 'delivered'; readonly messageId: string }
  /** Not accepted for now; the platform may say how many seconds to wait. */
  | { readonly kind: 'limited'; readonly retryAfter: number | null }
  /** It never left: no address, no connection. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** It will never be accepted. `ofForm` where the platform rejects the layout of the card, not the post. */
  | { readonly kind: 'refused'; readonly reason: string; readonly ofForm: boolean }
  /** It may have arrived: no answer, or one that does not tell. */
  | { readonly kind: 'unknown'; readonly reason: string }
  /** The message that was to be updated no longer exists. */
  | { readonly kind: 'gone' }
  /** Sending failed on our own side; it may have arrived or not. */
  | { readonly kind: 'broken'; readonly reason: string }

/** The result of looking for a message in its channel; `blind` where reading the channel is not allowed. */
export type LookupResult =
  | { readonly kind: 'found'; readonly messageId: string }
  | { readonly kind: 'absent' }
  /** `isAlways` where the platform never allows it. */
  | { readonly kind: 'blind'; readonly isAlways?: boolean }
  /** Looking failed this time; where it always would, the result is `blind`. */
  | { readonly kind: 'failed'; readonly reason: string }

/**
 * How a message is delivered: as a post, as an update of a posted message, in its thread, in its thread and in the channel
 * as well (`broadcast`), or to one person alone.
 */
export type MessageForm = 'post' | 'update' | 'thread' | 'broadcast' | 'private'

/** A message of the outbox as it is sent; its id marks it, so that it can be found again in its channel. */
export type OutgoingMessage = {
  readonly outboxId: string
  /** When it was put into the outbox, as ISO text. */
  readonly createdAt: string
  readonly channel: ChannelId
  readonly form: MessageForm
  /** The person it is for, where it is for one person alone. */
  readonly person: string | null
  /** The platform's id of the message that it updates or in whose thread it belongs; null where that never arrived. */
  readonly target: string | null
  /** An administrator has allowed people of other organisations to read messages of this channel. */
  readonly mayShare: boolean
  readonly card: unknown
  /** It is sent as text only. */
  readonly plain: boolean
  /** It may have arrived before. */
  readonly repeated: boolean
}

/** The port to a chat platform: sends a message, and looks whether one has arrived. Both resolve to a result; neither retries. */
export type MessengerPort = {
  readonly send: (message: OutgoingMessage) => Promise<SendResult>
  readonly look: (message: OutgoingMessage) => Promise<LookupResult>
  /** Tells whether it reaches a channel. */
  readonly reaches: (channel: ChannelId) => boolean
  /** Posted messages can be updated. */
  readonly edits: boolean
  /** Gives the least milliseconds between two messages of a channel. */
  readonly pace: (channel: ChannelId) => number
  /** The number of channels that it serves at the same time. */
  readonly lanes: number
}

/** What the next step of a claimed message depends on. Moments are ISO text in UTC with milliseconds. */
export type Outgoing = {
  /** The state it was in before it was claimed. */
  readonly state: DeliveryState
  /** How often it was claimed, this time included. */
  readonly attempt: number
  readonly notAfter: string | null
  /** It was reduced to plain text after the platform refused its layout. */
  readonly plain: boolean
  /** It is sent again though it may have arrived. */
  readonly repeated: boolean
  /** How often sending it failed on our own side. */
  readonly failures: number
  readonly form: MessageForm
}

/** What is stored at the end of a claim. */
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
/** Milliseconds for which a message or the right to post is held without being renewed, and after which it is renewed. */
export const leaseMilliseconds = 4 * seconds
export const renewMilliseconds = seconds
const firstPause = 5 * seconds
const longestPause = 15 * 60 * seconds
const defaultRetryAfter = 30
/** Milliseconds before a message is looked for: a platform may still be writing what it did not confirm. */
const lookAfter = 10 * seconds
/** Attempts to send a message again, with growing pauses, where a platform never allows looking; then it is parked, after about an hour and a half. */
const mostBlind = 24
/** Failures on our own side after which a message is parked, so that the rest of its channel need not wait. */
const mostFailures = 4

/**
 * Gives the next step of a claimed message: look where it may have arrived, else send unless it has expired. An update that
 * may have arrived is sent again, which does no harm.
 */
export const nextStep = ({ state, notAfter, form }: Outgoing, now: string): 'look' | 'send' | 'expire' =>
  (state === 'unknown' || state === 'sending') && form !== 'update'
    ? 'look'
    : notAfter !== null && notAfter <= now
      ? 'expire'
      : 'send'

const endOfClaim = (outgoing: Outgoing, state: Settlement['state'], more: Partial<Settlement> = {}): Settlement => ({
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

/** Why an update was not made: its message no longer exists. */
export const gone = 'the message no longer exists'

/** Ends the claim of a message that has expired. */
export const expired = (outgoing: Outgoing): Settlement => endOfClaim(outgoing, 'expired', { reason: 'out of date' })

/** Ends a claim by the result of sending. `jitter` from 0 to 1 spreads retries over up to a fifth of their pause. */
export const afterSend = (outgoing: Outgoing, result: SendResult, now: string, jitter: number): Settlement => {
  switch (result.kind) {
    case 'delivered':
      return endOfClaim(outgoing, 'sent', { messageId: result.messageId })
    case 'limited': {
      const pause = (result.retryAfter ?? defaultRetryAfter) * seconds
      return endOfClaim(outgoing, 'pending', {
        notBefore: after(now, spread(pause, jitter)),
        limited: true,
        reason: 'rate limited',
      })
    }
    case 'unreachable':
      return endOfClaim(outgoing, 'pending', {
        notBefore: after(now, spread(backOff(outgoing), jitter)),
        reason: result.reason,
      })
    case 'refused':
      return result.ofForm && !outgoing.plain
        ? endOfClaim(outgoing, 'pending', { plain: true, reason: result.reason })
        : endOfClaim(outgoing, 'parked', { reason: result.reason })
    case 'unknown':
      return endOfClaim(outgoing, 'unknown', { notBefore: after(now, untilLook(outgoing)), reason: result.reason })
    case 'gone':
      return endOfClaim(outgoing, 'expired', { reason: gone })
    case 'broken': {
      const failures = outgoing.failures + 1
      return failures < mostFailures
        ? endOfClaim(outgoing, 'unknown', { failures, notBefore: after(now, lookAfter), reason: result.reason })
        : endOfClaim(outgoing, 'parked', { failures, reason: `${failures} attempts failed: ${result.reason}` })
    }
  }
}

const backOff = ({ attempt }: Outgoing) => Math.min(longestPause, firstPause * 2 ** Math.min(20, attempt - 1))
const untilLook = (outgoing: Outgoing) => Math.max(lookAfter, backOff(outgoing))

/**
 * Ends a claim by the result of looking for the message. Where looking is not allowed it is sent again once, marked as a
 * possible repeat; where looking failed it is looked for again until it expires.
 */
export const afterLook = (outgoing: Outgoing, result: LookupResult, now: string): Settlement => {
  switch (result.kind) {
    case 'found':
      return endOfClaim(outgoing, 'sent', { messageId: result.messageId })
    case 'absent':
      return endOfClaim(outgoing, 'pending', { reason: 'had not arrived' })
    case 'blind':
      if (outgoing.repeated && result.isAlways === true && outgoing.attempt < mostBlind)
        return endOfClaim(outgoing, 'pending', { notBefore: after(now, backOff(outgoing)), reason: 'may have arrived' })
      if (outgoing.repeated)
        return endOfClaim(outgoing, 'parked', { reason: 'sent twice, but it is unclear whether it arrived' })
      return endOfClaim(outgoing, 'pending', { repeated: true, reason: 'may have arrived' })
    case 'failed':
      return outgoing.notAfter !== null && outgoing.notAfter <= now
        ? endOfClaim(outgoing, 'expired', { reason: 'out of date; it may have arrived' })
        : endOfClaim(outgoing, 'unknown', { notBefore: after(now, untilLook(outgoing)), reason: result.reason })
  }
}

/** Adds up to a fifth to a pause: a platform's own pause is never shortened. */
const spread = (pause: number, jitter: number) => Math.round(pause * (1 + jitter / 5))

/** Gives the moment so many milliseconds after another, as ISO text. */
export const after = (moment: string, milliseconds: number): string =>
  Temporal.Instant.from(moment)
    .add({ milliseconds: Math.round(milliseconds) })
    .toString({ smallestUnit: 'millisecond' })
