import { type Day, dayOf, isOn, mondayToFriday, type Weekdays } from '../day.ts'
import { dueAt } from '../digest/occurrence.ts'
import { usualWorkingHours } from '../policy.ts'

/** The working hours of a person: minutes after local midnight, on weekdays, in a time zone. */
export type WorkingHours = {
  readonly from: number
  readonly to: number
  readonly days: Weekdays
  readonly timeZone: string
}

/** Gives the working hours of a person who has set none: Monday to Friday from eight to six. */
export const usualHours = (timeZone: string): WorkingHours => ({
  ...usualWorkingHours,
  days: mondayToFriday,
  timeZone,
})

/** The working time of a person. Moments are milliseconds since 1970, spans are milliseconds. */
export type WorkingTime = {
  /** Gives the first working moment at or after another; null where none comes within a year. */
  readonly next: (from: number) => number | null
  /** Gives the end of the working time that contains a moment; the moment itself where none does. */
  readonly until: (moment: number) => number
  /** Gives the working time between two moments, at most `most`. */
  readonly between: (from: number, to: number, most?: number) => number
  /** Gives the moment after so much more working time; null where that takes longer than a year. */
  readonly add: (from: number, span: number) => number | null
  /** Gives the local date of a moment. */
  readonly dayAt: (moment: number) => Day
  /** Gives the moment at which a local date begins. */
  readonly startOf: (day: Day) => number
}

const minutesOfDay = 24 * 60
const longestDays = 370

/** Makes a working time from working hours and the days that are closed, such as holidays and absences. */
export const workingTime = (hours: WorkingHours, isClosed: (day: Day) => boolean): WorkingTime => {
  const { from, to, days, timeZone } = hours
  const known = new Map<Day, readonly [number, number] | null>()
  const at = (day: Day, minute: number): number | null =>
    dueAt(minute < minutesOfDay ? { minute, timeZone } : { minute: 0, timeZone }, minute < minutesOfDay ? day : day + 1)
      ?.epochMilliseconds ?? null
  const opening = (day: Day): readonly [number, number] | null => {
    const start = isOn(days, day) && !isClosed(day) ? at(day, from) : null
    const end = start === null ? null : at(day, to)
    return start === null || end === null || end <= start ? null : [start, end]
  }
  const openOn = (day: Day): readonly [number, number] | null => {
    const found = known.get(day)
    if (found !== undefined) return found
    const made = opening(day)
    known.set(day, made)
    return made
  }
  const dayAt = (moment: number): Day =>
    dayOf(Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(timeZone).toPlainDate().toString())
  return {
    dayAt,
    startOf: (day) => at(day, 0) ?? at(day + 1, 0) ?? 0,
    next: (moment) => {
      const first = dayAt(moment)
      for (let day = first; day <= first + longestDays; day++) {
        const open = openOn(day)
        if (open !== null && moment < open[1]) return Math.max(moment, open[0])
      }
      return null
    },
    until: (moment) => {
      const open = openOn(dayAt(moment))
      return open !== null && moment >= open[0] && moment < open[1] ? open[1] : moment
    },
    between: (start, end, most = Number.POSITIVE_INFINITY) => {
      let worked = 0
      if (end <= start) return worked
      const last = dayAt(end)
      for (let day = dayAt(start); day <= last && worked < most; day++) {
        const open = openOn(day)
        if (open !== null) worked += Math.max(0, Math.min(end, open[1]) - Math.max(start, open[0]))
      }
      return Math.min(worked, most)
    },
    add: (start, span) => {
      if (span <= 0) return start
      let left = Math.ceil(span)
      const first = dayAt(start)
      for (let day = first; day <= first + longestDays; day++) {
        const open = openOn(day)
        const begins = open === null ? 0 : Math.max(start, open[0])
        if (open === null || open[1] <= begins) continue
        if (left <= open[1] - begins) return begins + left
        left -= open[1] - begins
      }
      return null
    },
  }
}
