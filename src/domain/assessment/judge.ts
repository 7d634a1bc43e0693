import { phantomStock } from '../live/phantom-stock.ts'
import { unitWorthOf } from '../options/unit-worth.ts'
import { landedCost } from '../prices/landed-cost.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import { likelyLeftovers } from '../supply/expected-shortage.ts'
import { askedFigures } from './asked-figures.ts'
import type { CellFacts } from './cell.ts'
import { lateOrderReasons } from './late-orders.ts'
import { lateReceipts } from './late-receipts.ts'
import { coverUnits, expectedOf, fillRate, projectLine, quantilesOf, windowOutlookOf } from './line-numbers.ts'
import { lineReasons } from './line-reasons.ts'
import { assessMissingData } from './missing-data.ts'
import { behindPlanReason, likelyLeftover, unwiseOrderReason } from './money-reasons.ts'
import type { LineAssessment, Policy } from './readiness.ts'
import type { Reason } from './reason.ts'
import { evaluateScenario, openCase, windowDemand } from './scenario.ts'
import { unmarkedOrderReasons } from './unmarked-orders.ts'
import { windowSum } from './window-sum.ts'

/** What is to be said of single orders that a short line could use. */
const orderReasons = (...of: Parameters<typeof lateOrderReasons>): readonly Reason[] => [
  ...lateOrderReasons(...of),
  ...unmarkedOrderReasons(...of),
]

/**
 * Judges one promotion line from the facts known at the start of the as-of date. Pure: the same facts and policy give the same
 * assessment, byte for byte. The line must not have ended.
 */
export const assessLine = (facts: CellFacts, line: PromotionLine, policy: Policy): LineAssessment => {
  const lineCase = openCase(facts, line, policy)
  const { demand, opening, price, unknownDemand } = lineCase
  const scenario = { opening: opening ?? 0, coming: lineCase.receipts.coming, demand }
  const judged = evaluateScenario(lineCase, scenario)
  const { verdict, between, reasons, advice } = assessMissingData(lineCase, scenario, judged)
  const result = { ...judged, advice }

  const known = opening !== null && !unknownDemand
  const window = windowDemand(lineCase, result.coverage)
  const projection = projectLine(lineCase)
  const asked = askedFigures(lineCase, result, verdict)
  const landed = landedCost(facts, line)
  const leftover = known
    ? likelyLeftovers(result.coverage.cumulative, { start: line.start, end: line.end }, coverUnits(lineCase))
    : null
  return {
    line,
    facts,
    verdict,
    policy: policy.stockoutProbability,
    between,
    baselineUnits: demand.baseline.source === 'none' ? null : window.base,
    uplift: demand.uplift.source === 'unknown' ? null : demand.uplift.ratio,
    baseline: { source: demand.baseline.source, rests: demand.baseline.rests },
    upliftSource: demand.uplift.source,
    demand: unknownDemand ? null : quantilesOf(window),
    get daily() {
      return asked.daily()
    },
    expected: expectedOf(lineCase, projection),
    window: windowOutlookOf(lineCase, result, verdict, asked),
    shortageUnits: known ? result.shortage : null,
    sum: known && verdict !== 'ready' ? windowSum(lineCase, result) : null,
    fillRate: known ? fillRate(window, result.shortage) : null,
    leftoverUnits: leftover?.mean ?? null,
    leftover,
    price,
    landed,
    revenueAtRisk: known && price !== null ? result.shortage * price : null,
    marginAtRisk: known && price !== null && landed.total !== null ? result.shortage * (price - landed.total) : null,
    currency: facts.item.currency,
    reasons: [
      ...lineReasons(lineCase, result, verdict, projection, known ? orderReasons(lineCase, scenario, result) : []),
      ...(known ? lateReceipts(lineCase, scenario, result) : []),
      ...(known && verdict === 'at-risk' ? unwiseOrderReason(lineCase, result) : []),
      ...(known && verdict === 'ready' ? behindPlanReason(lineCase, window.mean) : []),
      ...reasons,
      ...demand.reasons,
      ...(leftover === null
        ? []
        : likelyLeftover({ lineCase, result, demand: window, worth: unitWorthOf(lineCase) }, leftover, policy)),
      ...(known ? phantomStock(lineCase) : []),
      ...(line.kits === undefined ? [] : [{ code: 'KIT_COMPONENT', kits: line.kits } as const]),
      ...(price === null ? [{ code: 'NO_PRICE' } as const] : []),
    ],
    get ledger() {
      return asked.ledger()
    },
  }
}
