import type { CellFacts } from '../cell.ts'
import { type Baseline, baselineOn } from './baseline.ts'

/** Promoted demand as a ratio to the baseline, and the relative error of the extra units it brings. */
export type Uplift = {
  readonly ratio: number
  readonly source: 'stated' | 'history' | 'unknown'
  readonly cv: number
  /** Promotion days in the history that an estimate rests on. */
  readonly days: number
}

/** An estimate counts as if this many days of promotion at `priorRatio` had been seen as well, so that few days do not decide alone. */
const priorDays = 5
const priorRatio = 1.2

/**
 * Estimates the uplift from a cell's own promotion days: units sold on them / baseline of the same weekdays, drawn
 * towards a modest prior. Days sold out are left out, since their sales understate demand. Null without any such day.
 */
export const upliftFromHistory = (facts: CellFacts, baseline: Baseline): Uplift | null => {
  const mean = baseline.perDay.reduce((sum, units) => sum + units, 0) / baseline.perDay.length
  if (!(mean > 0)) return null
  let sold = 0
  let normal = 0
  let days = 0
  for (const sale of facts.sales) {
    if (!sale.onPromo || sale.stockout > 0.25) continue
    sold += sale.units
    for (let i = 0; i < sale.days; i++) normal += sameWeekday(baseline, sale.day + i, mean)
    days += sale.days
  }
  if (days === 0) return null
  const ratio = (sold + priorDays * mean * priorRatio) / (normal + priorDays * mean)
  return { ratio, source: 'history', cv: Math.min(0.6, 0.25 + 1 / days), days }
}

const sameWeekday = (baseline: Baseline, day: number, mean: number): number => {
  const ahead = (((day - baseline.from) % 7) + 7) % 7
  return ahead < baseline.perDay.length ? baselineOn(baseline, baseline.from + ahead) : mean
}
