import { type CellFacts, firstOrderDay } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { type DemandCoverage, lastDayOf, riskOf, shortageWith } from './demand-coverage.ts'
import { type LeadTime, type OrderDates, orderBackwards } from './lead-time.ts'
import type { NetRequirement, OrderSchedule } from './order-advice.ts'
import { orderQuantity } from './order-quantity.ts'
import { coverageUntil, fullRequirement, ownRequirement } from './order-requirement.ts'
import { type AddedReceipt, type CumulativeOutlook, withReceipts } from './outlook.ts'
import type { Receipt } from './receipts.ts'
import { freeWeeklyCapacity, type OrderPart, type OrderTerms, splitBackwards, splitForwards } from './weekly-limit.ts'

/** Where several receipts are too risky together, each day is held to this part of the policy. */
const cautious = 4

/** Units that must be there on the day goods are needed, at least. */
const leastRequirement = 1e-3

/** Probabilities of the same units, summed otherwise, differ by less. */
const dust = 1e-6

/** A need that one order of a week may be too small for, and what its orders are worked out from. */
type SplitInput = {
  readonly facts: CellFacts
  readonly coverage: DemandCoverage
  /** The stockout probability (0 to 1) that is tolerated. */
  readonly policy: number
  /** Lead time, protected for its variance. */
  readonly lead: LeadTime
  /** The next order that can be placed; null where none can. */
  readonly soonest: OrderDates | null
  readonly need: Pick<NetRequirement, 'neededOn' | 'needUnits' | 'units'>
  /** What planned orders would bring. */
  readonly planned: readonly Receipt[]
}

/** The input with what every step of the split needs. */
type Split = SplitInput & {
  readonly terms: OrderTerms
  /** The first day on which an order can still be placed. */
  readonly firstOrderOn: Day
  /** The last day that the line answers for. */
  readonly lastDay: Day
  /** Displays are built by a day: what comes after it does not help. */
  readonly isForDisplays: boolean
  /** Planned orders that are usable by the day goods are needed. */
  readonly plannedInTime: readonly Receipt[]
}

/**
 * Works out the orders that a weekly limit splits a need over. `soonestParts` are all that can still be placed, each as
 * soon as it can be, and P1 counts them. `parts` are those placed as late as the line stays within policy with them.
 */
export const adviseSplitOrder = (input: SplitInput): OrderSchedule => {
  const { coverage, lead, facts, soonest, need } = input
  const split = splitOf(input)
  const soonestParts = placedAsap(split)
  const isInTime = soonest !== null && soonest.usableOn <= need.neededOn
  const p1 = isInTime ? riskWith(split, soonestParts) : riskOf(coverage)
  const parts = need.units === 0 ? [] : placedLate(split, soonestParts, p1)
  return {
    latest: parts[0] ?? orderBackwards(lead, facts.location.receiving, need.neededOn),
    parts,
    soonestParts,
    p1,
    lateUnits: shortageWith(coverage, outlookWith(split, soonestParts)),
  }
}

const splitOf = (input: SplitInput): Split => {
  const { facts, coverage, lead, need, planned } = input
  const { item, location } = facts
  return {
    ...input,
    terms: {
      lead,
      receiving: location.receiving,
      rule: item.rule,
      capacity: freeWeeklyCapacity(facts, coverage.ordinary?.receipts ?? null),
    },
    firstOrderOn: firstOrderDay(facts),
    lastDay: lastDayOf(coverage),
    isForDisplays: location.onShelfDays > 0,
    plannedInTime: planned.filter(({ day }) => day <= need.neededOn),
  }
}

/** The orders that can still be placed, each as soon as it can be; larger ones where several within policy are not enough. */
const placedAsap = (split: Split): readonly OrderPart[] => {
  const { policy } = split
  const parts = partsFromToday(split, policy)
  const isEnough = parts.length < 2 || riskWith(split, parts) <= policy
  return isEnough ? parts : partsFromToday(split, policy / cautious)
}

/** The requirement at a tolerated stockout probability, split forwards from today; what arrives too late is left out. */
const partsFromToday = (split: Split, tolerated: number): readonly OrderPart[] => {
  const { coverage, soonest, terms, firstOrderOn, lastDay, isForDisplays, need } = split
  if (soonest === null || soonest.usableOn > lastDay) return []
  const wanted = orderQuantity(fullRequirement(coverage, soonest.usableOn, tolerated), terms.rule)
  const parts = splitForwards(terms, firstOrderOn, wanted)
  return isForDisplays ? parts.filter(({ usableOn }) => usableOn <= need.neededOn) : parts
}

/**
 * The latest orders that keep the line within policy and can still be placed: first those that may arrive during the
 * promotion, then those that arrive before goods are needed. Where none does, the soonest ones if they are within policy,
 * else the latest that were tried: their first day has passed or they are not enough.
 */
const placedLate = (split: Split, soonestParts: readonly OrderPart[], p1: number): readonly OrderPart[] => {
  const { isForDisplays, lastDay, need, policy } = split
  const candidates = [
    ...(isForDisplays ? [] : splitsBy(split, lastDay, requirementBy(split))),
    ...splitsBy(split, need.neededOn, () => 0),
  ]
  const kept = candidates.find((parts) => keepsPolicy(split, parts))
  return kept ?? (p1 <= policy ? soonestParts : (candidates[0] ?? []))
}

/** Makes the function that gives the units needed by the close of a day, less what planned orders cover of them. */
const requirementBy = (split: Split): ((day: Day) => number) => {
  const { facts, coverage, policy, need } = split
  const day = Math.max(facts.asOf, need.neededOn)
  const covered = fullRequirement(coverage, day, policy) - need.needUnits
  return (until) =>
    until < need.neededOn
      ? 0
      : Math.max(leastRequirement, fullRequirement(coverageUntil(coverage, until), day, policy) - covered)
}

/** The need split backwards from a last day, and the same with more units where several orders need more; perhaps none. */
const splitsBy = (split: Split, last: Day, neededBy: (day: Day) => number): readonly (readonly OrderPart[])[] => {
  const { terms, need } = split
  const parts = splitBackwards(terms, last, need.units, neededBy)
  if (parts === null) return []
  const [earliest, ...others] = parts
  if (earliest === undefined || others.length === 0) return [parts]
  const larger = largerQuantities(split, earliest.usableOn).filter((units) => units > need.units)
  return [need.units, ...larger].flatMap((units) => {
    const found = splitBackwards(terms, last, units, neededBy)
    return found === null ? [] : [found]
  })
}

/**
 * Units that the need comes to when its first order arrives early: what arrives earlier than it must is partly sold by
 * then, and several receipts are several chances to run out.
 */
const largerQuantities = ({ coverage, policy, terms, plannedInTime }: Split, earliest: Day): readonly number[] => {
  const planned = plannedInTime.reduce((sum, { units }) => sum + units, 0)
  return [policy, policy / cautious].map((tolerated) =>
    orderQuantity(ownRequirement(coverage, earliest, tolerated) - planned, terms.rule),
  )
}

/** Tells whether orders can all still be placed, and keep the line within policy together with the planned ones. */
const keepsPolicy = (split: Split, parts: readonly OrderPart[]): boolean => {
  const firstOrderOn = parts[0]?.orderOn ?? Number.NEGATIVE_INFINITY
  if (firstOrderOn < split.firstOrderOn) return false
  return parts.length === 1 || riskWith(split, parts, split.plannedInTime) <= split.policy + dust
}

const riskWith = (split: Split, parts: readonly OrderPart[], planned: readonly AddedReceipt[] = []): number =>
  riskOf({ ...split.coverage, cumulative: outlookWith(split, parts, planned) })

const outlookWith = (
  { coverage }: Split,
  parts: readonly OrderPart[],
  planned: readonly AddedReceipt[] = [],
): CumulativeOutlook =>
  withReceipts(coverage.cumulative, [...parts.map(({ usableOn: day, units }) => ({ day, units })), ...planned])
