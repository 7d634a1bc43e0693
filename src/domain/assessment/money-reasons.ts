import { type PromotionLine, promotionalPrice } from '../promotions/promotion.ts'
import type { CellFacts } from './cell.ts'
import type { Reason } from './reason.ts'

/** Prices are in cents; less is how a computer counts. */
const halfCent = 0.005

/**
 * Tells where a promotion's price contradicts another promotion's on the same day and shelf, or what a unit costs, in the
 * item's currency; `units` is what is expected to be sold.
 */
export const priceConflict = (
  { item, promotions }: CellFacts,
  line: PromotionLine,
  price: number | null,
  units: number,
): readonly Reason[] => {
  if (price === null) return []
  const other = promotions.find((one) => {
    const theirs = promotionalPrice(one, item.unitPrice)
    const meets = one.promotionId !== line.promotionId && one.start <= line.end && one.end >= line.start
    return meets && one.status === 'committed' && theirs !== null && Math.abs(theirs - price) > halfCent
  })
  if (other !== undefined && line.status === 'committed') {
    const { promotionId, name } = other
    const against = promotionalPrice(other, item.unitPrice) as number
    return [{ code: 'PRICE_CONFLICT', price, other: { promotionId, name }, against, loss: null }]
  }
  return item.unitCost !== null && price < item.unitCost - halfCent
    ? [{ code: 'PRICE_CONFLICT', price, other: null, against: item.unitCost, loss: units * (item.unitCost - price) }]
    : []
}

/** Tells what is likely to be written off: what is left of an item that spoils, is launched or ends, where it costs more than a trifle. */
export const likelyLeftover = ({ item, asOf }: CellFacts, units: number, moneyFloor: number): readonly Reason[] => {
  const ends = item.shelfLifeDays !== null || item.discontinuedOn !== null || (item.launchOn ?? asOf) > asOf
  const cost = units * (item.unitCost ?? 0)
  return ends && cost > moneyFloor ? [{ code: 'LIKELY_LEFTOVER', units, cost }] : []
}
