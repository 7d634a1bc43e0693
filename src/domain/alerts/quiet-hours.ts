import { type Day, isOn, mondayToFriday, type Weekdays } from '../day.ts'
import { dueAt, localDay } from '../digest/occurrence.ts'

/** So many messages a day tell a channel of changes as they happen; the rest comes with its digest. */
export const alertsADay = 6

/** Local hours, in minutes after midnight, between which a channel hears of changes on its days. */
export const openFrom = 7 * 60
export const openUntil = 19 * 60

/** While a message about changes has not arrived for so many milliseconds, no other one is made: later one tells of all. */
export const undeliveredMilliseconds = 2 * 60 * 1_000

/** A promotion that starts within so many days is told of at any hour. */
const urgentDays = 2

/** The weekdays on which a channel hears of changes, and its zone. */
export type AlertHours = { readonly days: Weekdays; readonly timeZone: string }

/** Gives the hours of a channel that never asked for a digest. */
export const ordinaryHours = (timeZone: string): AlertHours => ({ days: mondayToFriday, timeZone })

/** Tells whether a launch is so near that its channel hears of it at any hour. */
export const isUrgent = (start: Day, today: Day): boolean => start <= today + urgentDays

/** Gives the moment from which a channel hears of changes: now, within its hours, or the next time they begin. */
export const nextOpening = (hours: AlertHours, now: Temporal.Instant): Temporal.Instant => {
  const today = localDay(now, hours.timeZone)
  for (let day = today; day <= today + 14; day++) {
    if (!isOn(hours.days, day)) continue
    const from = dueAt({ minute: openFrom, timeZone: hours.timeZone }, day)
    const until = dueAt({ minute: openUntil, timeZone: hours.timeZone }, day)
    if (from === null || until === null) continue
    if (Temporal.Instant.compare(now, from) < 0) return from
    if (Temporal.Instant.compare(now, until) < 0) return now
  }
  return now
}

/** Gives the moment at which a local date begins, from which a day's messages are counted. */
export const dayBegan = ({ timeZone }: AlertHours, now: Temporal.Instant): Temporal.Instant =>
  now.toZonedDateTimeISO(timeZone).startOfDay().toInstant()
