import type { LineAssessment } from '../assessment/readiness.ts'
import type { Day } from '../day.ts'
import { nextReceivingDay, type ReceivingCalendar, usableFrom } from '../supply/lead-time.ts'
import type { Delivery, JointOrder } from './joint-order.ts'

/** The days on which an order may be delivered; `from` is null where it may come as early as it likes. */
export type DueWindow = { readonly from: Day | null; readonly by: Day }

/** The most days that a location needs between delivery and use, closed days included. */
const farthest = 100

/**
 * Gives the days on which an order may be delivered where it goes, so that it is usable when it has to be; null where there
 * are none, and where it passes through a location of our own, which sends it on.
 */
export const dueWindowOf = ({ needs, delivery, usableBy }: JointOrder): DueWindow | null => {
  const lines = needs.flatMap((need) => need.lines)
  if (lines.length === 0 || lines.some(({ facts }) => facts.leadTime?.via !== undefined)) return null
  const receivings = lines.map(({ facts }: LineAssessment) => facts.location.receiving)
  const usable = (due: Day) => receivings.map((receiving) => usableOn(receiving, due))
  const by = firstBack(usableBy, (day) => Math.max(...usable(day)) <= usableBy)
  if (by === null || delivery === null) return by === null ? null : { from: null, by }
  const tooSoon = firstBack(delivery.from, (day) => Math.min(...usable(day)) < delivery.from)
  const from = (tooSoon ?? delivery.from - 1) + 1
  return from > by ? null : { from, by }
}

/** Gives the days between which an order has to be delivered; null where it may come as early as it likes. */
export const deliveryOf = (order: JointOrder): Delivery | null => {
  if (order.delivery === null) return null
  const window = dueWindowOf(order)
  return window === null || window.from === null ? order.delivery : { from: window.from, by: window.by }
}

const firstBack = (day: Day, isRight: (day: Day) => boolean): Day | null => {
  for (let back = 0; back <= farthest; back++) if (isRight(day - back)) return day - back
  return null
}

const usableOn = (receiving: ReceivingCalendar, due: Day): Day => {
  const arrives = nextReceivingDay(receiving, due)
  return arrives === null ? Number.POSITIVE_INFINITY : usableFrom(receiving, arrives)
}
