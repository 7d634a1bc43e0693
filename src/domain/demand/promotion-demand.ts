import { zeros } from '../../common/numbers.ts'
import { type Day, weekdayOf } from '../day.ts'
import { greatestRatio, leastPlanBulge, planBulgeDays } from '../policy.ts'
import type { PromotionLine, StatedDemand } from '../promotions/promotion.ts'
import { type Baseline, baselineOn } from './baseline.ts'
import type { Uplift } from './uplift.ts'

/** Spreads the units that a promotion sells on top of normal sales over its days, in units per day from `start` on. */
export const extraPerDay = (
  stated: StatedDemand,
  ratio: number,
  baseline: Baseline,
  start: Day,
  end: Day,
): Float64Array => {
  const days = end - start + 1
  const extra = zeros(days)
  if (stated.kind === 'uplift' || stated.kind === 'unstated') {
    for (let i = 0; i < days; i++) extra[i] = baselineOn(baseline, start + i) * (ratio - 1)
    return extra
  }
  let normal = 0
  for (let day = start; day <= end; day++) normal += baselineOn(baseline, day)
  for (let i = 0; i < days; i++) {
    const base = baselineOn(baseline, start + i)
    const total = stated.units * (normal > 0 ? base / normal : 1 / days)
    extra[i] = stated.kind === 'units' ? total - base : total
  }
  return extra
}

/** Adds a promotion's extra units to those of other promotions on the same days, in place. Where ratios overlap, the sum is at most ten times normal sales. */
export const addExtra = (
  total: Float64Array,
  line: PromotionLine,
  uplift: Uplift,
  baseline: Baseline,
  asOf: Day,
): void => {
  const extra = extraPerDay(line.stated, uplift.ratio, baseline, line.start, line.end)
  const capped = line.stated.kind === 'uplift' || line.stated.kind === 'unstated'
  for (let day = Math.max(asOf, line.start); day <= line.end && day - asOf < total.length; day++) {
    const already = total[day - asOf] as number
    const wanted = extra[day - line.start] as number
    const room = (greatestRatio - 1) * baselineOn(baseline, day) - already
    const added = capped && already > 0 ? Math.min(wanted, Math.max(0, room)) : wanted
    // Normal sales are not lost twice where two promotions both sell less than normal.
    total[day - asOf] = already < 0 && wanted < 0 ? Math.min(already, wanted) : already + added
  }
}

/**
 * Gives the ratio by which a plan rises in a promotion's window against the same weekdays of the four weeks around it, where
 * it is so high that the plan may contain the stated uplift; else null.
 */
export const planBulge = (baseline: Baseline, line: PromotionLine, ratio: number, asOf: Day): number | null => {
  if (baseline.source !== 'plan' || ratio <= 1) return null
  const sums = zeros(7)
  const counts = zeros(7)
  const lastPlanned = (baseline.planEndsOn ?? baseline.from + baseline.perDay.length) - 1
  const from = Math.max(asOf, line.start - planBulgeDays)
  for (let day = from; day <= Math.min(line.end + planBulgeDays, lastPlanned); day++) {
    if (day >= line.start && day <= line.end) continue
    const weekday = weekdayOf(day)
    sums[weekday] = (sums[weekday] as number) + baselineOn(baseline, day)
    counts[weekday] = (counts[weekday] as number) + 1
  }
  let inside = 0
  let outside = 0
  for (let day = line.start; day <= line.end; day++) {
    const weekday = weekdayOf(day)
    if ((counts[weekday] as number) === 0 || day > lastPlanned) continue
    inside += baselineOn(baseline, day)
    outside += (sums[weekday] as number) / (counts[weekday] as number)
  }
  if (outside <= 0) return null
  const bulge = inside / outside
  return bulge >= Math.max(leastPlanBulge, 1 + (ratio - 1) / 2) ? bulge : null
}
