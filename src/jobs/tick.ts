import { type Card, fingerprintOf } from '../cards/language/card.ts'
import { type Day, isoOf } from '../domain/day.ts'
import { localDay, nextSlot, owedAt, type Schedule, type Slot } from '../domain/digest/occurrence.ts'
import { apply } from '../store/changes/apply.ts'
import type { Change } from '../store/changes/change.ts'
import { loadDaysWithDigest } from '../store/channels/occurrences.ts'
import { loadSubscriptions, type Subscription } from '../store/channels/subscriptions.ts'
import type { Workspace } from '../store/database/workspace.ts'

/** A channel's digest of a day: its card, or null when the channel wants nothing that day, what it told, and what it found out on the way. */
export type MadeDigest = {
  readonly card: Card | null
  readonly picture: unknown
  readonly changes: readonly Change[]
}

/** Judges and words the digest of a channel. */
export type MakeDigest = (subscription: Subscription, slot: Slot, now: Temporal.Instant) => Promise<MadeDigest>

/** What a tick needs. */
export type Ticking = {
  readonly workspace: Workspace
  readonly now: () => Temporal.Instant
  /** Begins a morning; what it judges once is told to every channel that it makes a digest for. */
  readonly openMorning: () => MakeDigest
  readonly onSurprise: (error: unknown) => void
  readonly isStopping: () => boolean
  /** Tells the channels that the platform which is served reaches; the others wait for theirs. */
  readonly reaches: (channel: string) => boolean
}

/** Gives the schedule of a channel. */
const scheduleOf = ({ minute, days, timeZone, knownSince }: Subscription): Schedule => ({
  minute,
  days,
  timeZone,
  knownSince: Temporal.Instant.from(knownSince),
})

/** What is stale after so many attempts is tried again a minute later. */
const attempts = 3

/**
 * Makes every digest that is owed now: its date and its message in one transaction. What is owed is worked out anew from
 * the store each time, so a tick that never came, or came twice, changes nothing.
 */
export const tick = async (ticking: Ticking): Promise<void> => {
  const makeDigest = ticking.openMorning()
  for (const subscription of await loadSubscriptions(ticking.workspace)) {
    if (ticking.isStopping()) return
    try {
      if (subscription.state !== 'active' || !ticking.reaches(subscription.channel)) continue
      for (let attempt = 0; attempt < attempts; attempt++)
        if ((await makeOwed(ticking, makeDigest, subscription)) !== 'stale') break
    } catch (error) {
      ticking.onSurprise(new Error(`The digest of ${subscription.channel} could not be made`, { cause: error }))
    }
  }
}

/** Answers `stale`, and has made nothing, when somebody changed a risk or the subscription meanwhile. */
const makeOwed = async (
  { workspace, now }: Ticking,
  makeDigest: MakeDigest,
  subscription: Subscription,
): Promise<'applied' | 'stale' | 'nothing owed'> => {
  const moment = now()
  if (Temporal.Instant.compare(Temporal.Instant.from(subscription.knownSince), moment) > 0)
    return becomeKnown(workspace, subscription, moment)
  const schedule = scheduleOf(subscription)
  const { channel } = subscription
  const made = await loadDaysWithDigest(workspace, channel, localDay(moment, schedule.timeZone) - daysBack)
  const slot = owedAt(schedule, made, moment)
  if (slot === null) return 'nothing owed'
  const { card, picture, changes } = await makeDigest(subscription, slot, moment)
  const next = nextSlot(schedule, new Set<Day>([...made, slot.day]), moment)
  return apply(
    workspace,
    [
      ...changes,
      {
        kind: 'make-occurrence',
        channel,
        day: slot.day,
        dueAt: iso(slot.due),
        basedOn: subscription.version,
        post:
          card === null
            ? null
            : {
                kind: 'post',
                channel,
                about: 'digest',
                entity: isoOf(slot.day),
                card,
                notAfter: next === null ? null : iso(next.due),
                snapshot: picture,
                living: { fingerprint: fingerprintOf(card), verdict: null },
              },
      },
    ],
    null,
    iso(moment),
  )
}

/** A channel that asked while the clock ran ahead is known from now on. */
const becomeKnown = async (
  workspace: Workspace,
  subscription: Subscription,
  moment: Temporal.Instant,
): Promise<'nothing owed'> => {
  const known = { ...subscription, knownSince: iso(moment) }
  await apply(workspace, [{ kind: 'set-subscription', subscription: known }], null, iso(moment))
  return 'nothing owed'
}

/** No slot older than this many days can be owed. */
const daysBack = 3

const iso = (moment: Temporal.Instant) => moment.toString({ smallestUnit: 'millisecond' })
