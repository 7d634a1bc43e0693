import { type CellFacts, firstOrderDay } from '../assessment/cell.ts'
import type { Policy } from '../assessment/readiness.ts'
import type { Day } from '../day.ts'
import { normalQuantile, quantile } from '../demand/distribution.ts'
import { keptDays, statedUpliftCv } from '../policy.ts'
import { cellOutlook } from '../supply/cell-outlook.ts'
import { demandBetween } from '../supply/demand-and-supply.ts'
import { orderForwards, protectedLead } from '../supply/lead-time.ts'
import { accumulate } from '../supply/outlook.ts'

/**
 * Gives the whole units a cell can spare today: the least it will have beyond its own protected need on any day until its
 * next normal order arrives, and until a day where one is named, committed promotions included, and no more than is there now. Protection is the larger of
 * the given safety stock and the demand within policy. Null where the stock was never counted.
 */
export const surplusUnits = (facts: CellFacts, policy: Policy, until: Day = facts.asOf): number | null => {
  const { asOf, stock, leadTime, location } = facts
  if (stock === null) return null
  const lead = leadTime && protectedLead(leadTime, normalQuantile(1 - policy.stockoutProbability))
  const next = lead && orderForwards(lead, location.receiving, firstOrderDay(facts))
  const length = Math.max(1, until - asOf + 1, next ? next.usableOn - asOf : keptDays)
  const { opening: counted, coming, baseline, base, extra, doubt } = cellOutlook(facts, length)
  const opening = counted ?? 0
  const cumulative = accumulate({
    asOf,
    opening,
    allocated: stock.allocated,
    receipts: coming,
    base,
    extra,
    forecastError: { ...baseline, upliftCv: statedUpliftCv, ratioCv: 0 },
    ...(doubt === undefined ? {} : { doubt }),
    protectionDays: null,
    emptyStarts: [],
    cycleStarts: [],
    unmet: location.unmet,
    days: { start: asOf, end: asOf },
  })
  const safety = stock.safetyStock ?? 0
  let spare = opening - Math.max(stock.allocated, safety)
  for (let i = 0; i < length; i++) {
    const demand = demandBetween(cumulative, 0, i, false)
    const kept = Math.max(demand.mean + safety, quantile(demand, 1 - policy.stockoutProbability), stock.allocated)
    spare = Math.min(spare, opening + (cumulative.received[i + 1] as number) - kept)
  }
  return Math.max(0, Math.floor(spare + 1e-7))
}
