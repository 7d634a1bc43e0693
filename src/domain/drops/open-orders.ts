import type { CellFacts, PlacedOrder } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import type { OpenOrder } from './drop-reasons.ts'
import { lastDayToCut } from './last-day-to-cut.ts'

/** Lists the open orders of cells, those of one number as one with its first last day to cut it; the most urgent first, what may have left last. */
export const openOrders = (cells: readonly CellFacts[]): readonly OpenOrder[] => {
  const found = new Map<string, OpenOrder>()
  for (const facts of cells)
    for (const order of facts.orders) {
      if (!isOpen(order)) continue
      const deadline = lastDayToCut(order, facts)
      const own: OpenOrder = {
        orderId: order.orderId,
        units: order.quantity,
        by: deadline?.by ?? null,
        ...(deadline === null ? { mayHaveLeft: true } : {}),
      }
      const known = found.get(order.orderId)
      found.set(order.orderId, known === undefined ? own : together(known, own))
    }
  return [...found.values()].toSorted((a, b) => urgency(a) - urgency(b) || (a.orderId < b.orderId ? -1 : 1))
}

const isOpen = ({ status }: PlacedOrder): boolean =>
  status === 'confirmed' || status === 'planned' || status === 'delayed'

/** As long as a part of an order can be cut, it has not left. */
const together = (a: OpenOrder, b: OpenOrder): OpenOrder => {
  const [first] = [a, b].toSorted((one, other) => urgency(one) - urgency(other)) as [OpenOrder, OpenOrder]
  return { ...first, units: a.units + b.units }
}

const urgency = ({ by, mayHaveLeft }: OpenOrder): Day =>
  mayHaveLeft === true ? Number.POSITIVE_INFINITY : (by ?? Number.MAX_SAFE_INTEGER)
