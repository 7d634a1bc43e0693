import { isWithoutNewDate } from '../arrivals/silence.ts'
import type { PlacedOrder } from '../assessment/cell.ts'
import { type Cell, cellKey } from '../cell.ts'
import type { Day } from '../day.ts'

/** How an open order changed, the worst first. */
const orderChangeKinds = ['later', 'gone', 'undated', 'less', 'earlier', 'confirmed', 'more', 'placed'] as const

export type OrderChangeKind = (typeof orderChangeKinds)[number]

/** A change of an order at some cells. Days are null where unknown; units are what it now brings there, or brought before it was cancelled. */
export type OrderChange = {
  readonly orderId: string
  readonly how: OrderChangeKind
  readonly from: Day | null
  readonly to: Day | null
  readonly units: number
  readonly cells: readonly Cell[]
}

/** Tells whether a change of an order can only make supply worse. */
export const isSetback = (how: OrderChangeKind): boolean => orderChangeKinds.indexOf(how) < 4

type Dated = Pick<PlacedOrder, 'status' | 'due' | 'quantity' | 'promisedOn' | 'receivedOn' | 'receivedQuantity'>

/** Gives how an order line changed; null where supply is the same, which includes its receipt. One that is over without a receipt is gone. */
export const orderChangeKind = (was: Dated | undefined, is: Dated | undefined): OrderChangeKind | null => {
  const counted = (order: Dated | undefined): order is Dated & { due: Day } =>
    order !== undefined &&
    (order.status === 'confirmed' || order.status === 'delayed') &&
    order.due !== null &&
    !isWithoutNewDate(order)
  const isOver = is?.status === 'received' && is.receivedOn === null && !is.receivedQuantity
  if (is?.status === 'received' && !isOver) return null
  if (!counted(was)) return counted(is) ? (was === undefined ? 'placed' : 'confirmed') : null
  if (is === undefined || is.status === 'cancelled' || isOver) return 'gone'
  if (!counted(is)) return 'undated'
  if (is.due !== was.due) return is.due > was.due ? 'later' : 'earlier'
  return is.quantity === was.quantity ? null : is.quantity < was.quantity ? 'less' : 'more'
}

const deliveryKey = ({ orderId, line }: PlacedOrder) => `${orderId}\u0000${line}`

/**
 * Lists the changes between the orders of cells before and now, by cell key. However many lines of an order changed, it is
 * one change: the worst of them, with the dates of its first line that changed in this way.
 */
export const orderChanges = (
  cells: readonly Cell[],
  before: ReadonlyMap<string, readonly PlacedOrder[]>,
  now: ReadonlyMap<string, readonly PlacedOrder[]>,
): readonly OrderChange[] => {
  const changes = new Map<string, OrderChange>()
  for (const cell of cells) {
    const key = cellKey(cell)
    const was = new Map((before.get(key) ?? []).map((order) => [deliveryKey(order), order]))
    const is = new Map((now.get(key) ?? []).map((order) => [deliveryKey(order), order]))
    for (const delivery of new Set([...was.keys(), ...is.keys()])) {
      const [old, current] = [was.get(delivery), is.get(delivery)]
      const { orderId } = (current ?? old) as PlacedOrder
      const how = orderChangeKind(old, current)
      if (how === null) continue
      const known = changes.get(orderId)
      const units = (how === 'gone' ? old?.quantity : current?.quantity) ?? 0
      const isWorse = known === undefined || orderChangeKinds.indexOf(how) < orderChangeKinds.indexOf(known.how)
      changes.set(orderId, {
        orderId,
        ...(isWorse ? { how, from: old?.due ?? null, to: current?.due ?? null } : known),
        units: units + (known?.units ?? 0),
        cells: withCell(known?.cells ?? [], { sku: cell.sku, location: cell.location }),
      })
    }
  }
  return [...changes.values()].toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1))
}

const withCell = (cells: readonly Cell[], cell: Cell): readonly Cell[] =>
  cells.some((other) => cellKey(other) === cellKey(cell)) ? cells : [...cells, cell]
