import { type Day, isOn, mondayToFriday, type Weekdays } from '../day.ts'
import { dueAt, localDay } from '../digest/occurrence.ts'
import { alertsFrom, alertsUntil, urgentDays } from '../policy.ts'

/** The weekdays on which a channel gets alerts, and its time zone. */
export type AlertHours = { readonly days: Weekdays; readonly timeZone: string }

/** Gives the alert hours of a channel without a digest: Monday to Friday. */
export const ordinaryHours = (timeZone: string): AlertHours => ({ days: mondayToFriday, timeZone })

/** Tells whether a launch is so near that its channel is alerted at any hour. */
export const isUrgent = (start: Day, today: Day): boolean => start <= today + urgentDays

/** Gives the moment from which a channel gets alerts: now within its hours, else when they begin next. */
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

/** Gives the moment at which the channel's local date began: alerts of a day are counted from it. */
export const dayBegan = ({ timeZone }: AlertHours, now: Temporal.Instant): Temporal.Instant =>
  now.toZonedDateTimeISO(timeZone).startOfDay().toInstant()
