import { lateOrders, pullIns } from '../assessment/late-orders.ts'
import type { Move } from './option.ts'
import { effectOf, emptyStep, type OptionCandidate } from './option-candidate.ts'

/** Prices having an order delivered sooner that is placed already and comes too late; what speed costs is unknown. */
export const orderSooner = (candidate: OptionCandidate): Move => {
  const { lineCase, result } = candidate
  const { receipts, demand, facts } = lineCase
  const scenario = { opening: lineCase.opening ?? 0, coming: receipts.coming, demand }
  const [first] = pullIns(lineCase, scenario, result)
  if (first === undefined) {
    const orderIds = lateOrders(lineCase, result).map(({ order }) => order.orderId)
    const { source } = facts
    const there = (source?.late ?? []).map((order) => order.orderId)
    return {
      whyNot:
        orderIds.length === 0 && there.length > 0
          ? { code: 'late-at-source', orderIds: distinct(there), location: source?.location ?? '' }
          : { code: 'no-order-helps', orderIds: distinct(orderIds) },
    }
  }
  const { order, by, coverage } = first
  return {
    step: {
      ...emptyStep(candidate),
      units: order.quantity,
      day: by,
      from: order.supplier ?? facts.item.supplier,
      order: { orderId: order.orderId, due: order.due },
    },
    effect: effectOf({ ...candidate, result: { ...result, coverage } }),
    untold: 'expediting',
  }
}

const distinct = (orderIds: readonly string[]): readonly string[] => [...new Set(orderIds)].toSorted()
