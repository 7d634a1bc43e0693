import { type Day, isOn, mondayToFriday, type Weekdays } from '../day.ts'
import type { Punctuality } from './punctuality.ts'

/** How long a supplier needs and when it works, for one item at one location. Days of `lead` are calendar or working days. */
export type LeadTime = {
  readonly supplier: string
  readonly lead: number
  readonly calendar: 'calendar' | 'weekdays'
  /** Standard deviation of `lead`, in the same days: as told, else as deliveries have shown; 0 when unknown. */
  readonly sd: number
  /** How punctual its deliveries of the item here were; absent where too few are known. */
  readonly punctuality?: Punctuality
  /** The deliveries that `sd` is learned from; absent where it was told. */
  readonly sdFrom?: number
  readonly reviewDays: number | null
  readonly orderDays: Weekdays
  readonly cutoff: string | null
  readonly maxPerWeek: number | null
  readonly holidays: ReadonlySet<Day>
  /** The leg before this one, where goods come by way of a location of our own; absent where they come straight. */
  readonly via?: SupplyLeg
}

/** The way from a supplier to a location of our own that sends goods on. */
export type SupplyLeg = { readonly lead: LeadTime; readonly receiving: ReceivingCalendar }

/** When goods can be taken in at a location, and how many receiving days they then need to be usable. */
export type ReceivingCalendar = {
  readonly days: Weekdays
  readonly closed: ReadonlySet<Day>
  readonly dockToStock: number
}

/** An order placed on `orderOn`, usable from the start of `usableOn`. */
export type OrderDates = { readonly orderOn: Day; readonly usableOn: Day }

/** No calendar closes for longer than this; a search that passes it has found a calendar without any open day. */
const farthest = 1_100

const works = (leadTime: LeadTime, day: Day) =>
  leadTime.calendar === 'calendar' || (isOn(mondayToFriday, day) && !leadTime.holidays.has(day))

/** Gives the last leg alone: how long goods take from where they lie. */
export const lastLeg = (leadTime: LeadTime): LeadTime => {
  if (leadTime.via === undefined) return leadTime
  const { via: _, ...last } = leadTime
  return last
}

const takesOrders = (leadTime: LeadTime, day: Day) => isOn(leadTime.orderDays, day) && works(leadTime, day)

/** Tells whether a minute of the day, counted from its start, is past the hour by which its orders must be in. */
export const isPastCutoff = (leadTime: LeadTime | null, minute: number): boolean => {
  const cutoff = leadTime?.cutoff ?? null
  return cutoff !== null && minute >= minuteOfCutoff(cutoff)
}

/** Gives the minute of the day of an hour such as `15:00`. */
export const minuteOfCutoff = (cutoff: string): number => Number(cutoff.slice(0, 2)) * 60 + Number(cutoff.slice(3))

const receives = (receiving: ReceivingCalendar, day: Day) => isOn(receiving.days, day) && !receiving.closed.has(day)

const seek = (from: Day, step: 1 | -1, open: (day: Day) => boolean): Day | null => {
  for (let day = from; Math.abs(day - from) <= farthest; day += step) if (open(day)) return day
  return null
}

/** Gives the first day on or after `day` on which the location takes goods in, or null if it never does. */
export const nextReceivingDay = (receiving: ReceivingCalendar, day: Day): Day | null =>
  seek(day, 1, (candidate) => receives(receiving, candidate))

/** Gives the day goods are usable that arrive on a receiving day: dock to stock takes receiving days. */
export const usableFrom = (receiving: ReceivingCalendar, arrivesOn: Day): Day => {
  let day = arrivesOn
  for (let left = receiving.dockToStock; left > 0; left--) day = nextReceivingDay(receiving, day + 1) ?? day + 1
  return day
}

/** Gives the last receiving day on which goods can arrive to be usable by the start of a day, or null if there is none. */
const arriveBy = (receiving: ReceivingCalendar, usableOn: Day): Day | null => {
  let day = seek(usableOn, -1, (candidate) => receives(receiving, candidate))
  for (let left = receiving.dockToStock; left > 0 && day !== null; left--)
    day = seek(day - 1, -1, (candidate) => receives(receiving, candidate))
  return day
}

/** Adds the protection for lead time variance: the lead time that is kept with probability 1 - `policy`, in whole days. */
export const protectedLead = (leadTime: LeadTime, z: number): LeadTime => ({
  ...leadTime,
  lead: leadTime.sd > 0 ? Math.ceil(leadTime.lead + Math.max(0, z) * leadTime.sd - 1e-9) : leadTime.lead,
  ...(leadTime.via ? { via: { ...leadTime.via, lead: protectedLead(leadTime.via.lead, z) } } : {}),
})

/**
 * Schedules forwards: the first ordering day on or after `from`, and when that order is usable. The order day counts as
 * the first lead-time day when the supplier works; goods arrive at the start of the day after the last one. Where they
 * come by way of a location of our own, they are sent on when they are usable there.
 */
export const orderForwards = (leadTime: LeadTime, receiving: ReceivingCalendar, from: Day): OrderDates | null => {
  if (leadTime.via) {
    const there = orderForwards(leadTime.via.lead, leadTime.via.receiving, from)
    const here = there && orderForwards(lastLeg(leadTime), receiving, there.usableOn)
    return here && { orderOn: (there as OrderDates).orderOn, usableOn: here.usableOn }
  }
  const orderOn = seek(from, 1, (day) => takesOrders(leadTime, day))
  if (orderOn === null) return null
  let ready = orderOn + Math.ceil(leadTime.lead)
  if (leadTime.calendar === 'weekdays') {
    ready = orderOn
    for (let left = Math.ceil(leadTime.lead); left > 0; ready++) if (works(leadTime, ready)) left--
  }
  const arrivesOn = nextReceivingDay(receiving, ready)
  return arrivesOn === null ? null : { orderOn, usableOn: usableFrom(receiving, arrivesOn) }
}

/** Gives the last day on or before `day` on which the supplier takes orders, or null if it never does. */
export const lastOrderDay = (leadTime: LeadTime, day: Day): Day | null =>
  seek(day, -1, (candidate) => takesOrders(leadTime.via?.lead ?? leadTime, candidate))

/**
 * Schedules backwards: the last ordering day whose goods are usable at the start of `neededOn` at the latest. Counts
 * back past today if it must; the caller compares. Semantics: the planning engine's, see test/domain/supply.
 */
export const orderBackwards = (leadTime: LeadTime, receiving: ReceivingCalendar, neededOn: Day): OrderDates | null => {
  if (leadTime.via) {
    const sent = orderBackwards(lastLeg(leadTime), receiving, neededOn)
    const ordered = sent && orderBackwards(leadTime.via.lead, leadTime.via.receiving, sent.orderOn)
    return ordered && orderForwards(leadTime, receiving, ordered.orderOn)
  }
  const arrival = arriveBy(receiving, neededOn)
  if (arrival === null) return null
  let latest = arrival - Math.ceil(leadTime.lead)
  if (leadTime.calendar === 'weekdays') {
    latest = arrival
    for (let left = Math.ceil(leadTime.lead); left > 0; ) if (works(leadTime, --latest)) left--
  }
  const orderOn = lastOrderDay(leadTime, latest)
  return orderOn === null ? null : orderForwards(leadTime, receiving, orderOn)
}
