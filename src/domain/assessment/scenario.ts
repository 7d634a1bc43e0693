import { type LineDemand, lineDemand, needsBaseline } from '../demand/line-demand.ts'
import { adviseOrder } from '../ordering/advise-order.ts'
import type { OrderAdvice } from '../ordering/order-advice.ts'
import { triflingShare } from '../policy.ts'
import { type PromotionLine, promotionalPrice } from '../promotions/promotion.ts'
import { demandBetween } from '../supply/demand-and-supply.ts'
import { type DemandCoverage, demandCoverage, riskOf, shortageOf } from '../supply/demand-coverage.ts'
import { shortageUpperBound } from '../supply/expected-shortage.ts'
import { openingUnits } from '../supply/opening-stock.ts'
import { type CumulativeOutlook, withExtra } from '../supply/outlook.ts'
import { type Receipts, receiptsOf } from '../supply/receipts.ts'
import type { CellFacts, Receipt } from './cell.ts'
import type { Policy, Verdict } from './readiness.ts'

/** A promotion line with everything about it that is the same in every scenario. */
export type LineCase = {
  readonly facts: CellFacts
  readonly line: PromotionLine
  readonly policy: Policy
  readonly demand: LineDemand
  readonly receipts: Receipts
  /** Units at the start of the as-of date, or null when the stock was never counted. */
  readonly opening: number | null
  readonly price: number | null
  /** There is no baseline, and the stated demand needs one: it is no total of units. */
  readonly lacksDemand: boolean
  /** The demand of the window is unknown: there is none at all, or its uplift is unknown. */
  readonly unknownDemand: boolean
}

/** One way in which missing data may turn out: units at the start of the as-of date, receipts that arrive, and demand. */
export type Scenario = {
  readonly opening: number
  readonly coming: readonly Receipt[]
  readonly demand: LineDemand
}

/** The verdict of one scenario and what it rests on. `shortage` is the line's own, in units; `advice` is null where no order is needed. */
export type ScenarioResult = {
  readonly verdict: Verdict
  readonly coverage: DemandCoverage
  readonly p0: number
  readonly shortage: number
  readonly trifling: boolean
  readonly advice: OrderAdvice | null
}

/** Gives the receipts of a cell, with what the location of our own that supplies it has pledged. */
export const receiptsAt = (facts: CellFacts): Receipts => {
  const placed = receiptsOf(facts)
  const pledged = facts.source?.pledged ?? []
  return pledged.length === 0 ? placed : { ...placed, coming: [...placed.coming, ...pledged] }
}

/** Works out the case of a line from the facts of its cell. */
export const openCase = (facts: CellFacts, line: PromotionLine, policy: Policy): LineCase => {
  const demand = lineDemand(facts, line)
  const receipts = receiptsAt(facts)
  const isUnknownKit = line.kits !== undefined && line.stated.kind === 'unstated'
  const lacksDemand = isUnknownKit || (demand.baseline.source === 'none' && needsBaseline(line))
  return {
    facts,
    line,
    policy,
    demand,
    receipts,
    opening: facts.stock ? openingUnits(facts.stock, facts.asOf, facts.sales, receipts.since, demand.demandOn) : null,
    price: promotionalPrice(line, facts.item.unitPrice),
    lacksDemand,
    unknownDemand: lacksDemand || demand.uplift.source === 'unknown',
  }
}

/** The window's own demand: its mean and variance in units, and the normal sales in it. */
export type WindowDemand = { readonly mean: number; readonly variance: number; readonly base: number }

/** Gives the outlook with the line's own extra units only, without those of other promotions on the same item and location. */
export const ownOutlook = ({ demand }: LineCase, { cumulative }: DemandCoverage): CumulativeOutlook =>
  demand.seniors.length === 0 ? cumulative : withExtra(cumulative, demand.own)

/** Sums a line's demand over the days of its window that are still to come. */
export const windowDemand = (lineCase: LineCase, coverage: DemandCoverage): WindowDemand => {
  const { facts, line, demand } = lineCase
  const from = Math.max(facts.asOf, line.start) - facts.asOf
  const to = line.end - facts.asOf
  let base = 0
  for (let i = from; i <= to; i++) base += demand.base[i] as number
  return { ...demandBetween(ownOutlook(lineCase, coverage), from, to, false), base }
}

/** Sets a line's demand against the supply of a scenario. */
export const coverageOf = ({ facts, line, policy, receipts }: LineCase, scenario: Scenario): DemandCoverage =>
  demandCoverage({
    ...{ facts, line, ...scenario, policy: policy.stockoutProbability },
    coming: scenario.coming.toSorted((a, b) => a.day - b.day),
    received: receipts.forPromotions,
  })

/** What a short line was judged with, and what covered it, by the units that were there. */
type ShortCase = { readonly lineCase: LineCase; readonly byOpening: Map<number, DemandCoverage> }

const shortCases = new WeakMap<CellFacts, ShortCase>()

/** Remembers what covers a short line, as long as somebody holds its facts: orders that it shares are worked out from the same. */
const rememberShort = (lineCase: LineCase, scenario: Scenario, coverage: DemandCoverage): void => {
  if (scenario.coming !== lineCase.receipts.coming || scenario.demand !== lineCase.demand) return
  const known = shortCases.get(lineCase.facts)
  const own = known?.lineCase === lineCase ? known : { lineCase, byOpening: new Map<number, DemandCoverage>() }
  shortCases.set(lineCase.facts, own)
  own.byOpening.set(scenario.opening, coverage)
}

/** Gives the case of a short line and what covers it by the units that are there: as it was judged, where it was with these very facts. */
export const shortCase = (
  facts: CellFacts,
  line: PromotionLine,
  stockoutProbability: number,
): { readonly lineCase: LineCase; readonly covered: (opening: number) => DemandCoverage } => {
  const judged = shortCases.get(facts)
  const isSame =
    judged !== undefined &&
    judged.lineCase.line === line &&
    judged.lineCase.policy.stockoutProbability === stockoutProbability
  const lineCase = isSame
    ? judged.lineCase
    : openCase(facts, line, { stockoutProbability, staleDays: 0, moneyFloor: 0 })
  const { receipts, demand } = lineCase
  return {
    lineCase,
    covered: (opening) =>
      (isSame ? judged.byOpening.get(opening) : undefined) ??
      coverageOf(lineCase, { opening, coming: receipts.coming, demand }),
  }
}

/**
 * Judges a line in one scenario: `ready` when P0 is within policy or the shortage is trifling, `at-risk` when one
 * normal order placed today keeps P1 within policy, else `not-ready`. Without a lead time no order is known to be in time.
 */
export const evaluateScenario = (lineCase: LineCase, scenario: Scenario): ScenarioResult => {
  const { facts, line, policy, price, receipts } = lineCase
  const tolerated = policy.stockoutProbability
  const placing = (planned: readonly Receipt[]) =>
    coverageOf(lineCase, { ...scenario, coming: [...scenario.coming, ...planned] })
  const coverage = placing([])
  const p0 = riskOf(coverage)
  const demand = windowDemand({ ...lineCase, demand: scenario.demand }, coverage)
  const shortage = Math.min(shortageOf(coverage), demand.mean)
  if (p0 <= tolerated) return { verdict: 'ready', coverage, p0, shortage, trifling: false, advice: null }
  rememberShort(lineCase, scenario, coverage)
  const advice = adviseOrder({
    facts,
    coverage,
    start: line.start,
    planned: receipts.planned,
    placing,
  })
  // Counting what is missing before the window too keeps the verdict from worsening when a receipt comes earlier.
  const isTrifling = (units: number) =>
    price !== null && units < triflingShare * demand.mean && units * price < policy.moneyFloor
  const trifling =
    isTrifling(shortage) &&
    (coverage.shortedLines.length > 0 || isTrifling(shortageUpperBound(coverage.cumulative, coverage.window)))
  const inTime = advice.p1 !== null && advice.p1 <= tolerated
  return { verdict: trifling ? 'ready' : inTime ? 'at-risk' : 'not-ready', coverage, p0, shortage, trifling, advice }
}
