import { type Day, dayOf, isOn, isoOf, type Weekdays } from '../day.ts'
import { digestBackfillHours } from '../policy.ts'

/** The schedule of a channel's digest: minutes after local midnight, on weekdays, in a time zone; no digest is owed that was due before `knownSince`. */
export type Schedule = {
  readonly minute: number
  readonly days: Weekdays
  readonly timeZone: string
  /** The moment of its last change. */
  readonly knownSince: Temporal.Instant
}

/** A local date and the moment its digest is due. */
export type Slot = { readonly day: Day; readonly due: Temporal.Instant }

/**
 * Gives the moment a local date's digest is due. A time the clocks skip is taken as long after midnight as it would have
 * been, one they repeat the first time. Null for a date that the time zone skips altogether.
 */
export const dueAt = (
  { minute, timeZone }: Pick<Schedule, 'minute' | 'timeZone'>,
  day: Day,
): Temporal.Instant | null => {
  const date = Temporal.PlainDate.from(isoOf(day))
  const time = date.toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 })
  for (const disambiguation of ['compatible', 'earlier'] as const) {
    const due = time.toZonedDateTime(timeZone, { disambiguation })
    if (due.toPlainDate().equals(date)) return due.toInstant()
  }
  return null
}

/** Gives the local date of a moment in a zone. */
export const localDay = (now: Temporal.Instant, timeZone: string): Day =>
  dayOf(now.toZonedDateTimeISO(timeZone).toPlainDate().toString())

/**
 * Finds the one digest that is owed at a moment, or null: the latest slot that is due, unless its date was made already,
 * it was due before the schedule was known, or longer ago than downtime is caught up. A slot is a date, so a clock that
 * jumps back finds it taken, and one that jumps forward owes one digest, not one for every day it skipped.
 */
export const owedAt = (schedule: Schedule, taken: ReadonlySet<Day>, now: Temporal.Instant): Slot | null => {
  const today = localDay(now, schedule.timeZone)
  const oldest = now.subtract({ hours: digestBackfillHours })
  for (const day of [today, today - 1, today - 2]) {
    const due = isOn(schedule.days, day) ? dueAt(schedule, day) : null
    if (due === null || isAfter(due, now)) continue
    const isOwed = !taken.has(day) && isAfter(due, oldest) && isAfter(due, schedule.knownSince)
    return isOwed ? { day, due } : null
  }
  return null
}

/** Finds the next slot that is due after a moment and not made yet, or null when there is none within two weeks. */
export const nextSlot = (schedule: Schedule, taken: ReadonlySet<Day>, now: Temporal.Instant): Slot | null => {
  const today = localDay(now, schedule.timeZone)
  for (let day = today - 1; day <= today + 14; day++) {
    if (!isOn(schedule.days, day) || taken.has(day)) continue
    const due = dueAt(schedule, day)
    if (due !== null && isAfter(due, now)) return { day, due }
  }
  return null
}

const isAfter = (one: Temporal.Instant, other: Temporal.Instant) => Temporal.Instant.compare(one, other) > 0
