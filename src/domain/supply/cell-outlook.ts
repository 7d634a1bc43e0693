import type { CellFacts } from '../assessment/cell.ts'
import { type Baseline, baselineOf } from '../demand/baseline.ts'
import { expectedDemandOn, farthestBack, upliftOf } from '../demand/line-demand.ts'
import { moveDemand, movedOn } from '../demand/moved-demand.ts'
import { addExtra } from '../demand/promotion-demand.ts'
import { noteEffects } from '../intelligence/effect.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import { type DedicatedUnits, setApart } from './dedicated-units.ts'
import { openingUnits } from './opening-stock.ts'
import { receiptsByDay, receiptsOf } from './receipts.ts'

/** Demand and supply of a cell with all its committed promotions: units by day, index 0 the as-of date. */
type CellOutlook = {
  /** Units at the start of the as-of date; null where the stock was never counted. */
  readonly opening: number | null
  /** Scheduled receipts. */
  readonly coming: Float64Array
  /** The same without the units that were ordered for promotions, which ordinary orders do not count. */
  readonly ordinary: { readonly opening: number; readonly coming: Float64Array }
  readonly dedicated: readonly DedicatedUnits[]
  readonly baseline: Baseline
  /** Mean normal sales. */
  readonly base: Float64Array
  /** Mean extra units of committed promotions. */
  readonly extra: Float64Array
  /** The error of what notes move, as a share of the mean; absent where no note counts. */
  readonly doubt?: Float64Array
}

/**
 * Forecasts demand and supply of a cell over `length` days from the as-of date on; `promotions` are those that units may have
 * been ordered for.
 */
export const cellOutlook = (
  facts: CellFacts,
  length: number,
  promotions: readonly PromotionLine[] = facts.promotions,
): CellOutlook => {
  const { asOf, stock } = facts
  const committed = facts.promotions.filter((line) => line.status === 'committed')
  const earliest = committed.reduce((first, line) => Math.min(first, line.start), stock?.asOf ?? asOf)
  const from = Math.min(asOf, Math.max(earliest, asOf - farthestBack))
  const last = committed.reduce((latest, line) => Math.max(latest, line.end), asOf + length)
  const baseline = baselineOf(facts, from, last - from + 1)
  const receipts = receiptsOf(facts)
  const effects = noteEffects(facts.intelligence)
  const demandOn = movedOn(
    effects,
    expectedDemandOn(baseline, committed, (line) => upliftOf(facts, baseline, line).ratio),
  )
  const base = baseline.perDay.slice(asOf - from, asOf - from + length)
  const extra = new Float64Array(length)
  for (const line of committed) addExtra(extra, line, upliftOf(facts, baseline, line), baseline, asOf)
  const doubt = effects === null ? {} : { doubt: moveDemand(effects, asOf, [base, extra]).doubt }
  const opening = stock && openingUnits(stock, asOf, facts.sales, receipts.since, demandOn)
  const { coming, forPromotions: received } = receipts
  const split = setApart({ asOf, promotions, opening: opening ?? 0, coming, received })
  return {
    opening,
    coming: receiptsByDay(coming, asOf, length),
    ordinary: { opening: split.opening, coming: receiptsByDay(split.ordinary, asOf, length) },
    dedicated: split.dedicated,
    baseline,
    base,
    extra,
    ...doubt,
  }
}
