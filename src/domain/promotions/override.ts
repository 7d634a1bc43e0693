import type { Day } from '../day.ts'
import type { PromotionId } from '../ids.ts'
import type { PromotionLine } from './promotion.ts'

/** A figure that both functions agreed on: units by item, normal sales included, and the name of the other person. */
export type AgreedFigure = { readonly units: Readonly<Record<string, number>>; readonly with: string }

/** Sums the units of an agreed figure. */
export const agreedUnits = ({ units }: AgreedFigure): number => Object.values(units).reduce((sum, one) => sum + one, 0)

/** A planner's own uplift for a promotion beside the marketer's figure, which is kept; or the one figure that both agreed on. */
export type Override = {
  /** Orders the overrides of a promotion; 0 for one that is not kept yet. */
  readonly id: number
  readonly promotionId: PromotionId
  /** Promoted demand / baseline demand; null withdraws the override before it. */
  readonly ratio: number | null
  /** The last day on which it holds; null for as long as the promotion lives. */
  readonly until: Day | null
  readonly reason: string | null
  /** Both functions agreed on it: the units of each item over all its lines, and with whom. Absent for a planner's own figure. */
  readonly agreed?: AgreedFigure
  readonly by: { readonly id: string; readonly name: string }
  readonly on: Day
}

/** An override that sets an uplift. */
export type InForce = Override & { readonly ratio: number }

/** Gives the last override if it sets an uplift and still holds on a day, else null: an earlier one never comes back into force. */
export const inForce = (last: Override | null | undefined, today: Day): InForce | null =>
  last == null || last.ratio === null || (last.until !== null && last.until < today)
    ? null
    : { ...last, ratio: last.ratio }

/**
 * Replaces what the marketer stated for a line by a planner's uplift; a total that lines shared is shared no more. An agreed
 * figure is shared by the lines of its item; an item that came later keeps what was stated of it.
 */
export const overridden = <Line extends PromotionLine & { readonly sharesTotal: boolean }>(
  line: Line,
  override: InForce | null,
): Line => {
  if (override === null) return line
  const { agreed, ratio } = override
  if (agreed === undefined) return { ...line, stated: { kind: 'uplift', ratio, isSettled: true }, sharesTotal: false }
  const units = agreed.units[line.sku]
  return units === undefined ? line : { ...line, stated: { kind: 'units', units }, sharesTotal: true }
}

/** A planner's uplift beside the figures that marketers stated. */
export type OverrideView = InForce & { readonly stated: readonly StatedFigure[] }

/** What a marketer stated of demand for one row of a promotion. */
export type StatedFigure = {
  readonly uplift: number | null
  readonly units: number | null
  readonly extra: number | null
  readonly owner: string | null
}
