import type { CellFacts } from '../assessment/cell.ts'
import { type Day, weekdayOf } from '../day.ts'
import {
  type LeadTime,
  lastOrderDay,
  type OrderDates,
  orderBackwards,
  orderForwards,
  type ReceivingCalendar,
} from './lead-time.ts'
import { type OrderRule, orderQuantity } from './order-quantity.ts'

/** One of the orders that a need is split over, in units. */
export type OrderPart = OrderDates & { readonly units: number }

/** Gives the units that a supplier still takes in the ordering week (Monday to Sunday) of a day; infinite without a limit. */
type FreeWeeklyCapacity = (day: Day) => number

/** How orders are placed with a supplier whose weekly limit may split them. */
export type OrderTerms = {
  readonly lead: LeadTime
  readonly receiving: ReceivingCalendar
  readonly rule: OrderRule
  readonly capacity: FreeWeeklyCapacity
}

/** An order is split over at most so many weeks. */
const mostWeeks = 104

/** Numbers the ordering week, Monday to Sunday, of a day. */
export const weekOf = (day: Day): number => (day - weekdayOf(day)) / 7
const mondayOf = (day: Day): Day => day - weekdayOf(day)
const sundayOf = (day: Day): Day => mondayOf(day) + 6

const dust = 1e-7

/** The largest order of whole multiples within some units; 0 where the minimum does not fit. */
const largestOrderWithin = (units: number, { minimum, multiple }: OrderRule): number => {
  const step = multiple > 0 ? multiple : 1
  const fit = Math.floor((units + dust) / step) * step
  return fit < minimum ? 0 : fit
}

/** Sums the units placed with a cell's supplier by ordering week; orders without an order date are left out. */
export const placedByWeek = ({ orders, leadTime }: CellFacts): Map<number, number> => {
  const byWeek = new Map<number, number>()
  for (const order of orders) {
    if (order.status === 'planned' || order.status === 'cancelled' || order.orderedOn === null) continue
    if (order.supplier !== null && order.supplier !== leadTime?.supplier) continue
    const units = order.status === 'received' ? (order.receivedQuantity ?? order.quantity) : order.quantity
    const receivedInPart = order.status === 'received' ? 0 : (order.receivedQuantity ?? 0)
    const week = weekOf(order.orderedOn)
    byWeek.set(week, (byWeek.get(week) ?? 0) + units + receivedInPart)
  }
  return byWeek
}

/**
 * Makes the function that gives what a cell's supplier still takes each week, besides placed orders, ordinary ones
 * (`ordinary`: units by day of receipt) and those of `wanted`. A limit below the smallest order lets one such order pass.
 */
export const freeWeeklyCapacity = (
  facts: CellFacts,
  ordinary: Float64Array | null,
  wanted: readonly OrderPart[] = [],
): FreeWeeklyCapacity => {
  const { leadTime, item, location, asOf } = facts
  const limit = leadTime?.maxPerWeek ?? null
  if (leadTime === null || limit === null) return () => Number.POSITIVE_INFINITY
  const taken = placedByWeek(facts)
  const take = (day: Day, units: number) => taken.set(weekOf(day), (taken.get(weekOf(day)) ?? 0) + units)
  if (!leadTime.via)
    ordinary?.forEach((units, i) => {
      const order = units > 0 ? orderBackwards(leadTime, location.receiving, asOf + i) : null
      if (order !== null) take(order.orderOn, units)
    })
  for (const { orderOn, units } of wanted) take(orderOn, units)
  const most = Math.max(limit, orderQuantity(dust * 2, item.rule))
  return (day) => largestOrderWithin(Math.max(0, most - (taken.get(weekOf(day)) ?? 0)), item.rule)
}

/** Splits units over as many weeks as the limit asks for, each order as soon as it can be placed from a day on. */
export const splitForwards = (
  { lead, receiving, rule, capacity }: OrderTerms,
  from: Day,
  units: number,
): readonly OrderPart[] => {
  const parts: OrderPart[] = []
  let left = units
  let order = orderForwards(lead, receiving, from)
  for (let weeks = 0; order !== null && left > dust && weeks < mostWeeks; weeks++) {
    const part = Math.min(capacity(order.orderOn), orderQuantity(left, rule))
    if (part > 0) parts.push({ ...order, units: part })
    left -= part
    order = orderForwards(lead, receiving, sundayOf(order.orderOn) + 1)
  }
  return parts
}

/**
 * Splits units over weeks, each order as late as it may be to be usable by `last`. Goods that `neededBy` says are needed by
 * the close of a day are there by its start. Each week takes as much as is free, the first weeks first. Null where the
 * limit leaves too little.
 */
export const splitBackwards = (
  terms: OrderTerms,
  last: Day,
  units: number,
  neededBy: (day: Day) => number,
): readonly OrderPart[] | null => {
  const { lead, receiving } = terms
  const orders: OrderPart[] = []
  let left = units
  let order = orderBackwards(lead, receiving, last)
  for (let weeks = 0; order !== null && left > dust && weeks < mostWeeks; weeks++) {
    const best = largestOfWeek(terms, order, left, neededBy)
    if (best.units > 0) orders.unshift(best)
    left -= best.units
    const orderOn = lastOrderDay(lead, mondayOf(order.orderOn) - 1)
    order = orderOn === null ? null : orderForwards(lead, receiving, orderOn)
  }
  return left > dust ? null : filledFromFirst(terms, orders, units)
}

/** The order of a week, on `latest` or on an earlier day of it, that brings the most of what is left; the latest such. */
const largestOfWeek = (
  terms: OrderTerms,
  latest: OrderDates,
  left: number,
  neededBy: (day: Day) => number,
): OrderPart => {
  const { lead, receiving, capacity } = terms
  const monday = mondayOf(latest.orderOn)
  const most = Math.min(left, capacity(monday)) - dust
  let best = partOn(terms, latest, left, neededBy)
  for (let day = latest.orderOn - 1; day >= monday && best.units < most; day--) {
    const earlier = lastOrderDay(lead, day)
    if (earlier === null || earlier < monday) break
    day = earlier
    const dates = orderForwards(lead, receiving, earlier)
    const part = dates === null ? null : partOn(terms, dates, left, neededBy)
    if (part !== null && part.units > best.units) best = part
  }
  return best
}

/** How much of what is left an order may bring: all but what is needed before it is there. */
const partOn = (
  { rule, capacity }: OrderTerms,
  order: OrderDates,
  left: number,
  neededBy: (day: Day) => number,
): OrderPart => {
  const before = Math.min(left, neededBy(order.usableOn - 1))
  const units = before > dust ? largestOrderWithin(left - before, rule) : orderQuantity(left, rule)
  return { ...order, units: Math.min(capacity(order.orderOn), units) }
}

/** Gives the first orders as much of the units as their weeks take; later orders that nothing is left for go. */
const filledFromFirst = (
  { rule, capacity }: OrderTerms,
  orders: readonly OrderDates[],
  units: number,
): readonly OrderPart[] => {
  let rest = units
  const parts = orders.map(({ orderOn, usableOn }) => {
    const part = Math.min(capacity(orderOn), orderQuantity(rest, rule))
    rest -= part
    return { orderOn, usableOn, units: part }
  })
  return parts.filter((part) => part.units > 0)
}
