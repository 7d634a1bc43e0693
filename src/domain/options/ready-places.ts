import { withoutPromotion } from './normal-sales.ts'
import type { Move } from './option.ts'
import { emptyStep, isShort, type OptionCandidate } from './option-candidate.ts'

/**
 * Prices launching only at locations where every line is ready; the others sell what they normally sell, at the normal
 * price. Not possible once the promotion has begun.
 */
export const launchWhereReady = (candidates: readonly OptionCandidate[]): ReadonlyMap<OptionCandidate, Move> => {
  const locationOf = (candidate: OptionCandidate) => candidate.lineCase.line.location
  const locations = new Set(candidates.map(locationOf))
  const short = new Set(candidates.filter(isShort).map(locationOf))
  const whyNot =
    locations.size < 2
      ? ({ code: 'one-place' } as const)
      : candidates.some(({ lineCase: { line, facts } }) => line.start < facts.asOf)
        ? ({ code: 'has-begun' } as const)
        : short.size === locations.size
          ? ({ code: 'no-place-ready' } as const)
          : null
  return new Map(
    candidates
      .filter((candidate) => short.has(locationOf(candidate)))
      .map((candidate): [OptionCandidate, Move] => [
        candidate,
        whyNot === null ? { step: emptyStep(candidate), effect: withoutPromotion(candidate) } : { whyNot },
      ]),
  )
}
