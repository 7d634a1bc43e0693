import { reasonText } from '../../cards/promotions/reason-text.ts'
import type { Quantiles } from '../../domain/assessment/readiness.ts'
import { reasonOf } from '../../domain/assessment/reason.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import type { FingerprintedLine } from './assess-promotions.ts'
import { kitsOfLine } from './kit-json.ts'
import { expectedMargin, landedJson } from './landed-json.ts'

/** Six decimals keep every digit that means something and none of the float's dust. */
const round = (value: number): number => {
  const rounded = Math.round(value * 1e6) / 1e6
  return rounded === 0 ? 0 : rounded
}
const known = (value: number | null): number | null => (value === null ? null : round(value))
const date = (day: Day | null): string | null => (day === null ? null : isoOf(day))
const quantiles = ({ mean, p10, p50, p90 }: Quantiles) => ({
  mean: round(mean),
  p10: round(p10),
  p50: round(p50),
  p90: round(p90),
})

/** Gives the object that `assess` prints for one promotion line; its fields are the contract with scripts. */
export const assessmentJson = (assessed: FingerprintedLine, withLedger: boolean): object => {
  const { line, expected, window } = assessed
  const { asOf } = assessed.facts
  // An order that costs more than it saves is not advised.
  const isAdvised = reasonOf(assessed, 'ORDER_COSTS_MORE') === null
  return {
    promotion_id: line.promotionId,
    name: line.name,
    sku: line.sku,
    location: line.location,
    as_of: isoOf(asOf),
    start: isoOf(line.start),
    end: isoOf(line.end),
    verdict: assessed.verdict,
    status: line.status,
    hero: line.hero,
    baseline_units: known(assessed.baselineUnits),
    uplift: known(assessed.uplift),
    uplift_source: assessed.upliftSource,
    demand_units: assessed.demand && quantiles(assessed.demand),
    daily_demand: assessed.daily.map(({ day, ...of }) => ({ date: isoOf(day), ...quantiles(of) })),
    expected: {
      opening_units: known(expected.openingUnits),
      first_short_date: date(expected.firstShort),
      first_stockout_date: date(expected.firstStockout),
      min_balance: known(expected.minBalance),
      shortage_units: known(expected.shortageUnits),
      order_by_date: date(expected.orderBy),
      order_units: known(expected.orderUnits),
      receipt_date: date(expected.receipt),
      earliest_order_date: date(expected.earliestOrder),
      earliest_receipt_date: date(expected.earliestReceipt),
    },
    window: {
      p0: known(window.p0),
      p1: known(window.p1),
      policy: assessed.policy,
      order_by_date: isAdvised ? date(window.orderBy) : null,
      order_units: isAdvised ? known(window.orderUnits) : null,
      later_orders: window.laterOrders.map(({ orderBy, units }) => ({
        order_by_date: isoOf(orderBy),
        order_units: round(units),
      })),
      deliver_from: date(window.delivery?.from ?? null),
      deliver_by: date(window.delivery?.by ?? null),
      ordinary_from: date(window.ordinaryFrom),
      safe_date: date(window.safeDate),
      safe_units: known(window.safeUnits),
    },
    expected_shortage_units: known(assessed.shortageUnits),
    fill_rate: known(assessed.fillRate),
    leftover_units: known(assessed.leftoverUnits),
    leftover_range: assessed.leftover && { p50: round(assessed.leftover.p50), p90: round(assessed.leftover.p90) },
    revenue_at_risk: known(assessed.revenueAtRisk),
    margin_at_risk: known(assessed.marginAtRisk),
    expected_margin: expectedMargin(assessed),
    landed_cost: landedJson(assessed),
    currency: assessed.currency,
    reasons: assessed.reasons.map((reason) => ({ code: reason.code, text: reasonText(reason, asOf) })),
    ...kitsOfLine(assessed),
    inputs_hash: assessed.inputsHash(),
    ...(withLedger
      ? {
          ledger: assessed.ledger.map(({ day, receipts, demand, balance }) => ({
            date: isoOf(day),
            receipts: round(receipts),
            demand: round(demand),
            balance: round(balance),
          })),
        }
      : {}),
  }
}
