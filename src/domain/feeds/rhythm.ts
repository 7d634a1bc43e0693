import { type Day, everyDay, isOn, mondayToFriday, type Weekdays, weekdayOf } from '../day.ts'

/** How often a feed comes: every so many of the days on which it comes at all. */
export type Rhythm = {
  readonly days: number
  /** The weekdays on which it comes. */
  readonly on: Weekdays
  readonly isLearned: boolean
}

const mostDays = 10
const fewestGaps = 3
const mostTimesMedian = 3

/** Learns from the local days on which a feed came, the newest first, how often it comes; null where they tell no rhythm. */
export const learnedRhythm = (came: readonly Day[]): Rhythm | null => {
  const days = lastDays(came)
  const on = weekdaysOf(days)
  const gaps = days.slice(1).map((day, at) => daysBetween(day, days[at] as Day, on))
  const median = medianOf(gaps)
  return gaps.length < fewestGaps || Math.max(...gaps) > mostTimesMedian * median
    ? null
    : { days: median, on, isLearned: true }
}

/** Gives the rhythm of a feed that was promised every so many days; a day on a weekend is its Monday where it never came on one. */
export const promisedRhythm = (days: number, came: readonly Day[]): Rhythm => ({
  days,
  on: weekdaysOf(lastDays(came)),
  isLearned: false,
})

/** Gives the day on which a feed is due that came last on a day. */
export const dueAfter = (last: Day, { days, on, isLearned }: Rhythm): Day => {
  if (!isLearned) return nextOn(last + days, on)
  let day = last
  for (let left = days; left > 0; left--) day = nextOn(day + 1, on)
  return day
}

/** Gives a day, or the next one that is one of some weekdays. */
export const nextOn = (day: Day, on: Weekdays): Day => {
  let next = day
  while (!isOn(on, next)) next++
  return next
}

/** The middle of some numbers, the larger one of two. */
export const medianOf = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0

const lastDays = (came: readonly Day[]): readonly Day[] =>
  [...new Set(came)].toSorted((a, b) => b - a).slice(0, mostDays)

const weekdaysOf = (days: readonly Day[]): Weekdays =>
  days.some((day) => weekdayOf(day) > 4) ? everyDay : mondayToFriday

const daysBetween = (from: Day, to: Day, on: Weekdays): number => {
  let days = 0
  for (let day = from + 1; day <= to; day++) if (isOn(on, day)) days++
  return days
}
