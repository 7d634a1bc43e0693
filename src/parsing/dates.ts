import { type Day, isoOf, weekdayOf } from '../domain/day.ts'
import {
  exactDate,
  isNumber,
  longDate,
  monthNames,
  noSuchDay,
  type Parts,
  resolveDate,
  splitDate,
  weekdayNamed,
  withoutOrdinal,
  wordsOf,
} from './date-parts.ts'
import { readWeek, slashed, spoken } from './relative-dates.ts'

/** A window of days, both included. */
export type Days = { readonly start: Day; readonly end: Day }

/**
 * What reading a date depends on: the day it is counted from, and the person's language, or null when unknown. Of what has
 * begun a date without a year may lie before today: `since` is the earliest.
 */
export type Reader = { readonly today: Day; readonly locale: string | null; readonly since?: Day | null }

/**
 * Reads one date as people write it: `2026-07-06`, `6 Jul`, `July 6, 2026`, `6.7.`, `today`, `next monday`, `in 3 weeks`.
 * A date without a year is the next one from today, or `since`, on. Answers a sentence when it cannot, or when it has two readings.
 */
export const readDate = (text: string, reader: Reader): Day | string => {
  const words = wordsOf(text)
  const said = spoken(words, text, reader.today) ?? slashed(text, reader.today)
  if (said !== null) return said
  const parts = splitDate(text, reader.locale)
  if (parts === null) return `"${text}" is not a date I can read. Write 2026-07-06, "6 Jul" or "next monday".`
  const day = resolveDate(text, parts, reader.since ?? reader.today)
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
      ? readDate(text, { ...reader, today: start, since: null })
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
  const start = resolveDate(text, { ...last, day }, reader.since ?? reader.today)
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
