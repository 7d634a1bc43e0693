import { type Day, isoOf, weekdayOf } from '../domain/day.ts'
import { failed, ok, type Result } from '../domain/result.ts'
import {
  type DateParts,
  dayOr,
  exactDate,
  isNumber,
  longDate,
  monthNames,
  noSuchDay,
  resolveDate,
  splitDate,
  weekdayNamed,
  withoutOrdinal,
  wordsOf,
} from './date-parts.ts'
import { readRelativeDate, readSlashedDate, readWeek } from './relative-dates.ts'

/** A window of days, both included. */
export type Days = { readonly start: Day; readonly end: Day }

/**
 * What reading a date depends on: the day it is counted from, and the person's language, or null when unknown. `since` is the
 * earliest day for a date without a year, where that may lie before today: the start of a promotion that has begun.
 */
export type Reader = { readonly today: Day; readonly locale: string | null; readonly since?: Day | null }

/**
 * Reads one date as people write it: `2026-07-06`, `6 Jul`, `July 6, 2026`, `6.7.`, `today`, `next monday`, `in 3 weeks`.
 * A date without a year is the next one from today, or `since`, on. Fails with a sentence where it is no date or can be two.
 */
export const readDate = (text: string, reader: Reader): Result<Day, string> => {
  const words = wordsOf(text)
  const relative = readRelativeDate(words, text, reader.today) ?? readSlashedDate(text, reader.today)
  if (relative !== null) return relative
  const parts = splitDate(text, reader.locale)
  if (parts === null) return failed(`"${text}" is not a date I can read. Write 2026-07-06, "6 Jul" or "next monday".`)
  const day = resolveDate(text, parts, reader.since ?? reader.today)
  return day.ok ? withItsWeekday(text, words, day.value) : day
}

/** Checks that a weekday that is typed with a date is that date's. */
const withItsWeekday = (text: string, words: readonly string[], day: Day): Result<Day, string> => {
  const typed = words.flatMap((word) => weekdayNamed(word.replace(',', '')) ?? [])[0]
  if (typed === undefined || typed === weekdayOf(day)) return ok(day)
  const [weekday, ...date] = longDate(day).split(' ')
  return failed(
    `"${text}": ${date.join(' ')} is a ${weekday}. Which one is meant? Write ${isoOf(day)} or another date.`,
  )
}

/**
 * Reads a window: `6-12 Jul`, `29 Dec - 4 Jan`, `2026-07-06..2026-07-12`, `next week`, `week 28`, or one date for one day.
 * Fails with a sentence where it is no window or can be two.
 */
export const readDates = (text: string, reader: Reader): Result<Days, string> => {
  const week = readWeek(wordsOf(text), reader.today)
  if (week !== null) return week
  const [first, second, ...rest] = splitWindow(text)
  if (first === undefined || rest.length > 0)
    return failed(`"${text}" is not a window I can read. Write dates:"6-12 Jul".`)
  if (second === undefined) {
    const day = readDate(first, reader)
    return day.ok ? ok({ start: day.value, end: day.value }) : day
  }
  const bare = bareDay(first)
  if (bare !== null) return readSharedMonth(text, bare, first, second, reader)
  const start = readDate(first, reader)
  if (!start.ok) return start
  if (bareDay(second) !== null) return readEnd(second, start.value, reader)
  const startParts = splitDate(first, reader.locale)
  const endParts = splitDate(second, reader.locale)
  if (startParts !== null && startParts.year === null && endParts !== null && endParts.year !== null)
    return readSharedYear(text, startParts, endParts, reader)
  return readEnd(second, start.value, reader)
}

const longestYear = 366

/** From this many days on, an end of the next year whose year nobody typed is more likely an earlier day: half a year. */
const halfYear = 183

/** Tells whether an end without a year was probably meant to lie before the start, and not nearly a year after it. */
const isReversed = (text: string, start: Day, end: Day, { locale }: Reader): boolean =>
  end - start >= halfYear &&
  isoOf(end).slice(0, 4) !== isoOf(start).slice(0, 4) &&
  splitDate(text, locale)?.year === null

/** Reads the end of a window by its start: the next such date, or that day of the start's month. Fails with a sentence where there is none. */
export const readEnd = (text: string, start: Day, reader: Reader): Result<Days, string> => {
  const bare = bareDay(text)
  const month = isoOf(start).slice(0, 8)
  const end =
    bare === null
      ? readDate(text, { ...reader, today: start, since: null })
      : dayOr(text, exactDate(Number(month.slice(0, 4)), Number(month.slice(5, 7)), bare))
  if (!end.ok) return end
  if (isReversed(text, start, end.value, reader))
    return failed(
      `"${text}" comes before ${longDate(start).split(' ').slice(1).join(' ')}, so it ends before it begins. Write the earlier day first, or add the year of the end.`,
    )
  const isNextYears = end.value - start > longestYear && !/\d{4}/.test(text)
  return isNextYears ? noSuchDay(text) : ok({ start, end: end.value })
}

/** Reads `6`, `6th` or `Mon 6`, a day whose month is named elsewhere; null for anything else. */
const bareDay = (text: string): number | null => {
  const words = wordsOf(text)
  const [last = ''] = words.slice(-1)
  const isPlain = words.length === 1 || (words.length === 2 && weekdayNamed(words[0] as string) !== null)
  return isPlain && isNumber(withoutOrdinal(last), 1, 2) ? Number(withoutOrdinal(last)) : null
}

/** Reads `6-12 Jul 2026`: the day in front takes month and year from the end. */
const readSharedMonth = (
  text: string,
  day: number,
  first: string,
  second: string,
  reader: Reader,
): Result<Days, string> => {
  const last = splitDate(second, reader.locale)
  if (last === null) {
    const end = readDate(second, reader)
    return !end.ok && end.error.includes('which')
      ? end
      : failed(`"${second}" is not a date I can read. Write dates:"6-12 Jul".`)
  }
  if (last.day < day) return failed(`"${text}" ends before it starts. Write the earlier day first, or both months.`)
  const start = resolveDate(text, { ...last, day }, reader.since ?? reader.today)
  if (!start.ok) return start
  const year = Number(isoOf(start.value).slice(0, 4))
  const end = dayOr(`${last.day} ${monthNames[last.month - 1]} ${year}`, exactDate(year, last.month, last.day))
  if (!end.ok) return end
  const wrong = [
    withItsWeekday(first, wordsOf(first), start.value),
    withItsWeekday(second, wordsOf(second), end.value),
  ].find((checked) => !checked.ok)
  return wrong === undefined || wrong.ok ? ok({ start: start.value, end: end.value }) : wrong
}

/** Reads `29 Dec - 4 Jan 2027`: the year is typed at the end only, and the start is the last such day before it. */
const readSharedYear = (text: string, start: DateParts, end: DateParts, { today }: Reader): Result<Days, string> => {
  const last = resolveDate(text, end, today)
  if (!last.ok) return last
  const sameYear = resolveDate(text, { ...start, year: end.year }, today)
  if (!sameYear.ok) return sameYear
  if (sameYear.value <= last.value) return ok({ start: sameYear.value, end: last.value })
  const before = resolveDate(text, { ...start, year: (end.year as number) - 1 }, today)
  return before.ok ? ok({ start: before.value, end: last.value }) : before
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
