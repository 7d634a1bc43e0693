import { safeDate } from '../supply/counter-offer.ts'
import { normalContribution } from './normal-sales.ts'
import type { Effect, Move } from './option.ts'
import { effectOf, isShort, type OptionCandidate, optionCandidate, stepOf, withSent } from './option-candidate.ts'
import { orderToday } from './order.ts'

const mostTries = 8

/**
 * Starts the whole promotion so many days later that every line is within policy with at most one normal order placed
 * today. What is sold normally on the old days is counted, and what would have been on the new ones is not.
 */
export const startLater = (stakes: readonly OptionCandidate[]): ReadonlyMap<OptionCandidate, Move> => {
  const moved = movedTo(stakes)
  const whyNot = typeof moved === 'string' ? ({ whyNot: { code: moved } } as const) : null
  return new Map(
    stakes.map((stake, i): [OptionCandidate, Move] => {
      if (whyNot !== null || typeof moved === 'string') return [stake, whyNot as Move]
      const later = moved[i] as OptionCandidate
      const order = isShort(later) ? orderToday(withSent(later)) : null
      const own = order !== null && 'step' in order ? order : null
      const { line } = later.lineCase
      return [
        stake,
        {
          step: {
            ...stepOf(stake),
            units: own?.step.units ?? null,
            day: line.start,
            from: own?.step.from ?? null,
            orderOn: own?.step.orderOn ?? null,
          },
          effect: displaced(stake, later, own?.effect ?? effectOf(later)),
          untold: 'rebooking',
        },
      ]
    }),
  )
}

const displaced = (stake: OptionCandidate, later: OptionCandidate, effect: Effect): Effect => {
  const [old, fresh] = [normalContribution(stake), normalContribution(later)]
  const { contribution } = effect
  return {
    ...effect,
    contribution: contribution === null || old === null || fresh === null ? null : contribution + old - fresh,
  }
}

const movedTo = (
  stakes: readonly OptionCandidate[],
): readonly OptionCandidate[] | 'has-begun' | 'date-holds' | 'no-safe-date' => {
  if (stakes.some(({ lineCase: { line, facts } }) => line.start < facts.asOf)) return 'has-begun'
  let moved = stakes
  for (let tries = 0; tries < mostTries; tries++) {
    const late = moved.filter(({ settled }) => settled.verdict === 'not-ready')
    if (late.length === 0) return tries === 0 ? 'date-holds' : moved
    let shift = 0
    for (const { lineCase, settled } of late) {
      const date = settled.ordering && safeDate(lineCase, settled.ordering)
      if (date === null) return 'no-safe-date'
      shift = Math.max(shift, date - lineCase.line.start)
    }
    const next = moved.map(({ lineCase: { facts, line, policy } }) =>
      optionCandidate(facts, { ...line, start: line.start + shift, end: line.end + shift }, policy),
    )
    if (next.some((stake) => stake === null)) return 'no-safe-date'
    moved = next as readonly OptionCandidate[]
  }
  return 'no-safe-date'
}
