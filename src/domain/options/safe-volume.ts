import { safeUnits } from '../supply/counter-offer.ts'
import type { Move } from './option.ts'
import { effectOf, type OptionCandidate, optionCandidate, stepOf } from './option-candidate.ts'

/**
 * Keeps the date and caps a line at the largest volume that stock, placed and ordinary orders hold within policy. Of one that
 * has begun the days left are capped: what they sell is what is said, not what was sold before.
 */
export const capVolume = (stake: OptionCandidate): Move => {
  const { lineCase, settled, demand } = stake
  const { facts, line, policy } = lineCase
  const units = Math.floor(Math.min(safeUnits(lineCase, settled.situation), demand.mean))
  const start = Math.max(line.start, facts.asOf)
  const capped = units < 1 ? null : optionCandidate(facts, { ...line, start, stated: { kind: 'units', units } }, policy)
  return capped === null
    ? { whyNot: { code: 'no-safe-volume' } }
    : { step: { ...stepOf(stake), units }, effect: effectOf(capped) }
}
