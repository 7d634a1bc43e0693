import type { Card } from '../../cards/language/card.ts'
import { noteCard } from '../../cards/language/plain-card.ts'
import { windowWords } from '../../cards/language/words.ts'
import { earlyReviewCard } from '../../cards/promotion-reviews/early-review-card.ts'
import { reviewCard } from '../../cards/promotion-reviews/review-card.ts'
import { reviewDetailsCard } from '../../cards/promotion-reviews/review-details-card.ts'
import { dayOf } from '../../domain/day.ts'
import type { Review } from '../../domain/promotion-reviews/review.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { choice } from '../../parsing/values.ts'
import { judgedPromotion } from '../../services/assessment/judged-promotion.ts'
import { loadPresent } from '../../services/present/present.ts'
import { loadReview } from '../../services/promotion-reviews/load-review.ts'
import { rollUp } from '../../services/scorecard/roll-up.ts'
import type { StoredPromotion } from '../../store/promotions/promotions.ts'
import { promotionEnd, statusOf } from '../../store/promotions/stored-promotion.ts'
import { readKeyed, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, type CommandContext, keysOf, zoneOf } from '../dispatch/command.ts'
import { refused } from '../dispatch/refusals.ts'
import { assessNamed, findPromotion } from '../promotions/find-promotion.ts'

/** Shows how a promotion went beside what was planned, and what marketing and supply say. */
export const promoReview: Command = {
  name: 'promo review',
  takes: [
    { name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true },
    { name: 'show', value: 'details', says: 'the forecasts, lines, costs and decisions behind it' },
  ],
  does: 'look back at a promotion: plan, forecasts, sales, costs, decisions',
  examples: ['/promo review P-1', '/promo review P-1 show:details'],
  right: 'see',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(promoReview))
    const show = readKeyed(given, 'show', choice('details'))
    if (given.problems.length > 0) return refused(given.problems)
    const found = await findReview(context, given.bare.join(' '))
    if (!found.ok) return answer(found.error)
    const { today } = context
    return answer(
      show === null
        ? reviewCard(found.value, today)
        : reviewDetailsCard(found.value, { today, timeZone: zoneOf(context) }),
    )
  },
}

/** Finds the review of the promotion that a person names; or answers why there is none yet. */
export const findReview = async (context: CommandContext, name: string): Promise<Result<Review, Card>> => {
  const lookup = await findPromotion(context, name)
  if (!lookup.ok) return lookup
  const { promotionId } = lookup.value
  await loadPresent(context)
  await rollUp(context, { only: [promotionId] })
  const review = await loadReview(context, promotionId)
  return review === null ? failed(await tooEarly(context, lookup.value)) : ok(review)
}

/** Says why a promotion cannot be looked back at yet, and how a running one sells. */
const tooEarly = async (context: CommandContext, promotion: StoredPromotion): Promise<Card> => {
  const { today } = context
  const { name, promotionId } = promotion
  const starts = promotion.rows.map((row) => dayOf(row.start_on))
  const window = { start: Math.min(...starts), end: promotionEnd(promotion) }
  if (statusOf(promotion) !== 'committed' || window.end < today)
    return noteCard(
      `${name} (${promotionId}), ${windowWords(window.start, window.end, today)}, did not run, so there is nothing to review. What happened: /promo history ${promotionId}`,
    )
  const judged = window.start > today ? null : await assessNamed(context, promotionId)
  const pace = judged?.ok ? judgedPromotion(judged.value).pace : null
  return earlyReviewCard({ name, promotionId, ...window, pace }, today)
}
