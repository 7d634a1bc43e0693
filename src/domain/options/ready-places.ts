import { withoutPromotion } from './normal-sales.ts'
import type { Move } from './option.ts'
import { isShort, type OptionCandidate, stepOf } from './option-candidate.ts'

/** Launches, where nothing has begun yet, only where every line is ready; the other locations sell what they normally sell, at the normal price. */
export const launchWhereReady = (stakes: readonly OptionCandidate[]): ReadonlyMap<OptionCandidate, Move> => {
  const placeOf = (stake: OptionCandidate) => stake.lineCase.line.location
  const places = new Set(stakes.map(placeOf))
  const short = new Set(stakes.filter(isShort).map(placeOf))
  const whyNot =
    places.size < 2
      ? ({ code: 'one-place' } as const)
      : stakes.some(({ lineCase: { line, facts } }) => line.start < facts.asOf)
        ? ({ code: 'has-begun' } as const)
        : short.size === places.size
          ? ({ code: 'no-place-ready' } as const)
          : null
  return new Map(
    stakes
      .filter((stake) => short.has(placeOf(stake)))
      .map((stake): [OptionCandidate, Move] => [
        stake,
        whyNot === null ? { step: stepOf(stake), effect: withoutPromotion(stake) } : { whyNot },
      ]),
  )
}
