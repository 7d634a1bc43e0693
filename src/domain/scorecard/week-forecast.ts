import type { CellFacts } from '../assessment/cell.ts'
import { isOwed } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { type Baseline, baselineOf } from '../demand/baseline.ts'
import { expectedDemandOn, upliftOf } from '../demand/line-demand.ts'
import { safetyQuantile } from '../policy.ts'

/** What is expected to sell of a cell in the week from a Monday on, and whether a promotion runs in it. */
export type WeekForecast = { readonly units: number; readonly isPromoted: boolean }

export const daysOfWeek = 7

/** Forecasts the week of a cell from the day of its facts on, as promotions are judged; null where its normal sales are unknown. */
export const weekForecast = (facts: CellFacts): WeekForecast | null => {
  const { asOf } = facts
  const running = facts.promotions.filter(
    ({ status, start, end }) => status === 'committed' && start < asOf + daysOfWeek && end >= asOf,
  )
  const [from, to] = [
    Math.min(asOf, ...running.map(({ start }) => start)),
    Math.max(asOf + daysOfWeek - 1, ...running.map(({ end }) => end)),
  ]
  const baseline = baselineOf(facts, from, to - from + 1)
  if (baseline.source === 'none') return null
  const expected = expectedDemandOn(baseline, running, (line) => upliftOf(facts, baseline, line).ratio)
  let units = 0
  for (let day: Day = asOf; day < asOf + daysOfWeek; day++) units += expected(day)
  return { units, isPromoted: running.length > 0 }
}

/**
 * Gives the safety stock that normal sales need between two ordinary orders and until the goods are there, in units: the
 * normal quantile of 95 % times `sqrt(days x variance of a day + (mean of a day x error of the lead time)²)` (Silver, Pyke
 * and Thomas, Inventory and Production Management, 7.10). Announced promotions have orders of their own and need none. Null where lead time or
 * normal sales are unknown, and for what is delivered late.
 */
export const neededSafetyStock = (facts: CellFacts): number | null => {
  const { leadTime, asOf } = facts
  if (leadTime === null || isOwed(facts)) return null
  const days = Math.max(1, Math.ceil(leadTime.lead + (leadTime.reviewDays ?? 1)))
  const baseline = baselineOf({ ...facts, promotions: [] }, asOf, daysOfWeek)
  if (baseline.source === 'none') return null
  const mean = baseline.perDay.reduce((sum, units) => sum + units, 0) / daysOfWeek
  return safetyQuantile * Math.sqrt(days * varianceOfDay(baseline, mean) + (mean * leadTime.sd) ** 2)
}

const varianceOfDay = ({ dispersion, dayCv }: Baseline, mean: number): number => dispersion * mean + (dayCv * mean) ** 2
