import { zeros } from '../../common/numbers.ts'
import { isWithoutNewDate } from '../arrivals/silence.ts'
import type { CellFacts, PlacedOrder, Receipt } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { nextReceivingDay, type ReceivingCalendar, usableFrom } from './lead-time.ts'

export type { Receipt }

/** The receipts of a cell's orders, sorted by how far they can be counted on. */
export type Receipts = {
  /** Usable before the as-of date but after the stock was counted: part of the opening stock. */
  readonly since: readonly Receipt[]
  /** What was received before the as-of date of orders placed for promotions, counted with the stock or since. */
  readonly forPromotions: readonly Receipt[]
  /** Scheduled receipts: usable on the as-of date or later. */
  readonly coming: readonly Receipt[]
  /** Due before the as-of date and not received, as feeds say that are newer than that. */
  readonly overdue: readonly PlacedOrder[]
  /** Due before the as-of date, while feeds are silent: what no count would show yet is counted as if it had come. */
  readonly unheard: readonly PlacedOrder[]
  /** Not placed yet, with the day they would be usable. */
  readonly planned: readonly Receipt[]
  /** Confirmed without a date, or delayed without a new one that can still be met. */
  readonly undated: readonly PlacedOrder[]
}

/** The day and the minute at which stock was counted. */
type Counted = { readonly asOf: Day; readonly minute: number }

/** What a cell's receipts follow from. */
type OrderFacts = Pick<CellFacts, 'orders' | 'asOf'> & {
  readonly location: Pick<CellFacts['location'], 'receiving'>
  /** Null where the stock was never counted. */
  readonly stock: Counted | null
}

/** Sorts a cell's orders by status and date, each list by day. */
export const receiptsOf = ({ orders, location: { receiving }, asOf, stock: counted }: OrderFacts): Receipts => {
  const since: Receipt[] = []
  const forPromotions: Receipt[] = []
  const coming: Receipt[] = []
  const planned: Receipt[] = []
  const overdue: PlacedOrder[] = []
  const undated: PlacedOrder[] = []
  const unheard: PlacedOrder[] = []
  for (const order of orders) {
    if (order.status === 'cancelled') continue
    const received = receivedOf(order, receiving)
    if (received !== null && isAfterCount(received.on, counted)) {
      if (received.day < asOf) since.push(received)
      else coming.push(received)
    }
    if (received !== null && received.day < asOf && received.promotionIds.length > 0) forPromotions.push(received)
    if (order.status === 'received' || order.quantity <= 0) continue
    const arrives = order.due === null ? null : nextReceivingDay(receiving, order.due)
    if (order.due === null || arrives === null || isWithoutNewDate(order)) {
      if (order.status !== 'planned') undated.push(order)
      continue
    }
    const { quantity: units, orderId, promotionIds, isOrdinary } = order
    const receipt = { day: usableFrom(receiving, arrives), units, orderId, promotionIds, isOrdinary }
    if (order.status === 'planned') planned.push(receipt)
    else if (order.due >= asOf) coming.push(receipt)
    else if (order.unheard === 'stock') {
      unheard.push(order)
      if (receipt.day >= asOf) coming.push(receipt)
      else {
        since.push(receipt)
        if (promotionIds.length > 0) forPromotions.push(receipt)
      }
    } else if (order.unheard === 'orders') unheard.push(order)
    else if (order.status === 'delayed') undated.push(order)
    else overdue.push(order)
  }
  return {
    since: since.sort(byDay),
    forPromotions: forPromotions.sort(byDay),
    coming: coming.sort(byDay),
    planned: planned.sort(byDay),
    overdue,
    undated,
    unheard,
  }
}

/** What has been received of an order, with the day it came; null where nothing has. */
const receivedOf = (order: PlacedOrder, receiving: ReceivingCalendar): (Receipt & { readonly on: Day }) | null => {
  const { orderId, promotionIds, isOrdinary, receivedOn } = order
  const units = order.receivedQuantity ?? (order.status === 'received' ? order.quantity : 0)
  if (receivedOn === null || units <= 0) return null
  return { on: receivedOn, day: usableFrom(receiving, receivedOn), units, orderId, promotionIds, isOrdinary }
}

/** Tells whether what came on a day is not in the count yet. */
const isAfterCount = (day: Day, counted: Counted | null): boolean =>
  counted !== null && (day > counted.asOf || (day === counted.asOf && counted.minute === 0))

const byDay = (a: Receipt, b: Receipt) => a.day - b.day || (a.orderId < b.orderId ? -1 : 1)

/** Sums receipts by day in units, index 0 the as-of date with what is due before it; those past `length` days are left out. */
export const receiptsByDay = (
  receipts: readonly { readonly day: Day; readonly units: number }[],
  asOf: Day,
  length: number,
): Float64Array => {
  const byIndex = zeros(length)
  for (const { day, units } of receipts) {
    const i = Math.max(0, day - asOf)
    if (i < length) byIndex[i] = (byIndex[i] as number) + units
  }
  return byIndex
}
