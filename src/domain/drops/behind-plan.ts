import type { CellFacts, PlannedDemand } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { comparedDays, leastComparedDays, mostStockoutOfDay, slowPace, surelyFewer } from '../policy.ts'
import type { BehindPlan } from './drop-reasons.ts'
import { openOrders } from './open-orders.ts'

/**
 * Tells that an item has sold far less lately than its demand plan said for the same days, though it was there to be sold: what
 * its promotion is expected to sell rests on that plan. Null where it has not, or too few days are known. `expected` are the
 * units that the promotion is expected to sell.
 *
 * Example: 280 were planned in the last 28 days and 182 were sold: 35 % less, which is no chance (98 > 2 x 16.7). Of 700 expected, 245 less.
 */
export const behindPlan = (facts: CellFacts, expected: number): BehindPlan | null => {
  const { asOf, sales, plan } = facts
  let [sold, planned, days] = [0, 0, 0]
  for (const sale of sales) {
    if (sale.day < asOf - comparedDays || sale.promotion !== null || sale.stockout > mostStockoutOfDay) continue
    const wanted = plannedOn(plan, sale.day, sale.days)
    if (wanted === null) continue
    sold += sale.units
    planned += wanted
    days += sale.days
  }
  if (days < leastComparedDays || planned <= 0 || sold > slowPace * planned) return null
  if (planned - sold < surelyFewer * Math.sqrt(planned)) return null
  return {
    code: 'BEHIND_PLAN',
    sold,
    planned,
    days,
    less: (1 - sold / planned) * expected,
    orders: openOrders([facts]),
  }
}

/** Gives what was planned for some days; null where the plan does not tell of all of them. */
const plannedOn = (plan: readonly PlannedDemand[], from: Day, days: number): number | null => {
  let [units, told] = [0, 0]
  for (const part of plan) {
    const inside = Math.min(part.day + part.days, from + days) - Math.max(part.day, from)
    if (inside <= 0) continue
    units += (part.units * inside) / part.days
    told += inside
  }
  return told >= days ? units : null
}
