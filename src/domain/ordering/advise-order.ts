import { type CellFacts, firstOrderDay, type Receipt } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { normalQuantile } from '../demand/distribution.ts'
import { type DemandCoverage, lastDayOf, riskOf, shortageOf, windowsOf, withUnits } from '../supply/demand-coverage.ts'
import { orderBackwards, orderForwards, protectedLead } from '../supply/lead-time.ts'
import { orderQuantity } from '../supply/order-quantity.ts'
import { freeWeeklyCapacity } from '../supply/weekly-limit.ts'
import { adviseSingleOrder } from './advise-single-order.ts'
import { adviseSplitOrder } from './advise-split-order.ts'
import { netRequirement } from './least-order.ts'
import { firstRiskyDay, neededDay } from './needed-day.ts'
import type { NetRequirement, OrderAdvice, OrderNeed, OrderSchedule, PlannedOrder } from './order-advice.ts'

/** A line that is short, and what its order is worked out from. */
type AdviceInput = {
  readonly facts: CellFacts
  readonly coverage: DemandCoverage
  /** The first day of the promotion. */
  readonly start: Day
  /** What planned orders would bring. */
  readonly planned: readonly Receipt[]
  /** The coverage with planned orders placed. */
  readonly placing: (planned: readonly Receipt[]) => DemandCoverage
}

/** A balance of exactly nothing is a coin's toss; a day counts as short when it is clearly the likelier side. */
const likelyShort = 0.505

/**
 * Works out by when a line that is short needs how many units, the last and the next order that bring them, and the
 * stockout probability that they leave. What the location of our own that supplies the cell sends is counted first.
 */
export const adviseOrder = (input: AdviceInput): OrderAdvice => {
  const { facts, start } = input
  const { leadTime, location } = facts
  const coverage = withSourceSends(facts, input.coverage)
  const need = netRequirementOf(input, coverage)
  const { discontinuedOn } = facts.item
  if (discontinuedOn !== null && discontinuedOn <= Math.max(facts.asOf, start)) return { ...need, ...noOrder(coverage) }
  const inTime = input.planned.filter(({ day }) => day <= need.neededOn)
  const isPlanned = inTime.length > 0 && riskOf(withSourceSends(facts, input.placing(inTime))) <= coverage.policy
  if (leadTime === null)
    return { ...need, ...withoutLeadTime(facts, coverage, need.neededOn, isPlanned), soonest: null, leadDays: null }
  const lead = protectedLead(leadTime, normalQuantile(1 - coverage.policy))
  const soonest = orderForwards(lead, location.receiving, firstOrderDay(facts))
  const lastDay = location.onShelfDays > 0 ? start - location.onShelfDays : lastDayOf(coverage)
  const orderNeed: OrderNeed = { facts, coverage, neededOn: need.neededOn, lastDay, isPlanned, lead, soonest }
  const schedule = leadTime.maxPerWeek === null ? adviseSingleOrder(orderNeed) : adviseWithinWeeks(orderNeed)
  return { ...need, ...schedule, soonest, leadDays: (lead.via?.lead ?? lead).lead }
}

/** One order where the supplier takes it in its week, else several. */
const adviseWithinWeeks = (need: OrderNeed): OrderSchedule => {
  const single = adviseSingleOrder(need)
  const capacity = freeWeeklyCapacity(need.facts, need.coverage.ordinary?.receipts ?? null)
  const { latest, units, p1 } = single
  const fits = latest !== null && p1 !== null && p1 <= need.coverage.policy && units <= capacity(latest.orderOn)
  return fits ? { ...single, parts: units > 0 ? [{ ...latest, units }] : [] } : adviseSplitOrder(need)
}

/** Counts what the location that supplies the cell sends, where that is not enough: what is still missing is to be ordered. */
export const withSourceSends = (facts: CellFacts, coverage: DemandCoverage): DemandCoverage => {
  const sends = facts.source?.sends ?? []
  if (sends.length === 0) return coverage
  const helped = withUnits(coverage, sends)
  return riskOf(helped) > coverage.policy ? helped : coverage
}

/** The need date and the planned orders; `coverage` counts what is sent, `input.coverage` does not. */
const netRequirementOf = (input: AdviceInput, coverage: DemandCoverage): NetRequirement => {
  const { facts, start, planned } = input
  const { policy } = coverage
  const windows = windowsOf(coverage)
  const riskyDays = windows.flatMap((window) => neededDay(coverage.cumulative, window, policy) ?? [])
  const { onShelfDays } = facts.location
  const displayDay = onShelfDays > 0 ? start - onShelfDays : Number.POSITIVE_INFINITY
  const neededOn = Math.min(...riskyDays, displayDay)
  // The shortage that is shown beside this day is that before anything is sent.
  const likelyDays = windows.flatMap((window) => firstRiskyDay(input.coverage.cumulative, window, likelyShort) ?? [])
  return {
    neededOn,
    runsOut: likelyDays.length > 0 ? Math.min(...likelyDays) : Math.min(...riskyDays),
    planned: planned.map((receipt) => plannedOrderOf(input, receipt, neededOn)),
  }
}

const plannedOrderOf = ({ facts, coverage, placing }: AdviceInput, receipt: Receipt, neededOn: Day): PlannedOrder => {
  const { leadTime, location } = facts
  const { orderId, units, day } = receipt
  return {
    orderId,
    units,
    placeBy: leadTime ? (orderBackwards(leadTime, location.receiving, day)?.orderOn ?? null) : null,
    covers: day <= neededOn && riskOf(withSourceSends(facts, placing([receipt]))) <= coverage.policy,
  }
}

/** Nobody orders for days on which the item is discontinued. */
const noOrder = (coverage: DemandCoverage): Omit<OrderAdvice, keyof NetRequirement> => ({
  ...{ needUnits: 0, units: 0, latest: null, delivery: null, parts: [], soonestParts: [] },
  ...{ p1: riskOf(coverage), lateUnits: shortageOf(coverage), soonest: null, leadDays: null },
})

/** What is missing on the day it is needed, where no lead time tells when an order would come. */
const withoutLeadTime = (
  { asOf, item }: CellFacts,
  coverage: DemandCoverage,
  neededOn: Day,
  isPlanned: boolean,
): OrderSchedule => {
  const needUnits = isPlanned ? 0 : netRequirement(coverage, Math.max(asOf, neededOn), coverage.policy)
  return {
    needUnits,
    units: orderQuantity(needUnits, item.rule),
    latest: null,
    delivery: null,
    parts: [],
    soonestParts: [],
    p1: null,
    lateUnits: shortageOf(coverage),
  }
}
