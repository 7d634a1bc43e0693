import { type Day, dayOf, isoOf, weekdayOf } from '../domain/day.ts'
import type { Verdict } from '../domain/readiness.ts'

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** Writes a date with its weekday, `Wed 8 Jul`; with its year when that is not the reader's. */
export const dateWords = (day: Day, today: Day): string => {
  const iso = isoOf(day)
  const year = iso.slice(0, 4) === isoOf(today).slice(0, 4) ? '' : ` ${iso.slice(0, 4)}`
  return `${weekdays[weekdayOf(day)]} ${Number(iso.slice(8))} ${months[Number(iso.slice(5, 7)) - 1]}${year}`
}

const weekDays = 7

/** Writes a day in the past as people say it: `today`, `Fri` within a week, else the date. */
export const sinceWords = (day: Day, today: Day): string =>
  day >= today ? 'today' : today - day < weekDays ? weekdays[weekdayOf(day)] : dateWords(day, today)

/** Writes a moment with its date and time, `Mon 1 Jun 09:15`, in a zone. */
export const momentWords = (at: string, timeZone: string, today: Day): string => {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone)
  return `${dateWords(dayOf(local.toPlainDate().toString()), today)} ${local.toPlainTime().toString().slice(0, 5)}`
}

/** Writes a window, `Mon 6 to Sun 12 Jul`. */
export const windowWords = (start: Day, end: Day, today: Day): string => {
  if (start === end) return dateWords(start, today)
  const [first, last] = [dateWords(start, today), dateWords(end, today)]
  const sameMonth = isoOf(start).slice(0, 7) === isoOf(end).slice(0, 7)
  return sameMonth ? `${first.split(' ').slice(0, 2).join(' ')} to ${last}` : `${first} to ${last}`
}

const grouped = (digits: number) => new Intl.NumberFormat('en', { maximumFractionDigits: digits, useGrouping: true })
const plain = grouped(0)
const fine = grouped(1)
const money = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const cents = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** Writes a count or quantity without its unit: whole from ten on, with one decimal below. */
export const numberWords = (value: number): string => {
  const rounded = Math.abs(value) < 10 ? fine.format(value) : plain.format(Math.round(value))
  return rounded === '-0' ? '0' : rounded
}

/** Writes a quantity of units, `340 units`. */
export const unitWords = (value: number): string => {
  const words = numberWords(value)
  return `${words} ${words === '1' ? 'unit' : 'units'}`
}

/** Writes a count with its noun, `3 lines`, `1 line`. */
export const countWords = (count: number, one: string, many = `${one}s`): string =>
  `${numberWords(count)} ${count === 1 ? one : many}`

/** Writes an amount of money, `EUR 3,995`; cents only below ten. Without a currency the number stands alone. */
export const moneyWords = (amount: number, currency: string | null): string => {
  const digits = Math.abs(amount) < 10 ? cents.format(amount) : money.format(amount)
  return currency === null ? digits : `${currency} ${digits}`
}

/** Writes a share of one as a percentage, `38 %`; shares that are not nothing never read as 0 %. */
export const percentWords = (share: number): string => {
  const percent = share * 100
  if (percent > 0 && percent < 1) return 'under 1 %'
  if (percent > 99 && percent < 100) return 'over 99 %'
  return `${Math.round(percent)} %`
}

const verdicts: Record<Verdict, readonly [string, string]> = {
  ready: ['●', 'Ready'],
  'at-risk': ['▲', 'At risk'],
  'not-ready': ['✖', 'Not ready'],
  unknown: ['?', 'Unknown'],
}

/** Gives the symbol of a verdict; it never stands without the word. */
export const verdictSymbol = (verdict: Verdict): string => verdicts[verdict][0]

/** Gives the word of a verdict, `Not ready`. */
export const verdictWord = (verdict: Verdict): string => verdicts[verdict][1]

/** Gives symbol and word of a verdict, `✖ Not ready`. */
export const verdictWords = (verdict: Verdict): string => verdicts[verdict].join(' ')

/** Joins names for reading: `a`, `a and b`, `a, b and c`. */
export const listWords = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

const justNow = 5

/** Says how long ago a moment was, `20 seconds ago`, `just now`. Moments are ISO text. */
export const agoWords = (then: string, now: string): string => {
  const seconds = Math.max(0, Math.round((Date.parse(now) - Date.parse(then)) / 1000))
  if (seconds < justNow) return 'just now'
  const [count, unit] =
    seconds < 90
      ? [seconds, 'second']
      : seconds < 90 * 60
        ? [Math.round(seconds / 60), 'minute']
        : seconds < 36 * 3600
          ? [Math.round(seconds / 3600), 'hour']
          : [Math.round(seconds / 86400), 'day']
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`
}
