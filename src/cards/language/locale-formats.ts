import { boundedMap } from '../../common/bounded-map.ts'
import type { Day } from '../../domain/day.ts'
import { type Formats, isOtherYear, large, sure } from './formats.ts'

/** Finds the language that a tag asks for; null where the tag is malformed or nobody knows the language. */
const knownLocale = (tag: string): string | null => {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag)[0] ?? null
  } catch {
    return null
  }
}

/** Caches at most `most` formatters: they are expensive to make and cheap to use. */
const remembering = <T>(most: number, make: (of: string) => T): ((of: string) => T) => {
  const known = boundedMap<string, T>(most)
  return (of) => {
    if (known.has(of)) return known.get(of) as T
    const made = make(of)
    known.set(of, made)
    return made
  }
}

const dayMilliseconds = 24 * 60 * 60 * 1_000
const minuteMilliseconds = 60 * 1_000

const dateParts = { weekday: 'short', day: 'numeric' } as const
const timeParts = { hour: '2-digit', minute: '2-digit' } as const
const dateOptions = {
  date: dateParts,
  'date year': { ...dateParts, year: 'numeric' },
  'short date': { day: 'numeric' },
  'short date year': { day: 'numeric', year: 'numeric' },
  moment: { ...dateParts, ...timeParts },
  'moment year': { ...dateParts, year: 'numeric', ...timeParts },
  weekday: { weekday: 'short' },
  time: timeParts,
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>

const numberOptions = {
  whole: { maximumFractionDigits: 0 },
  fine: { maximumFractionDigits: 1 },
  cents: { minimumFractionDigits: 2, maximumFractionDigits: 2 },
  percent: { style: 'percent' },
} as const satisfies Readonly<Record<string, Intl.NumberFormatOptions>>

/** A currency is whatever a feed calls it; null where that is no code of three letters. */
const currencyFormat = (locale: string, digits: 'whole' | 'cents', currency: string): Intl.NumberFormat | null => {
  try {
    return new Intl.NumberFormat(locale, {
      minimumFractionDigits: 0,
      ...numberOptions[digits],
      style: 'currency',
      currency,
      currencyDisplay: 'code',
    })
  } catch {
    return null
  }
}

const mostCurrencies = 20

/** Feeds, commands and what channels read go by one calendar; a reader has another one only by asking for it. */
const calendarOf = (locale: string): Pick<Intl.DateTimeFormatOptions, 'calendar'> =>
  new Intl.Locale(locale).calendar === undefined ? { calendar: 'gregory' } : {}

/** A month that is cut short with a full stop, `12. Okt.`, would run into that of a sentence; where one is, months are written out. */
const monthOf = (locale: string): Pick<Intl.DateTimeFormatOptions, 'month'> => {
  const short = new Intl.DateTimeFormat(locale, {
    ...dateParts,
    ...calendarOf(locale),
    month: 'short',
    timeZone: 'UTC',
  })
  const isStopped = Array.from({ length: 12 }, (_, month) => short.format(Date.UTC(2026, month, 1))).some((words) =>
    words.endsWith('.'),
  )
  return { month: isStopped ? 'long' : 'short' }
}

const inLocale = (locale: string): Formats => {
  const common = { ...calendarOf(locale), timeZone: 'UTC' }
  const withMonth = { ...common, ...monthOf(locale) }
  const dates = remembering(
    Object.keys(dateOptions).length,
    (kind) =>
      new Intl.DateTimeFormat(locale, {
        ...dateOptions[kind as keyof typeof dateOptions],
        ...(kind === 'weekday' || kind === 'time' ? common : withMonth),
      }),
  )
  const numbers = remembering(
    Object.keys(numberOptions).length,
    (kind) =>
      new Intl.NumberFormat(locale, {
        ...numberOptions[kind as keyof typeof numberOptions],
        signDisplay: 'negative',
      }),
  )
  const currencies = {
    whole: remembering(mostCurrencies, (currency) => currencyFormat(locale, 'whole', currency)),
    cents: remembering(mostCurrencies, (currency) => currencyFormat(locale, 'cents', currency)),
  }
  const money = (digits: 'cents' | 'whole', amount: number, currency: string | null): string => {
    const own = currency === null ? null : currencies[digits](currency)
    if (own !== null) return own.format(amount)
    const bare = numbers(digits).format(amount)
    return currency === null ? bare : `${currency} ${bare}`
  }
  const write = (kind: keyof typeof dateOptions, day: Day, minute = 0) =>
    dates(kind).format(day * dayMilliseconds + minute * minuteMilliseconds)
  return {
    locale,
    date: (day, hasYear) => write(hasYear ? 'date year' : 'date', day),
    shortDate: (day, hasYear) => write(hasYear ? 'short date year' : 'short date', day),
    // The epoch began on a Thursday, so that its first Monday is day 4.
    weekday: (weekday) => write('weekday', weekday + 4),
    window: (start, end, today) => {
      const kind = isOtherYear(start, today) || isOtherYear(end, today) ? 'date year' : 'date'
      const words = dates(kind).formatRange(start * dayMilliseconds, end * dayMilliseconds)
      return words.endsWith('.') ? `${write(kind, start)} – ${write(kind, end)}` : words
    },
    moment: (day, minute, hasYear) => write(hasYear ? 'moment year' : 'moment', day, minute),
    time: (minute) => write('time', 0, minute),
    number: (value) =>
      Math.abs(value) < large ? numbers('fine').format(sure(value)) : numbers('whole').format(Math.round(sure(value))),
    tenths: (value) => numbers('fine').format(value),
    digits: (value) => numbers('whole').format(value),
    money: (amount, currency) => money(Math.abs(amount) < large ? 'cents' : 'whole', amount, currency),
    price: (amount, currency) => money('cents', amount, currency),
    percent: (percents) => numbers('percent').format(percents / 100),
  }
}

const mostLocales = 100

const writings = remembering(mostLocales, (tag) => {
  const locale = knownLocale(tag)
  return locale === null ? null : inLocale(locale)
})

const longestTag = 100

/** Gives the writing of a language tag, as the language has it; null where the tag names none. */
export const formatsIn = (tag: string): Formats | null => (tag.length > longestTag ? null : writings(tag))
