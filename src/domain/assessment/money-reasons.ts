import { unwiseOrder } from '../options/order-worth.ts'
import { type PromotionLine, promotionalPrice } from '../promotions/promotion.ts'
import type { CellFacts } from './cell.ts'
import type { Verdict } from './readiness.ts'
import type { Reason } from './reason.ts'
import type { LineCase, ScenarioResult } from './scenario.ts'

/** Prices are in cents; a smaller difference is a rounding error. */
const halfCent = 0.005

/**
 * Gives the price conflicts of a line: with a committed promotion of another price on the same days, item and location, and
 * with the unit cost. Prices are in the item's currency; `units` are the expected sales.
 */
export const priceConflicts = (
  { item, promotions }: CellFacts,
  line: PromotionLine,
  price: number | null,
  units: number,
): readonly Reason[] => {
  // A kit has a price of its own, which is no other price of what it is made of.
  if (price === null || line.kits !== undefined) return []
  const other = promotions.find((one) => {
    if (one.kits !== undefined) return false
    const theirs = promotionalPrice(one, item.unitPrice)
    const meets = one.promotionId !== line.promotionId && one.start <= line.end && one.end >= line.start
    return meets && one.status === 'committed' && theirs !== null && Math.abs(theirs - price) > halfCent
  })
  const reasons: Reason[] = []
  if (other !== undefined && line.status === 'committed') {
    const { promotionId, name } = other
    const against = promotionalPrice(other, item.unitPrice) as number
    reasons.push({ code: 'PRICE_CONFLICT', price, other: { promotionId, name }, against, loss: null })
  }
  if (item.unitCost !== null && price < item.unitCost - halfCent) {
    const loss = units * (item.unitCost - price)
    reasons.push({ code: 'PRICE_CONFLICT', price, other: null, against: item.unitCost, loss })
  }
  return reasons
}

/** Says that a line sells more cheaply what runs short, and that no normal order helps. */
export const scarceDiscount = (
  { item }: CellFacts,
  { kits }: PromotionLine,
  price: number | null,
  verdict: Verdict,
): readonly Reason[] =>
  verdict === 'not-ready' &&
  kits === undefined &&
  price !== null &&
  item.unitPrice !== null &&
  price < item.unitPrice - halfCent
    ? [{ code: 'SCARCE_DISCOUNT', price, usual: item.unitPrice }]
    : []

/** Gives the leftover that is likely to be written off: of an item that spoils, is launched or ends, where it costs more than the money floor. */
export const likelyLeftover = ({ item, asOf }: CellFacts, units: number, moneyFloor: number): readonly Reason[] => {
  const ends = item.shelfLifeDays !== null || item.discontinuedOn !== null || (item.launchOn ?? asOf) > asOf
  const cost = units * (item.unitCost ?? 0)
  return ends && cost > moneyFloor ? [{ code: 'LIKELY_LEFTOVER', units, cost }] : []
}

/** Says that the advised order costs more than it saves. */
export const unwiseOrderReason = (lineCase: LineCase, result: ScenarioResult): Reason[] => {
  const unwise = unwiseOrder(lineCase, result)
  return unwise === null ? [] : [{ code: 'ORDER_COSTS_MORE', ...unwise, currency: lineCase.facts.item.currency }]
}
