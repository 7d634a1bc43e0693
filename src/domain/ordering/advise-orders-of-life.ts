import { firstOrderDay } from '../assessment/cell.ts'
import { shareAfterArrival } from '../policy.ts'
import {
  cutCoverage,
  type DemandCoverage,
  lastDayOf,
  riskOf,
  shortageOf,
  windowsOf,
  withUnits,
} from '../supply/demand-coverage.ts'
import { type OrderDates, orderBackwards } from '../supply/lead-time.ts'
import { orderQuantity } from '../supply/order-quantity.ts'
import type { OrderPart } from '../supply/weekly-limit.ts'
import { leastOrder } from './least-order.ts'
import { neededDay } from './needed-day.ts'
import type { OrderNeed, OrderSchedule } from './order-advice.ts'
import { receiptsOf, riskWithParts, unitsOf } from './order-parts.ts'

/** Several chances to run out are several: each order is tried within these parts of the policy. */
const shares = [1, 1 / 2, 1 / 4, 1 / 8]

/** No promotion takes more deliveries than this. */
const mostOrders = 30

/**
 * Works out the orders of a line whose goods keep for less than its days: each is there when the ones before run out or are
 * past their life, and brings what the days of its own life need. Null where they are not in time.
 */
export const adviseOrdersOfLife = (need: OrderNeed): OrderSchedule | null => {
  for (const share of shares) {
    const parts = partsWithin(need, share * need.coverage.policy)
    if (parts === null) continue
    const risk = riskWithParts(need, parts)
    if (risk > need.coverage.policy) continue
    const units = unitsOf(parts)
    return {
      parts,
      units,
      needUnits: units,
      soonestParts: [],
      latest: parts[0] ?? null,
      delivery: null,
      p1: risk,
      lateUnits: shortageOf(withUnits(need.coverage, receiptsOf(parts))),
    }
  }
  return null
}

const partsWithin = (need: OrderNeed, tolerated: number): readonly OrderPart[] | null => {
  const { facts } = need
  const { rule, shelfLifeDays } = facts.item
  const parts: OrderPart[] = []
  let { coverage } = need
  while (riskOf(coverage) > tolerated && parts.length < mostOrders) {
    const order = nextOrder(need, coverage, tolerated)
    if (order === null) return null
    const end = order.usableOn + (shelfLifeDays ?? 0) - 1
    // An order that another one follows leaves that one a part of the policy.
    const own = end >= lastDayOf(coverage) ? tolerated : (1 - shareAfterArrival) * tolerated
    const least = leastOrder(cutCoverage(coverage, { start: Number.NEGATIVE_INFINITY, end }), [order.usableOn], own)
    const units = least === null ? 0 : orderQuantity(least, rule)
    if (units === 0 || parts.some(({ usableOn }) => usableOn === order.usableOn)) return null
    parts.push({ ...order, units })
    coverage = withUnits(coverage, [{ day: order.usableOn, units }])
  }
  return parts.length === 0 ? null : parts
}

/** The last order that is there when a line runs out or its goods are past their life; the soonest where that day has passed. */
const nextOrder = (need: OrderNeed, coverage: DemandCoverage, tolerated: number): OrderDates | null => {
  const days = windowsOf(coverage).flatMap((window) => neededDay(coverage.cumulative, window, tolerated) ?? [])
  if (days.length === 0) return null
  const latest = orderBackwards(need.lead, need.facts.location.receiving, Math.min(...days))
  return latest !== null && latest.orderOn >= firstOrderDay(need.facts) ? latest : need.soonest
}
