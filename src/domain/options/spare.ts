import { type CellFacts, firstOrderDay } from '../cell.ts'
import { baselineOf } from '../demand/baseline.ts'
import { normalQuantile, quantile } from '../demand/distribution.ts'
import { expectedDemandOn, upliftOf } from '../demand/line-demand.ts'
import { addExtra } from '../demand/promotion-demand.ts'
import type { Policy } from '../readiness.ts'
import { orderForwards, protectedLead } from '../supply/lead-time.ts'
import { openingUnits } from '../supply/opening.ts'
import { demandBetween, prepare } from '../supply/outlook.ts'
import { receiptsOf } from '../supply/receipts.ts'
import { receiptsByDay } from '../supply/situation.ts'

/** Without a lead time a place keeps what it needs for this many days. */
const keptDays = 28
const earliestBack = 120
const statedCv = 0.15

/**
 * Gives the whole units a cell can spare today: the least it will have beyond its own protected need on any day until its
 * next normal order arrives, committed promotions included, and no more than is there now. Protection is the larger of
 * the given safety stock and the demand within policy. Null where the stock was never counted.
 */
export const spareUnits = (facts: CellFacts, policy: Policy): number | null => {
  const { asOf, stock, leadTime, location } = facts
  if (stock === null) return null
  const lead = leadTime && protectedLead(leadTime, normalQuantile(1 - policy.stockoutProbability))
  const next = lead && orderForwards(lead, location.receiving, firstOrderDay(facts))
  const length = Math.max(1, next ? next.usableOn - asOf : keptDays)
  const committed = facts.promotions.filter((line) => line.status === 'committed')
  const earliest = committed.reduce((first, line) => Math.min(first, line.start), stock.asOf)
  const from = Math.min(asOf, Math.max(earliest, asOf - earliestBack))
  const last = committed.reduce((latest, line) => Math.max(latest, line.end), asOf + length)
  const baseline = baselineOf(facts, from, last - from + 1)
  const receipts = receiptsOf(facts.orders, location.receiving, asOf, stock)
  const demandOn = expectedDemandOn(baseline, committed, (line) => upliftOf(facts, baseline, line).ratio)
  const opening = openingUnits(stock, asOf, facts.sales, receipts.since, demandOn)
  const extra = new Float64Array(length)
  for (const line of committed) addExtra(extra, line, upliftOf(facts, baseline, line), baseline, asOf)
  const prepared = prepare({
    asOf,
    opening,
    allocated: stock.allocated,
    receipts: receiptsByDay(receipts.coming, asOf, length),
    base: baseline.perDay.slice(asOf - from, asOf - from + length),
    extra,
    spread: { ...baseline, upliftCv: statedCv, ratioCv: 0 },
    protectionDays: null,
    restarts: [],
    cycles: [],
    unmet: location.unmet,
    days: { start: asOf, end: asOf },
  })
  const safety = stock.safetyStock ?? 0
  let spare = opening - Math.max(stock.allocated, safety)
  for (let i = 0; i < length; i++) {
    const demand = demandBetween(prepared, 0, i, false)
    const kept = Math.max(demand.mean + safety, quantile(demand, 1 - policy.stockoutProbability), stock.allocated)
    spare = Math.min(spare, opening + (prepared.received[i + 1] as number) - kept)
  }
  return Math.max(0, Math.floor(spare + 1e-7))
}
