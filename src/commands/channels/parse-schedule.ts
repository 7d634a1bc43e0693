import { everyDay, mondayToFriday, type Weekdays } from '../../domain/day.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { timeZoneNamed } from '../../domain/time-zone.ts'
import { ordinary, visible } from '../../parsing/typed-line.ts'

/** When a digest is to come: minutes after midnight, weekdays and zone; null where nothing was typed. */
type ScheduleRequest = {
  readonly minute: number
  readonly days: Weekdays | null
  readonly timeZone: string | null
}

/** The days of the week as they are typed, Monday first. */
export const dayNames: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** Reads `08:00 mon-fri Europe/Berlin`, the time first, days and zone in either order. Fails with a sentence. */
export const parseSchedule = (typed: readonly string[]): Result<ScheduleRequest, string> => {
  const [time, ...rest] = scheduleWords(typed.join(' '))
  if (time === undefined) return failed('At what time? For example: /shelfready digest at 08:00.')
  const minute = readTime(time)
  if (minute === null) return failed(`I cannot read "${time}" as a time of day. Write it like 08:00.`)
  let days: Weekdays | null = null
  let timeZone: string | null = null
  for (const word of rest) {
    const read = readDays(word)
    const zone = read === null ? timeZoneNamed(word) : null
    if (read !== null && days === null) days = read
    else if (zone !== null && timeZone === null) timeZone = zone
    else return failed(`I cannot read "${word}" as days (mon-fri) or as a time zone (Europe/Berlin).`)
  }
  return ok({ minute, days, timeZone })
}

/** Splits a schedule into its time, days and zone, with the blanks left out that people write within them. */
const scheduleWords = (text: string): readonly string[] =>
  ordinary(visible(text))
    .trim()
    .replaceAll(/(?<=\d) (?=[ap]\.?m)/gi, '')
    .replaceAll(/(?<=[ap])\.m\.?(?= |$)/gi, 'm')
    .replaceAll(/(?<=[a-z]{3,}) *(?:-| to | until ) *(?=[a-z]{3})/gi, '-')
    .replaceAll(/(?<=[a-z]{3,}) *(?:[,;&+]| and )+ *(?=(?:mon|tue|wed|thu|fri|sat|sun))/gi, ',')
    .split(/\s+/)
    .map((word) => word.replace(/[,;.]+$/, ''))
    .filter((word) => word !== '' && !/^(?:at|on|in)$/i.test(word))

/** Reads `08:00`, `8:30`, `8am`, `8.30`; null when it is no time of day. */
const readTime = (text: string): number | null => {
  const found = /^(\d{1,2})(?:[:.h](\d{2}))?(am|pm)?$/i.exec(text)
  if (!found) return null
  const [, hours, minutes = '00', half] = found
  if (half === undefined && found[2] === undefined) return null
  const [hour, minute] = [Number(hours), Number(minutes)]
  if (minute > 59 || hour > (half === undefined ? 23 : 12) || (half !== undefined && hour === 0)) return null
  const shift = half === undefined ? hour : (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
  return shift * 60 + minute
}

/** Reads `mon-fri`, `mon,wed,fri`, `daily`, `weekdays`; null when it is no set of days. A range may run over Sunday. */
export const readDays = (text: string): Weekdays | null => {
  const typed = ordinary(visible(text))
    .toLowerCase()
    .trim()
    .replaceAll(/ *(?:-| to | until ) */g, '-')
    .replaceAll(/ *(?:[,;&+]| and )+ */g, ',')
    .replace(/[.,]+$/, '')
  if (typed === 'daily' || typed === 'everyday') return everyDay
  if (typed === 'weekdays' || typed === 'workdays') return mondayToFriday
  let days = 0
  for (const part of typed.split(',')) {
    const [from, to, ...more] = part.split('-').map((name) => dayNames.indexOf(name.slice(0, 3)))
    if (from === undefined || from < 0 || to === -1 || more.length > 0 || !part.split('-').every(isDayName)) return null
    for (let i = from; ; i = (i + 1) % 7) {
      days |= 1 << i
      if (i === (to ?? from)) break
    }
  }
  return days
}

const longNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const isDayName = (name: string) => name.length >= 3 && longNames.some((long) => long.startsWith(name))

/** Reads a language tag, or `none`; null where the tag is not known. */
export const readLocale = (text: string): string | null => {
  if (text.toLowerCase() === 'none') return 'none'
  try {
    return Intl.NumberFormat.supportedLocalesOf(text)[0] ?? null
  } catch {
    return null
  }
}
