import type { Day } from '../day.ts'
import type { LeadTime } from '../supply/lead-time.ts'
import { orderQuantity } from '../supply/order-quantity.ts'
import { criticalRatio } from './newsvendor.ts'
import type { Move, WhyNot } from './option.ts'
import { effectOf, needAt, type OptionCandidate, stepOf } from './option-candidate.ts'
import { addedBy, arrivalOf, inTime, normalArrival, normalLead, orderStep, placed } from './order.ts'
import { orderableAround } from './orderable.ts'
import { isPerishable } from './unit-worth.ts'

/** A supplier's terms for speed: days it then needs, and what it charges on top, a unit and an order; null where not told. */
export type Expediting = {
  readonly supplier: string
  readonly days: number
  readonly perUnit: number | null
  readonly fixed: number | null
}

/** Gives the extra cost of expediting so many units; null where neither the cost of a unit nor that of an order is told. */
export const expeditingCost = ({ perUnit, fixed }: Expediting, units: number): number | null =>
  perUnit === null && fixed === null ? null : units === 0 ? 0 : units * (perUnit ?? 0) + (fixed ?? 0)

/** Gives the units that must be saved before expediting pays for its fixed fee: fee / (margin - premium); null where it never does. */
export const expeditingBreakEven = (margin: number, { perUnit, fixed }: Expediting): number | null => {
  const gain = margin - (perUnit ?? 0)
  return gain > 0 ? (fixed ?? 0) / gain : null
}

/** Gives the lead time of an expedited order; null where the supplier's ordering days are not told. */
export const fastLead = ({ lineCase: { facts } }: OptionCandidate, { days }: Expediting): LeadTime | null => {
  const { leadTime } = facts
  if (leadTime?.via) return { ...leadTime, via: { ...leadTime.via, lead: { ...leadTime.via.lead, lead: days, sd: 0 } } }
  return leadTime && { ...leadTime, lead: days, sd: 0 }
}

/** Gives the day expedited units are usable that are ordered on the first ordering day from `from` on; null without one. */
export const expeditedArrival = (stake: OptionCandidate, terms: Expediting, from?: Day): Day | null =>
  arrivalOf(stake, fastLead(stake, terms), from)

/** Has everything that a line lacks delivered fast. */
export const expediteWhole = (stake: OptionCandidate, terms: Expediting | null): Move => {
  const arrives = arrivesInTime(stake, terms)
  if (typeof arrives !== 'number' || terms === null) return { whyNot: arrives as WhyNot }
  const { facts, policy } = stake.lineCase
  const units = orderQuantity(needAt(stake, arrives, policy.stockoutProbability), facts.item.rule)
  if (units === 0) return { whyNot: { code: 'not-short' } }
  const whole = moveOf(stake, terms, units, null)
  return whole.step.units === 0 ? { whyNot: { code: 'weeks-full', supplier: terms.supplier } } : whole
}

/**
 * Has only so much delivered fast as pays until the next normal order arrives, which brings the rest: the newsvendor
 * fractile, and of the quantities that minimum and multiple allow around it, and of all that is missing, the one with the
 * highest contribution.
 */
export const expeditePart = (stake: OptionCandidate, terms: Expediting | null): Move => {
  const arrives = arrivesInTime(stake, terms)
  if (typeof arrives !== 'number' || terms === null) return { whyNot: arrives as WhyNot }
  const { worth, lineCase } = stake
  const { item } = lineCase.facts
  const premium = terms.perUnit ?? 0
  if (worth.margin === null || worth.holding === null || expeditingCost(terms, 1) === null)
    return { whyNot: { code: 'no-price' } }
  const perished = isPerishable(item)
  const over = premium + ((perished ? worth.writeOff : worth.holding) ?? 0)
  const fractiles = [over, premium].map((cost) =>
    criticalRatio({ under: (worth.margin as number) - premium + worth.goodwill, over: cost }),
  )
  if (fractiles.some((of) => of.kind === 'nothing'))
    return { whyNot: { code: 'never-pays', margin: worth.margin, premium, currency: item.currency } }
  const next = normalArrival(stake)
  const rest = next !== null && next > arrives && next <= lineCase.line.end ? next : null
  const last = rest === null ? lineCase.line.end : rest - 1
  const risks = fractiles.flatMap((of) => (of.kind === 'ratio' ? [1 - of.ratio] : []))
  const candidates = [...risks, lineCase.policy.stockoutProbability].flatMap((risk) =>
    orderableAround(needAt(stake, arrives, risk, last), item.rule),
  )
  if (candidates.length === 0) return { whyNot: { code: rest === null ? 'not-short' : 'normal-in-time' } }
  const whole = expediteWhole(stake, terms)
  const moves = [
    ...[...new Set(candidates)].map((units) => moveOf(stake, terms, units, rest)),
    ...('step' in whole ? [whole] : []),
  ]
  const best = moves
    .filter(({ step }) => step.units !== 0)
    .toSorted((a, b) => (b.effect.contribution ?? 0) - (a.effect.contribution ?? 0))[0]
  if (best === undefined || (best.effect.contribution ?? 0) <= (effectOf(stake).contribution ?? 0))
    return { whyNot: { code: 'no-part-pays' } }
  return best
}

/**
 * Expedites lines that one order of an item at one supplier serves: those that are on it share its fixed fee. A line that
 * does not pay for its part is taken off, and the others share anew.
 */
export const expediteTogether = (
  stakes: readonly OptionCandidate[],
  expediting: (stake: OptionCandidate) => Expediting | null,
  move: (stake: OptionCandidate, terms: Expediting | null) => Move,
): ReadonlyMap<OptionCandidate, Move> => {
  const moves = new Map<OptionCandidate, Move>()
  for (let taking = stakes; ; ) {
    const termsOf = sharedTerms(taking, expediting)
    for (const stake of taking) moves.set(stake, move(stake, termsOf(stake)))
    const left = taking.filter((stake) => 'step' in (moves.get(stake) as Move))
    if (left.length === taking.length) return moves
    taking = left
  }
}

/** Makes the function that gives a line's terms for speed, with its share of the fixed fee of the order it is on. */
export const sharedTerms = (
  stakes: readonly OptionCandidate[],
  expediting: (stake: OptionCandidate) => Expediting | null,
): ((stake: OptionCandidate) => Expediting | null) => {
  const orderOf = (stake: OptionCandidate) => JSON.stringify([expediting(stake)?.supplier, stake.lineCase.line.sku])
  const orders = Map.groupBy(stakes, orderOf)
  return (stake) => {
    const terms = expediting(stake)
    if (terms === null || terms.fixed === null) return terms
    return { ...terms, fixed: terms.fixed / (orders.get(orderOf(stake))?.length ?? 1) }
  }
}

const arrivesInTime = (stake: OptionCandidate, terms: Expediting | null): Day | WhyNot => {
  const { facts, line } = stake.lineCase
  if (terms === null) return { code: 'no-terms', supplier: facts.item.supplier }
  const arrives = expeditedArrival(stake, terms)
  if (arrives === null) return { code: 'no-lead-time', supplier: facts.item.supplier }
  return arrives > line.end ? { code: 'arrives-late', day: arrives, end: line.end } : arrives
}

const moveOf = (
  stake: OptionCandidate,
  terms: Expediting,
  units: number,
  restDay: Day | null,
): Extract<Move, { step: unknown }> => {
  const { policy, facts } = stake.lineCase
  const fast = inTime(stake, placed(stake, fastLead(stake, terms) as LeadTime, units))
  const step = { ...stepOf(stake), ...orderStep(fast), from: terms.supplier }
  const missing = restDay === null ? 0 : needAt(stake, restDay, policy.stockoutProbability) - (step.units ?? 0)
  const wanted = orderQuantity(Math.max(0, missing), facts.item.rule)
  const normal = normalLead(stake)
  const rest = wanted === 0 || normal === null ? [] : inTime(stake, placed(stake, normal, wanted, undefined, fast))
  const cost = expeditingCost(terms, step.units ?? 0)
  return {
    step: {
      ...step,
      rest: rest.reduce((sum, part) => sum + part.units, 0),
      restDay: rest[0]?.usableOn ?? null,
    },
    effect: effectOf(stake, addedBy([...fast, ...rest]), cost),
    ...(cost === null ? { untold: 'expediting' } : {}),
  }
}
