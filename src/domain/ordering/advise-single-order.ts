import { firstOrderDay } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { mostForEarly } from '../policy.ts'
import { dedicatedTo, lastDayOf, riskOf, riskWith, shortageOf, withUnits } from '../supply/demand-coverage.ts'
import { type OrderDates, orderBackwards, orderForwards } from '../supply/lead-time.ts'
import { orderQuantity } from '../supply/order-quantity.ts'
import { adviseOrdersOfLife } from './advise-orders-of-life.ts'
import { isEnough, knownLeastOrder, leastAfter, leastOrder, netRequirement } from './least-order.ts'
import type { OrderNeed, OrderSchedule } from './order-advice.ts'

/**
 * Gives the days on which an order may become usable: with the told and with the protected lead time. Beside ordinary
 * replenishment goods that come earlier wait for their promotion, so that both are often the same day.
 */
export const arrivalsOf = (
  { facts, lead, coverage }: Pick<OrderNeed, 'facts' | 'lead' | 'coverage'>,
  { orderOn, usableOn }: OrderDates,
): readonly Day[] => {
  const { leadTime, location } = facts
  const told =
    leadTime && lead !== leadTime ? orderForwards(leadTime, location.receiving, orderOn)?.usableOn : undefined
  const days = [usableOn, ...(told === undefined ? [] : [told])]
  return [...new Set(days.map((day) => dedicatedTo(coverage, { day, units: 0 }).day))]
}

/**
 * Works out the order of a line whose supplier takes any quantity. The order-by date is the last ordering day on which an
 * order still leaves a quarter of the policy for the days after it arrives, or a later one on which the same quantity
 * holds as well; where that day has passed, today if any quantity holds. The quantity is the least that keeps the line
 * within policy whether it comes at the told or at the protected lead time; none where planned orders are enough.
 */
export const adviseSingleOrder = (need: OrderNeed): OrderSchedule => {
  const { facts, coverage, neededOn, lead, soonest } = need
  const latest = facts.source?.enoughOn ?? orderBackwards(lead, facts.location.receiving, neededOn)
  const first = latest !== null && latest.orderOn >= firstOrderDay(facts) ? latest : soonest
  if (first === null || first.usableOn > need.lastDay) return tooLate(need, latest)
  const needUnits = knownLeastOrder(coverage, arrivalsOf(need, first), coverage.policy)
  if (needUnits === null)
    return (facts.item.shelfLifeDays === null ? null : adviseOrdersOfLife(need)) ?? tooLate(need, latest)
  const { rule } = facts.item
  const last = lastDayFor(need, first, orderQuantity(needUnits, rule))
  // What comes later has fewer days to serve.
  const least =
    last.orderOn === first.orderOn
      ? needUnits
      : Math.min(needUnits, knownLeastOrder(coverage, arrivalsOf(need, last), coverage.policy) ?? needUnits)
  const order = { needUnits: least, units: orderQuantity(least, rule) }
  const receipt = { day: last.usableOn, units: order.units }
  return {
    parts: [],
    soonestParts: [],
    latest: last,
    p1: Math.max(...arrivalsOf(need, last).map((day) => riskWith(coverage, { ...receipt, day }))),
    lateUnits: 0,
    ...(need.isPlanned ? { needUnits: 0, units: 0, delivery: null } : deliveryOf(need, last, order)),
  }
}

/** No normal order is in time: what was missing by the day it was needed, and what an order placed today leaves short. */
const tooLate = (
  { facts, coverage, neededOn, soonest, isPlanned }: OrderNeed,
  latest: OrderDates | null,
): OrderSchedule => {
  const { policy } = coverage
  const { rule } = facts.item
  const needUnits = isPlanned ? 0 : netRequirement(coverage, Math.max(facts.asOf, neededOn), policy)
  const isInSight = soonest !== null && soonest.usableOn <= lastDayOf(coverage)
  const added = isInSight
    ? [{ day: soonest.usableOn, units: orderQuantity(leastAfter(coverage, soonest.usableOn, policy), rule) }]
    : []
  return {
    needUnits,
    units: orderQuantity(needUnits, rule),
    latest,
    delivery: null,
    parts: [],
    soonestParts: [],
    p1: riskOf(coverage),
    lateUnits: shortageOf(withUnits(coverage, added)),
  }
}

/** The last ordering day, from one that holds on, on which the same quantity holds. */
const lastDayFor = (need: OrderNeed, from: OrderDates, units: number): OrderDates => {
  const { facts, lead, coverage, lastDay } = need
  let last = from
  let held: readonly Day[] = []
  for (;;) {
    const next = orderForwards(lead, facts.location.receiving, last.orderOn + 1)
    if (next === null || next.usableOn > lastDay) return last
    const days = arrivalsOf(need, next)
    // What waits for its promotion is there on the same days, whenever it is ordered.
    if (!days.every((day) => held.includes(day)) && !isEnough(coverage, days, units, coverage.policy)) return last
    held = days
    last = next
  }
}

/**
 * The quantity, and the days between which it must be usable where goods that come early are sold before the promotion.
 * Where a tenth more holds from today on, that is the quantity.
 */
const deliveryOf = (
  need: OrderNeed,
  last: OrderDates,
  order: Pick<OrderSchedule, 'needUnits' | 'units'>,
): Pick<OrderSchedule, 'needUnits' | 'units' | 'delivery'> => {
  const { facts, coverage, lead } = need
  const { policy, ordinary } = coverage
  const { rule } = facts.item
  const toldFor = (orderOn: Day): Day =>
    orderForwards(facts.leadTime ?? lead, facts.location.receiving, orderOn)?.usableOn ?? last.usableOn
  const holds = (day: Day) => isEnough(coverage, [day], order.units, policy)
  if (ordinary !== null) return { ...order, delivery: null }
  const soonest = toldFor(firstOrderDay(facts))
  if (soonest >= last.usableOn || holds(soonest)) return { ...order, delivery: null }
  const larger = leastOrder(coverage, [soonest, ...arrivalsOf(need, last)], policy)
  const units = larger === null ? Number.POSITIVE_INFINITY : orderQuantity(larger, rule)
  if (larger !== null && units <= order.units * mostForEarly) return { needUnits: larger, units, delivery: null }
  let [early, from] = [soonest, Math.min(...arrivalsOf(need, last))]
  while (from - early > 1) {
    const middle = Math.floor((early + from) / 2)
    if (holds(middle)) from = middle
    else early = middle
  }
  let orderFrom = last.orderOn
  while (orderFrom > firstOrderDay(facts) && toldFor(orderFrom - 1) >= from) orderFrom--
  return { ...order, delivery: { from, by: last.usableOn, orderFrom } }
}
