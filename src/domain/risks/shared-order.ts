import type { LineAssessment } from '../assessment/readiness.ts'
import { type CellNeed, type JointOrder, jointOrders } from './joint-order.ts'
import { shareOut } from './reported-order.ts'

/** An order that a line shares with other lines: what its shelf needs of it, and the units that come there with minimum and multiple. */
export type SharedOrder = { readonly order: JointOrder; readonly need: CellNeed; readonly comes: number }

/** Finds the orders that some lines of a promotion share, by line: those that its risk asks for, with minimum and multiple once. */
export const sharedOrders = (lines: readonly LineAssessment[]): ReadonlyMap<LineAssessment, SharedOrder> => {
  const shared = new Map<LineAssessment, SharedOrder>()
  for (const own of Map.groupBy(lines, ({ line }) => line.sku).values()) {
    if (own.length < 2 || own.some(({ window }) => window.laterOrders.length > 0)) continue
    for (const order of jointOrders(own)) {
      if (order.needs.length < 2) continue
      const parts = shareOut(
        order.units,
        order.needs.map(({ units }) => units),
      )
      for (const [i, need] of order.needs.entries())
        for (const line of need.lines) shared.set(line, { order, need, comes: parts[i] as number })
    }
  }
  return shared
}
