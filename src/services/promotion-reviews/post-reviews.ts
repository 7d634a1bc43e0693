import { fingerprintOf } from '../../cards/language/card.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { reviewCard } from '../../cards/promotion-reviews/review-card.ts'
import { turnOfOthers } from '../../common/turn-of-others.ts'
import { isoOf } from '../../domain/day.ts'
import { longestReviewDays } from '../../domain/policy.ts'
import { figuresOfReview, type Review } from '../../domain/promotion-reviews/review.ts'
import { apply } from '../../store/changes/apply.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadLiveMessages } from '../../store/delivery/live-messages.ts'
import { loadNewestLearning } from '../../store/facts/learned.ts'
import { loadDueReviews, loadOutdatedReviews, type OutdatedReview } from '../../store/promotion-reviews/reviews.ts'
import type { Context } from '../context.ts'
import { loadReview } from './load-review.ts'
import { redrawReview } from './redraw-review.ts'

/** What posting reviews needs. */
export type PostReviewsContext = Pick<Context, 'workspace' | 'today' | 'now' | 'reach'>

/**
 * Posts the reviews that are due in the threads of their promotions' cards, each once, and brings posted ones up to date. That
 * a promotion is reviewed is kept in one transaction with the messages, so that neither can be without the other.
 */
export const postReviews = async (context: PostReviewsContext): Promise<void> => {
  const { workspace, today, now } = context
  const learning = await loadNewestLearning(workspace)
  for (const promotionId of await loadDueReviews(workspace, today)) {
    const review = await loadReview(context, promotionId)
    const posts = review === null ? [] : await postsOf(context, review)
    if (review === null || posts.length === 0) continue
    const kept = { kind: 'keep-review', promotionId, on: today, figures: figuresOfReview(review), learning } as const
    await apply(workspace, [kept, ...posts], null, now)
    await turnOfOthers()
  }
  for (const outdated of await loadOutdatedReviews(workspace, today, learning)) {
    await apply(workspace, await changesOf(context, outdated, learning), null, now)
    await turnOfOthers()
  }
}

const changesOf = async (
  context: PostReviewsContext,
  { promotionId, outdated }: OutdatedReview,
  learning: number,
): Promise<readonly Change[]> => {
  const review = await loadReview(context, promotionId)
  const shown = { kind: 'keep-review-shown', promotionId, outdated, learning } as const
  return review === null ? [shown] : [...(await redrawReview(context, review)), shown]
}

/** Makes the messages of a review: one in the thread of each card of its promotion. */
const postsOf = async ({ workspace, today, reach }: PostReviewsContext, review: Review): Promise<readonly Change[]> => {
  const { promotionId, end } = review
  const card = formattedForAll(() => reviewCard(review, today))
  return (await loadLiveMessages(workspace, 'promotion', [promotionId]))
    .filter(({ channel }) => reach.reaches(channel))
    .map(({ channel }) => ({
      kind: 'post',
      channel,
      about: 'promotion-review',
      entity: promotionId,
      card,
      notAfter: `${isoOf(notAfter(end, today))}T00:00:00.000Z`,
      form: 'thread',
      living: { fingerprint: fingerprintOf(card), verdict: null },
    }))
}

/** A review that could not be posted in time for people to remember is left to whoever asks. */
const notAfter = (end: number, today: number): number => Math.max(today, end + longestReviewDays) + 1
