import { type Day, isOn, mondayToFriday, type Weekdays } from '../day.ts'
import { dueAt, localDay } from '../digest/occurrence.ts'
import { alertsFrom, alertsUntil, urgentDays } from '../policy.ts'

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
    const from = dueAt({ minute: alertsFrom, timeZone: hours.timeZone }, day)
    const until = dueAt({ minute: alertsUntil, timeZone: hours.timeZone }, day)
    if (from === null || until === null) continue
    if (Temporal.Instant.compare(now, from) < 0) return from
    if (Temporal.Instant.compare(now, until) < 0) return now
  }
  return now
}

/** Gives the moment at which a local date begins, from which a day's messages are counted. */
export const dayBegan = ({ timeZone }: AlertHours, now: Temporal.Instant): Temporal.Instant =>
  now.toZonedDateTimeISO(timeZone).startOfDay().toInstant()
