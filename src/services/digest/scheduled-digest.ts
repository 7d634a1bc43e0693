import type { Card } from '../../cards/language/card.ts'
import { momentWords } from '../../cards/language/words.ts'
import type { Day } from '../../domain/day.ts'
import type { DigestSnapshot } from '../../domain/digest/digest-snapshot.ts'
import { lateDigestMinutes } from '../../domain/policy.ts'
import type { Subscription } from '../../store/channels/subscriptions.ts'
import { learn } from '../assessment/learn-from-sales.ts'
import type { Context } from '../context.ts'
import { type LateFeed, loadLateFeeds } from '../imports/feed-freshness.ts'
import { keeperOf, loadPresent, type Present } from '../present/present.ts'
import { type OwedReview, owedReviews } from '../reviews/owed-reviews.ts'
import { channelDigest } from './channel-digest.ts'
import type { MadeTogether } from './make-digest.ts'

/** What all digests of a tick are made from. */
type Picture = { readonly present: Present; readonly lateFeeds: readonly LateFeed[] }

/** The digest of one subscription for one day: its card, null where none is posted, its snapshot, and the reviews that come with it. */
type ScheduledDigest = {
  readonly card: Card | null
  readonly snapshot: DigestSnapshot
  readonly reviews: readonly OwedReview[]
}

/** The local day and the moment at which a digest is due. */
type DigestSlot = { readonly day: Day; readonly due: Temporal.Instant }

/** Makes the digest that one subscription is owed for a slot, as of a moment. */
export type ScheduledDigestMaker = (
  subscription: Subscription,
  slot: DigestSlot,
  moment: Temporal.Instant,
) => Promise<ScheduledDigest>

type DigestsContext = Pick<Context, 'workspace' | 'policy' | 'timeZone' | 'today'> & {
  /** The accounts that the settings name as administrators. */
  readonly administrators: readonly string[]
}

/** Opens the digests of one tick. For the first one, what sales teach is learned and the assessments are brought up to date; all digests of the tick are made from the same picture. */
export const openScheduledDigests = (context: DigestsContext): ScheduledDigestMaker => {
  let picture: Promise<Picture> | null = null
  const together: MadeTogether = new Map()
  return async (subscription, slot, moment) => {
    const atMoment = { ...context, now: moment.toString({ smallestUnit: 'millisecond' }) }
    picture ??= pictureOf(atMoment)
    return scheduledDigest(atMoment, subscription, slot, await picture, together)
  }
}

/** A digest waits until everything is current. */
const pictureOf = async (context: DigestsContext & Pick<Context, 'now'>): Promise<Picture> => {
  await learn(context.workspace, context.today, context.now)
  await keeperOf(context.workspace).bringUpToDate(context)
  return { present: await loadPresent(context), lateFeeds: await loadLateFeeds(context) }
}

/** Makes the digest that a schedule owes; where it is late it says so. */
const scheduledDigest = async (
  context: DigestsContext & Pick<Context, 'now'>,
  subscription: Subscription,
  slot: DigestSlot,
  { present, lateFeeds }: Picture,
  together: MadeTogether,
): Promise<ScheduledDigest> => {
  const isLate = slot.due.until(context.now).total('minutes') > lateDigestMinutes
  const late = () =>
    isLate ? `Late: due ${momentWords(slot.due.toString(), subscription.timeZone, context.today)}.` : null
  const { card, isSilent, snapshot } = await channelDigest(context, subscription, slot.day, present, {
    late,
    together,
    lateFeeds,
  })
  const reviews = await owedReviews(context, subscription, slot.day, present)
  return { card: isSilent ? null : card, snapshot, reviews }
}
