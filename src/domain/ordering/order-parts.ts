import { riskOf, withUnits } from '../supply/demand-coverage.ts'
import { orderForwards } from '../supply/lead-time.ts'
import type { AddedReceipt } from '../supply/outlook.ts'
import type { OrderPart } from '../supply/weekly-limit.ts'
import type { OrderNeed } from './order-advice.ts'

/** Sums the units of orders. */
export const unitsOf = (parts: readonly OrderPart[]): number => parts.reduce((sum, { units }) => sum + units, 0)

/** Gives what orders bring, with the protected lead time. */
export const receiptsOf = (parts: readonly OrderPart[]): readonly AddedReceipt[] =>
  parts.map(({ usableOn: day, units }) => ({ day, units }))

/** Gives the stockout probability with orders, at the told or the protected lead time, whichever is worse. */
export const riskWithParts = ({ facts, coverage, lead }: OrderNeed, parts: readonly OrderPart[]): number => {
  const { leadTime, location } = facts
  const protectedRisk = riskOf(withUnits(coverage, receiptsOf(parts)))
  if (leadTime === null || leadTime.lead === lead.lead) return protectedRisk
  const told = parts.map(({ orderOn, usableOn, units }) => ({
    day: orderForwards(leadTime, location.receiving, orderOn)?.usableOn ?? usableOn,
    units,
  }))
  return Math.max(protectedRisk, riskOf(withUnits(coverage, told)))
}
