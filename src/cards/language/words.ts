import type { Verdict } from '../../domain/assessment/readiness.ts'
import { type Day, dayOf, type Weekday, weekdayOf } from '../../domain/day.ts'
import { minuteOfCutoff } from '../../domain/supply/lead-time.ts'
import { isOtherYear, neutralFormats } from './formats.ts'
import { formats } from './reader-formats.ts'

/** Writes a date with its weekday, `Wed 8 Jul`; with its year when that is not the reader's. */
export const dateWords = (day: Day, today: Day): string => formats().date(day, isOtherYear(day, today))

/** Writes the last day to order, with the hour by which the order must be in where there is one, `Wed 24 Jun 15:00`. */
export const orderByWords = (day: Day, cutoff: string | null, today: Day): string =>
  cutoff === null ? dateWords(day, today) : formats().moment(day, minuteOfCutoff(cutoff), isOtherYear(day, today))

/** So many days before a last day, how many are left is said with it. */
const countedDays = 7

/** Writes a last day to act with its weekday and how long it is until then, `Wed 24 Jun 15:00 (2 days left)`, `Fri 27 Nov (3 days overdue)`. */
export const dueWords = (day: Day, cutoff: string | null, today: Day): string => {
  const date = orderByWords(day, cutoff, today)
  const left = day - today
  if (left < 0) return `${dateWords(day, today)} (${countWords(-left, 'day')} overdue)`
  return left > countedDays ? date : `${date} (${left === 0 ? 'today' : `${countWords(left, 'day')} left`})`
}

/** Writes a date without its weekday, for days on which nobody has to act, `8 Jul`. */
export const shortDateWords = (day: Day, today: Day): string => formats().shortDate(day, isOtherYear(day, today))

/** Says between which days goods must come, `, to arrive by Sat 26 Dec, not before Fri 18 Dec`; nothing where they may come at any time. */
export const deliveryWords = (delivery: { readonly from: Day; readonly by: Day } | null, today: Day): string =>
  delivery === null
    ? ''
    : delivery.from >= delivery.by
      ? `, to arrive on ${dateWords(delivery.by, today)}`
      : `, to arrive by ${dateWords(delivery.by, today)}, not before ${dateWords(delivery.from, today)}`

/** Says what a weekly limit leaves for later orders, `, then 50 more by Mon 15 Jun`; nothing where it leaves nothing. */
export const laterWords = (later: readonly { orderBy: Day; units: number }[], today: Day): string => {
  const last = later.at(-1)
  if (last === undefined) return ''
  const units = later.reduce((sum, order) => sum + order.units, 0)
  const orders = later.length === 1 ? '' : ` in ${digitWords(later.length)} more orders`
  return `, then ${numberWords(units)}${orders === '' ? ' more' : orders} by ${dateWords(last.orderBy, today)}`
}

const weekDays = 7

/** Writes a weekday, `Fri`. */
export const weekdayWords = (weekday: Weekday): string => formats().weekday(weekday)

/** Writes a day in the past as people say it: `today`, `Fri` within a week, else the date. */
export const sinceWords = (day: Day, today: Day): string =>
  day >= today ? 'today' : today - day < weekDays ? weekdayWords(weekdayOf(day)) : dateWords(day, today)

/** Writes a moment with its date and time, `Mon 1 Jun 09:15`, in a zone. */
export const momentWords = (at: string, timeZone: string, today: Day): string => {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone)
  const day = dayOf(local.toPlainDate().toString())
  return formats().moment(day, local.hour * 60 + local.minute, isOtherYear(day, today))
}

/** Writes a time of day, given in minutes after midnight, `08:00`. */
export const timeOfDayWords = (minute: number): string => formats().time(minute)

/** Names a zone as people say it on a day, `Prague time (CET)`, `UTC`. */
export const zoneWords = (timeZone: string, day: Day): string => {
  const place = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone
  const noon = new Date(day * 86_400_000 + 43_200_000)
  const named = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'short' })
    .formatToParts(noon)
    .find(({ type }) => type === 'timeZoneName')?.value
  const short = named?.replace(/^GMT(?=[+-])/, 'UTC') ?? ''
  if (!timeZone.includes('/') || timeZone.startsWith('Etc/')) return short === '' ? place : short
  return `${place} time${short === '' ? '' : ` (${short})`}`
}

/** Writes a window, `Mon 6 to Sun 12 Jul`. */
export const windowWords = (start: Day, end: Day, today: Day): string =>
  start === end ? dateWords(start, today) : formats().window(start, end, today)

/** Writes a count or quantity without its unit: whole from ten on, with one decimal below. */
export const numberWords = (value: number): string => formats().number(value)

/** Writes a quantity without its unit, with one decimal whatever its size: for columns that add up. */
export const tenthWords = (value: number): string => formats().tenths(value)

/** Writes a small whole number that stands among words, `day 3 of 7`. */
export const digitWords = (value: number): string => formats().digits(value)

/** Writes a quantity of units, `340 units`. */
export const unitWords = (value: number): string =>
  `${numberWords(value)} ${neutralFormats.number(value) === '1' ? 'unit' : 'units'}`

/** Writes a quantity to order, with its pallets or cases where they are whole ones, `84 units (7 cases)`. */
export const orderUnitWords = (value: number, packs: Packs | null): string => {
  const { perCase = 1, perPallet = 1 } = packs ?? {}
  const pack = [
    { name: 'pallet', units: perPallet },
    { name: 'case', units: perCase },
  ].find(({ units }) => units > 1 && value > 0 && isWhole(value / units))
  return `${unitWords(value)}${pack === undefined ? '' : ` (${countWords(Math.round(value / pack.units), pack.name)})`}`
}

/** How many units a case and a pallet of an item have, where somebody said. */
type Packs = { readonly perCase?: number; readonly perPallet?: number }

const isWhole = (count: number): boolean => Math.abs(count - Math.round(count)) < 1e-9

/** Writes a count with its noun, `3 lines`, `1 line`. */
export const countWords = (count: number, one: string, many = `${one}s`): string =>
  `${numberWords(count)} ${count === 1 ? one : many}`

/** Writes an amount of money, `EUR 3,995`; cents only below ten. Without a currency the number stands alone. */
export const moneyWords = (amount: number, currency: string | null): string => formats().money(amount, currency)

/** Writes a price or what one unit costs, `EUR 12.40`: always with cents. */
export const priceWords = (amount: number, currency: string | null): string => formats().price(amount, currency)

/** Writes a share of one as a percentage, `38 %`; shares that are not nothing never read as 0 %. */
export const percentWords = (share: number): string => {
  const percent = share * 100
  if (percent > 0 && percent < 1) return `under ${formats().percent(1)}`
  if (percent > 99 && percent < 100) return `over ${formats().percent(99)}`
  return formats().percent(Math.round(percent))
}

/** Writes an uplift, a ratio to normal sales or to a plan, as people say it, `+60 %`. */
export const upliftWords = (ratio: number): string => {
  const more = Math.round((ratio - 1) * 100)
  return `${more < 0 ? '-' : '+'}${formats().percent(Math.abs(more))}`
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

/** Counts by verdict, the worst first: `1 not ready, 3 at risk, 10 ready`. */
export const verdictCountsWords = (counts: Readonly<Record<Verdict, number>>): string =>
  (['not-ready', 'at-risk', 'unknown', 'ready'] as const)
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${numberWords(counts[verdict])} ${verdictWord(verdict).toLowerCase()}`)
    .join(', ')

/** Writes a sentence with its first letter large. */
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

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
  return `${digitWords(count)} ${unit}${count === 1 ? '' : 's'} ago`
}
