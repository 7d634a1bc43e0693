import type { CellFacts } from '../assessment/cell.ts'
import type { Policy } from '../assessment/readiness.ts'
import { type Day, weekdayOf } from '../day.ts'
import { farOffDays } from '../policy.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import { safeDate, safeUnits } from '../supply/counter-offer.ts'
import { type Announcement, announceBy } from './announce.ts'
import { type OptionCandidate, optionCandidate } from './option-candidate.ts'
import { normalArrival } from './order.ts'

/** Before a date is chosen: when a promotion of a line's demand can start, how much holds now, and how early supply must know. */
export type Starting = {
  readonly line: PromotionLine
  /** The earliest safe start, and the order that has to be placed as soon as can be for it, in units; null where none is in sight. */
  readonly safe: { readonly start: Day; readonly order: number; readonly orderOn: Day | null } | null
  /** The largest total over the days from the earliest start on, normal sales included; null where stock is unknown. */
  readonly volume: number | null
  /** The same demand in a week far off, when what is there now is sold. */
  readonly announce: Announcement | null
  /** Stock or demand is unknown. */
  readonly isUnknown: boolean
}

/** Works out from when on a line can run as it is stated; its own start is the first that is looked at. */
export const startingOf = (facts: CellFacts, line: PromotionLine, policy: Policy): Starting => {
  const first = optionCandidate(facts, line, policy)
  if (first === null)
    return { line, safe: null, volume: volumeOf(facts, line, policy), announce: null, isUnknown: true }
  const at = (start: Day) => optionCandidate(facts, { ...line, start, end: start + line.end - line.start }, policy)
  const { settled, lineCase } = first
  const start = settled.verdict !== 'not-ready' ? line.start : settled.ordering && safeDate(lineCase, settled.ordering)
  const safe = start === null ? null : at(start)
  const far = weekdayLike(line.start, (normalArrival(first) ?? facts.asOf) + farOffDays)
  const later = optionCandidate(withoutStock(facts), { ...line, start: far, end: far + line.end - line.start }, policy)
  return {
    line,
    safe: start === null || safe === null ? null : { start, ...orderFor(safe) },
    volume: safeUnits(lineCase, settled.situation),
    announce: later && announceBy(later),
    isUnknown: false,
  }
}

/** What a location of our own has now is gone by then: its own supplier is ordered at. */
const withoutStock = (facts: CellFacts): CellFacts =>
  facts.source === undefined ? facts : { ...facts, leadTime: facts.source.through }

const orderFor = ({ settled: { verdict, ordering } }: OptionCandidate) =>
  verdict === 'ready' || ordering === null
    ? { order: 0, orderOn: null }
    : { order: ordering.units, orderOn: ordering.soonest?.orderOn ?? null }

/** What holds now does not depend on what is wanted. */
const volumeOf = (facts: CellFacts, line: PromotionLine, policy: Policy): number | null => {
  const plain = optionCandidate(facts, { ...line, stated: { kind: 'uplift', ratio: 1, isSettled: true } }, policy)
  return plain && safeUnits(plain.lineCase, plain.settled.situation)
}

const weekdayLike = (day: Day, from: Day): Day => from + ((((weekdayOf(day) - weekdayOf(from)) % 7) + 7) % 7)
