import type { CellFacts, PlacedOrder, Receipt } from '../assessment/cell.ts'
import { coverageOf, openCase } from '../assessment/scenario.ts'
import type { Day } from '../day.ts'
import type { Move, WhyNot } from '../options/option.ts'
import { effectOf, emptyStep, isShort, type OptionCandidate } from '../options/option-candidate.ts'
import { leastGain, triflingShare } from '../policy.ts'
import { type DemandCoverage, riskOf, shortageOf } from '../supply/demand-coverage.ts'
import { nextReceivingDay, usableFrom } from '../supply/lead-time.ts'
import { orderQuantity } from '../supply/order-quantity.ts'
import { lastDayToCut } from './last-day-to-cut.ts'

/** An order that brings more than will be sold: how many units to take off it, what stays, and by when. */
export type Cut = {
  readonly order: PlacedOrder
  readonly units: number
  readonly kept: number
  readonly by: Day | null
  readonly coverage: DemandCoverage
}

/**
 * Finds the placed order of a line that brings what will be left over, and takes as much off it as its minimum and multiple allow
 * and as leaves the line, and every other promotion on its shelf, as safe as policy asks. The order that comes last is looked at first.
 */
export const bestCut = (candidate: OptionCandidate): Cut | WhyNot => {
  if (isShort(candidate)) return { code: 'nothing-left-over' }
  const { leftover } = effectOf(candidate)
  if (leftover < 1) return { code: 'nothing-left-over' }
  const { facts, line, receipts } = candidate.lineCase
  const own = facts.orders
    .filter((order) => order.status === 'confirmed' || order.status === 'delayed')
    .filter(({ promotionIds }) => promotionIds.length === 0 || promotionIds.includes(line.promotionId))
    .flatMap((order) => {
      const receipt = receiptOf(order, facts, receipts.coming)
      return receipt === null ? [] : [{ order, receipt }]
    })
    .toSorted((a, b) => b.receipt.day - a.receipt.day)
  if (own.length === 0) return { code: 'no-order-to-cut' }
  const open = own.flatMap((one) => {
    const deadline = lastDayToCut(one.order, facts)
    return deadline === null ? [] : [{ ...one, by: deadline.by }]
  })
  if (open.length === 0)
    return { code: 'order-has-left', orderIds: [...new Set(own.map(({ order }) => order.orderId))] }
  for (const one of open) {
    const cut = cutOf(candidate, one, leftover)
    if (cut !== null) return cut
  }
  return { code: 'cut-saves-nothing' }
}

/** Prices taking units off a placed order that would be left over; what the supplier asks for that is unknown. */
export const pullBack = (candidate: OptionCandidate): Move => {
  const cut = bestCut(candidate)
  if ('code' in cut) return { whyNot: cut }
  const { order, units, kept, by, coverage } = cut
  return {
    step: {
      ...emptyStep(candidate),
      units,
      day: by,
      from: order.supplier ?? candidate.lineCase.facts.item.supplier,
      order: { orderId: order.orderId, due: order.due },
      rest: kept,
    },
    effect: effectOf(withCoverage(candidate, coverage)),
    untold: 'cancelling',
  }
}

type OpenOrder = { readonly order: PlacedOrder; readonly receipt: Receipt; readonly by: Day | null }

/** Takes as much of the leftover off one order as is allowed, safe and worth it; null where nothing is. */
const cutOf = (candidate: OptionCandidate, { order, receipt, by }: OpenOrder, leftover: number): Cut | null => {
  const { rule } = candidate.lineCase.facts.item
  const step = rule.multiple > 0 ? rule.multiple : 1
  const least = orderQuantity(Math.max(0, receipt.units - Math.floor(leftover)), rule)
  const keptAfter = (steps: number) => (steps === 0 ? least : orderQuantity(least + steps * step, rule))
  const comingWith = (kept: number) => without(candidate.lineCase.receipts.coming, receipt, kept)
  // The more of it stays, the safer it is: the least that is safe is looked for by halves.
  let [low, high] = [0, Math.max(0, Math.ceil((receipt.units - least) / step))]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const kept = keptAfter(middle)
    if (kept >= receipt.units || isSafe(candidate, comingWith(kept))) high = middle
    else low = middle + 1
  }
  const kept = keptAfter(low)
  if (receipt.units - kept < 1 || !isSafe(candidate, comingWith(kept))) return null
  const cut = { order, units: receipt.units - kept, kept, by, coverage: covered(candidate, comingWith(kept)) }
  return isWorthIt(candidate, cut) ? cut : null
}

const isWorthIt = (candidate: OptionCandidate, { coverage }: Cut): boolean => {
  const [before, after] = [effectOf(candidate), effectOf(withCoverage(candidate, coverage))]
  return before.contribution === null || after.contribution === null
    ? after.leftover < before.leftover
    : after.contribution - before.contribution > leastGain
}

const withCoverage = (candidate: OptionCandidate, coverage: DemandCoverage): OptionCandidate => ({
  ...candidate,
  result: { ...candidate.result, coverage },
})

const covered = ({ lineCase }: OptionCandidate, coming: readonly Receipt[]): DemandCoverage =>
  coverageOf(lineCase, { opening: lineCase.opening ?? 0, coming, demand: lineCase.demand })

/** Tells whether the line stays within policy and loses no more than a trifle, and no other promotion on the shelf becomes less safe than policy asks. */
const isSafe = (candidate: OptionCandidate, coming: readonly Receipt[]): boolean => {
  const { facts, line, policy } = candidate.lineCase
  const coverage = covered(candidate, coming)
  if (riskOf(coverage) > policy.stockoutProbability) return false
  const lost = shortageOf(coverage) - shortageOf(candidate.result.coverage)
  if (lost > triflingShare * candidate.demand.mean) return false
  return facts.promotions.every((other) => {
    if (other.promotionId === line.promotionId || other.status === 'cancelled' || other.end < facts.asOf) return true
    const lineCase = openCase(facts, other, policy)
    if (lineCase.opening === null || lineCase.unknownDemand) return false
    const riskWith = (receipts: readonly Receipt[]) =>
      riskOf(coverageOf(lineCase, { opening: lineCase.opening ?? 0, coming: receipts, demand: lineCase.demand }))
    return riskWith(coming) <= Math.max(policy.stockoutProbability, riskWith(lineCase.receipts.coming))
  })
}

/** Finds what an order brings among the scheduled receipts; null where it is not one. */
const receiptOf = ({ orderId, quantity, due }: PlacedOrder, { location }: CellFacts, coming: readonly Receipt[]) => {
  const arrives = due === null ? null : nextReceivingDay(location.receiving, due)
  if (arrives === null) return null
  const day = usableFrom(location.receiving, arrives)
  return coming.find((one) => one.orderId === orderId && one.units === quantity && one.day === day) ?? null
}

const without = (coming: readonly Receipt[], receipt: Receipt, kept: number): readonly Receipt[] =>
  coming.flatMap((one) => (one !== receipt ? [one] : kept > 0 ? [{ ...one, units: kept }] : []))
