import { type CellFacts, firstOrderDay } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { normalQuantile } from '../demand/distribution.ts'
import { adviseSplitOrder } from './advise-split-order.ts'
import { type DemandCoverage, riskOf, shortageOf, windowsOf, withUnits } from './demand-coverage.ts'
import { type LeadTime, type OrderDates, orderBackwards, orderForwards, protectedLead } from './lead-time.ts'
import { firstRiskyDay, neededDay } from './needed-day.ts'
import type { NetRequirement, OrderAdvice, OrderSchedule, PlannedOrder } from './order-advice.ts'
import { orderQuantity } from './order-quantity.ts'
import { fullRequirement, ownRequirement } from './order-requirement.ts'
import type { AddedReceipt } from './outlook.ts'
import type { Receipt } from './receipts.ts'

/** A line that is short, and what its order is worked out from. */
type AdviceInput = {
  readonly facts: CellFacts
  readonly coverage: DemandCoverage
  /** The first day of the promotion. */
  readonly start: Day
  /** What planned orders would bring. */
  readonly planned: readonly Receipt[]
  /** The stockout probability (0 to 1) that is tolerated. */
  readonly policy: number
}

/** A balance of exactly nothing is a coin's toss; a day counts as short when it is clearly the likelier side. */
const likelyShort = 0.505

/**
 * Works out by when a line that is short needs how many units, the last and the next order that bring them, and the
 * stockout probability that an order placed today would leave. What the location of our own that supplies the cell sends
 * is counted first.
 */
export const adviseOrder = (input: AdviceInput): OrderAdvice => {
  const { facts, planned, policy } = input
  const { leadTime, location } = facts
  const coverage = withSourceSends(input)
  const need = netRequirementOf(input, coverage)
  if (leadTime === null) return { ...need, ...noSchedule(coverage), soonest: null, leadDays: null }
  const lead = protectedLead(leadTime, normalQuantile(1 - policy))
  const soonest = orderForwards(lead, location.receiving, firstOrderDay(facts))
  const schedule =
    leadTime.maxPerWeek === null
      ? scheduleOneOrder({ facts, coverage, policy, lead, soonest, need })
      : adviseSplitOrder({ facts, coverage, policy, lead, soonest, need, planned })
  return { ...need, ...schedule, soonest, leadDays: (lead.via?.lead ?? lead).lead }
}

/** Counts what the location that supplies the cell sends, where that is not enough: what is still missing is to be ordered. */
const withSourceSends = ({ facts, coverage, policy }: AdviceInput): DemandCoverage => {
  const helped = withUnits(coverage, facts.source?.sends ?? [], policy)
  return riskOf(helped) > policy ? helped : coverage
}

/** The need date and the units to order; `coverage` counts what is sent, `input.coverage` does not. */
const netRequirementOf = (input: AdviceInput, coverage: DemandCoverage): NetRequirement => {
  const { facts, start, planned, policy } = input
  const { asOf, location, item } = facts
  const windows = windowsOf(coverage)
  const riskyDays = windows.flatMap((window) => neededDay(coverage.cumulative, window, policy) ?? [])
  const displayDay = location.onShelfDays > 0 ? start - location.onShelfDays : Number.POSITIVE_INFINITY
  const neededOn = Math.min(...riskyDays, displayDay)
  // The shortage that is shown beside this day is that before anything is sent.
  const likelyDays = windows.flatMap((window) => firstRiskyDay(input.coverage.cumulative, window, likelyShort) ?? [])
  const plannedUnits = planned.reduce((sum, { day, units }) => (day <= neededOn ? sum + units : sum), 0)
  const needUnits = Math.max(0, ownRequirement(coverage, Math.max(asOf, neededOn), policy) - plannedUnits)
  return {
    neededOn,
    runsOut: likelyDays.length > 0 ? Math.min(...likelyDays) : Math.min(...riskyDays),
    planned: planned.map((receipt) => plannedOrderOf(input, coverage, receipt, neededOn)),
    needUnits,
    units: orderQuantity(needUnits, item.rule),
  }
}

const plannedOrderOf = (
  { facts: { leadTime, location }, policy }: AdviceInput,
  coverage: DemandCoverage,
  { orderId, units, day }: Receipt,
  neededOn: Day,
): PlannedOrder => ({
  orderId,
  units,
  placeBy: leadTime ? (orderBackwards(leadTime, location.receiving, day)?.orderOn ?? null) : null,
  covers: day <= neededOn && riskOf(coverage, { day, units }) <= policy,
})

const noSchedule = (coverage: DemandCoverage): OrderSchedule => ({
  latest: null,
  parts: [],
  soonestParts: [],
  p1: null,
  lateUnits: shortageOf(coverage),
})

type OneOrder = Pick<AdviceInput, 'facts' | 'coverage' | 'policy'> & {
  /** Lead time, protected for its variance. */
  readonly lead: LeadTime
  readonly soonest: OrderDates | null
  readonly need: NetRequirement
}

/** The last and the next single order of a supplier without a weekly limit. */
const scheduleOneOrder = ({ facts, coverage, policy, lead, soonest, need }: OneOrder): OrderSchedule => {
  const { item, location } = facts
  const arrivesInWindow = soonest !== null && windowsOf(coverage).some(({ end }) => soonest.usableOn <= end)
  const added: AddedReceipt | null = arrivesInWindow
    ? { day: soonest.usableOn, units: orderQuantity(fullRequirement(coverage, soonest.usableOn, policy), item.rule) }
    : null
  const isInTime = soonest !== null && soonest.usableOn <= need.neededOn
  return {
    latest: orderBackwards(lead, location.receiving, need.neededOn),
    parts: [],
    soonestParts: [],
    p1: riskOf(coverage, isInTime ? added : null),
    lateUnits: shortageOf(coverage, added),
  }
}
