import { safeDate } from '../supply/counter-offer.ts'
import { normalContribution } from './normal-sales.ts'
import type { Effect, Move } from './option.ts'
import {
  effectOf,
  emptyStep,
  isShort,
  type OptionCandidate,
  optionCandidate,
  withSourceSupply,
} from './option-candidate.ts'
import { orderToday } from './order.ts'

/** Moving all lines together may make another one short: so many moves are tried. */
const mostTries = 8

/**
 * Prices starting the whole promotion so many days later that every line is within policy with at most one normal order
 * placed today. Normal sales on the old days are counted as gained, those on the new days as lost.
 */
export const startLater = (candidates: readonly OptionCandidate[]): ReadonlyMap<OptionCandidate, Move> => {
  const moved = movedTo(candidates)
  const whyNot = typeof moved === 'string' ? ({ whyNot: { code: moved } } as const) : null
  return new Map(
    candidates.map((candidate, i): [OptionCandidate, Move] => {
      if (whyNot !== null || typeof moved === 'string') return [candidate, whyNot as Move]
      const later = moved[i] as OptionCandidate
      const order = isShort(later) ? orderToday(withSourceSupply(later)) : null
      const own = order !== null && 'step' in order ? order : null
      const { line } = later.lineCase
      return [
        candidate,
        {
          step: {
            ...emptyStep(candidate),
            units: own?.step.units ?? null,
            day: line.start,
            from: own?.step.from ?? null,
            orderOn: own?.step.orderOn ?? null,
          },
          effect: displaced(candidate, later, own?.effect ?? effectOf(later)),
          untold: 'rebooking',
        },
      ]
    }),
  )
}

/** The effect on the new days, with the normal contribution of the old days gained and that of the new ones lost. */
const displaced = (candidate: OptionCandidate, later: OptionCandidate, effect: Effect): Effect => {
  const [old, fresh] = [normalContribution(candidate), normalContribution(later)]
  const { contribution } = effect
  return {
    ...effect,
    contribution: contribution === null || old === null || fresh === null ? null : contribution + old - fresh,
  }
}

/** The lines at the first later date at which all of them can be ready, or why there is none. */
const movedTo = (
  candidates: readonly OptionCandidate[],
): readonly OptionCandidate[] | 'has-begun' | 'date-holds' | 'no-safe-date' => {
  if (candidates.some(({ lineCase: { line, facts } }) => line.start < facts.asOf)) return 'has-begun'
  let moved = candidates
  for (let tries = 0; tries < mostTries; tries++) {
    const late = moved.filter(({ result }) => result.verdict === 'not-ready')
    if (late.length === 0) return tries === 0 ? 'date-holds' : moved
    let shift = 0
    for (const { lineCase, result } of late) {
      const date = result.advice && safeDate(lineCase, result.advice)
      if (date === null) return 'no-safe-date'
      shift = Math.max(shift, date - lineCase.line.start)
    }
    const next = moved.map(({ lineCase: { facts, line, policy } }) =>
      optionCandidate(facts, { ...line, start: line.start + shift, end: line.end + shift }, policy),
    )
    if (next.some((candidate) => candidate === null)) return 'no-safe-date'
    moved = next as readonly OptionCandidate[]
  }
  return 'no-safe-date'
}
