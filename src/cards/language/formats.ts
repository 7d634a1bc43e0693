import { type Day, isoOf, type Weekday, weekdayOf } from '../../domain/day.ts'

/** How dates, times and numbers are written: in the form that everybody reads, or in that of one reader. */
export type Formats = {
  /** The language tag it follows; null for the form that everybody reads. */
  readonly locale: string | null
  /** Writes a date with its weekday; its year only where `hasYear` says so. */
  readonly date: (day: Day, hasYear: boolean) => string
  /** Writes a date without its weekday. */
  readonly shortDate: (day: Day, hasYear: boolean) => string
  readonly weekday: (weekday: Weekday) => string
  /** Writes the days from a first one to a later last one, with a year where it is not today's. */
  readonly window: (start: Day, end: Day, today: Day) => string
  /** Writes a date and a time of day, given in minutes after midnight. */
  readonly moment: (day: Day, minute: number, hasYear: boolean) => string
  readonly time: (minute: number) => string
  /** Writes a number: whole from ten on, with one decimal below. */
  readonly number: (value: number) => string
  /** Writes a number with one decimal, whatever its size. */
  readonly tenths: (value: number) => string
  /** Writes a small whole number that stands among words, ungrouped for everybody. */
  readonly digits: (value: number) => string
  /** Writes an amount, with cents only below ten, and with its currency where there is one. */
  readonly money: (amount: number, currency: string | null) => string
  /** Writes a price or what one unit costs: with cents, whatever its size. */
  readonly price: (amount: number, currency: string | null) => string
  /** Writes whole percents. */
  readonly percent: (percents: number) => string
}

/** From this amount on decimals say nothing. */
export const large = 10

/** Digits that a float surely has; sums drift in those after them. */
const sureDigits = 12

/** Gives a number without the drift of floats, so that the same quantity is rounded the same way wherever it is written. */
export const sure = (value: number): number => Number(value.toPrecision(sureDigits))

/** Tells whether a date needs its year to be understood. */
export const isOtherYear = (day: Day, today: Day): boolean => isoOf(day).slice(0, 4) !== isoOf(today).slice(0, 4)

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

const shortDate: Formats['shortDate'] = (day, hasYear) => {
  const iso = isoOf(day)
  const words = `${Number(iso.slice(8))} ${months[Number(iso.slice(5, 7)) - 1]}`
  return hasYear ? `${words} ${iso.slice(0, 4)}` : words
}

const date: Formats['date'] = (day, hasYear) => `${weekdays[weekdayOf(day)]} ${shortDate(day, hasYear)}`

const time: Formats['time'] = (minute) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

const numbers = (most: number, least = 0) =>
  new Intl.NumberFormat('en', { minimumFractionDigits: least, maximumFractionDigits: most })
const [whole, fine, cents] = [numbers(0), numbers(1), numbers(2, 2)]

/** The neutral form that channels read, `Wed 8 Jul`, `3,995`, `EUR 3,995`, `38 %`: the same for all readers. */
export const neutralFormats: Formats = {
  locale: null,
  date,
  shortDate,
  weekday: (weekday) => weekdays[weekday],
  window: (start, end, today) => {
    const [first, last] = [date(start, isOtherYear(start, today)), date(end, isOtherYear(end, today))]
    const isSameMonth = isoOf(start).slice(0, 7) === isoOf(end).slice(0, 7)
    return isSameMonth ? `${first.split(' ').slice(0, 2).join(' ')} to ${last}` : `${first} to ${last}`
  },
  moment: (day, minute, hasYear) => `${date(day, hasYear)} ${time(minute)}`,
  time,
  number: (value) => {
    const rounded = Math.abs(value) < large ? fine.format(sure(value)) : whole.format(Math.round(sure(value)))
    return rounded === '-0' ? '0' : rounded
  },
  tenths: (value) => {
    const rounded = fine.format(value)
    return rounded === '-0' ? '0' : rounded
  },
  digits: String,
  money: (amount, currency) => {
    const digits = (Math.abs(amount) < large ? cents : whole).format(amount)
    return currency === null ? digits : `${currency} ${digits}`
  },
  price: (amount, currency) => {
    const digits = cents.format(sure(amount))
    return currency === null ? digits : `${currency} ${digits}`
  },
  percent: (percents) => `${percents} %`,
}
