import { refusalCard } from '../../cards/language/plain-card.ts'
import { dateWords } from '../../cards/language/words.ts'
import { dayOf, isoOf } from '../../domain/day.ts'
import { nearest } from '../../domain/did-you-mean.ts'
import { normalisedName } from '../../domain/promotions/promotion.ts'
import {
  assessmentContext,
  assessTogether,
  type PromotionAssessment,
} from '../../services/assessment/assess-promotions.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadLivePromotionIds, loadPromotions, type StoredPromotion } from '../../store/promotions/promotions.ts'
import { statusOf } from '../../store/promotions/stored-promotion.ts'
import { answer, type CommandContext, type Outcome } from '../dispatch/command.ts'

/** Finds the promotion a person means by its id or its name, or answers why that cannot be done. */
export const findPromotion = async (context: CommandContext, said: string): Promise<StoredPromotion | Outcome> => {
  const { workspace, today } = context
  if (said === '')
    return answer(refusalCard('Which promotion? Say its id, such as /promo show P-1; /promo list shows them.'))
  const visibility = await loadVisibility(workspace, isoOf(today))
  for (const id of new Set([said, said.toUpperCase()])) {
    const [found] = await loadPromotions(workspace, visibility, [id])
    if (found !== undefined) return found
  }
  const ids = await loadLivePromotionIds(workspace, visibility, isoOf(today))
  const live = await loadPromotions(workspace, visibility, ids)
  const named = live.filter((promotion) => normalisedName(promotion.name) === normalisedName(said))
  if (named.length === 1) return named[0] as StoredPromotion
  if (named.length > 1)
    return answer(
      refusalCard(
        `There are ${named.length} promotions called ${said}: ${named.map((one) => one.promotionId).join(', ')}. Which one?`,
      ),
    )
  const meant = nearest(said, live, (one) => one.promotionId) ?? nearest(said, live, (one) => one.name)
  return answer(
    refusalCard(
      `There is no promotion ${said}.${meant === null ? ' /promo list shows those there are.' : ` Did you mean ${meant.promotionId} (${meant.name})?`}`,
    ),
  )
}

/** Judges the promotion a person means, or answers why that cannot be done. */
export const assessNamed = async (context: CommandContext, said: string): Promise<PromotionAssessment | Outcome> => {
  const { workspace, today } = context
  const found = await findPromotion(context, said)
  if (isOutcome(found)) return found
  const visibility = await loadVisibility(workspace, isoOf(today))
  const [assessed] = await assessTogether(assessmentContext(context, visibility), [found])
  return assessed === undefined || assessed.lines.length === 0 ? over(found) : assessed
}

const over = (promotion: StoredPromotion): Outcome => {
  const last = Math.max(...promotion.rows.map((row) => dayOf(row.end_on)))
  const why =
    statusOf(promotion) === 'cancelled'
      ? `is cancelled; /promo history ${promotion.promotionId} says by whom and why`
      : `has nothing left to judge; its last day was ${dateWords(last, last)}`
  return answer(refusalCard(`${promotion.name} (${promotion.promotionId}) ${why}.`))
}

/** Tells an answer from an assessment. */
export const isOutcome = (found: object): found is Outcome => 'reply' in found
