import type { LineAssessment } from '../assessment/readiness.ts'
import { type CellNeed, type JointOrder, jointOrders } from './joint-order.ts'

/** An order that a line shares with other lines, and what its shelf needs of it. */
export type SharedOrder = { readonly order: JointOrder; readonly need: CellNeed }

/** Finds the orders that some lines of a promotion share, by line: those that its risk asks for, with minimum and multiple once. */
export const sharedOrders = (lines: readonly LineAssessment[]): ReadonlyMap<LineAssessment, SharedOrder> => {
  const shared = new Map<LineAssessment, SharedOrder>()
  for (const own of Map.groupBy(lines, ({ line }) => line.sku).values()) {
    if (own.length < 2 || own.some(({ window }) => window.laterOrders.length > 0)) continue
    for (const order of jointOrders(own)) {
      if (order.needs.length < 2) continue
      for (const need of order.needs) for (const line of need.lines) shared.set(line, { order, need })
    }
  }
  return shared
}
