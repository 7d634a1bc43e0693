import { evaluateScenario, type LineCase, openCase } from '../assessment/scenario.ts'
import type { Day } from '../day.ts'
import type { Ordering } from './ordering.ts'
import { sumExtra, withExtra } from './outlook.ts'
import { isSpared, type SupplyPosition } from './situation.ts'
import { isWithinPolicy } from './stockout.ts'

/**
 * Gives the largest volume over the window, normal sales included, that stock, placed and ordinary orders hold within
 * policy: whole units, found by halving since the risk rises with volume.
 */
export const safeUnits = ({ facts, line, demand, policy }: LineCase, situation: SupplyPosition): number => {
  const { asOf } = facts
  const tolerated = policy.stockoutProbability
  const first = Math.max(asOf, line.start) - asOf
  const last = line.end - asOf
  let base = 0
  let own = 0
  for (let i = first; i <= last; i++) {
    base += demand.base[i] as number
    own += Math.max(0, demand.own[i] as number)
  }
  const days = last - first + 1
  const shape = (i: number) =>
    own > 0 ? Math.max(0, demand.own[i] as number) / own : base > 0 ? (demand.base[i] as number) / base : 1 / days
  const { prepared, window, guarded } = situation
  const extra = demand.senior.slice(0, prepared.outlook.base.length)
  const trial = withExtra(prepared, extra)
  const isSafe = (volume: number) => {
    for (let i = first; i <= last; i++) {
      const normal = demand.base[i] as number
      const added = volume >= base ? (volume - base) * shape(i) : base > 0 ? normal * (volume / base - 1) : 0
      extra[i] = (demand.senior[i] as number) + added
    }
    sumExtra(trial, extra, first)
    return isWithinPolicy(trial, window, tolerated) && guarded.every((senior) => isSpared(senior, trial, tolerated))
  }
  let supply = prepared.outlook.opening
  for (let i = 0; i <= last; i++) supply += prepared.outlook.receipts[i] as number
  let safe = 0
  let unsafe = Math.ceil(supply) + 1
  if (isSafe(unsafe)) return unsafe
  while (unsafe - safe > 1) {
    const middle = Math.floor((safe + unsafe) / 2)
    if (isSafe(middle)) safe = middle
    else unsafe = middle
  }
  return safe
}

/**
 * Gives the earliest start after the planned one at which the same promotion, judged anew there, is within policy with at
 * most one normal order placed today: the candidates are the days around which goods arrive. Null when none is in sight.
 */
export const safeDate = (lineCase: LineCase, ordering: Ordering): Day | null => {
  const { facts, line, policy, receipts, opening } = lineCase
  const { location } = facts
  if (line.start < facts.asOf || opening === null) return null
  const isSafe = (start: Day) => {
    const moved = openCase(facts, { ...line, start, end: start + line.end - line.start }, policy)
    return evaluateScenario(moved, { opening, coming: receipts.coming, demand: moved.demand }).verdict !== 'not-ready'
  }
  const candidates = new Set<Day>()
  for (const receipt of receipts.coming) candidates.add(receipt.day + location.onShelfDays)
  if (ordering.soonest) candidates.add(ordering.soonest.usableOn + location.onShelfDays)
  for (const { usableOn } of ordering.soonestParts) candidates.add(usableOn + location.onShelfDays)
  for (const candidate of [...candidates].sort((a, b) => a - b)) {
    if (candidate <= line.start || !isSafe(candidate)) continue
    let start = candidate
    while (start - 1 > line.start && isSafe(start - 1)) start--
    return start
  }
  return null
}
