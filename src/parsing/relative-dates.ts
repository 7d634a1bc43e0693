import { type Day, dayOf, isoOf, weekdayOf } from '../domain/day.ts'
import { failed, ok, type Result } from '../domain/result.ts'
import { fullYear, isNumber, longDate, monthNames, resolveDate, weekdayNamed } from './date-parts.ts'

const unitDays: Readonly<Record<string, number>> = { day: 1, days: 1, week: 7, weeks: 7 }

/** Reads `today`, `tomorrow`, `in 3 weeks`, `monday`, `this monday` and `next monday`; null for anything else. Fails with a question where two days can be meant. */
export const readRelativeDate = (words: readonly string[], text: string, today: Day): Result<Day, string> | null => {
  const [first = '', second = '', third = ''] = words
  if (words.length === 1 && (first === 'today' || first === 'tomorrow')) return ok(today + (first === 'today' ? 0 : 1))
  if (words.length === 3 && first === 'in' && isNumber(second, 1, 3) && third in unitDays)
    return ok(today + Number(second) * (unitDays[third] as number))
  const weekday = weekdayNamed(words.length === 1 ? first : words.length === 2 ? second : '')
  if (weekday === null) return null
  const coming = today + ((weekday - weekdayOf(today) + 7) % 7)
  if (words.length === 2 && first === 'this') return ok(coming)
  const isLaterThisWeek = weekday > weekdayOf(today)
  if (words.length === 1) return coming === today ? whichDay(text, today, today + 7) : ok(coming)
  if (first !== 'next') return null
  if (coming === today) return ok(today + 7)
  return isLaterThisWeek ? whichDay(text, coming, coming + 7) : ok(coming)
}

const whichDay = (text: string, one: Day, other: Day): Result<Day, string> =>
  failed(`"${text}" can be ${longDate(one)} or ${longDate(other)}; which one? Write ${isoOf(one)} or ${isoOf(other)}.`)

/** Whether the day or the month comes first in a date of numbers. */
export type DateOrder = 'day first' | 'month first'

/** Gives the order that a date of numbers shows, because one of them can be no month; null where it shows none. */
export const orderShown = (text: string): DateOrder | null => {
  const [first = '', second = ''] = text.trim().split('/')
  if (!isNumber(first, 1, 2) || !isNumber(second, 1, 2)) return null
  const [a, b] = [Number(first), Number(second)]
  return a > 12 && b <= 12 ? 'day first' : b > 12 && a <= 12 ? 'month first' : null
}

/** Reads `26/7` and `26/7/2026`, in either order; null without slashes. Fails with a question where both orders give a day. */
export const readSlashedDate = (
  text: string,
  today: Day,
  order: DateOrder | null = null,
): Result<Day, string> | null => {
  const parts = text
    .trim()
    .replace(/^(\d{1,2})-(\d{1,2})-(\d{4})$/, '$1/$2/$3')
    .split('/')
  if (parts.length < 2 || parts.length > 3) return null
  const [first = '', second = '', year] = parts
  if (
    !isNumber(first, 1, 2) ||
    !isNumber(second, 1, 2) ||
    (year !== undefined && !isNumber(year, 4, 4) && !isNumber(year, 2, 2))
  )
    return null
  const [a, b] = [Number(first), Number(second)]
  const on = (day: number, month: number) =>
    resolveDate(text, { day, month, year: year === undefined ? null : fullYear(year) }, today)
  if (a === b || b > 12) return b > 12 ? on(b, a) : on(a, b)
  if (a > 12) return on(a, b)
  if (order !== null) return order === 'day first' ? on(a, b) : on(b, a)
  const [dayFirst, monthFirst] = [on(a, b), on(b, a)]
  if (!dayFirst.ok || !monthFirst.ok) return dayFirst
  return failed(
    `"${text}" can be ${a} ${monthNames[b - 1]} or ${b} ${monthNames[a - 1]}; which one? Write ${isoOf(dayFirst.value)} or ${isoOf(monthFirst.value)}.`,
  )
}

const weekWord = /^(?:in |iso |calendar )*(?:weeks?|wks?|kw|cw|w)[ .]*(\d{1,2})(?:(?:[ ,/]| of )+(\d{4}))?$/
const isoWeek = /^(\d{4})[- /]?w(\d{1,2})$/

/** Reads a week of a year, `W28`, `week 28 2026`, `2026-W28`, `wk 28`, `KW 28`; null for anything else. A year that is not written is null. */
const weekNamed = (text: string): { readonly week: number; readonly year: number | null } | null => {
  const named = weekWord.exec(text)
  if (named !== null) return { week: Number(named[1]), year: named[2] === undefined ? null : Number(named[2]) }
  const iso = isoWeek.exec(text)
  return iso === null ? null : { week: Number(iso[2]), year: Number(iso[1]) }
}

/** Reads `2026-W28-3`, a day of a week as ISO writes it; null for anything else. */
export const readWeekDay = (text: string): Result<Day, string> | null => {
  const found = /^(\d{4})-?w(\d{2})-?([1-7])$/i.exec(text.trim())
  if (found === null) return null
  const monday = mondayOfWeek(Number(found[1]), Number(found[2]))
  return monday === null ? noSuchWeek(Number(found[2]), Number(found[1])) : ok(monday + Number(found[3]) - 1)
}

const noSuchWeek = (week: number, year: number) =>
  failed(`There is no week ${week} in ${year}. Write dates:"6-12 Jul".`)

/** Reads `next week`, `this week`, `week 28`, `2026-W28` as Monday to Sunday; null for anything else. Fails where the year has no such week. */
export const readWeek = (
  words: readonly string[],
  today: Day,
): Result<{ readonly start: Day; readonly end: Day }, string> | null => {
  const monday = today - weekdayOf(today)
  const [first = '', second = ''] = words
  if (words.length === 2 && second === 'week' && (first === 'next' || first === 'this')) {
    const start = first === 'next' ? monday + 7 : monday
    return ok({ start, end: start + 6 })
  }
  const named = weekNamed(words.join(' '))
  if (named === null) return null
  const number = named.week
  if (named.year !== null) {
    const start = mondayOfWeek(named.year, number)
    return start === null ? noSuchWeek(number, named.year) : ok({ start, end: start + 6 })
  }
  const year = Number(isoOf(today).slice(0, 4))
  for (const candidate of [year, year + 1]) {
    const start = mondayOfWeek(candidate, number)
    if (start === null) return noSuchWeek(number, candidate)
    if (start + 6 >= today) return ok({ start, end: start + 6 })
  }
  return null
}

/** Gives the Monday of an ISO week, the first being that of 4 January; null for a week the year does not have. */
const mondayOfWeek = (year: number, week: number): Day | null => {
  const fourth = dayOf(`${year}-01-04`)
  const start = fourth - weekdayOf(fourth) + (week - 1) * 7
  const thursday = isoOf(start + 3)
  return week >= 1 && Number(thursday.slice(0, 4)) === year ? start : null
}
