import { andThen, type Read, Unfit } from './values.ts'

const isoDay = /^\d{4}-\d{2}-\d{2}$/
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const daysIn = (year: number, month: number): number => {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && leap ? 29 : (monthDays[month - 1] ?? 0)
}

/** Reads an ISO date of the years 1900 to 2200 that the calendar has. */
export const isoDate: Read<string> = (input) => {
  if (!isoDay.test(input)) return new Unfit('is not a date; write it as 2026-07-06')
  const year = Number(input.slice(0, 4))
  const day = Number(input.slice(8))
  if (day < 1 || day > daysIn(year, Number(input.slice(5, 7)))) return new Unfit('is not a day of the calendar')
  return year < 1900 || year > 2200 ? new Unfit('is outside the years 1900 to 2200') : input
}

/** When a count was taken: a local day, the minute of it (0 at its start), and the moment where an offset was written. */
type AsOf = {
  readonly as_of_on: string
  readonly as_of_minute: number
  readonly moment: Temporal.Instant | null
}

/** Gives the local day and minute of a moment in a time zone. */
export const asOfMoment = (moment: Temporal.Instant, timeZone: string): AsOf => {
  const local = moment.toZonedDateTimeISO(timeZone)
  return { as_of_on: local.toPlainDate().toString(), as_of_minute: local.hour * 60 + local.minute, moment }
}

const clock = /^\d{2}:\d{2}$/
const clockSeconds = /^\d{2}:\d{2}:\d{2}$/
const fraction = /[.,]\d{1,9}$/
const offset = /[+-]\d{2}:?\d{2}$/
const noTime = new Unfit('is not a date or a time; write it as 2026-07-06 or 2026-07-06 06:00')

/** Gives the minute of the day of `HH:MM`; null where no day has it. */
const minuteOf = (input: string): number | null => {
  if (!clock.test(input)) return null
  const [hour, minute] = [Number(input.slice(0, 2)), Number(input.slice(3))]
  return hour < 24 && minute < 60 ? hour * 60 + minute : null
}

/** Gives the minute of the day of a time, seconds and fractions cut off; null where no day has it. */
const minuteOfTime = (input: string): number | null => {
  if (clock.test(input)) return minuteOf(input)
  const seconds = input.replace(fraction, '')
  return clockSeconds.test(seconds) && Number(seconds.slice(6)) < 60 ? minuteOf(seconds.slice(0, 5)) : null
}

const zoneOf = (time: string): string => (/z$/i.test(time) ? time.slice(-1) : (offset.exec(time)?.[0] ?? ''))

const isZone = (zone: string): boolean =>
  zone.length <= 1 || (minuteOf(`${zone.slice(1, 3)}:${zone.slice(-2)}`) ?? -1) >= 0

const readMoment = (on: string, time: string, timeZone: string): AsOf | Unfit => {
  const zone = zoneOf(time)
  const minute = minuteOfTime(time.slice(0, time.length - zone.length).trimEnd())
  if (minute === null || !isZone(zone)) return noTime
  if (zone === '') return { as_of_on: on, as_of_minute: minute, moment: null }
  const wall = Temporal.PlainDateTime.from(on).add({ minutes: minute })
  return asOfMoment(Temporal.Instant.from(`${wall}${zone}`), timeZone)
}

const readAsOf = (input: string, timeZone: string): AsOf | Unfit => {
  if (!isoDay.test(input.slice(0, 10))) return noTime
  return andThen(isoDate, (on) => {
    if (input.length === 10) return { as_of_on: on, as_of_minute: 0, moment: null }
    return /^[ Tt]/.test(input.slice(10)) ? readMoment(on, input.slice(11).trimStart(), timeZone) : noTime
  })(input.slice(0, 10))
}

/**
 * Makes the reader of a date, or of a date and a time to the minute with or without an offset; what has an offset (or
 * `Z`) is converted to `timeZone`, the rest is taken as local. A file repeats few moments, so the last one is kept.
 */
export const asOf = (timeZone: string): Read<AsOf> => {
  let last = ''
  let value: AsOf | Unfit = noTime
  return (input) => {
    if (input !== last) {
      value = readAsOf(input, timeZone)
      last = input
    }
    return value
  }
}

/** Reads a time of day as `HH:MM`. */
export const timeOfDay: Read<string> = (input) => {
  const padded = input.padStart(5, '0')
  return minuteOf(padded) === null ? new Unfit('is not a time of day; write it as 15:00') : padded
}

const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const noWeekdays = new Unfit('is not a set of weekdays; write it as mon-fri or mon,thu')

const weekdayAt = (name: string): number =>
  weekdayNames.findIndex((weekday) => name === weekday || name === weekday.slice(0, 3))

/** Gives the bit mask of one weekday, or of a range that may run over Sunday; 0 where it is neither. */
const rangeMask = (range: string): number => {
  const [first = '', last = first, ...more] = range.split('-')
  const from = weekdayAt(first)
  const to = weekdayAt(last)
  if (from < 0 || to < 0 || more.length > 0) return 0
  let mask = 1 << to
  for (let day = from; day !== to; day = (day + 1) % 7) mask |= 1 << day
  return mask
}

/** Reads a set of weekdays (`mon-fri`, `mon,thu`, `fri-mon`) as a bit mask in which Monday is 1 and Sunday 64. */
export const weekdays: Read<number> = (input) => {
  const ranges = input
    .toLowerCase()
    .replaceAll('–', '-')
    .replaceAll(' - ', '-')
    .split(/[\s,;]/)
  const masks = ranges.filter((range) => range !== '').map(rangeMask)
  if (masks.length === 0 || masks.includes(0)) return noWeekdays
  return masks.reduce((all, mask) => all | mask, 0)
}

const noTimeZone = new Unfit('is not a time zone; write it as Europe/Berlin')

/** Reads the IANA name of a time zone, in its usual spelling. */
export const timeZoneName: Read<string> = (input) => {
  if (input.length > 64 || !/^[a-z]/i.test(input)) return noTimeZone
  try {
    return new Intl.DateTimeFormat('en', { timeZone: input }).resolvedOptions().timeZone
  } catch {
    return noTimeZone
  }
}
