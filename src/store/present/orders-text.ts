import type { JudgedLine } from '../../domain/assessment/readiness.ts'
import type { JointOrder } from '../../domain/risks/joint-order.ts'
import type { SharedOrder, SharedOrders } from '../../domain/risks/shared-order.ts'

/** Names a line in text. */
export type LineName = string

/** An order in text: its lines by name. */
type NamedOrder = Omit<JointOrder, 'needs'> & {
  readonly needs: readonly (Omit<JointOrder['needs'][number], 'lines'> & { readonly lines: readonly LineName[] })[]
}

/** Replaces the lines of orders by their names. */
export const namedOrders = (
  orders: readonly JointOrder[],
  nameOf: (line: JudgedLine) => LineName,
): readonly NamedOrder[] =>
  orders.map((order) => ({ ...order, needs: order.needs.map((need) => ({ ...need, lines: need.lines.map(nameOf) })) }))

/** Puts the lines back; null where one of them is not there any more. */
export const ordersOfNamed = (
  orders: readonly NamedOrder[],
  lineOf: (name: LineName) => JudgedLine | undefined,
): readonly JointOrder[] | null => {
  const known = orders.map((order) => ({
    ...order,
    needs: order.needs.map((need) => ({ ...need, lines: need.lines.flatMap((name) => lineOf(name) ?? []) })),
  }))
  const isWhole = known.every(({ needs }, i) =>
    needs.every(({ lines }, k) => lines.length === orders[i]?.needs[k]?.lines.length),
  )
  return isWhole ? known : null
}

/** The orders that lines of a promotion share, in text: by cell, which order, which of its needs, and what comes. */
export type NamedShares = {
  readonly orders: readonly NamedOrder[]
  readonly cells: readonly (readonly [cell: LineName, order: number, need: number, comes: number])[]
}

/** Replaces the lines of shared orders by their cells. */
export const namedShares = (shared: SharedOrders, nameOf: (line: JudgedLine) => LineName): NamedShares => {
  const orders = [...new Set([...shared.values()].map(({ order }) => order))]
  return {
    orders: namedOrders(orders, nameOf),
    cells: [...shared].map(([cell, { order, need, comes }]) => [
      cell,
      orders.indexOf(order),
      order.needs.indexOf(need),
      comes,
    ]),
  }
}

/** Puts the lines of shared orders back. */
export const sharesOfNamed = (
  { orders, cells }: NamedShares,
  lineOf: (name: LineName) => JudgedLine | undefined,
): SharedOrders => {
  const known = ordersOfNamed(orders, lineOf) ?? []
  return new Map(
    cells.flatMap(([cell, i, k, comes]): (readonly [string, SharedOrder])[] => {
      const order = known[i]
      const need = order?.needs[k]
      return order === undefined || need === undefined ? [] : [[cell, { order, need, comes }]]
    }),
  )
}
