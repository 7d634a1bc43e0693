import { quantile } from '../demand/distribution.ts'
import { bestQuantity, criticalRatio, mismatchCosts } from './newsvendor.ts'
import { type OptionCandidate, requirementAt } from './option-candidate.ts'
import { isPerishable } from './unit-worth.ts'

/** The newsvendor quantity of a line's window in units, how likely it is to be enough, and how much of it is missing. */
export type RightQuantity = {
  readonly units: number
  /** Cu / (Cu + Co), 0 to 1. */
  readonly ratio: number
  /** Units to add by the first day, by order minimum and multiple; 0 where what is there is as good. */
  readonly missing: number
}

/** Gives the newsvendor quantity of a line; null where price or cost is unknown, or a unit sold earns nothing. */
export const rightQuantityOf = (candidate: OptionCandidate): RightQuantity | null => {
  const { worth, lineCase, result, demand } = candidate
  const { item } = lineCase.facts
  const { margin, writeOff, holding } = worth
  if (margin === null || writeOff === null || holding === null) return null
  const over = isPerishable(item) ? writeOff : holding
  const cost = writeOff
  const money = { price: cost + margin, cost, salvage: cost - over, goodwill: worth.goodwill }
  const critical = criticalRatio(mismatchCosts(money))
  if (critical.kind !== 'ratio') return null
  const units = quantile(demand, critical.ratio)
  const lacks = requirementAt(candidate, result.coverage.window.start, 1 - critical.ratio)
  const missing = bestQuantity(demand, money, Math.max(0, units - lacks), item.rule).order
  return { units, ratio: critical.ratio, missing }
}
