import { type Card, fingerprintOf } from '../cards/language/card.ts'
import { turnOfOthers } from '../common/turn-of-others.ts'
import { type Day, isoOf } from '../domain/day.ts'
import type { DigestSnapshot } from '../domain/digest/digest-snapshot.ts'
import { localDay, nextSlot, owedAt, type Schedule, type Slot } from '../domain/digest/occurrence.ts'
import { noticeLifetimeMilliseconds } from '../domain/policy.ts'
import type { Context } from '../services/context.ts'
import { openScheduledDigests } from '../services/digest/scheduled-digest.ts'
import type { OwedReview } from '../services/reviews/owed-reviews.ts'
import { apply } from '../store/changes/apply.ts'
import type { Change } from '../store/changes/change.ts'
import { loadDaysWithDigest } from '../store/channels/occurrences.ts'
import { loadSubscriptions, type Subscription } from '../store/channels/subscriptions.ts'
import type { Workspace } from '../store/database/workspace.ts'

/** What making the digests that are owed needs. */
export type OwedDigestsContext = {
  readonly workspace: Workspace
  readonly now: () => Temporal.Instant
  readonly onSurprise: (error: unknown) => void
  readonly isStopping: () => boolean
  /** Is told of each digest that was made, so that it is sent while the others are made. */
  readonly onMade?: () => void
  /** Tells the channels that the platform which is served reaches; the others wait for theirs. */
  readonly reaches: (channel: string) => boolean
}

/** A digest of a day: its card, null where none is posted, and the snapshot that later digests are compared with. */
export type MadeDigest = {
  readonly card: Card | null
  readonly snapshot: DigestSnapshot
  /** The weekly update and the monthly review that come with it. */
  readonly reviews?: readonly OwedReview[]
}

/** Makes the digest that one subscription is owed for a slot. */
export type MakeDigest = (subscription: Subscription, slot: Slot, now: Temporal.Instant) => Promise<MadeDigest>

/** What a tick needs. */
export type TickContext = OwedDigestsContext &
  Pick<Context, 'policy' | 'timeZone'> & {
    /** The business date. */
    readonly today: () => Day
    /** The accounts that the settings name as administrators. */
    readonly administrators: readonly string[]
  }

/** Gives the schedule of a channel. */
const scheduleOf = ({ minute, days, timeZone, knownSince }: Subscription): Schedule => ({
  minute,
  days,
  timeZone,
  knownSince: Temporal.Instant.from(knownSince),
})

/** A digest that is stale after so many attempts is tried again a minute later. */
const attempts = 3

/** Makes every digest that is owed now, all on one judgement of the promotions. */
export const tick = async (context: TickContext): Promise<void> => {
  const { workspace, policy, timeZone, administrators, today } = context
  const digests = openScheduledDigests({ workspace, policy, timeZone, administrators, today: today() })
  await makeOwedDigests(context, digests)
}

/**
 * Makes every digest that is owed now, and writes its date and its message in one transaction. What is owed is computed
 * from the store each time, so a tick that is missed or runs twice changes nothing.
 */
export const makeOwedDigests = async (context: OwedDigestsContext, makeDigest: MakeDigest): Promise<void> => {
  for (const subscription of await loadSubscriptions(context.workspace)) {
    if (context.isStopping()) return
    try {
      if (subscription.state !== 'active' || !context.reaches(subscription.channel)) continue
      for (let attempt = 0; attempt < attempts; attempt++) {
        const made = await makeOwed(context, makeDigest, subscription)
        if (made === 'stale') continue
        if (made === 'applied') context.onMade?.()
        break
      }
      await turnOfOthers()
    } catch (error) {
      context.onSurprise(new Error(`The digest of ${subscription.channel} could not be made`, { cause: error }))
    }
  }
}

/** Makes the digest that one channel is owed. Answers `stale`, and has written nothing, when somebody changed a risk or the subscription meanwhile. */
const makeOwed = async (
  { workspace, now }: OwedDigestsContext,
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
  const { card, snapshot, reviews = [] } = await makeDigest(subscription, slot, moment)
  const next = nextSlot(schedule, new Set<Day>([...made, slot.day]), moment)
  return apply(
    workspace,
    [
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
                snapshot,
                living: { fingerprint: fingerprintOf(card), verdict: null },
              },
      },
      ...reviews.map((one) => reviewChange(channel, one, moment)),
    ],
    null,
    iso(moment),
  )
}

const reviewChange = (channel: string, { review, period, card }: OwedReview, moment: Temporal.Instant): Change => {
  const notAfter = iso(moment.add({ milliseconds: noticeLifetimeMilliseconds }))
  const post =
    card === null ? null : ({ kind: 'post', channel, about: 'review', entity: period, card, notAfter } as const)
  return { kind: 'make-review', channel, review, period, post }
}

/** A channel that subscribed while the clock ran ahead counts as subscribed from now on. */
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
