import type { CellFacts } from '../assessment/cell.ts'
import { type Baseline, baselineOf } from '../demand/baseline.ts'
import { expectedDemandOn, farthestBack, upliftOf } from '../demand/line-demand.ts'
import { addExtra } from '../demand/promotion-demand.ts'
import { openingUnits } from './opening-stock.ts'
import { receiptsByDay, receiptsOf } from './receipts.ts'

/** Demand and supply of a cell with all its committed promotions: units by day, index 0 the as-of date. */
type CellOutlook = {
  /** Units at the start of the as-of date; null where the stock was never counted. */
  readonly opening: number | null
  /** Scheduled receipts. */
  readonly coming: Float64Array
  readonly baseline: Baseline
  /** Mean normal sales. */
  readonly base: Float64Array
  /** Mean extra units of committed promotions. */
  readonly extra: Float64Array
}

/** Forecasts demand and supply of a cell over `length` days from the as-of date on. */
export const cellOutlook = (facts: CellFacts, length: number): CellOutlook => {
  const { asOf, stock, location } = facts
  const committed = facts.promotions.filter((line) => line.status === 'committed')
  const earliest = committed.reduce((first, line) => Math.min(first, line.start), stock?.asOf ?? asOf)
  const from = Math.min(asOf, Math.max(earliest, asOf - farthestBack))
  const last = committed.reduce((latest, line) => Math.max(latest, line.end), asOf + length)
  const baseline = baselineOf(facts, from, last - from + 1)
  const receipts = receiptsOf(facts.orders, location.receiving, asOf, stock)
  const demandOn = expectedDemandOn(baseline, committed, (line) => upliftOf(facts, baseline, line).ratio)
  const extra = new Float64Array(length)
  for (const line of committed) addExtra(extra, line, upliftOf(facts, baseline, line), baseline, asOf)
  return {
    opening: stock && openingUnits(stock, asOf, facts.sales, receipts.since, demandOn),
    coming: receiptsByDay(receipts.coming, asOf, length),
    baseline,
    base: baseline.perDay.slice(asOf - from, asOf - from + length),
    extra,
  }
}
