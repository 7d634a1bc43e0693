import { type SharesOfItem, sharesOf } from '../../domain/sourcing/shares-of.ts'
import type { StoredPromotion } from '../../store/promotions/promotions.ts'
import type { AssessmentContext } from './assess-promotions.ts'
import { isToCome, loadLineFacts } from './load-cell-facts.ts'
import { familiesIn } from './sourcing.ts'

/** Tells how the locations of our own that supply the lines of a promotion share their stock out, item by item. */
export const loadShares = async (
  context: AssessmentContext,
  promotion: StoredPromotion,
): Promise<readonly SharesOfItem[]> => {
  const { promotionId, rows } = promotion
  const { facts } = await loadLineFacts(context, {
    skus: [...new Set(rows.map(({ sku }) => sku))],
    drafts: [promotion],
    pick: (lines) => lines.filter((line) => line.promotionId === promotionId && isToCome(line, context.asOf)),
  })
  return [...familiesIn(facts).values()]
    .map((group) => sharesOf(group, context.policy, promotionId))
    .filter(({ lines }) => lines.length > 0)
}
