import type { Day } from '../day.ts'
import type { WorkingTime } from '../escalation/working-time.ts'
import { hoursToAnswer, workingDaysToAnswer } from '../policy.ts'

/** The last day to answer a proposal where whoever answers is, and the moment that day is over, in milliseconds since 1970. */
export type AnswerDeadline = { readonly day: Day; readonly at: number }

/**
 * Gives until when a proposal can be answered: the end of the third working day after today of whoever answers, where they
 * are, or of the last useful day where that comes first; never before their first working hour has passed.
 */
export const answerDeadline = (now: number, working: WorkingTime, lastUseful: readonly Day[]): AnswerDeadline => {
  const third = workingDayAfter(working, working.dayAt(now), workingDaysToAnswer)
  const wanted = Math.max(working.dayAt(now), Math.min(third, ...lastUseful))
  const hour = working.add(now, hoursToAnswer)
  // A day that ends with that hour has had it.
  const day = hour === null ? wanted : Math.max(wanted, working.dayAt(hour - 1))
  return { day, at: working.startOf(day + 1) }
}

/** Gives a working day after another; where somebody does not work for a year, a day like it on the calendar. */
const workingDayAfter = (working: WorkingTime, day: Day, count: number): Day => {
  let last = day
  for (let left = count; left > 0; left--) {
    const next = working.next(working.startOf(last + 1))
    last = next === null ? last + 1 : working.dayAt(next)
  }
  return last
}

/** Writes a moment in milliseconds since 1970 as ISO text. */
export const isoMoment = (at: number): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'millisecond' })
