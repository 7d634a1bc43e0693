import type { CellFacts } from '../assessment/cell.ts'
import type { Policy } from '../assessment/readiness.ts'
import { type Day, weekdayOf } from '../day.ts'
import { farOffDays } from '../policy.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import { safeDate, safeUnits } from '../supply/counter-offer.ts'
import { type Announcement, announceBy } from './announce-by.ts'
import { type OptionCandidate, optionCandidate } from './option-candidate.ts'
import { normalArrival } from './order.ts'

/** For choosing a date: when a line can start at the earliest, how much it can sell now, and how early supply must know. */
export type EarliestStart = {
  readonly line: PromotionLine
  /** The earliest safe start, and the order in units to place for it as soon as can be; null where none is in sight. */
  readonly safe: { readonly start: Day; readonly order: number; readonly orderOn: Day | null } | null
  /** The largest total over the days from the earliest start on, normal sales included; null where stock is unknown. */
  readonly volume: number | null
  /** The announce-by date of the same demand on the same weekday after a normal order's arrival and four more weeks. */
  readonly announce: Announcement | null
  /** Stock or demand is unknown. */
  readonly isUnknown: boolean
}

/** Works out from which day on a line can run as it is stated, its own start being the first that is tried. */
export const earliestStart = (facts: CellFacts, line: PromotionLine, policy: Policy): EarliestStart => {
  const first = optionCandidate(facts, line, policy)
  if (first === null)
    return { line, safe: null, volume: volumeOf(facts, line, policy), announce: null, isUnknown: true }
  const at = (start: Day) => optionCandidate(facts, { ...line, start, end: start + line.end - line.start }, policy)
  const { result, lineCase } = first
  const start = result.verdict !== 'not-ready' ? line.start : result.advice && safeDate(lineCase, result.advice)
  const safe = start === null ? null : at(start)
  const far = weekdayLike(line.start, (normalArrival(first) ?? facts.asOf) + farOffDays)
  const later = optionCandidate(withoutStock(facts), { ...line, start: far, end: far + line.end - line.start }, policy)
  return {
    line,
    safe: start === null || safe === null ? null : { start, ...orderFor(safe) },
    volume: safeUnits(lineCase, result.coverage),
    announce: later && announceBy(later),
    isUnknown: false,
  }
}

/** By then the stock of a location of our own that supplies the cell is gone: the order goes to that location's supplier. */
const withoutStock = (facts: CellFacts): CellFacts =>
  facts.source === undefined ? facts : { ...facts, leadTime: facts.source.through }

const orderFor = ({ result: { verdict, advice } }: OptionCandidate) =>
  verdict === 'ready' || advice === null
    ? { order: 0, orderOn: null }
    : { order: advice.units, orderOn: advice.soonest?.orderOn ?? null }

/** The largest safe volume; it does not depend on the stated demand. */
const volumeOf = (facts: CellFacts, line: PromotionLine, policy: Policy): number | null => {
  const plain = optionCandidate(facts, { ...line, stated: { kind: 'uplift', ratio: 1, isSettled: true } }, policy)
  return plain && safeUnits(plain.lineCase, plain.result.coverage)
}

const weekdayLike = (day: Day, from: Day): Day => from + ((((weekdayOf(day) - weekdayOf(from)) % 7) + 7) % 7)
