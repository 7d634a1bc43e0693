import type { Day } from '../day.ts'

/** The sales of a cell a day over the last 512 days, in a ring buffer; unknown days are NaN. */
export type Past = { readonly ring: Float32Array; through: Day }

/** Days that are kept: a year, and the longest lead time and window on top of it. */
const kept = 512
const week = 7
const year = 52 * week

/** Gives a past without sales before a day. */
export const emptyPast = (from: Day): Past => ({ ring: new Float32Array(kept).fill(Number.NaN), through: from })

const place = (day: Day) => ((day % kept) + kept) % kept

/** Adds units that were sold from `day` on over `days` days, in place. */
export const addToPast = (past: Past, day: Day, days: number, units: number): void => {
  for (let gap = Math.max(past.through, day - kept); gap < day; gap++) past.ring[place(gap)] = Number.NaN
  for (let i = Math.max(0, days - kept); i < days; i++) past.ring[place(day + i)] = units / days
  past.through = Math.max(past.through, day + days)
}

const soldOn = ({ ring, through }: Past, day: Day): number =>
  day < through && day >= through - kept ? (ring[place(day)] as number) : Number.NaN

/** Forecasts a window as the same weekdays of the last week that is known before `asOf`, in units; null where one of them is not. */
export const lastWeek = (past: Past | undefined, asOf: Day, start: Day, end: Day): number | null =>
  sumOver(
    past,
    start,
    end,
    (day) => day - week * Math.max(1, Math.ceil((day - Math.min(asOf, past?.through ?? 0) + 1) / week)),
  )

/** Forecasts a window as the same weekdays 52 weeks before, in units; null where one of them is unknown. */
export const lastYear = (past: Past | undefined, asOf: Day, start: Day, end: Day): number | null =>
  end - year >= asOf ? null : sumOver(past, start, end, (day) => day - year)

const sumOver = (past: Past | undefined, start: Day, end: Day, before: (day: Day) => Day): number | null => {
  if (past === undefined) return null
  let units = 0
  for (let day = start; day <= end; day++) units += soldOn(past, before(day))
  return Number.isNaN(units) ? null : units
}
