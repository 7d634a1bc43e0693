import { type Day, isOn, mondayToFriday, type Weekdays } from '../day.ts'
import type { Punctuality } from './punctuality.ts'

/** A supplier's expediting terms: lead time in days, and the surcharges a unit and an order; null where they are unknown. */
export type Expediting = {
  readonly supplier: string
  readonly days: number
  readonly perUnit: number | null
  readonly fixed: number | null
}

/** A supplier's lead time, calendar and weekly limit for one item at one location. `lead` is in days of `calendar`. */
export type LeadTime = {
  readonly supplier: string
  readonly lead: number
  readonly calendar: 'calendar' | 'weekdays'
  /** Standard deviation of `lead`, in the same days: as stated, else learned from deliveries; 0 when unknown. */
  readonly sd: number
  /** The punctuality of its deliveries of the item here; absent where too few are known. */
  readonly punctuality?: Punctuality
  /** The number of deliveries that `sd` is learned from; absent where it is stated. */
  readonly sdFrom?: number
  readonly reviewDays: number | null
  readonly orderDays: Weekdays
  readonly cutoff: string | null
  readonly maxPerWeek: number | null
  /** The value from which it takes an order, and the units of a load that it fills; absent where nobody says. */
  readonly minOrderValue?: number
  readonly fillUnits?: number
  /** The days on which the supplier is closed: it takes no order and ships nothing, whatever its calendar. */
  readonly holidays: ReadonlySet<Day>
  /** The leg before this one, where goods come through a location of our own; absent where the supplier delivers directly. */
  readonly via?: SupplyLeg
}

/** The first leg of a two-leg route: from a supplier to a location of our own that sends goods on. */
type SupplyLeg = { readonly lead: LeadTime; readonly receiving: ReceivingCalendar }

/** The days on which a location takes goods in, and how many receiving days goods then need to be usable (dock to stock). */
export type ReceivingCalendar = {
  readonly days: Weekdays
  readonly closed: ReadonlySet<Day>
  readonly dockToStock: number
}

/** An order placed on `orderOn`, usable from the start of `usableOn`. */
export type OrderDates = { readonly orderOn: Day; readonly usableOn: Day }

/** In days. No calendar closes for longer than this: a search that passes it has found a calendar without any open day. */
const farthest = 1_100

const works = ({ calendar, holidays }: LeadTime, day: Day) =>
  !holidays.has(day) && (calendar === 'calendar' || isOn(mondayToFriday, day))

/** Gives the last leg alone: from the location that sends goods on, or from the supplier where that delivers directly. */
export const lastLeg = (leadTime: LeadTime): LeadTime => {
  if (leadTime.via === undefined) return leadTime
  const { via: _, ...last } = leadTime
  return last
}

const takesOrders = (leadTime: LeadTime, day: Day) => isOn(leadTime.orderDays, day) && works(leadTime, day)

/** Tells whether a minute of the day (0 to 1439) is past the cut-off hour by which its orders must be in. */
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

/**
 * Adds the protection for lead-time variance: lead + z x sd in whole days, the lead time that is kept with the probability
 * of `z` (normal quantile; Silver, Pyke and Thomas, Inventory and Production Management, 7.10).
 */
export const protectedLead = (leadTime: LeadTime, z: number): LeadTime => ({
  ...leadTime,
  lead: leadTime.sd > 0 ? Math.ceil(leadTime.lead + Math.max(0, z) * leadTime.sd - 1e-9) : leadTime.lead,
  ...(leadTime.via ? { via: { ...leadTime.via, lead: protectedLead(leadTime.via.lead, z) } } : {}),
})

/**
 * The day that an order placed on a day arrives. Calendar days run through closed days, and goods due on one come on the
 * next open day. Of working days it is the one after the last. Null where the supplier never opens again.
 */
const afterLead = (leadTime: LeadTime, orderOn: Day): Day | null => {
  const lead = Math.ceil(leadTime.lead)
  if (leadTime.calendar === 'calendar') return seek(orderOn + lead, 1, (day) => works(leadTime, day))
  let day = orderOn
  for (let left = lead; left > 0; day++) if (works(leadTime, day)) left--
  return day
}

/** The last day to place an order that must arrive by a day; null where there is none. */
const beforeLead = (leadTime: LeadTime, arrival: Day): Day | null => {
  const lead = Math.ceil(leadTime.lead)
  if (leadTime.calendar === 'calendar') {
    const open = seek(arrival, -1, (day) => works(leadTime, day))
    return open === null ? null : open - lead
  }
  let day = arrival
  for (let left = lead; left > 0; ) if (works(leadTime, --day)) left--
  return day
}

/**
 * Schedules forwards: the first ordering day on or after `from`, and the day that order is usable; null where there is
 * none. Of a lead time in working days, the order day counts as the first when the supplier works; goods arrive at the
 * start of the day after the last one. Goods that come through a location of our own are sent on when they are usable there.
 */
export const orderForwards = (leadTime: LeadTime, receiving: ReceivingCalendar, from: Day): OrderDates | null => {
  if (leadTime.via) {
    const there = orderForwards(leadTime.via.lead, leadTime.via.receiving, from)
    const here = there && orderForwards(lastLeg(leadTime), receiving, there.usableOn)
    return here && { orderOn: (there as OrderDates).orderOn, usableOn: here.usableOn }
  }
  const orderOn = seek(from, 1, (day) => takesOrders(leadTime, day))
  if (orderOn === null) return null
  const due = afterLead(leadTime, orderOn)
  const arrivesOn = due === null ? null : nextReceivingDay(receiving, due)
  return arrivesOn === null ? null : { orderOn, usableOn: usableFrom(receiving, arrivesOn) }
}

/** Gives the last day on or before `day` on which the supplier takes orders, or null if it never does. */
export const lastOrderDay = (leadTime: LeadTime, day: Day): Day | null =>
  seek(day, -1, (candidate) => takesOrders(leadTime.via?.lead ?? leadTime, candidate))

/**
 * Schedules backwards: the last ordering day whose goods are usable at the start of `neededOn` at the latest; null where
 * there is none. The day may lie before today; the caller compares. Source: the semantics of the planning engine whose
 * cases are in test/domain/supply.
 */
export const orderBackwards = (leadTime: LeadTime, receiving: ReceivingCalendar, neededOn: Day): OrderDates | null => {
  if (leadTime.via) {
    const sent = orderBackwards(lastLeg(leadTime), receiving, neededOn)
    const ordered = sent && orderBackwards(leadTime.via.lead, leadTime.via.receiving, sent.orderOn)
    return ordered && orderForwards(leadTime, receiving, ordered.orderOn)
  }
  const arrival = arriveBy(receiving, neededOn)
  const latest = arrival === null ? null : beforeLead(leadTime, arrival)
  const orderOn = latest === null ? null : lastOrderDay(leadTime, latest)
  return orderOn === null ? null : orderForwards(leadTime, receiving, orderOn)
}
