import type { Day } from '../day.ts'
import { nextReceivingDay, type ReceivingCalendar, usableFrom } from './lead-time.ts'

/** Days between which goods come; `from` is null where they may come as early as they like. */
export type DueWindow = { readonly from: Day | null; readonly by: Day }

/** The most days that a location needs between delivery and use, closed days included. */
const farthest = 100

/** Gives the days on which goods may be delivered at locations, so that they are usable there between some days; null where there are none. */
export const dueDays = (
  { from: usableFirst, by: usableLast }: DueWindow,
  locations: readonly ReceivingCalendar[],
): DueWindow | null => {
  const usable = (due: Day) => locations.map((receiving) => usableOn(receiving, due))
  const by = firstBack(usableLast, (day) => Math.max(...usable(day)) <= usableLast)
  if (by === null || usableFirst === null) return by === null ? null : { from: null, by }
  const tooSoon = firstBack(usableFirst, (day) => Math.min(...usable(day)) < usableFirst)
  const from = (tooSoon ?? usableFirst - 1) + 1
  return from > by ? null : { from, by }
}

const firstBack = (day: Day, isRight: (day: Day) => boolean): Day | null => {
  for (let back = 0; back <= farthest; back++) if (isRight(day - back)) return day - back
  return null
}

const usableOn = (receiving: ReceivingCalendar, due: Day): Day => {
  const arrives = nextReceivingDay(receiving, due)
  return arrives === null ? Number.POSITIVE_INFINITY : usableFrom(receiving, arrives)
}
