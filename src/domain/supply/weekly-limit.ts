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

/** What a supplier still takes in the ordering week, Monday to Sunday, of a day: units, infinite where nothing limits it. */
export type WeeklyRoom = (day: Day) => number

/** Nobody waits longer than this for the rest of an order. */
const mostWeeks = 104

/** Numbers the ordering week of a day. */
export const weekOf = (day: Day): number => (day - weekdayOf(day)) / 7
const sundayOf = (day: Day): Day => day - weekdayOf(day) + 6

const dust = 1e-7

/** The most whole multiples within some units; nothing where the minimum does not fit. */
const fitting = (units: number, { minimum, multiple }: OrderRule): number => {
  const step = multiple > 0 ? multiple : 1
  const fit = Math.floor((units + dust) / step) * step
  return fit < minimum ? 0 : fit
}

/** Sums what is placed with a cell's supplier by ordering week, as far as the orders' own dates are known. */
export const placedByWeek = ({ orders, leadTime }: CellFacts): Map<number, number> => {
  const byWeek = new Map<number, number>()
  for (const order of orders) {
    if (order.status === 'planned' || order.status === 'cancelled' || order.orderedOn === null) continue
    if (order.supplier !== null && order.supplier !== leadTime?.supplier) continue
    const units = order.status === 'received' ? (order.receivedQuantity ?? order.quantity) : order.quantity
    const came = order.status === 'received' ? 0 : (order.receivedQuantity ?? 0)
    const week = weekOf(order.orderedOn)
    byWeek.set(week, (byWeek.get(week) ?? 0) + units + came)
  }
  return byWeek
}

/**
 * Tells what a cell's supplier still takes each week besides what is placed, what ordinary orders will take and what is
 * `wanted` before. A limit below the smallest order lets one such order a week pass.
 */
export const weeklyRoom = (
  facts: CellFacts,
  ordinary: Float64Array | null,
  wanted: readonly OrderPart[] = [],
): WeeklyRoom => {
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
  return (day) => fitting(Math.max(0, most - (taken.get(weekOf(day)) ?? 0)), item.rule)
}

/** Splits units over as many weeks as the limit asks for, each order as soon as it can be placed from a day on. */
export const splitForwards = (
  lead: LeadTime,
  receiving: ReceivingCalendar,
  rule: OrderRule,
  room: WeeklyRoom,
  from: Day,
  units: number,
): readonly OrderPart[] => {
  const parts: OrderPart[] = []
  let left = units
  let order = orderForwards(lead, receiving, from)
  for (let weeks = 0; order !== null && left > dust && weeks < mostWeeks; weeks++) {
    const part = Math.min(room(order.orderOn), orderQuantity(left, rule))
    if (part > 0) parts.push({ ...order, units: part })
    left -= part
    order = orderForwards(lead, receiving, sundayOf(order.orderOn) + 1)
  }
  return parts
}

/**
 * Splits units over weeks, each order as late as it may be: what `needBy` says is wanted by the close of a day is there by
 * its start. Each week takes as much as is free, the first ones first. Null where the limit leaves too little.
 */
export const splitBackwards = (
  lead: LeadTime,
  receiving: ReceivingCalendar,
  rule: OrderRule,
  room: WeeklyRoom,
  last: Day,
  units: number,
  needBy: (day: Day) => number,
): readonly OrderPart[] | null => {
  const orders: OrderDates[] = []
  let left = units
  /** How much of what is left an order may bring: all but what is wanted before it is there. */
  const bringing = (order: OrderDates): OrderPart => {
    const before = Math.min(left, needBy(order.usableOn - 1))
    const fit = before > dust ? fitting(left - before, rule) : orderQuantity(left, rule)
    return { ...order, units: Math.min(room(order.orderOn), fit) }
  }
  let order = orderBackwards(lead, receiving, last)
  for (let weeks = 0; order !== null && left > dust && weeks < mostWeeks; weeks++) {
    const monday = order.orderOn - weekdayOf(order.orderOn)
    let best = bringing(order)
    for (let day = order.orderOn - 1; day >= monday && best.units < Math.min(left, room(monday)) - dust; day--) {
      const earlier = lastOrderDay(lead, day)
      if (earlier === null || earlier < monday) break
      day = earlier
      const dates = orderForwards(lead, receiving, earlier)
      const part = dates === null ? null : bringing(dates)
      if (part !== null && part.units > best.units) best = part
    }
    if (best.units > 0) orders.unshift(best)
    left -= best.units
    const orderOn = lastOrderDay(lead, monday - 1)
    order = orderOn === null ? null : orderForwards(lead, receiving, orderOn)
  }
  if (left > dust) return null
  let rest = units
  const parts = orders.map(({ orderOn, usableOn }) => {
    const part = Math.min(room(orderOn), orderQuantity(rest, rule))
    rest -= part
    return { orderOn, usableOn, units: part }
  })
  return parts.filter((part) => part.units > 0)
}
