import { safeUnits } from '../supply/counter-offer.ts'
import type { Move } from './option.ts'
import { effectOf, emptyStep, type OptionCandidate, optionCandidate } from './option-candidate.ts'

/**
 * Prices keeping the date and capping a line at the largest volume in whole units that stock, placed and ordinary orders
 * hold within policy. Of a line that has begun only the days that are left are capped.
 */
export const capVolume = (candidate: OptionCandidate): Move => {
  const { lineCase, result, demand } = candidate
  const { facts, line, policy } = lineCase
  if (line.kits !== undefined) return { whyNot: { code: 'sold-in-kits' } }
  const units = Math.floor(Math.min(safeUnits(lineCase, result.coverage), demand.mean))
  const start = Math.max(line.start, facts.asOf)
  const capped = units < 1 ? null : optionCandidate(facts, { ...line, start, stated: { kind: 'units', units } }, policy)
  return capped === null
    ? { whyNot: { code: 'no-safe-volume' } }
    : { step: { ...emptyStep(candidate), units }, effect: effectOf(capped) }
}
