import type { PlacedOrder } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { nextReceivingDay, type ReceivingCalendar, usableFrom } from './lead-time.ts'

/** Goods coming in: units of an order that become usable at the start of `day`. */
export type Receipt = { readonly day: Day; readonly units: number; readonly orderId: string }

/** The receipts of a cell's orders, sorted by how far they can be counted on. */
export type Receipts = {
  /** Usable before the as-of date but after the stock was counted: part of the opening stock. */
  readonly since: readonly Receipt[]
  /** Scheduled receipts: usable on the as-of date or later. */
  readonly coming: readonly Receipt[]
  /** Due before the as-of date and not received. */
  readonly overdue: readonly PlacedOrder[]
  /** Not placed yet, with the day they would be usable. */
  readonly planned: readonly Receipt[]
  /** Confirmed or delayed without a date that can still be met. */
  readonly undated: readonly PlacedOrder[]
}

/** The day and the minute at which stock was counted. */
type Counted = { readonly asOf: Day; readonly minute: number }

/** Sorts a cell's orders by status and date, each list by day; `counted` is null where the stock was never counted. */
export const receiptsOf = (
  orders: readonly PlacedOrder[],
  receiving: ReceivingCalendar,
  asOf: Day,
  counted: Counted | null,
): Receipts => {
  const since: Receipt[] = []
  const coming: Receipt[] = []
  const planned: Receipt[] = []
  const overdue: PlacedOrder[] = []
  const undated: PlacedOrder[] = []
  for (const order of orders) {
    if (order.status === 'cancelled') continue
    const received = receivedSince(order, receiving, counted)
    if (received !== null) (received.day < asOf ? since : coming).push(received)
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
  return { since: since.sort(byDay), coming: coming.sort(byDay), planned: planned.sort(byDay), overdue, undated }
}

/** What has been received of an order since the stock was counted; null where nothing has, or the count holds it. */
const receivedSince = (order: PlacedOrder, receiving: ReceivingCalendar, counted: Counted | null): Receipt | null => {
  const { orderId, receivedOn } = order
  if (receivedOn === null || counted === null) return null
  const isAfterCount = receivedOn > counted.asOf || (receivedOn === counted.asOf && counted.minute === 0)
  const units = order.receivedQuantity ?? (order.status === 'received' ? order.quantity : 0)
  return isAfterCount && units > 0 ? { day: usableFrom(receiving, receivedOn), units, orderId } : null
}

const byDay = (a: Receipt, b: Receipt) => a.day - b.day || (a.orderId < b.orderId ? -1 : 1)

/** Sums receipts by day in units, index 0 the as-of date with what is due before it; those past `length` days are left out. */
export const receiptsByDay = (receipts: readonly Receipt[], asOf: Day, length: number): Float64Array => {
  const byIndex = new Float64Array(length)
  for (const { day, units } of receipts) {
    const i = Math.max(0, day - asOf)
    if (i < length) byIndex[i] = (byIndex[i] as number) + units
  }
  return byIndex
}
