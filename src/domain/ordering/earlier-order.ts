import { type CellFacts, firstOrderDay } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { normalQuantile } from '../demand/distribution.ts'
import type { DemandCoverage } from '../supply/demand-coverage.ts'
import { orderForwards, protectedLead } from '../supply/lead-time.ts'
import { orderQuantity } from '../supply/order-quantity.ts'
import type { OrderPart } from '../supply/weekly-limit.ts'
import { arrivalsOf } from './advise-single-order.ts'
import { isEnough, leastOrder } from './least-order.ts'

/** Gives the last order before `day` of no more than `most` units that keeps a line within policy; null where none does. */
export const earlierOrder = (facts: CellFacts, coverage: DemandCoverage, most: number, day: Day): OrderPart | null => {
  const { leadTime, location } = facts
  if (leadTime === null || most <= 0) return null
  const lead = protectedLead(leadTime, normalQuantile(1 - coverage.policy))
  for (let on = day - 1; on >= firstOrderDay(facts); on--) {
    const dates = orderForwards(lead, location.receiving, on)
    if (dates?.orderOn !== on) continue
    const days = arrivalsOf({ facts, lead, coverage }, dates)
    if (!isEnough(coverage, days, most, coverage.policy)) continue
    const units = orderQuantity(leastOrder(coverage, days, coverage.policy) ?? most, facts.item.rule)
    return units <= most ? { ...dates, units } : null
  }
  return null
}
