import { firstOrderDay } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import {
  cutCoverage,
  type DemandCoverage,
  lastDayOf,
  riskOf,
  shortageOf,
  withUnits,
} from '../supply/demand-coverage.ts'
import { orderBackwards } from '../supply/lead-time.ts'
import { orderQuantity } from '../supply/order-quantity.ts'
import {
  freeWeeklyCapacity,
  type OrderPart,
  type OrderTerms,
  splitBackwards,
  splitForwards,
} from '../supply/weekly-limit.ts'
import { leastAfter, netRequirement } from './least-order.ts'
import type { OrderNeed, OrderSchedule } from './order-advice.ts'
import { receiptsOf, riskWithParts, unitsOf } from './order-parts.ts'

/** Several orders may have to bring this many times what one would: what comes early is partly sold before. */
const mostTimes = 4

/** A need with what every step of its split needs. */
type Split = OrderNeed & {
  readonly terms: OrderTerms
  /** The first day on which an order can still be placed. */
  readonly firstOrderOn: Day
  /** Whole units missing on the day they are needed, if all came on it. */
  readonly needUnits: number
}

/**
 * Works out the orders that a weekly limit splits a need over: the least units with which the line stays within policy at
 * the told and at the protected lead time. `parts` are placed as late as they may be; `soonestParts` each as soon as it
 * can be, which is also what is advised where nothing later is in time.
 */
export const adviseSplitOrder = (need: OrderNeed): OrderSchedule => {
  const split = splitOf(need)
  const { coverage, lead, facts, soonest, needUnits, terms, isPlanned } = split
  const soonestParts = placedAsap(split)
  const isAsapEnough = soonest !== null && soonest.usableOn <= split.lastDay && keepsPolicy(split, soonestParts)
  const parts = placedLate(split) ?? (isAsapEnough ? soonestParts : [])
  const advised = parts.length > 0 ? parts : soonestParts
  return {
    needUnits: isPlanned ? 0 : needUnits,
    units: isPlanned ? 0 : parts.length > 0 ? unitsOf(parts) : orderQuantity(needUnits, terms.rule),
    latest: parts[0] ?? orderBackwards(lead, facts.location.receiving, split.neededOn),
    delivery: null,
    parts: isPlanned ? [] : parts,
    soonestParts,
    p1: parts.length > 0 ? riskWithParts(split, parts) : riskOf(coverage),
    lateUnits: shortageOf(withUnits(coverage, receiptsOf(advised))),
  }
}

const splitOf = (need: OrderNeed): Split => {
  const { facts, coverage, lead } = need
  const { item, location } = facts
  const capacity = freeWeeklyCapacity(facts, coverage.ordinary?.receipts ?? null)
  return {
    ...need,
    terms: { lead, receiving: location.receiving, rule: item.rule, capacity },
    firstOrderOn: firstOrderDay(facts),
    needUnits: netRequirement(coverage, Math.max(facts.asOf, need.neededOn), coverage.policy),
  }
}

/** The orders that can still be placed, each as soon as it can be: enough where that is possible, else what helps most. */
const placedAsap = (split: Split): readonly OrderPart[] => {
  const { coverage, soonest, lastDay, terms, firstOrderOn } = split
  if (soonest === null || soonest.usableOn > lastDayOf(coverage)) return []
  const helps = (parts: readonly OrderPart[]) => parts.filter(({ usableOn }) => usableOn <= lastDay)
  const wanted = (units: number) => helps(splitForwards(terms, firstOrderOn, units))
  const least = leastAfter(coverage, soonest.usableOn, coverage.policy)
  return leastSplit(split, least, (units) => wanted(units)) ?? wanted(orderQuantity(least, terms.rule))
}

/** The latest orders that keep the line within policy and can still be placed; null where there are none. */
const placedLate = (split: Split): readonly OrderPart[] | null => {
  const { facts, terms, lastDay, neededOn, needUnits } = split
  const neededBy = facts.location.onShelfDays > 0 ? null : requirementBy(split)
  const from = (last: Day, by: (day: Day) => number) =>
    leastSplit(split, needUnits, (units) => splitBackwards(terms, last, units, by))
  return (neededBy && from(lastDay, neededBy)) ?? from(neededOn, () => 0)
}

/** Makes the function that gives the units needed by the close of a day. */
const requirementBy = ({ facts, coverage, neededOn }: Split): ((day: Day) => number) => {
  const day = Math.max(facts.asOf, neededOn)
  const known = new Map<Day, number>()
  return (until) => {
    if (until < neededOn) return 0
    const units = known.get(until) ?? Math.max(1, netRequirement(coverageUntil(coverage, until), day, coverage.policy))
    known.set(until, units)
    return units
  }
}

const coverageUntil = (coverage: DemandCoverage, end: Day): DemandCoverage =>
  cutCoverage(coverage, { start: Number.NEGATIVE_INFINITY, end })

/** Finds the least units, by minimum and multiple, whose split can still be placed and keeps the line within policy. */
const leastSplit = (
  split: Split,
  least: number,
  place: (units: number) => readonly OrderPart[] | null,
): readonly OrderPart[] | null => {
  const { rule } = split.terms
  const step = rule.multiple > 0 ? rule.multiple : 1
  const first = orderQuantity(least, rule)
  const at = (steps: number): readonly OrderPart[] | null => {
    const units = orderQuantity(first + steps * step, rule)
    const parts = units > 0 ? place(units) : null
    return parts !== null && keepsPolicy(split, parts) ? parts : null
  }
  const none = -Math.ceil(first / step)
  const enough = at(0)
  if (enough !== null) return fewest(at, none, 0, enough)
  const most = Math.ceil((first * (mostTimes - 1)) / step) + 1
  let [few, many] = [0, 1]
  let found = at(many)
  while (found === null && many < most) {
    few = many
    many = Math.min(most, many * 2)
    found = at(many)
  }
  return found && fewest(at, few, many, found)
}

/** Halves between steps that are too few and ones that are enough. */
const fewest = (
  at: (steps: number) => readonly OrderPart[] | null,
  tooFew: number,
  enough: number,
  parts: readonly OrderPart[],
): readonly OrderPart[] => {
  let [few, many, found] = [tooFew, enough, parts]
  while (many - few > 1) {
    const middle = Math.floor((few + many) / 2)
    const fewer = at(middle)
    if (fewer === null) few = middle
    else {
      many = middle
      found = fewer
    }
  }
  return found
}

/** Tells whether orders can all still be placed and keep the line within policy. */
const keepsPolicy = (split: Split, parts: readonly OrderPart[]): boolean =>
  parts.length > 0 &&
  (parts[0] as OrderPart).orderOn >= split.firstOrderOn &&
  riskWithParts(split, parts) <= split.coverage.policy
