import type { CellFacts } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import type { Expediting, LeadTime } from '../supply/lead-time.ts'
import { orderQuantity } from '../supply/order-quantity.ts'
import { criticalRatio } from './newsvendor.ts'
import type { Move, WhyNot } from './option.ts'
import { effectOf, emptyStep, type OptionCandidate, requirementAt } from './option-candidate.ts'
import { arrivalOf, normalArrival, normalLead, orderStep, placeOrder, receiptsFrom, unitsOf } from './order.ts'
import { orderableQuantities } from './orderable-quantities.ts'
import { isPerishable } from './unit-worth.ts'

/** Gives the extra cost of expediting so many units; null where neither the cost of a unit nor that of an order is known. */
export const expeditingCost = ({ perUnit, fixed }: Expediting, units: number): number | null =>
  perUnit === null && fixed === null ? null : units === 0 ? 0 : units * (perUnit ?? 0) + (fixed ?? 0)

/** Gives the units that must be sold through expediting to pay its fixed fee: fee / (margin - premium); null where none do. */
export const expeditingBreakEven = (margin: number, { perUnit, fixed }: Expediting): number | null => {
  const gain = margin - (perUnit ?? 0)
  return gain > 0 ? (fixed ?? 0) / gain : null
}

/** Gives the lead time of an expedited order; null where the supplier's lead time is unknown. */
export const fastLead = ({ leadTime }: Pick<CellFacts, 'leadTime'>, { days }: Expediting): LeadTime | null => {
  if (leadTime?.via) return { ...leadTime, via: { ...leadTime.via, lead: { ...leadTime.via.lead, lead: days, sd: 0 } } }
  return leadTime && { ...leadTime, lead: days, sd: 0 }
}

/** Gives the day an expedited order is usable that is placed on the first ordering day from `from` on; null without one. */
const expeditedArrival = (candidate: OptionCandidate, terms: Expediting, from?: Day): Day | null =>
  arrivalOf(candidate, fastLead(candidate.lineCase.facts, terms), from)

/** Prices expediting all that a line lacks. */
export const expediteWhole = (candidate: OptionCandidate, terms: Expediting | null): Move => {
  const arrives = arrivalInTime(candidate, terms)
  if (typeof arrives !== 'number' || terms === null) return { whyNot: arrives as WhyNot }
  const { facts, policy } = candidate.lineCase
  const units = orderQuantity(requirementAt(candidate, arrives, policy.stockoutProbability), facts.item.rule)
  if (units === 0) return { whyNot: { code: 'not-short' } }
  const whole = expeditedMove(candidate, terms, units, null)
  return whole.step.units === 0 ? { whyNot: { code: 'weeks-full', supplier: terms.supplier } } : whole
}

/**
 * Prices expediting only what pays until the next normal order arrives, which brings the rest: of the quantities that
 * minimum and multiple allow around the newsvendor fractile, and of all that is missing, the one with the highest
 * contribution.
 */
export const expeditePart = (candidate: OptionCandidate, terms: Expediting | null): Move => {
  const arrives = arrivalInTime(candidate, terms)
  if (typeof arrives !== 'number' || terms === null) return { whyNot: arrives as WhyNot }
  const risks = risksThatPay(candidate, terms)
  if ('code' in risks) return { whyNot: risks }
  const { lineCase } = candidate
  const { line, facts, policy } = lineCase
  const next = normalArrival(candidate)
  const restDay = next !== null && next > arrives && next <= line.end ? next : null
  const lastDay = restDay === null ? line.end : restDay - 1
  const quantities = [...risks, policy.stockoutProbability].flatMap((risk) =>
    orderableQuantities(requirementAt(candidate, arrives, risk, lastDay), facts.item.rule),
  )
  if (quantities.length === 0) return { whyNot: { code: restDay === null ? 'not-short' : 'normal-in-time' } }
  const whole = expediteWhole(candidate, terms)
  const best = [
    ...[...new Set(quantities)].map((units) => expeditedMove(candidate, terms, units, restDay)),
    ...('step' in whole ? [whole] : []),
  ]
    .filter(({ step }) => step.units !== 0)
    .toSorted((a, b) => (b.effect.contribution ?? 0) - (a.effect.contribution ?? 0))[0]
  if (best === undefined || (best.effect.contribution ?? 0) <= (effectOf(candidate).contribution ?? 0))
    return { whyNot: { code: 'no-part-pays' } }
  return best
}

/** The stockout probabilities of the newsvendor quantities, with and without the cost of leftovers; or why nothing pays. */
const risksThatPay = ({ worth, lineCase }: OptionCandidate, terms: Expediting): readonly number[] | WhyNot => {
  const { item } = lineCase.facts
  const { margin, holding, writeOff, goodwill } = worth
  if (margin === null || holding === null || expeditingCost(terms, 1) === null) return { code: 'no-price' }
  const premium = terms.perUnit ?? 0
  const leftoverCost = (isPerishable(item) ? writeOff : holding) ?? 0
  const ratios = [premium + leftoverCost, premium].map((overage) =>
    criticalRatio({ underage: margin - premium + goodwill, overage }),
  )
  return ratios.some(({ kind }) => kind === 'nothing')
    ? { code: 'never-pays', margin, premium, currency: item.currency }
    : ratios.flatMap((critical) => (critical.kind === 'ratio' ? [1 - critical.ratio] : []))
}

/**
 * Prices expediting of lines that one order of an item at one supplier serves: the lines on it share its fixed fee. A line
 * that does not pay for its part is taken off, and the others share anew.
 */
export const expediteTogether = (
  candidates: readonly OptionCandidate[],
  expediting: (candidate: OptionCandidate) => Expediting | null,
  move: (candidate: OptionCandidate, terms: Expediting | null) => Move,
): ReadonlyMap<OptionCandidate, Move> => {
  const moves = new Map<OptionCandidate, Move>()
  for (let taking = candidates; ; ) {
    const termsOf = sharedTerms(taking, expediting)
    for (const candidate of taking) moves.set(candidate, move(candidate, termsOf(candidate)))
    const left = taking.filter((candidate) => 'step' in (moves.get(candidate) as Move))
    if (left.length === taking.length) return moves
    taking = left
  }
}

/** Makes the function that gives a line's expediting terms, with its share of the fixed fee of the order it is on. */
export const sharedTerms = (
  candidates: readonly OptionCandidate[],
  expediting: (candidate: OptionCandidate) => Expediting | null,
): ((candidate: OptionCandidate) => Expediting | null) => {
  const orderOf = (candidate: OptionCandidate) =>
    JSON.stringify([expediting(candidate)?.supplier, candidate.lineCase.line.sku])
  const orders = Map.groupBy(candidates, orderOf)
  return (candidate) => {
    const terms = expediting(candidate)
    if (terms === null || terms.fixed === null) return terms
    return { ...terms, fixed: terms.fixed / (orders.get(orderOf(candidate))?.length ?? 1) }
  }
}

const arrivalInTime = (candidate: OptionCandidate, terms: Expediting | null): Day | WhyNot => {
  const { facts, line } = candidate.lineCase
  if (terms === null) return { code: 'no-terms', supplier: facts.item.supplier }
  const arrives = expeditedArrival(candidate, terms)
  if (arrives === null) return { code: 'no-lead-time', supplier: facts.item.supplier }
  return arrives > line.end ? { code: 'arrives-late', day: arrives, end: line.end } : arrives
}

const expeditedMove = (
  candidate: OptionCandidate,
  terms: Expediting,
  units: number,
  restDay: Day | null,
): Extract<Move, { step: unknown }> => {
  const { policy, facts } = candidate.lineCase
  const fast = placeOrder(candidate, { lead: fastLead(facts, terms) as LeadTime, units })
  const step = { ...emptyStep(candidate), ...orderStep(fast), from: terms.supplier }
  const missing =
    restDay === null ? 0 : requirementAt(candidate, restDay, policy.stockoutProbability) - (step.units ?? 0)
  const wanted = orderQuantity(Math.max(0, missing), facts.item.rule)
  const normal = normalLead(candidate)
  const rest =
    wanted === 0 || normal === null ? [] : placeOrder(candidate, { lead: normal, units: wanted, besides: fast })
  const cost = expeditingCost(terms, step.units ?? 0)
  return {
    step: {
      ...step,
      rest: unitsOf(rest),
      restDay: rest[0]?.usableOn ?? null,
    },
    effect: effectOf(candidate, receiptsFrom([...fast, ...rest]), cost),
    ...(cost === null ? { untold: 'expediting' } : {}),
  }
}
