import type { LineCase, ScenarioResult } from '../assessment/scenario.ts'
import { leftoverOf } from '../drops/leftover.ts'
import { leastGain } from '../policy.ts'
import { type DemandCoverage, shortageOf, withUnits } from '../supply/demand-coverage.ts'
import { unitWorthOf } from './unit-worth.ts'

/** An order that costs more than it saves: its units, and by how much, in the line's currency. */
export type UnwiseOrder = { readonly units: number; readonly loss: number }

/**
 * Tells whether the advised orders of a line cost more than they save: margin x units saved against what is left over of
 * them, at cost where it perishes and at holding cost else. Null where they pay, or where price or cost is unknown. Who sells
 * below cost does so on purpose: then nothing is said.
 *
 * Example: 80 units are short at a margin of 1; 500 are the minimum, and 320 of them perish at a cost of 1: 240 are lost.
 */
export const unwiseOrder = (lineCase: LineCase, { coverage, advice, shortage }: ScenarioResult): UnwiseOrder | null => {
  const worth = unitWorthOf(lineCase)
  if (advice === null || advice.units <= 0 || advice.latest === null || worth.margin === null || worth.margin <= 0)
    return null
  const receipts =
    advice.parts.length > 0
      ? advice.parts.map(({ usableOn: day, units }) => ({ day, units }))
      : [{ day: advice.latest.usableOn, units: advice.units }]
  const ordered = withUnits(coverage, receipts)
  const costOf = (of: DemandCoverage) => leftoverOf(lineCase, of, worth).leftoverCost
  const [before, after] = [costOf(coverage), costOf(ordered)]
  if (before === null || after === null) return null
  const loss = after - before - worth.margin * Math.max(0, shortage - shortageOf(ordered))
  return loss > leastGain ? { units: advice.units, loss } : null
}
