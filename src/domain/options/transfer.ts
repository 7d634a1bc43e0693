import type { CellFacts } from '../assessment/cell.ts'
import { cellKey } from '../cell.ts'
import type { Day } from '../day.ts'
import { nextReceivingDay, usableFrom } from '../supply/lead-time.ts'
import type { Move, Step, WhyNot } from './option.ts'
import { effectOf, emptyStep, type OptionCandidate, requirementAt } from './option-candidate.ts'
import { assumptions } from './unit-worth.ts'

/** A location that has units of an item above its own protected need; `spare` says how many. */
export type SurplusLocation = { readonly facts: CellFacts; readonly spare: number }

/** What other locations send to one line in all, and a step for each that sends. */
type TransferResult = { readonly move: Move; readonly steps: readonly Step[] }

/**
 * Has other locations send what short lines lack, line after line, the location with the most left first; no location
 * sends more than it can spare. The cost of transport is unknown.
 */
export const transfers = (
  candidates: readonly OptionCandidate[],
  locations: readonly SurplusLocation[],
): ReadonlyMap<OptionCandidate, TransferResult> => {
  const left = new Map(locations.map((one) => [one, one.spare]))
  const sent = new Map<OptionCandidate, TransferResult>()
  for (const candidate of candidates) sent.set(candidate, sendTo(candidate, locations, left))
  return sent
}

const sendTo = (
  candidate: OptionCandidate,
  locations: readonly SurplusLocation[],
  left: Map<SurplusLocation, number>,
): TransferResult => {
  const { facts, line, policy } = candidate.lineCase
  const others = locations.filter(
    ({ facts: { item, location }, spare }) =>
      spare > 0 && item.sku === line.sku && cellKey({ sku: item.sku, location: location.location }) !== cellKey(line),
  )
  if (locations.length === 0) return refused({ code: 'nowhere-else' })
  if (others.length === 0) return refused({ code: 'nothing-to-spare', places: locations.length })
  const day = arrivalAt(facts)
  if (day === null) return refused({ code: 'nowhere-else' })
  if (day > line.end) return refused({ code: 'arrives-late', day, end: line.end })
  let missing = Math.ceil(requirementAt(candidate, day, policy.stockoutProbability) - 1e-7)
  const steps: Step[] = []
  for (const from of others.toSorted((a, b) => (left.get(b) as number) - (left.get(a) as number))) {
    const units = Math.min(missing, left.get(from) as number)
    if (units <= 0) continue
    left.set(from, (left.get(from) as number) - units)
    missing -= units
    steps.push({ ...emptyStep(candidate), units, day, from: from.facts.location.location })
  }
  const [first] = steps
  if (first === undefined) return refused({ code: 'nothing-to-spare', places: others.length })
  const units = steps.reduce((sum, step) => sum + (step.units ?? 0), 0)
  return { move: { step: first, effect: effectOf(candidate, [{ day, units }]), untold: 'transport' }, steps }
}

const refused = (whyNot: WhyNot): TransferResult => ({ move: { whyNot }, steps: [] })

/** Gives the day goods are usable that another location sends today; null where the location never takes goods in. */
export const arrivalAt = ({ asOf, location: { receiving } }: CellFacts): Day | null => {
  const arrives = nextReceivingDay(receiving, asOf + assumptions.transferDays)
  return arrives === null ? null : usableFrom(receiving, arrives)
}
