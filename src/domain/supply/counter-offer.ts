import type { Day } from '../day.ts'
import { extraPerDay } from '../demand/promotion-demand.ts'
import type { LineCase } from '../line-case.ts'
import type { Ordering } from './ordering.ts'
import { firstRiskyDay, prepare, stockoutRisk, untilDay, type Window, withExtra } from './outlook.ts'
import type { Situation } from './situation.ts'

/**
 * Gives the largest volume over the window, normal sales included, that stock, placed and ordinary orders hold within
 * policy: whole units, found by halving since the risk rises with volume.
 */
export const safeUnits = ({ facts, line, demand, policy }: LineCase, situation: Situation): number => {
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
  const outlook = untilDay(situation.prepared.outlook, Math.max(...situation.guarded.map((window) => window.end)))
  const senior = demand.senior.subarray(0, outlook.base.length)
  const without = prepare({ ...outlook, extra: senior })
  const isSafe = (volume: number) => {
    const extra = senior.slice()
    for (let i = first; i <= last; i++) {
      const normal = demand.base[i] as number
      const added = volume >= base ? (volume - base) * shape(i) : base > 0 ? normal * (volume / base - 1) : 0
      extra[i] = (extra[i] as number) + added
    }
    const prepared = withExtra(without, extra, first)
    return situation.guarded.every((window) => stockoutRisk(prepared, window) <= tolerated)
  }
  let supply = outlook.opening
  for (let i = 0; i <= last; i++) supply += outlook.receipts[i] as number
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
 * Gives the earliest start, not before the planned one, at which the same promotion is within policy with one normal
 * order placed today: the candidates are the days around which goods arrive. Null when none is in sight.
 */
export const safeDate = (
  { facts, line, demand, policy }: LineCase,
  situation: Situation,
  ordering: Ordering,
): Day | null => {
  const { asOf, location } = facts
  if (line.start < asOf) return null
  const length = line.end - line.start + 1
  const isSafe = (start: Day) => {
    const window: Window = { start, end: start + length - 1 }
    if (window.end - asOf >= demand.base.length) return false
    const extra = extraPerDay(line.stated, demand.uplift.ratio, demand.baseline, start, window.end)
    const outlook = untilDay(situation.prepared.outlook, window.end)
    const together = demand.senior.slice(0, outlook.base.length)
    for (let i = 0; i < length; i++)
      together[start - asOf + i] = (together[start - asOf + i] as number) + (extra[i] as number)
    const prepared = prepare({ ...outlook, extra: together })
    const risky = firstRiskyDay(prepared, window, policy.stockoutProbability)
    if (risky === null) return true
    const neededOn = location.onShelfDays > 0 ? Math.min(risky, start - location.onShelfDays) : risky
    return ordering.soonest !== null && ordering.soonest.usableOn <= neededOn
  }
  const candidates = new Set<Day>()
  for (let i = line.start - asOf + 1; i < situation.placed.length; i++)
    if ((situation.placed[i] as number) > 0) candidates.add(asOf + i + location.onShelfDays)
  if (ordering.soonest) candidates.add(ordering.soonest.usableOn + location.onShelfDays)
  for (const candidate of [...candidates].sort((a, b) => a - b)) {
    if (candidate <= line.start || !isSafe(candidate)) continue
    let start = candidate
    while (start - 1 > line.start && isSafe(start - 1)) start--
    return start
  }
  return null
}
