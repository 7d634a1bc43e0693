import type { PlacedOrder } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { nextReceivingDay, type ReceivingCalendar, usableFrom } from './lead-time.ts'

/** Units of an order that become usable at the start of `day`. */
export type Receipt = { readonly day: Day; readonly units: number; readonly orderId: string }

/** The orders of a cell, sorted by what can be counted on. */
export type Receipts = {
  /** Usable before the as-of date but after the stock was counted: part of the opening stock. */
  readonly since: readonly Receipt[]
  /** Usable on the as-of date or later. */
  readonly coming: readonly Receipt[]
  /** Due before the as-of date and not received. */
  readonly overdue: readonly PlacedOrder[]
  /** Not placed yet, with the day they would be usable. */
  readonly planned: readonly Receipt[]
  /** Confirmed or delayed without a date that can still be met. */
  readonly undated: readonly PlacedOrder[]
}

/** Sorts a cell's orders by status and date; `counted` is the day and minute the stock was counted, null when it never was. */
export const receiptsOf = (
  orders: readonly PlacedOrder[],
  receiving: ReceivingCalendar,
  asOf: Day,
  counted: { readonly asOf: Day; readonly minute: number } | null,
): Receipts => {
  const since: Receipt[] = []
  const coming: Receipt[] = []
  const planned: Receipt[] = []
  const overdue: PlacedOrder[] = []
  const undated: PlacedOrder[] = []
  for (const order of orders) {
    if (order.status === 'cancelled') continue
    if (order.receivedOn !== null) {
      const afterCount =
        counted !== null &&
        (order.receivedOn > counted.asOf || (order.receivedOn === counted.asOf && counted.minute === 0))
      const units = order.receivedQuantity ?? (order.status === 'received' ? order.quantity : 0)
      const day = usableFrom(receiving, order.receivedOn)
      if (afterCount && units > 0) (day < asOf ? since : coming).push({ day, units, orderId: order.orderId })
    }
    if (order.status === 'received' || order.quantity <= 0) continue
    const arrives = order.due === null ? null : nextReceivingDay(receiving, order.due)
    if (order.due === null || arrives === null) {
      if (order.status !== 'planned') undated.push(order)
      continue
    }
    const receipt = { day: usableFrom(receiving, arrives), units: order.quantity, orderId: order.orderId }
    if (order.status === 'planned') planned.push(receipt)
    else if (order.due >= asOf) coming.push(receipt)
    else if (order.status === 'delayed') undated.push(order)
    else overdue.push(order)
  }
  const byDay = (a: Receipt, b: Receipt) => a.day - b.day || (a.orderId < b.orderId ? -1 : 1)
  return { since: since.sort(byDay), coming: coming.sort(byDay), planned: planned.sort(byDay), overdue, undated }
}
