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
  plainDate,
  resolveDate,
  splitDate,
  weekdayNamed,
  withoutOrdinal,
  wordsOf,
} from './date-parts.ts'
import {
  type DateOrder,
  orderShown,
  readRelativeDate,
  readSlashedDate,
  readWeek,
  readWeekDay,
} from './relative-dates.ts'

/** A window of days, both included. */
export type Days = { readonly start: Day; readonly end: Day }

/**
 * What reading a date depends on: the day it is counted from, and the person's language, or null when unknown. `since` is the
 * earliest day for a date without a year, where that may lie before today: the start of a promotion that has begun.
 */
export type Reader = {
  readonly today: Day
  readonly locale: string | null
  readonly since?: Day | null
  /** The order of day and month that dates of numbers beside this one show. */
  readonly order?: DateOrder | null
}

/**
 * Reads one date as people write it: `2026-07-06`, `6 Jul`, `July 6, 2026`, `6.7.`, `today`, `next monday`, `in 3 weeks`.
 * A date without a year is the next one from today, or `since`, on. Fails with a sentence where it is no date or can be two.
 */
export const readDate = (typed: string, reader: Reader): Result<Day, string> => {
  const text = plainDate(typed)
  const words = wordsOf(text)
  const relative =
    readRelativeDate(words, text, reader.today) ??
    readSlashedDate(text, reader.today, reader.order ?? orderOf(reader.locale)) ??
    readWeekDay(text)
  if (relative !== null) return relative
  const parts = splitDate(text, reader.locale)
  if (parts === null && readWeek(words, reader.today) !== null)
    return failed(`"${text}" is a week; which day of it? Write 2026-07-06 or "6 Jul".`)
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
export const readDates = (typed: string, asking: Reader): Result<Days, string> => {
  const text = plainDate(typed)
  const week = readWeek(wordsOf(text), asking.today)
  if (week !== null) return week
  const [first, second, ...rest] = splitWindow(text)
  const reader = {
    ...asking,
    order: [first, second].map((part) => orderShown(part ?? '')).find((one) => one !== null) ?? null,
  }
  if (first === undefined || rest.length > 0)
    return failed(`"${text}" is not a window I can read. Write dates:"6-12 Jul".`)
  if (second === undefined) {
    const day = readDate(first, reader)
    return day.ok ? ok({ start: day.value, end: day.value }) : day
  }
  const weeks = readWeeks(first, second, reader)
  if (weeks !== null) return weeks
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

/** Reads a window from its two ends, which may be weeks. Fails with a sentence that names the end that cannot be read. */
export const readBetween = (from: string, to: string, asking: Reader): Result<Days, string> => {
  const [first, last] = [plainDate(from), plainDate(to)]
  const order = orderShown(first) ?? orderShown(last)
  const reader = { ...asking, order }
  const week = readWeek(wordsOf(first), asking.today)
  const start = week === null ? readDate(first, reader) : week.ok ? ok(week.value.start) : week
  if (!start.ok) return failed(`from: ${start.error}`)
  const lastWeek = readWeek(wordsOf(last), start.value)
  if (lastWeek?.ok) return ok({ start: start.value, end: lastWeek.value.end })
  const end = /^\d{4}\D/.test(last) ? readDate(last, reader) : readEnd(last, start.value, reader)
  if (!end.ok) return failed(`to: ${end.error}`)
  return typeof end.value === 'number' ? ok({ start: start.value, end: end.value }) : ok(end.value)
}

/** Reads `W28 - W30` and `weeks 28-30`, Monday of the first to Sunday of the last; null where no week is named. */
const readWeeks = (first: string, second: string, { today }: Reader): Result<Days, string> | null => {
  const start = readWeek(wordsOf(first), today)
  if (start === null || !start.ok) return start
  const year = /\d{4}/.exec(first)?.[0]
  const last = isNumber(second, 1, 2) ? `w${second}${year === undefined ? '' : ` ${year}`}` : second
  const end = readWeek(wordsOf(last), start.value.start)
  if (end === null) return null
  return end.ok ? ok({ start: start.value.start, end: end.value.end }) : end
}

/** Gives the order of day and month in which a person's language writes dates; null where it is not known. */
const orderOf = (locale: string | null): DateOrder | null => {
  // Those who write English without saying where write dates in both orders.
  if (locale === null || locale === 'en') return null
  const parts = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'numeric', timeZone: 'UTC' }).formatToParts(0)
  const at = (type: 'day' | 'month') => parts.findIndex((part) => part.type === type)
  return at('day') < at('month') ? 'day first' : 'month first'
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
const readEnd = (text: string, start: Day, reader: Reader): Result<Days, string> => {
  const bare = bareDay(text)
  const month = isoOf(start).slice(0, 8)
  const end =
    bare === null
      ? readDate(text, { ...reader, today: start, since: null })
      : dayOr(text, exactDate(Number(month.slice(0, 4)), Number(month.slice(5, 7)), bare))
  if (!end.ok) return end
  if (isReversed(text, start, end.value, reader)) return failed(reversedWords(start, end.value, reader.today))
  const isNextYears = end.value - start > longestYear && !/\d{4}/.test(text)
  return isNextYears ? noSuchDay(text) : ok({ start, end: end.value })
}

/** Asks about a window that ends before it begins, with both that can be meant. */
const reversedWords = (start: Day, end: Day, today: Day): string => {
  const [year, month] = [Number(isoOf(start).slice(0, 4)), isoOf(end).slice(4)]
  const before = exactDate(year, Number(month.slice(1, 3)), Number(month.slice(4)))
  const swapped = before === null || before < today ? null : `${isoOf(before)}..${isoOf(start)}`
  return `It ends before it begins: ${shortDate(end)} comes before ${shortDate(start)}. Did you mean ${[swapped, `${isoOf(start)}..${isoOf(end)}`].filter((one) => one !== null).join(' or ')}?`
}

const shortDate = (day: Day): string => longDate(day).split(' ').slice(1).join(' ')

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
  if (last.day < day)
    return failed(
      `"${text}" ends before it starts. Did you mean ${last.day} to ${day} ${monthNames[last.month - 1]}, or ${day} ${monthNames[last.month - 1]} to ${last.day} ${monthNames[last.month % 12]}?`,
    )
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

const isoDate = String.raw`\d{4}-\d{1,2}-\d{1,2}`
const whole = new RegExp(String.raw`^(?:${isoDate}|\d{1,2}-\d{1,2}-\d{4}|\d{4}-?w\d{1,2}(?:-[1-7])?)$`, 'i')
const pair = new RegExp(String.raw`^(${isoDate}|\d{4}-?w\d{1,2}) ?[-/] ?(${isoDate}|\d{4}-?w\d{1,2})$`, 'i')
const between = / (?:to|until|til|till|thru|through|up to|bis) | ?(?:→|->|⟶|~|〜|\.{2,3}|…|‥) ?/i

/** Splits a window into its two days; a text without a dash or a word between them is one. */
const splitWindow = (text: string): string[] => {
  const and = /^between (.+) and (.+)$/i.exec(text)
  if (and !== null) return [and[1] as string, and[2] as string]
  const plain = text.replace(/^from /i, '')
  if (whole.test(plain)) return [plain]
  const isos = pair.exec(plain)
  if (isos) return [isos[1] as string, isos[2] as string]
  for (const by of [between, / - /, /-/]) {
    const parts = plain.split(by).map((part) => part.trim())
    if (parts.length > 1) return parts
  }
  return [plain.trim()]
}
