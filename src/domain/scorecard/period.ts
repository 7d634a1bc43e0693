import { type Day, dayOf, isoOf } from '../day.ts'

/** Days from one to another, both included. */
export type Period = { readonly from: Day; readonly to: Day }

const shifted = (day: Day, by: { readonly months?: number; readonly years?: number }): Day =>
  dayOf(Temporal.PlainDate.from(isoOf(day)).add(by).toString())

const firstOfMonth = (day: Day): Day => dayOf(`${isoOf(day).slice(0, 7)}-01`)

/** Tells how many whole months a period is; null where it is none. */
export const wholeMonths = ({ from, to }: Period): number | null => {
  if (firstOfMonth(from) !== from || firstOfMonth(to + 1) !== to + 1) return null
  const [a, b] = [Temporal.PlainDate.from(isoOf(from)), Temporal.PlainDate.from(isoOf(to + 1))]
  return a.until(b, { largestUnit: 'month' }).months
}

/** Gives the period of the same length right before: so many whole months, or so many days. */
export const periodBefore = (period: Period): Period => {
  const months = wholeMonths(period)
  const to = period.from - 1
  return { from: months === null ? to - (period.to - period.from) : shifted(period.from, { months: -months }), to }
}

/** Gives the same days of the year before. */
export const periodYearBefore = (period: Period): Period => ({
  from: shifted(period.from, { years: -1 }),
  to: wholeMonths(period) === null ? shifted(period.to, { years: -1 }) : shifted(period.to + 1, { years: -1 }) - 1,
})

/** Gives the last whole month, quarter or year before a day. */
export const lastWhole = (unit: 'month' | 'quarter' | 'year', today: Day): Period => {
  const months = { month: 1, quarter: 3, year: 12 }[unit]
  const [year = 0, month = 1] = isoOf(today).split('-').map(Number)
  const begun = Math.floor((month - 1) / months) * months + 1
  const next = dayOf(`${String(year).padStart(4, '0')}-${String(begun).padStart(2, '0')}-01`)
  return { from: shifted(next, { months: -months }), to: next - 1 }
}

/** Gives the days of a year, a quarter (1 to 4) or a month (1 to 12) of it. */
export const calendarPeriod = (year: number, part: { readonly quarter?: number; readonly month?: number }): Period => {
  const months = part.month !== undefined ? 1 : part.quarter !== undefined ? 3 : 12
  const month = part.month ?? ((part.quarter ?? 1) - 1) * 3 + 1
  const from = dayOf(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`)
  return { from, to: shifted(from, { months }) - 1 }
}

const monthsOfQuarter = 3

/** Writes a month, a quarter or a year as people type it: `2026-11`, `2026-Q4`, `2026`; other days as their first and last. */
export const periodKey = (period: Period): string => {
  const [year = '', month = ''] = isoOf(period.from).split('-')
  const months = wholeMonths(period)
  if (months === 1) return `${year}-${month}`
  if (months === monthsOfQuarter && Number(month) % monthsOfQuarter === 1)
    return `${year}-Q${Math.ceil(Number(month) / monthsOfQuarter)}`
  return months === 12 && month === '01' ? year : `${isoOf(period.from)}/${isoOf(period.to)}`
}

/** Gives the quarter that a day is in, or so many from it on. */
export const quartersFrom = (today: Day, count: number): Period => {
  const from = lastWhole('quarter', today).to + 1
  return { from, to: shifted(from, { months: count * monthsOfQuarter }) - 1 }
}
