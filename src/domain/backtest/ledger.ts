import type { Day } from '../day.ts'
import { type Measurement, openMeasurement } from './measurement.ts'
import type { Foretold } from './warnings.ts'

/** Why promotion lines are not measured, or only in part. */
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
 * Why a line is not measured: its decision day is before the first sales (`before-history`), it was planned after that day
 * (`late`), moved or cancelled after it (`moved`), its demand is unknown, or days have no row of sales (`rows-missing`). Only
 * for warnings: no stock count, a stale one, or no data that show whether it ran out (`outcome-unknown`).
 */
export type Gap = (typeof gaps)[number]

/** The measurements of a replay so far, updated in place. */
export type Ledger = {
  readonly promotions: Measurement
  readonly plain: Measurement
  readonly foretold: Foretold[]
  readonly gaps: Record<Gap, number>
  /** The days from decision to launch of each line, and the number of lines without a lead time. */
  readonly leads: number[]
  assumedLeads: number
  /** The number of promotion windows with a stockout. */
  short: number
  /** The day of the last decision on each line, by its key. */
  readonly decided: Map<string, Day>
}

/** Errors are shown by week, and by four weeks where there are more weeks than this. */
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
