import type { Day } from '../day.ts'
import { type Measurement, openMeasurement } from './measurement.ts'
import type { Foretold } from './warnings.ts'

/** Why promotion lines are not measured, or not all of them, with how many. */
export const gaps = [
  'before-history',
  'late',
  'moved',
  'unknown',
  'rows-missing',
  'not-counted',
  'stale',
  'outcome-unknown',
] as const

/**
 * Of `before-history` the day of decision lies before the first sales, `late` was told after that day, `moved` was moved or
 * cancelled after it, of `unknown` nothing could be said, `rows-missing` has days without a row of sales. Warnings alone
 * lack `not-counted` (no stock), `stale` (an old count) and `outcome-unknown` (nothing tells whether the shelf ran empty).
 */
export type Gap = (typeof gaps)[number]

/** What a replay has measured so far. */
export type Ledger = {
  readonly promotions: Measurement
  readonly plain: Measurement
  readonly foretold: Foretold[]
  readonly gaps: Record<Gap, number>
  /** Days from decision to launch of each line, and of how many lines nobody told how long the supplier needs. */
  readonly leads: number[]
  assumedLeads: number
  /** Promotion windows in which the shelf was short. */
  short: number
  /** The day of the last decision about each line, by its name. */
  readonly decided: Map<string, Day>
}

/** Errors are shown by the week, and by four of them where there are more than these. */
const mostWeeks = 26

/** Opens a ledger for the days from one to another. */
export const openLedger = (from: Day, to: Day): Ledger => {
  const periodDays = to - from < mostWeeks * 7 ? 7 : 28
  return {
    promotions: openMeasurement(from, periodDays),
    plain: openMeasurement(from, periodDays),
    foretold: [],
    gaps: Object.fromEntries(gaps.map((gap) => [gap, 0])) as Record<Gap, number>,
    leads: [],
    assumedLeads: 0,
    short: 0,
    decided: new Map(),
  }
}
