import type { PlacedOrder, Stock } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { historyDays, vanishedDays } from '../policy.ts'

/** Tells whether a count, at a day and minute, would show what came on a day. */
export const wouldShow = ({ asOf, minute }: Pick<Stock, 'asOf' | 'minute'>, day: Day): boolean =>
  asOf > day || (asOf === day && minute > 0)

/** Tells whether an order is placed and not received, as far as feeds say. */
export const isOpen = ({ status, quantity }: Pick<PlacedOrder, 'status' | 'quantity'>): boolean =>
  (status === 'confirmed' || status === 'delayed') && quantity > 0

/** Tells whether an order is due later than was promised at first. */
export const hasSlipped = ({ due, promisedOn }: Pick<PlacedOrder, 'due' | 'promisedOn'>): boolean =>
  due !== null && promisedOn !== null && due > promisedOn

/** Tells whether an order is delayed and has its first day still, on which it is not coming whatever the feed says. */
export const isWithoutNewDate = ({
  status,
  due,
  promisedOn,
}: Pick<PlacedOrder, 'status' | 'due' | 'promisedOn'>): boolean => status === 'delayed' && due === promisedOn

/**
 * Tells whether an open order was due, not too long ago to look for it in the counts. One that feeds do not name any more
 * matters for some days, or for long where it is for a promotion.
 */
export const mayHaveCome = (order: PlacedOrder, asOf: Day, isNamed: boolean): boolean => {
  const days = isNamed || order.promotionIds.length > 0 ? historyDays : vanishedDays
  return isOpen(order) && order.due !== null && order.due <= asOf && order.due >= asOf - days
}

/** What feeds say of a cell, and until when: its stock, and the newest day on which they told of orders, null where none ever did. */
export type Told = { readonly asOf: Day; readonly stock: Stock | null; readonly ordersToldOn: Day | null }

/** Marks an order that was due while the feed that would show its receipt is silent since: nobody knows yet that it is late. */
export const withSilence = (order: PlacedOrder, { asOf, stock, ordersToldOn }: Told): PlacedOrder => {
  const { due } = order
  if (due === null || due >= asOf || stock === null || !isOpen(order)) return order
  if (!wouldShow(stock, due)) return { ...order, unheard: 'stock' }
  return ordersToldOn !== null && ordersToldOn <= due ? { ...order, unheard: 'orders' } : order
}
