import { type CellFacts, cellKey } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { nextReceivingDay, usableFrom } from '../supply/lead-time.ts'
import type { Move, Step, WhyNot } from './option.ts'
import { effectOf, needAt, type OptionCandidate, stepOf } from './option-candidate.ts'
import { assumed } from './unit-worth.ts'

/** A location that has units of an item to spare. */
export type Donor = { readonly facts: CellFacts; readonly spare: number }

/** What other locations send to one line, a step for each that sends. */
export type Sent = { readonly move: Move; readonly steps: readonly Step[] }

/**
 * Has other locations send what short lines lack, line after line, the fullest location first; no location sends more
 * than it can spare. Nobody has told what transport costs.
 */
export const transfers = (
  stakes: readonly OptionCandidate[],
  donors: readonly Donor[],
): ReadonlyMap<OptionCandidate, Sent> => {
  const left = new Map(donors.map((donor) => [donor, donor.spare]))
  const sent = new Map<OptionCandidate, Sent>()
  for (const stake of stakes) sent.set(stake, sendTo(stake, donors, left))
  return sent
}

const sendTo = (stake: OptionCandidate, donors: readonly Donor[], left: Map<Donor, number>): Sent => {
  const { facts, line, policy } = stake.lineCase
  const others = donors.filter(
    (donor) => donor.facts.item.sku === line.sku && cellKey(cellOf(donor)) !== cellKey(line) && donor.spare > 0,
  )
  if (donors.length === 0) return refused({ code: 'nowhere-else' })
  if (others.length === 0) return refused({ code: 'nothing-to-spare', places: donors.length })
  const day = arrivalAt(facts)
  if (day === null) return refused({ code: 'nowhere-else' })
  if (day > line.end) return refused({ code: 'arrives-late', day, end: line.end })
  let missing = Math.ceil(needAt(stake, day, policy.stockoutProbability) - 1e-7)
  const steps: Step[] = []
  for (const donor of others.toSorted((a, b) => (left.get(b) as number) - (left.get(a) as number))) {
    const units = Math.min(missing, left.get(donor) as number)
    if (units <= 0) continue
    left.set(donor, (left.get(donor) as number) - units)
    missing -= units
    steps.push({ ...stepOf(stake), units, day, from: donor.facts.location.location })
  }
  const [first] = steps
  if (first === undefined) return refused({ code: 'nothing-to-spare', places: others.length })
  const units = steps.reduce((sum, step) => sum + (step.units ?? 0), 0)
  return { move: { step: first, effect: effectOf(stake, [{ day, units }]), untold: 'transport' }, steps }
}

const refused = (whyNot: WhyNot): Sent => ({ move: { whyNot }, steps: [] })

const arrivalAt = ({ asOf, location: { receiving } }: CellFacts): Day | null => {
  const arrives = nextReceivingDay(receiving, asOf + assumed.transferDays)
  return arrives === null ? null : usableFrom(receiving, arrives)
}

const cellOf = ({ facts: { item, location } }: Donor) => ({ sku: item.sku, location: location.location })
