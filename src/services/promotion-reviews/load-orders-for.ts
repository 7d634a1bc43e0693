import { cellKey } from '../../domain/cell.ts'
import type { Day } from '../../domain/day.ts'
import type { PromotionId } from '../../domain/ids.ts'
import { sumMoney } from '../../domain/money.ts'
import type { ReviewOrders } from '../../domain/promotion-reviews/review.ts'
import type { ResultLine } from '../../domain/scorecard/promotion-result.ts'
import { loadStocks } from '../../store/facts/stocks.ts'
import { loadNewestBy } from '../../store/feeds/newest.ts'
import type { Visibility } from '../../store/feeds/visibility.ts'
import { loadOrdersOfRisks } from '../../store/promotions/reported-orders.ts'
import { loadRisksOf } from '../../store/risks/risks.ts'
import type { Context } from '../context.ts'

/** Loads what was ordered for a promotion, by feeds and by what people recorded, and what is on hand of its items now. */
export const loadOrdersFor = async (
  { workspace, today }: Pick<Context, 'workspace'> & { readonly today: Day },
  visibility: Visibility,
  promotionId: PromotionId,
  lines: readonly ResultLine[],
): Promise<ReviewOrders> => {
  const fed = (await loadNewestBy(workspace, visibility, 'inbound', 'promotion_id', [promotionId])).filter(
    ({ status }) => status !== 'cancelled',
  )
  const risks = await loadRisksOf(workspace, promotionId, { ended: true })
  const recorded = await loadOrdersOfRisks(
    workspace,
    risks.map(({ id }) => id),
  )
  const known = new Set(fed.map(({ order_id }) => order_id))
  const units = Map.groupBy(
    [
      ...fed.map((row) => ({ orderId: row.order_id, units: row.received_quantity ?? row.quantity })),
      ...recorded
        .filter(({ orderId }) => !known.has(orderId))
        .map(({ orderId, quantity }) => ({ orderId, units: quantity })),
    ],
    ({ orderId }) => orderId,
  )
  const stocks = await loadStocks(workspace, visibility, lines, today)
  const held = lines.flatMap((line) => {
    const stock = stocks.get(cellKey(line))
    return stock === undefined ? [] : [{ ...line, onHand: Math.max(0, stock.onHand - stock.unusable) }]
  })
  return {
    ordered: [...units].map(([orderId, own]) => ({
      orderId,
      units: own.reduce((sum, one) => sum + one.units, 0),
    })),
    onHand: held.length === 0 ? null : held.reduce((sum, { onHand }) => sum + onHand, 0),
    places: new Set(held.map(({ location }) => location)).size,
    worth: sumMoney(
      held.flatMap(({ onHand, unitCost, currency }) =>
        unitCost === null ? [] : [{ amount: onHand * unitCost, currency }],
      ),
    ),
  }
}
