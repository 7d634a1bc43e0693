import type { CellFacts } from '../assessment/cell.ts'
import type { Policy } from '../assessment/readiness.ts'
import { openCase, windowDemand } from '../assessment/scenario.ts'
import type { Day } from '../day.ts'
import { baselineOf } from '../demand/baseline.ts'
import type { Demand } from '../demand/distribution.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import { demandCoverage, riskOf } from '../supply/demand-coverage.ts'

/** The forecast of an assessment for a promotion's own days: demand, and the stockout probability; null where unknown. */
export type Foresight = { readonly demand: Demand | null; readonly risk: number | null }

/** Assesses a promotion line as far as a replay needs it. */
export const foresee = (facts: CellFacts, line: PromotionLine, policy: Policy): Foresight => {
  const lineCase = openCase(facts, line, policy)
  const { demand, opening, receipts, unknownDemand } = lineCase
  if (unknownDemand) return { demand: null, risk: null }
  const situation = demandCoverage({
    facts,
    line,
    demand,
    opening: opening ?? 0,
    coming: receipts.coming,
    received: receipts.forPromotions,
    policy: policy.stockoutProbability,
  })
  const { mean, variance } = windowDemand(lineCase, situation)
  return { demand: { mean, variance }, risk: opening === null ? null : riskOf(situation) }
}

/** Forecasts the normal sales of some days of a cell; null where there is no baseline. */
export const foreseePlain = (facts: CellFacts, start: Day, days: number): Demand | null => {
  const { source, perDay, dispersion, dayCv, levelCv } = baselineOf(facts, start, days)
  if (source === 'none') return null
  let mean = 0
  let variance = 0
  for (const units of perDay) {
    mean += units
    variance += dispersion * units + (dayCv * units) ** 2
  }
  return { mean, variance: variance + (levelCv * mean) ** 2 }
}
