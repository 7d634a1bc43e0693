import { type Day, dayOf, isoOf, type Weekday, weekdayOf } from '../domain/day.ts'
import { type Failed, failed, ok, type Result } from '../domain/result.ts'
import { ordinary, visible } from './typed-line.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const
/** The months in full, January first. */
export const monthNames = [
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

/** The parts of a date as it was typed; year null means the next such day. */
export type DateParts = { readonly day: number; readonly month: number; readonly year: number | null }

/** Reads a year of two or four digits; two are of this century. */
export const fullYear = (digits: string): number => Number(digits.length === 2 ? `20${digits}` : digits)

/** Splits a text at its blanks into words in small letters. */
export const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(' ')
    .map((word) => word.trim())
    .filter((word) => word !== '' && word !== 'of' && word !== 'the')

/** Writes a date or a window in ordinary signs: one kind of blank and dash, no full stop behind a word or a year. */
export const plainDate = (text: string): string =>
  ordinary(visible(text))
    .trim()
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(/(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日/g, '$1-$2-$3')
    .replaceAll(/(?<=[a-z]{2,}|\d{3,})\.(?= |$)/giu, '')
    .replace(/[,;!?]+$/, '')

/** Gives the number of a weekday from Monday 0, by its name or the first three letters of it; null when it is none. */
export const weekdayNamed = (word: string): Weekday | null => {
  if (word.length < 3) return null
  const found = weekdays.findIndex((name) => name.startsWith(word))
  return found < 0 ? null : (found as Weekday)
}

/** Writes a date with its full names, `Monday 6 July`. */
export const longDate = (day: Day): string => {
  const iso = isoOf(day)
  const name = weekdays[weekdayOf(day)] as string
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)} ${Number(iso.slice(8))} ${monthNames[Number(iso.slice(5, 7)) - 1]}`
}

/** Takes the ending off `6th` or `6.`. */
export const withoutOrdinal = (word: string) => word.replace(/(st|nd|rd|th|\.)$/, '')

/** Tells whether a text has only digits, at least and at most so many. */
export const isNumber = (text: string, least: number, most: number): boolean => {
  if (text.length < least || text.length > most) return false
  for (const letter of text) if (letter < '0' || letter > '9') return false
  return true
}

/** Reads the parts of a written date; null when it is none. */
export const splitDate = (text: string, locale: string | null): DateParts | null => {
  const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text.trim()) ?? /^(\d{4})()(\d{2})(\d{2})$/.exec(text.trim())
  if (iso) return { year: Number(iso[1]), month: Number(iso[3]), day: Number(iso[4]) }
  const dotted = /^(\d{1,2})\. ?(\d{1,2})(?:\.|\. ?(\d{4}|\d{2}))?$/.exec(text.trim())
  if (dotted)
    return {
      day: Number(dotted[1]),
      month: Number(dotted[2]),
      year: dotted[3] === undefined ? null : fullYear(dotted[3]),
    }
  const words = wordsOf(
    text
      .replaceAll('.', ' ')
      .replaceAll(',', ' ')
      .replace(/['’](?=\d{2}$)/, '20'),
  )
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

/** Finds the day that parts of a date mean; without a year it is the next such day from `from` on. Fails with a sentence where there is none. */
export const resolveDate = (text: string, { day, month, year }: DateParts, from: Day): Result<Day, string> => {
  if (year !== null) return dayOr(text, exactDate(year, month, day))
  const thisYear = Number(isoOf(from).slice(0, 4))
  for (let candidate = thisYear; candidate <= thisYear + longestWaitForLeapDay; candidate++) {
    const found = exactDate(candidate, month, day)
    if (found !== null && found >= from) return ok(found)
  }
  return noSuchDay(text)
}

/** Years from one leap day to the next at most, around 1900, 2100 and 2200. */
const longestWaitForLeapDay = 8

/** The refusal of a date that the calendar does not have. */
export const noSuchDay = (text: string): Failed<string> =>
  failed(`There is no such day as ${text}. Write a date that exists, such as 2026-07-06.`)

/** Gives a day that exists; the refusal of its text for null. */
export const dayOr = (text: string, day: Day | null): Result<Day, string> => (day === null ? noSuchDay(text) : ok(day))

/** Gives a day by its numbers; null when the calendar has none. */
export const exactDate = (year: number, month: number, day: number): Day | null => {
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31) return null
  const iso = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return isoOf(dayOf(iso)) === iso ? dayOf(iso) : null
}
