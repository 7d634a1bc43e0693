import type { Day } from '../day.ts'
import { dueAfter, learnedRhythm, medianOf, nextOn, promisedRhythm, type Rhythm } from './rhythm.ts'

/** A local day, and the minutes since its midnight. */
export type LocalMoment = { readonly day: Day; readonly minute: number }

/** How a feed stands that has a rhythm: `due` once its usual time on its day is over, `late` from the next morning on which it could come. */
export type Freshness = {
  readonly rhythm: Rhythm
  /** The day on which it came last, and the one on which it comes next. */
  readonly last: Day
  readonly due: Day
  /** When its owner is asked for it, and from when it is late. */
  readonly asked: LocalMoment
  readonly lateFrom: LocalMoment
  readonly state: 'fresh' | 'due' | 'late'
}

const hour = 60
const firstAsking = 9 * hour
const lastAsking = 17 * hour
const lateHour = 7 * hour

/**
 * Tells how a feed stands at a moment, from when it came, the newest first, and how often it was promised; null where it
 * has no rhythm. A promise of 0 days is none, one of null is learned.
 */
export const freshnessOf = (
  came: readonly LocalMoment[],
  promisedDays: number | null,
  now: LocalMoment,
): Freshness | null => {
  const [last] = came
  if (last === undefined || promisedDays === 0) return null
  const days = came.map(({ day }) => day)
  const rhythm = promisedDays === null ? learnedRhythm(days) : promisedRhythm(promisedDays, days)
  if (rhythm === null) return null
  const due = dueAfter(last.day, rhythm)
  const usual = medianOf(came.map(({ minute }) => minute))
  const asked = { day: due, minute: Math.min(Math.max(usual + hour, firstAsking), lastAsking) }
  const lateFrom = { day: nextOn(due + 1, rhythm.on), minute: lateHour }
  const state = isReached(lateFrom, now) ? 'late' : isReached(asked, now) ? 'due' : 'fresh'
  return { rhythm, last: last.day, due, asked, lateFrom, state }
}

const isReached = (moment: LocalMoment, now: LocalMoment): boolean =>
  now.day > moment.day || (now.day === moment.day && now.minute >= moment.minute)
