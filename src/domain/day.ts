import type { Flavoured } from './ids.ts'

/**
 * A business date as the number of whole days since 1970-01-01. The judgement walks tens of thousands of lines day by
 * day; integers keep that a hundred times cheaper than `Temporal.PlainDate`, which stays at the edges.
 */
export type Day = Flavoured<number, 'day'>

/** The number of a weekday, Monday 0 to Sunday 6. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6

/** A set of weekdays as a bit mask, Monday = 1, Tuesday = 2 ... Sunday = 64. */
export type Weekdays = number

export const everyDay: Weekdays = 0b1111111
export const mondayToFriday: Weekdays = 0b0011111

/** Turns a valid ISO date into its day number (days-from-civil, Howard Hinnant). */
export const dayOf = (iso: string): Day => {
  const month = Number(iso.slice(5, 7))
  const year = Number(iso.slice(0, 4)) - (month <= 2 ? 1 : 0)
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + Number(iso.slice(8, 10)) - 1
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468
}

/** Turns a day number into its ISO date (civil-from-days, Howard Hinnant). */
export const isoOf = (day: Day): string => {
  const shifted = day + 719468
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthIndex = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  const dayOfMonth = dayOfYear - Math.floor((153 * monthIndex + 2) / 5) + 1
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`
}

/** Tells the weekday of a day. */
export const weekdayOf = (day: Day): Weekday => ((((day + 3) % 7) + 7) % 7) as Weekday

/** Tells whether a weekday set holds the weekday of a day. */
export const isOn = (weekdays: Weekdays, day: Day): boolean => ((weekdays >> weekdayOf(day)) & 1) === 1

/** Gives the most days from one of some weekdays to the next of them: 7 where there is one, 1 where every day is. */
export const longestGap = (days: Weekdays): number => {
  let longest = 0
  let last: number | null = null
  for (let i = 0; i < 14; i++) {
    if (!isOn(days, i)) continue
    if (last !== null) longest = Math.max(longest, i - last)
    last = i
  }
  return longest
}
