import type { CellFacts, PlacedOrder, Stock } from '../assessment/cell.ts'
import { assessLine } from '../assessment/judge.ts'
import { byUrgency, type Policy } from '../assessment/readiness.ts'
import type { Reason } from '../assessment/reason.ts'
import type { Day } from '../day.ts'
import { type OptionCandidate, requirementAt } from '../options/option-candidate.ts'
import { arrivalAt, type SurplusLocation } from '../options/transfer.ts'
import { assumptions } from '../options/unit-worth.ts'

/** A transfer between two places while a promotion runs. */
type Transfer = Extract<Reason, { code: 'TRANSFER' }>

/**
 * Suggests, for each short line of a running promotion, the transfer that makes it ready: sent today by one place that has so
 * many units to spare until the promotion ends. None where it arrives too late, covers too little, or leaves a promotion of the
 * giver worse off; both sides are judged with it.
 */
export const rebalance = (
  candidates: readonly OptionCandidate[],
  locations: readonly SurplusLocation[],
  policy: Policy,
): ReadonlyMap<OptionCandidate, Transfer> => {
  const left = new Map(locations.map((one) => [one, one.spare]))
  const found = new Map<OptionCandidate, Transfer>()
  for (const candidate of candidates) {
    const { facts, line } = candidate.lineCase
    const day = arrivalAt(facts)
    if (day === null || day > line.end) continue
    const units = Math.ceil(requirementAt(candidate, day, policy.stockoutProbability) - 1e-7)
    if (units < 1 || !isCovered(candidate, units, policy)) continue
    const givers = locations
      .filter((one) => one.facts.item.sku === line.sku && (left.get(one) as number) >= units)
      .toSorted((a, b) => (left.get(b) as number) - (left.get(a) as number))
    const giver = givers.find((one) => canGive(one.facts, one.spare - (left.get(one) as number) + units, policy))
    if (giver === undefined) continue
    left.set(giver, (left.get(giver) as number) - units)
    found.set(candidate, { code: 'TRANSFER', from: giver.facts.location.location, units, day })
  }
  return found
}

const isCovered = ({ lineCase: { facts, line } }: OptionCandidate, units: number, policy: Policy): boolean =>
  assessLine(withTransfer(facts, units, line.promotionId), line, policy).verdict === 'ready'

const canGive = (facts: CellFacts, units: number, policy: Policy): boolean => {
  const after = withoutUnits(facts, units)
  return facts.promotions
    .filter(({ end, status }) => end >= facts.asOf && status !== 'cancelled')
    .every((line) => byUrgency(assessLine(after, line, policy).verdict, assessLine(facts, line, policy).verdict) >= 0)
}

const withTransfer = (facts: CellFacts, units: number, promotionId: string): CellFacts => {
  const due: Day = facts.asOf + assumptions.transferDays
  const sent: PlacedOrder = {
    orderId: 'transfer',
    line: '',
    quantity: units,
    due,
    promisedOn: due,
    status: 'confirmed',
    supplier: null,
    orderedOn: facts.asOf,
    receivedOn: null,
    receivedQuantity: null,
    promotionIds: [promotionId],
    isOrdinary: false,
  }
  return { ...facts, orders: [...facts.orders, sent] }
}

/** Of lots, what expires first stays. */
const withoutUnits = (facts: CellFacts, units: number): CellFacts =>
  facts.stock === null ? facts : { ...facts, stock: stockWithout(facts.stock, units) }

const stockWithout = ({ lots, ...stock }: Stock, units: number): Stock => {
  let left = units
  const kept = lots?.toReversed().map((lot) => {
    const taken = Math.min(lot.units, left)
    left -= taken
    return { ...lot, units: lot.units - taken }
  })
  return { ...stock, onHand: stock.onHand - units, ...(kept === undefined ? {} : { lots: kept.toReversed() }) }
}
