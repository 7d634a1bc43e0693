import type { Card } from '../../cards/language/card.ts'
import { formattedFor } from '../../cards/language/reader-formats.ts'
import { reviewCard } from '../../cards/reviews/review-card.ts'
import { weeklyCard } from '../../cards/reviews/weekly-card.ts'
import { type Day, isoOf, weekdayOf } from '../../domain/day.ts'
import { may } from '../../domain/people/permission.ts'
import { weeklyUpdateOf } from '../../domain/reviews/weekly.ts'
import { lastWhole, periodKey } from '../../domain/scorecard/period.ts'
import { promotionsShown, risksShown } from '../../domain/subscriptions/filter-match.ts'
import type { Subscription } from '../../store/channels/subscriptions.ts'
import { loadOpenDecisions } from '../../store/decisions/decisions.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadIntelligence } from '../../store/promotions/intelligence.ts'
import { isReviewMade } from '../../store/reviews/reviews-made.ts'
import type { Context } from '../context.ts'
import { type DigestReader, loadDigestReader } from '../digest/digest-reader.ts'
import { headingOf } from '../digest/make-digest.ts'
import type { Present } from '../present/present.ts'
import { loadReview } from './load-review.ts'

/** A review that comes with a digest: the period it is for, and its card; null where there is nothing to post. */
export type OwedReview = { readonly review: 'week' | 'month'; readonly period: string; readonly card: Card | null }

type ReviewsContext = Pick<Context, 'workspace' | 'policy' | 'today'> & {
  /** The accounts that the settings name as administrators. */
  readonly administrators: readonly string[]
}

/** A month that has gone on for longer begins without a review: the channel asked for it too late. */
const latestDayOfMonth = 7

/** Makes the reviews that come with the digest of a local day: the first of a week, and the first of a month. */
export const owedReviews = async (
  context: ReviewsContext,
  subscription: Subscription,
  day: Day,
  present: Present,
): Promise<readonly OwedReview[]> => {
  const { channel, isWeekly, isMonthly } = subscription
  const week = { channel, review: 'week', period: isoOf(day - weekdayOf(day)) } as const
  const month = { channel, review: 'month', period: isoOf(day).slice(0, 7) } as const
  const isOwed = async (one: typeof week | typeof month) => !(await isReviewMade(context.workspace, one))
  const reader = await loadDigestReader(context.workspace, subscription, context.administrators)
  if (reader.roles !== null && !may(reader.roles, 'see')) return []
  return [
    ...(isWeekly && (await isOwed(week))
      ? [{ ...week, card: await weeklyUpdate(context, subscription, day, present, reader) }]
      : []),
    ...(isMonthly && Number(isoOf(day).slice(8)) <= latestDayOfMonth && (await isOwed(month))
      ? [{ ...month, card: await monthlyReview(context, day, present, reader) }]
      : []),
  ]
}

const weeklyUpdate = async (
  { workspace, today }: ReviewsContext,
  subscription: Subscription,
  day: Day,
  { entries, candidates, records }: Present,
  reader: DigestReader,
): Promise<Card> => {
  const update = weeklyUpdateOf({ day, name: headingOf(subscription) }, promotionsShown(reader, entries), {
    rows: risksShown(reader, candidates, records),
    proposals: await loadOpenDecisions(workspace),
    notes: await loadIntelligence(workspace, await loadVisibility(workspace, isoOf(today)), isoOf(today)),
  })
  return formattedFor(reader.locale, () => weeklyCard(update, today))
}

/** The review of the month before; null where no sales tell how one of its promotions went. */
const monthlyReview = async (
  context: ReviewsContext,
  day: Day,
  present: Present,
  reader: DigestReader,
): Promise<Card | null> => {
  const period = lastWhole('month', day)
  const review = await loadReview(context, { period, view: reader }, present)
  return review.promotions.told === 0
    ? null
    : formattedFor(reader.locale, () => reviewCard(review, periodKey(period), context.today))
}
