import type { JudgedLine } from '../assessment/readiness.ts'
import { cellKey } from '../cell.ts'
import { type CellNeed, type FactsOfLine, type JointOrder, jointOrders } from './joint-order.ts'
import { shareOut } from './reported-order.ts'

/** An order that a line shares with other lines, or that the warehouse of a line needs in lots of its own: what its shelf needs of it, and the units that come there with minimum and multiple. */
export type SharedOrder = { readonly order: JointOrder; readonly need: CellNeed; readonly comes: number }

/** The orders that lines of one promotion share, by the cell of the line. */
export type SharedOrders = ReadonlyMap<string, SharedOrder>

/** Finds the orders that some lines of a promotion share, by cell: those that its risk asks for, with minimum and multiple once. */
export const sharedOrders = (lines: readonly JudgedLine[], factsOf: FactsOfLine): SharedOrders => {
  const shared = new Map<string, SharedOrder>()
  for (const own of Map.groupBy(lines, supplyKey).values()) {
    if (own.some(({ window }) => window.laterOrders.length > 0)) continue
    for (const order of jointOrders(own, factsOf)) {
      if (isOwn(order)) continue
      const parts = shareOut(
        order.units,
        order.needs.map(({ units }) => units),
      )
      for (const [i, need] of order.needs.entries())
        for (const { line } of need.lines) shared.set(cellKey(line), { order, need, comes: parts[i] as number })
    }
  }
  return shared
}

/** Names the item of a line and who is asked for it: what a location of our own sends is no part of an order at its supplier. */
export const supplyKey = ({ line, facts }: JudgedLine): string =>
  JSON.stringify([line.sku, facts.leadTime?.supplier ?? facts.item.supplier])

/** Tells whether an order is the one that a single line was judged with. */
const isOwn = ({ needs, units }: JointOrder): boolean => {
  const lines = needs.flatMap((need) => need.lines)
  return needs.length < 2 && (lines.length !== 1 || lines[0]?.window.orderUnits === units)
}
