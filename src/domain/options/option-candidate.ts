import { type CellFacts, isOwed } from '../assessment/cell.ts'
import type { Policy } from '../assessment/readiness.ts'
import {
  evaluateScenario,
  type LineCase,
  openCase,
  type ScenarioResult,
  type WindowDemand,
  windowDemand,
} from '../assessment/scenario.ts'
import type { Day } from '../day.ts'
import { leftoverOf } from '../drops/leftover.ts'
import { netRequirement } from '../ordering/least-order.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import { cutCoverage, riskOf, shortageOf, withUnits } from '../supply/demand-coverage.ts'
import type { AddedReceipt } from '../supply/outlook.ts'
import type { Effect, Step } from './option.ts'
import { type UnitWorth, unitWorthOf } from './unit-worth.ts'

/** A promotion line whose options can be priced: its stock and its demand are known. */
export type OptionCandidate = {
  readonly lineCase: LineCase
  /** The verdict as things are, and the coverage it rests on. */
  readonly result: ScenarioResult
  readonly demand: WindowDemand
  readonly worth: UnitWorth
}

/** Prepares a line for pricing options; null where stock or demand is unknown, so that nothing can be said of it. */
export const optionCandidate = (facts: CellFacts, line: PromotionLine, policy: Policy): OptionCandidate | null => {
  const lineCase = openCase(facts, line, policy)
  const { opening, receipts, demand } = lineCase
  if (opening === null || lineCase.unknownDemand) return null
  const result = evaluateScenario(lineCase, { opening, coming: receipts.coming, demand })
  return { lineCase, result, demand: windowDemand(lineCase, result.coverage), worth: unitWorthOf(lineCase) }
}

/** Tells whether something has to be done about a line. */
export const isShort = ({ result }: OptionCandidate): boolean => result.verdict !== 'ready'

/** Counts what the location of our own that supplies a line sends: whoever orders the rest has that as well. */
export const withSourceSupply = (candidate: OptionCandidate): OptionCandidate => {
  const { lineCase, result } = candidate
  const sends = lineCase.facts.source?.sends ?? []
  if (sends.length === 0) return candidate
  const coverage = withUnits(result.coverage, sends)
  return { ...candidate, result: { ...result, coverage } }
}

/** Gives a step for a line in which nothing is ordered or moved yet. */
export const emptyStep = ({ lineCase: { line, facts } }: OptionCandidate): Step => ({
  sku: line.sku,
  location: line.location,
  item: facts.item.name,
  units: null,
  day: null,
  from: null,
  orderOn: null,
  deliveries: [],
  rest: 0,
  restDay: null,
  sent: sentOf(facts.source),
  instead: null,
})

const sentOf = (source: CellFacts['source']): Step['sent'] => {
  const units = (source?.sends ?? []).reduce((sum, part) => sum + part.units, 0)
  return source === undefined || units === 0 ? null : { units, from: source.location }
}

/**
 * Gives what a line comes to when receipts are added for an extra cost: contribution = margin x expected sales (all demand,
 * where what is short is delivered late) - extra cost - cost of what is expected to be left over - goodwill of what is short, over the promotion's own days.
 */
export const effectOf = (
  { lineCase, result, demand, worth }: OptionCandidate,
  added: readonly AddedReceipt[] = [],
  extraCost: number | null = 0,
): Effect => {
  const coverage = withUnits(result.coverage, added)
  const shortage = Math.min(shortageOf(coverage), demand.mean)
  const sales = demand.mean - shortage
  const { leftover, leftoverCost } = leftoverOf(lineCase, coverage, worth)
  const { margin, goodwill } = worth
  const contribution =
    margin === null || extraCost === null || leftoverCost === null
      ? null
      : margin * (isOwed(lineCase.facts) ? demand.mean : sales) - extraCost - leftoverCost - goodwill * shortage
  return { sales, shortage, stockout: riskOf(coverage), leftover, extraCost, leftoverCost, contribution }
}

/**
 * Gives the units that must become usable on a day to keep a line, and promotions it leaves shorter, within a stockout
 * probability of `risk` (0 to 1) until their end, or until `last` where that is earlier.
 */
export const requirementAt = (
  { result: { coverage } }: OptionCandidate,
  day: Day,
  risk: number,
  last: Day = Number.POSITIVE_INFINITY,
): number => netRequirement(cutCoverage(coverage, { start: Number.NEGATIVE_INFINITY, end: last }), day, risk)
