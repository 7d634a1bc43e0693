import { type Cell, cellKey, type PlacedOrder } from '../assessment/cell.ts'
import type { Day } from '../day.ts'

/** How an order on its way changed. */
export const orderChangeKinds = ['later', 'gone', 'undated', 'less', 'earlier', 'confirmed', 'more', 'placed'] as const

export type OrderChangeKind = (typeof orderChangeKinds)[number]

/** An order that changed at some cells. Days are day numbers, null where none is known; units are those it now brings there, or brought. */
export type OrderChange = {
  readonly orderId: string
  readonly how: OrderChangeKind
  readonly from: Day | null
  readonly to: Day | null
  readonly units: number
  readonly cells: readonly Cell[]
}

/** Tells whether a change of an order can only hurt. */
export const isSetback = (how: OrderChangeKind): boolean => orderChangeKinds.indexOf(how) < 4

type Dated = Pick<PlacedOrder, 'status' | 'due' | 'quantity'>

/** Says how an order line changed, null where nobody would count on it differently: what was received came. */
export const orderChangeKind = (was: Dated | undefined, is: Dated | undefined): OrderChangeKind | null => {
  const counted = (order: Dated | undefined): order is Dated & { due: Day } =>
    order?.status === 'confirmed' && order.due !== null
  if (is?.status === 'received') return null
  if (!counted(was)) return counted(is) ? (was === undefined ? 'placed' : 'confirmed') : null
  if (is === undefined || is.status === 'cancelled') return 'gone'
  if (!counted(is)) return 'undated'
  if (is.due !== was.due) return is.due > was.due ? 'later' : 'earlier'
  return is.quantity === was.quantity ? null : is.quantity < was.quantity ? 'less' : 'more'
}

/**
 * Compares the orders of cells before and now, by cell key. An order is one change however many of its lines changed: the
 * worst of them, with the dates of its first line that changed so.
 */
export const orderChanges = (
  cells: readonly Cell[],
  before: ReadonlyMap<string, readonly PlacedOrder[]>,
  now: ReadonlyMap<string, readonly PlacedOrder[]>,
): readonly OrderChange[] => {
  const changes = new Map<string, OrderChange>()
  for (const cell of cells) {
    const key = cellKey(cell)
    const was = new Map((before.get(key) ?? []).map((order) => [order.orderId, order]))
    const is = new Map((now.get(key) ?? []).map((order) => [order.orderId, order]))
    for (const orderId of new Set([...was.keys(), ...is.keys()])) {
      const [old, current] = [was.get(orderId), is.get(orderId)]
      const how = orderChangeKind(old, current)
      if (how === null) continue
      const known = changes.get(orderId)
      const units = current?.quantity ?? old?.quantity ?? 0
      const isWorse = known === undefined || orderChangeKinds.indexOf(how) < orderChangeKinds.indexOf(known.how)
      changes.set(orderId, {
        orderId,
        ...(isWorse ? { how, from: old?.due ?? null, to: current?.due ?? null } : known),
        units: units + (known?.units ?? 0),
        cells: [...(known?.cells ?? []), { sku: cell.sku, location: cell.location }],
      })
    }
  }
  return [...changes.values()].toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1))
}
