import { quantile } from '../demand/distribution.ts'
import { bestQuantity, criticalRatio, unitStakes } from './newsvendor.ts'
import { needAt, type OptionCandidate } from './option-candidate.ts'
import { isPerishable } from './unit-worth.ts'

/** The units that pay best for a line's window: how likely they are to be enough, and how many are missing of them. */
export type RightQuantity = {
  readonly units: number
  /** Cu / (Cu + Co), 0 to 1. */
  readonly ratio: number
  /** What to add by the first day, by minimum and multiple; 0 where what is there is as good. */
  readonly missing: number
}

/** Gives the newsvendor quantity of a line; null where price or cost is unknown, or a unit sold earns nothing. */
export const rightQuantityOf = (stake: OptionCandidate): RightQuantity | null => {
  const { worth, lineCase, settled, demand } = stake
  const { item } = lineCase.facts
  const { margin, writeOff, holding } = worth
  if (margin === null || writeOff === null || holding === null) return null
  const over = isPerishable(item) ? writeOff : holding
  const cost = writeOff
  const money = { price: cost + margin, cost, salvage: cost - over, goodwill: worth.goodwill }
  const critical = criticalRatio(unitStakes(money))
  if (critical.kind !== 'ratio') return null
  const units = quantile(demand, critical.ratio)
  const lacks = needAt(stake, settled.situation.window.start, 1 - critical.ratio)
  const missing = bestQuantity(demand, money, Math.max(0, units - lacks), item.rule).order
  return { units, ratio: critical.ratio, missing }
}
