import { isOwed } from '../assessment/cell.ts'
import type { JudgedLine } from '../assessment/readiness.ts'
import { cellKey } from '../cell.ts'

/** What an order is made of, in whole units: `units = short + early + strong + extra`. */
export type OrderSum = {
  readonly units: number
  /** What is expected to be missing. */
  readonly short: number
  /** What normal sales take of it before the promotion, where they would be lost without it. */
  readonly early: number
  /** What strong sales take, up to those that the policy tolerates a stockout in. */
  readonly strong: number
  /** What minimum and multiple add. */
  readonly extra: number
  /** The stockout probability that is tolerated. */
  readonly policy: number
  /** How many places it is for, and at how many of them units are missing. */
  readonly places: number
  readonly shortPlaces: number
}

/**
 * Says what an order of `units` is made of, of which lines need `needUnits` before minimum and multiple. Null where a location
 * of the company sends a part of what they lack, so that the order is not made of the same units as their shortage.
 */
export const orderSum = (units: number, needUnits: number, lines: readonly JudgedLine[]): OrderSum | null => {
  const [first] = lines
  if (first === undefined || lines.some(({ sum, facts }) => sum === null || (facts.source?.sends.length ?? 0) > 0))
    return null
  const need = Math.min(units, needUnits)
  const lacking = lackingByPlace(lines, lackingWithOwed)
  const short = Math.min(
    need,
    lacking.reduce((sum, own) => sum + own, 0),
  )
  const early = Math.min(need - short, Math.round(lines.reduce((sum, { earlyUnits }) => sum + earlyUnits, 0)))
  return {
    units,
    short,
    early,
    strong: need - short - early,
    extra: units - need,
    policy: first.policy,
    places: lacking.length,
    shortPlaces: lacking.filter((own) => own > 0).length,
  }
}

/** What each shelf is expected to lack, in whole units: of lines whose days overlap the most, which contains the others. */
const lackingByPlace = (lines: readonly JudgedLine[], lackingOf: (line: JudgedLine) => number): readonly number[] =>
  [...Map.groupBy(lines, (line) => cellKey(line.line)).values()].map((own) => {
    let [sum, most, until] = [0, 0, Number.NEGATIVE_INFINITY]
    for (const one of own.toSorted((a, b) => a.line.start - b.line.start)) {
      if (one.line.start > until) {
        sum += most
        most = 0
      }
      most = Math.max(most, Math.round(lackingOf(one)))
      until = Math.max(until, one.line.end)
    }
    return sum + most
  })

/** What lines are expected to lack together, in whole units. */
export const shortUnits = (lines: readonly JudgedLine[]): number =>
  lackingByPlace(lines, ({ shortageUnits }) => shortageUnits ?? 0).reduce((sum, units) => sum + units, 0)

/** What a line is expected to lack, with what is owed to others before it. */
const lackingWithOwed = ({ sum, facts }: JudgedLine): number => {
  if (sum === null) return 0
  const isOwedBefore = sum.window === 'own' && isOwed(facts)
  return sum.short + (isOwedBefore ? sum.besides : 0)
}
