import { type Day, dayOf, isoOf, type Weekday, weekdayOf } from '../domain/day.ts'

/** A window of days, both included. */
export type Days = { readonly start: Day; readonly end: Day }

/** What reading a date depends on: the day it is counted from, and the person's language, or null when unknown. */
export type Reader = { readonly today: Day; readonly locale: string | null }

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/**
 * Reads one date as people write it: `2026-07-06`, `6 Jul`, `July 6, 2026`, `6.7.`, `today`, `next monday`, `in 3 weeks`.
 * A date without a year is the next one from today on. Answers a sentence when it cannot, or when it has two readings.
 */
export const readDate = (text: string, reader: Reader): Day | string => {
  const words = wordsOf(text)
  const said = spoken(words, text, reader.today) ?? slashed(text, reader)
  if (said !== null) return said
  const parts = splitDate(text, reader.locale)
  if (parts === null) return `"${text}" is not a date I can read. Write 2026-07-06, "6 Jul" or "next monday".`
  const day = resolveDate(text, parts, reader.today)
  return typeof day === 'string' ? day : agreeing(text, words, day)
}

/** A weekday that is said with a date must be that date's. */
const agreeing = (text: string, words: readonly string[], day: Day): Day | string => {
  const said = words.flatMap((word) => weekdayNamed(word.replace(',', '')) ?? [])[0]
  return said === undefined || said === weekdayOf(day)
    ? day
    : `"${text}": ${longDate(day).split(' ').slice(1).join(' ')} is a ${longDate(day).split(' ')[0]}. Which one is meant? Write ${isoOf(day)} or another date.`
}

/**
 * Reads a window: `6-12 Jul`, `29 Dec - 4 Jan`, `2026-07-06..2026-07-12`, `next week`, `week 28`, or one date for one day.
 * Answers a sentence when it cannot, or when it has two readings.
 */
export const readDates = (text: string, reader: Reader): Days | string => {
  const week = readWeek(wordsOf(text), reader.today)
  if (week !== null) return week
  const [first, second, ...rest] = splitWindow(text)
  if (first === undefined || rest.length > 0) return `"${text}" is not a window I can read. Write dates:"6-12 Jul".`
  if (second === undefined) {
    const day = readDate(first, reader)
    return typeof day === 'string' ? day : { start: day, end: day }
  }
  const bare = bareDay(first)
  if (bare !== null) return readSharedMonth(text, bare, first, second, reader)
  const start = readDate(first, reader)
  if (typeof start === 'string') return start
  if (bareDay(second) !== null) return readEnd(second, start, reader)
  const startParts = splitDate(first, reader.locale)
  const endParts = splitDate(second, reader.locale)
  if (startParts !== null && startParts.year === null && endParts !== null && endParts.year !== null)
    return closeYear(text, startParts, endParts, reader)
  return readEnd(second, start, reader)
}

const longestYear = 366

/** Reads the end of a window by its start: the next such day, or that day of the same month. Answers a sentence when it cannot. */
export const readEnd = (text: string, start: Day, reader: Reader): Days | string => {
  const bare = bareDay(text)
  const month = isoOf(start).slice(0, 8)
  const end =
    bare === null
      ? readDate(text, { ...reader, today: start })
      : (exactDate(Number(month.slice(0, 4)), Number(month.slice(5, 7)), bare) ?? noSuchDay(text))
  if (typeof end === 'string') return end
  return end - start > longestYear && !/\d{4}/.test(text) ? noSuchDay(text) : { start, end }
}

/** Reads `6`, `6th` or `Mon 6` as a day of a month that is said elsewhere; null when it is more or less than that. */
const bareDay = (text: string): number | null => {
  const words = wordsOf(text)
  const [last = ''] = words.slice(-1)
  const isPlain = words.length === 1 || (words.length === 2 && weekdayNamed(words[0] as string) !== null)
  return isPlain && isNumber(withoutOrdinal(last), 1, 2) ? Number(withoutOrdinal(last)) : null
}

/** `6-12 Jul 2026`: the day in front takes month and year from the end. */
const readSharedMonth = (text: string, day: number, first: string, second: string, reader: Reader): Days | string => {
  const last = splitDate(second, reader.locale)
  if (last === null) {
    const end = readDate(second, reader)
    return typeof end === 'string' && end.includes('which')
      ? end
      : `"${second}" is not a date I can read. Write dates:"6-12 Jul".`
  }
  if (last.day < day) return `"${text}" ends before it starts. Write the earlier day first, or both months.`
  const start = resolveDate(text, { ...last, day }, reader.today)
  if (typeof start === 'string') return start
  const year = Number(isoOf(start).slice(0, 4))
  const end = exactDate(year, last.month, last.day) ?? noSuchDay(`${last.day} ${monthNames[last.month - 1]} ${year}`)
  if (typeof end === 'string') return end
  const agrees = [agreeing(first, wordsOf(first), start), agreeing(second, wordsOf(second), end)]
  return agrees.find((one) => typeof one === 'string') ?? { start, end }
}

/** `29 Dec - 4 Jan 2027`: the year stands at the end only, and the start is the last such day before it. */
const closeYear = (text: string, start: Parts, end: Parts, { today }: Reader): Days | string => {
  const last = resolveDate(text, end, today)
  if (typeof last === 'string') return last
  const sameYear = resolveDate(text, { ...start, year: end.year }, today)
  if (typeof sameYear === 'string') return sameYear
  if (sameYear <= last) return { start: sameYear, end: last }
  const before = resolveDate(text, { ...start, year: (end.year as number) - 1 }, today)
  return typeof before === 'string' ? before : { start: before, end: last }
}

type Parts = { readonly day: number; readonly month: number; readonly year: number | null }

const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(' ')
    .map((word) => word.trim())
    .filter((word) => word !== '')

const unitDays: Readonly<Record<string, number>> = { day: 1, days: 1, week: 7, weeks: 7 }

/** Reads what people say instead of a date; null when it is not one of these. */
const spoken = (words: readonly string[], text: string, today: Day): Day | string | null => {
  const [first = '', second = '', third = ''] = words
  if (words.length === 1 && (first === 'today' || first === 'tomorrow')) return today + (first === 'today' ? 0 : 1)
  if (words.length === 3 && first === 'in' && isNumber(second, 1, 3) && third in unitDays)
    return today + Number(second) * (unitDays[third] as number)
  const weekday = weekdayNamed(words.length === 1 ? first : words.length === 2 ? second : '')
  if (weekday === null) return null
  const coming = today + ((weekday - weekdayOf(today) + 7) % 7)
  if (words.length === 2 && first === 'this') return coming
  const isLaterThisWeek = weekday > weekdayOf(today)
  if (words.length === 1) return coming === today ? whichDay(text, today, today + 7) : coming
  if (first !== 'next') return null
  if (coming === today) return today + 7
  return isLaterThisWeek ? whichDay(text, coming, coming + 7) : coming
}

const weekdayNamed = (word: string): Weekday | null => {
  if (word.length < 3) return null
  const found = weekdays.findIndex((name) => name.startsWith(word))
  return found < 0 ? null : (found as Weekday)
}

const longDate = (day: Day): string => {
  const iso = isoOf(day)
  const name = weekdays[weekdayOf(day)] as string
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)} ${Number(iso.slice(8))} ${monthNames[Number(iso.slice(5, 7)) - 1]}`
}

const whichDay = (text: string, one: Day, other: Day): string =>
  `"${text}" can be ${longDate(one)} or ${longDate(other)}; which one? Write ${isoOf(one)} or ${isoOf(other)}.`

/** Reads `6/7` and `6/7/2026`, which half of the world reads the other way round; null when there is no slash. */
const slashed = (text: string, { today }: Reader): Day | string | null => {
  const parts = text.trim().split('/')
  if (parts.length < 2 || parts.length > 3) return null
  const [first = '', second = '', year] = parts
  if (!isNumber(first, 1, 2) || !isNumber(second, 1, 2) || (year !== undefined && !isNumber(year, 4, 4))) return null
  const [a, b] = [Number(first), Number(second)]
  const on = (day: number, month: number) =>
    resolveDate(text, { day, month, year: year === undefined ? null : Number(year) }, today)
  if (a === b || b > 12) return b > 12 ? on(b, a) : on(a, b)
  if (a > 12) return on(a, b)
  const [dayFirst, monthFirst] = [on(a, b), on(b, a)]
  if (typeof dayFirst === 'string' || typeof monthFirst === 'string') return dayFirst
  return `"${text}" can be ${a} ${monthNames[b - 1]} or ${b} ${monthNames[a - 1]}; which one? Write ${isoOf(dayFirst)} or ${isoOf(monthFirst)}.`
}

/** Reads `next week`, `this week`, `week 28`, `w28`, `kw28` as Monday to Sunday; null when it is none of them. */
const readWeek = (words: readonly string[], today: Day): Days | string | null => {
  const monday = today - weekdayOf(today)
  const [first = '', second = ''] = words
  if (words.length === 2 && second === 'week' && (first === 'next' || first === 'this')) {
    const start = first === 'next' ? monday + 7 : monday
    return { start, end: start + 6 }
  }
  const joined = words.join('')
  const number = ['week', 'kw', 'w'].flatMap((prefix) =>
    joined.startsWith(prefix) && isNumber(joined.slice(prefix.length), 1, 2)
      ? [Number(joined.slice(prefix.length))]
      : [],
  )[0]
  if (number === undefined) return null
  const year = Number(isoOf(today).slice(0, 4))
  for (const candidate of [year, year + 1]) {
    const start = mondayOfWeek(candidate, number)
    if (start === null) return `There is no week ${number} in ${candidate}. Write dates:"6-12 Jul".`
    if (start + 6 >= today) return { start, end: start + 6 }
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

const splitWindow = (text: string): string[] => {
  const dashed = text.trim().replaceAll('–', '-').replaceAll('—', '-')
  const plain = (dashed.startsWith('from ') ? dashed.slice(5) : dashed)
    .replaceAll(' to ', ' - ')
    .replaceAll(' until ', ' - ')
  if (plain.includes('..')) return plain.split('..').map((part) => part.trim())
  if (/^\d{4}-\d{2}-\d{2}$/.test(plain)) return [plain]
  const isoPair = /^(\d{4}-\d{2}-\d{2}) ?- ?(\d{4}-\d{2}-\d{2})$/.exec(plain)
  if (isoPair) return [isoPair[1] as string, isoPair[2] as string]
  return plain.split('-').map((part) => part.trim())
}

const withoutOrdinal = (word: string) => word.replace(/(st|nd|rd|th|\.)$/, '')

const isNumber = (text: string, least: number, most: number): boolean => {
  if (text.length < least || text.length > most) return false
  for (const letter of text) if (letter < '0' || letter > '9') return false
  return true
}

const splitDate = (text: string, locale: string | null): Parts | null => {
  const iso = /^(\d{4})[-/](\d{2})[-/](\d{2})$/.exec(text.trim())
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) }
  const dotted = /^(\d{1,2})\.(\d{1,2})\.?(\d{4})?$/.exec(text.trim())
  if (dotted)
    return {
      day: Number(dotted[1]),
      month: Number(dotted[2]),
      year: dotted[3] === undefined ? null : Number(dotted[3]),
    }
  const words = wordsOf(text.replaceAll('.', ' ').replaceAll(',', ' '))
  const at = words.findIndex((word) => monthNamed(word, locale) !== null)
  if (at < 0) return null
  const numbers = words.flatMap((word, i) =>
    i === at || (words.length > 2 && weekdayNamed(word) !== null) ? [] : [withoutOrdinal(word)],
  )
  if (numbers.length < 1 || numbers.length > 2 || !numbers.every((word) => isNumber(word, 1, 4))) return null
  const year = numbers.find((word) => word.length === 4)
  const day = numbers.find((word) => word.length <= 2)
  if (day === undefined || (numbers.length === 2 && year === undefined)) return null
  return {
    day: Number(day),
    month: (monthNamed(words[at] as string, locale) as number) + 1,
    year: year === undefined ? null : Number(year),
  }
}

/** Gives the number of a month from 0, in English or in the person's language. */
const monthNamed = (word: string, locale: string | null): number | null => {
  if (word.length < 3) return null
  const english = months.findIndex((name) => word.startsWith(name))
  if (english >= 0) return english
  if (locale === null) return null
  const written = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' })
  const found = months.findIndex((_, i) =>
    written
      .format(Date.UTC(2026, i, 15))
      .toLowerCase()
      .startsWith(word),
  )
  return found < 0 ? null : found
}

const resolveDate = (text: string, { day, month, year }: Parts, from: Day): Day | string => {
  if (year !== null) return exactDate(year, month, day) ?? noSuchDay(text)
  const thisYear = Number(isoOf(from).slice(0, 4))
  for (let candidate = thisYear; candidate <= thisYear + longestWaitForLeapDay; candidate++) {
    const found = exactDate(candidate, month, day)
    if (found !== null && found >= from) return found
  }
  return noSuchDay(text)
}

const longestWaitForLeapDay = 8

const noSuchDay = (text: string) => `There is no such day as ${text}. Write a date that exists, such as 2026-07-06.`

const exactDate = (year: number, month: number, day: number): Day | null => {
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31) return null
  const iso = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return isoOf(dayOf(iso)) === iso ? dayOf(iso) : null
}
