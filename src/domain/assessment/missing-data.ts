import type { Day } from '../day.ts'
import type { OrderAdvice } from '../ordering/order-advice.ts'
import { daysToStartPerStaleDay, plausibleUplift } from '../policy.ts'
import type { Receipt } from '../supply/receipts.ts'
import type { CellFacts, Source } from './cell.ts'
import type { Policy, Verdict } from './readiness.ts'
import type { Reason } from './reason.ts'
import type { LineCase, Scenario, ScenarioResult } from './scenario.ts'
import { evaluateScenario } from './scenario.ts'

/** What missing or stale data leave open. */
export type MissingDataVerdict = {
  readonly verdict: Verdict
  /** For `unknown`: the best and the worst verdict still possible. */
  readonly between: readonly [Verdict, Verdict] | null
  readonly reasons: readonly Reason[]
  /** What to order: after a stale count, what is enough whatever stock of those that may be there it is. */
  readonly advice: OrderAdvice | null
}

/** Units of stock that no promotion can sell: the best that a missing count may turn out to be. */
const plenty = 1e9

const goodness: Record<Verdict, number> = { ready: 2, 'at-risk': 1, 'not-ready': 0, unknown: 0 }

/**
 * Tells whether missing or stale data leave the verdict open. The line is judged again with the plausible extremes of each
 * missing or stale fact, one at a time; only where a verdict differs from that of `result` is the line `unknown`.
 */
export const assessMissingData = (
  lineCase: LineCase,
  scenario: Scenario,
  result: ScenarioResult,
): MissingDataVerdict => {
  const { facts, line, demand, receipts, opening } = lineCase
  const reasons: Reason[] = []
  const possible: Verdict[] = [result.verdict]
  const otherwise = (change: Partial<Scenario>) => evaluateScenario(lineCase, { ...scenario, ...change }).verdict

  if (opening === null) {
    reasons.push({ code: 'STOCK_UNKNOWN' })
    possible.push(otherwise({ opening: plenty }))
  }
  const stale = resultsOfStaleCount(lineCase, scenario, reasons)
  possible.push(...stale.map(({ verdict }) => verdict))
  if (lineCase.lacksDemand) possible.push('not-ready')
  else if (demand.uplift.source === 'unknown') {
    const first = line.start - facts.asOf
    const last = line.end - facts.asOf
    const own = demand.base.map((units, i) => (i >= first && i <= last ? units * (plausibleUplift - 1) : 0))
    const together = own.map((units, i) => units + (demand.senior[i] as number))
    possible.push(otherwise({ demand: { ...demand, own, together } }))
  }
  const { discontinuedOn } = facts.item
  const isOrderable = discontinuedOn === null || discontinuedOn > Math.max(facts.asOf, line.start)
  if (facts.leadTime === null && isOrderable && result.advice !== null && result.verdict === 'not-ready') {
    const within = result.advice.neededOn - facts.location.receiving.dockToStock - facts.asOf
    if (within > 0) possible.push('at-risk')
    reasons.push({
      code: 'LEAD_TIME_UNKNOWN',
      supplier: facts.item.supplier,
      withinDays: within > 0 ? within : null,
    })
  }
  if (facts.source && isSourceUncertain(facts.source, lineCase) && result.verdict === 'at-risk') {
    const { location, through, countedOn } = facts.source
    reasons.push({ code: 'SOURCE_STOCK_UNKNOWN', location, sku: line.sku, countedOn })
    possible.push(evaluateScenario({ ...lineCase, facts: { ...facts, leadTime: through } }, scenario).verdict)
  }
  for (const order of receipts.overdue) {
    const { quantity: units, orderId, promotionIds, isOrdinary } = order
    const arriving = { day: facts.asOf + 1, units, orderId, promotionIds, isOrdinary }
    const ifItComes = otherwise({ coming: [arriving, ...scenario.coming] })
    reasons.push({
      code: 'OVERDUE_ORDER',
      orderId: order.orderId,
      units: order.quantity,
      due: order.due as Day,
      ifItComes: ifItComes === result.verdict ? null : ifItComes,
    })
  }
  for (const { orderId, on, reason: why } of refusedRows(facts)) {
    const stands = { code: 'ROW_REFUSED', sku: line.sku, location: line.location, orderId, on, why } as const
    if (orderId === null) {
      reasons.push({ ...stands, counted: facts.stock?.asOf ?? null, counts: false, otherwise: null })
      continue
    }
    const counts = scenario.coming.some((receipt) => receipt.orderId === orderId)
    const verdict = otherwise({ coming: withoutOrWith(orderId, lineCase, scenario) })
    possible.push(verdict)
    reasons.push({ ...stands, counted: null, counts, otherwise: verdict === result.verdict ? null : verdict })
  }
  const ranked = possible.toSorted((a, b) => goodness[b] - goodness[a])
  const best = ranked[0] as Verdict
  const worst = ranked.at(-1) as Verdict
  return best === worst
    ? { verdict: best, between: null, reasons, advice: mostOf(result.advice, stale) }
    : { verdict: 'unknown', between: [best, worst], reasons, advice: result.advice }
}

/** Lists the rows that were refused and not followed by better news: a person's own count of that day or later is one. */
const refusedRows = ({ refused = [], corrected = [], stock }: CellFacts): NonNullable<CellFacts['refused']> =>
  refused.filter(
    ({ what, on }) =>
      what === 'order' || stock === null || stock.asOf < on || !corrected.some((one) => one.what === 'stock'),
  )

/** Leaves out what an order brings; where it brings nothing, it comes when it was planned to, else tomorrow. */
const withoutOrWith = (orderId: string, { facts, receipts }: LineCase, { coming }: Scenario): readonly Receipt[] => {
  const others = coming.filter((receipt) => receipt.orderId !== orderId)
  if (others.length < coming.length) return others
  const of = <T extends { readonly orderId: string }>(list: readonly T[]) =>
    list.filter((one) => one.orderId === orderId)
  const tomorrow = of(receipts.undated).map(({ quantity: units, promotionIds, isOrdinary }) => ({
    day: facts.asOf + 1,
    units,
    orderId,
    promotionIds,
    isOrdinary,
  }))
  return [...coming, ...of(receipts.planned), ...tomorrow].sort((a, b) => a.day - b.day)
}

/** What is enough however a stale count turns out: the most units that any of its scenarios asks for, by the first of their days. */
const mostOf = (judged: OrderAdvice | null, stale: readonly ScenarioResult[]): OrderAdvice | null => {
  const others = stale.flatMap(({ advice }) => advice ?? [])
  if (judged === null || others.length === 0) return judged
  const all = [...others.toReversed(), judged]
  const most = all.reduce((larger, one) => (one.units > larger.units ? one : larger))
  const days = all.flatMap(({ latest }) => latest ?? [])
  const latest = days.toSorted((a, b) => a.orderOn - b.orderOn)[0] ?? null
  return { ...most, latest, runsOut: judged.runsOut }
}

/** Tells whether the stock of the supplying location, which must send everything, was never counted or too long ago. */
const isSourceUncertain = ({ countedOn, lacks }: Source, { facts, line, policy }: LineCase): boolean =>
  lacks === 0 && (countedOn === null || isStale(facts.asOf - countedOn, line.start - facts.asOf, policy))

/**
 * Tells whether a count is too old to judge by: by its age in days, and the days to the start, as a launch far off needs
 * no fresh count.
 */
export const isStale = (days: number, daysToStart: number, { staleDays }: Policy): boolean =>
  days > Math.max(staleDays, daysToStart / daysToStartPerStaleDay)

/**
 * Judges a stale count, or one whose newer row was refused, as if nothing was sold since, and as if twice the expected
 * demand was; not at all where it is fresh.
 */
const resultsOfStaleCount = (lineCase: LineCase, scenario: Scenario, reasons: Reason[]): readonly ScenarioResult[] => {
  const { facts, line, policy, opening } = lineCase
  if (facts.stock === null || opening === null) return []
  const days = facts.asOf - facts.stock.asOf
  const isOld = isStale(days, line.start - facts.asOf, policy)
  if (isOld) reasons.push({ code: 'STOCK_STALE', asOf: facts.stock.asOf, days })
  else if (refusedRows(facts).every(({ what }) => what !== 'stock')) return []
  const unsold = unsoldUnits(lineCase, opening)
  return [unsold, leastUnits(lineCase, opening)].map((units) =>
    evaluateScenario(lineCase, { ...scenario, opening: units }),
  )
}

/** What would be there if nothing was sold since the count, in units. */
const unsoldUnits = ({ facts: { stock }, receipts }: LineCase, opening: number): number => {
  const arrived = receipts.since.reduce((sum, { units }) => sum + units, 0)
  return Math.max(opening, (stock?.onHand ?? 0) - (stock?.unusable ?? 0) + arrived)
}

/** Gives what would be there if twice the expected demand was sold since the count, in units: the least that is plausible. */
export const leastUnits = (lineCase: LineCase, opening: number): number =>
  Math.max(0, 2 * opening - unsoldUnits(lineCase, opening))
