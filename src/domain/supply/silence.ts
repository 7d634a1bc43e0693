import type { PlacedOrder, Stock } from '../assessment/cell.ts'
import type { Day } from '../day.ts'

/** Tells whether a count, at a day and minute, would show what came on a day. */
const wouldShow = ({ asOf, minute }: Pick<Stock, 'asOf' | 'minute'>, day: Day): boolean =>
  asOf > day || (asOf === day && minute > 0)

/** Tells whether an order is placed and not received, as far as feeds say. */
const isOpen = ({ status, quantity }: Pick<PlacedOrder, 'status' | 'quantity'>): boolean =>
  (status === 'confirmed' || status === 'delayed') && quantity > 0

/** What feeds say of a cell, and until when: its stock, and the newest day on which they told of orders, null where none ever did. */
type Told = { readonly asOf: Day; readonly stock: Stock | null; readonly ordersToldOn: Day | null }

/** Marks an order that was due while the feed that would show its receipt is silent since: nobody knows yet that it is late. */
export const withSilence = (order: PlacedOrder, { asOf, stock, ordersToldOn }: Told): PlacedOrder => {
  const { due } = order
  if (due === null || due >= asOf || stock === null || !isOpen(order)) return order
  if (!wouldShow(stock, due)) return { ...order, unheard: 'stock' }
  return ordersToldOn !== null && ordersToldOn <= due ? { ...order, unheard: 'orders' } : order
}
