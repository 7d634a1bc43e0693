import { hasSlipped, isOpen } from '../arrivals/silence.ts'
import type { Day } from '../day.ts'
import { mostDaysSooner } from '../policy.ts'
import { type DemandCoverage, riskOf } from '../supply/demand-coverage.ts'
import { nextReceivingDay, usableFrom } from '../supply/lead-time.ts'
import type { PlacedOrder } from './cell.ts'
import type { Reason } from './reason.ts'
import { coverageOf, type LineCase, receiptsAt, type Scenario, type ScenarioResult } from './scenario.ts'

/** How an order stands that a short line could use sooner: it has a day, is overdue, has none that can still be met, or the orders feed is silent since its day. */
type Lateness = 'coming' | 'overdue' | 'undated' | 'unheard'

type LateOrder = { readonly order: PlacedOrder; readonly lateness: Lateness }

/** A late order with which alone the line is ready if it is delivered on day `by`, the last one that is enough. */
export type PullIn = LateOrder & { readonly by: Day; readonly coverage: DemandCoverage }

/** Lists the placed orders that a line which is short could use if they came sooner, or came at all. */
export const lateOrders = (
  { facts, receipts }: LineCase,
  { advice, trifling }: ScenarioResult,
): readonly LateOrder[] => {
  if (advice === null || trifling) return []
  const comesLate = (order: PlacedOrder): boolean => {
    if (!isOpen(order) || order.due === null || order.due < facts.asOf || receipts.undated.includes(order)) return false
    const { receiving } = facts.location
    const arrives = nextReceivingDay(receiving, order.due)
    return arrives !== null && usableFrom(receiving, arrives) > advice.neededOn
  }
  return [
    ...facts.orders.filter(comesLate).map((order) => ({ order, lateness: 'coming' as const })),
    ...receipts.overdue.map((order) => ({ order, lateness: 'overdue' as const })),
    ...receipts.undated.map((order) => ({ order, lateness: 'undated' as const })),
    ...receipts.unheard
      .filter(({ unheard }) => unheard === 'orders')
      .map((order) => ({ order, lateness: 'unheard' as const })),
  ]
}

/**
 * Lists the late orders of which one alone makes a line ready if it comes sooner, with the last day of delivery on which it
 * does, the latest first. A line is judged with the moved order as if the feed had it so.
 */
export const pullIns = (lineCase: LineCase, scenario: Scenario, result: ScenarioResult): readonly PullIn[] =>
  lateOrders(lineCase, result)
    .flatMap((late) => pullInOf(lineCase, scenario, late) ?? [])
    .toSorted((a, b) => b.by - a.by || (a.order.orderId < b.order.orderId ? -1 : 1))

const pullInOf = (lineCase: LineCase, scenario: Scenario, late: LateOrder): PullIn | null => {
  const { facts, line, policy } = lineCase
  const { asOf } = facts
  const { due } = late.order
  const isMoved = late.lateness === 'coming' && due !== null
  const first = nextReceivingDay(facts.location.receiving, Math.max(asOf + 1, isMoved ? due - mostDaysSooner : 0))
  const last = isMoved ? due - 1 : line.end
  if (first === null) return null
  const coverageBy = (day: Day): DemandCoverage | null => {
    const moved = { ...late.order, due: day, promisedOn: null, status: 'confirmed' as const }
    const orders = facts.orders.map((order) => (order === late.order ? moved : order))
    const coverage = coverageOf(lineCase, { ...scenario, coming: receiptsAt({ ...facts, orders }).coming })
    return riskOf(coverage) <= policy.stockoutProbability ? coverage : null
  }
  let [by, coverage] = [first, first > last ? null : coverageBy(first)]
  if (coverage === null) return null
  for (let tooLate = last + 1; tooLate - by > 1; ) {
    const day = Math.floor((by + tooLate) / 2)
    const found = coverageBy(day)
    if (found === null) tooLate = day
    else [by, coverage] = [day, found]
  }
  return { ...late, by, coverage }
}

/**
 * Names the orders that a short line rests on, those that would make it ready first: what is due too late, overdue or
 * without a date. An order that comes when it was promised, too late to help, is none of these.
 */
export const lateOrderReasons = (lineCase: LineCase, scenario: Scenario, result: ScenarioResult): readonly Reason[] => {
  const closing = pullIns(lineCase, scenario, result)
  const { supplier } = lineCase.facts.item
  return [
    ...closing.map(({ order, lateness, by }) => ({
      code: 'PULL_IN' as const,
      orderId: order.orderId,
      units: order.quantity,
      supplier: order.supplier ?? supplier,
      due: order.due,
      promised: order.promisedOn,
      lateness,
      by,
      short: result.shortage,
    })),
    ...(result.advice === null || result.trifling ? [] : sourceOrderReasons(lineCase.facts.source)),
    ...lateOrders(lineCase, result).flatMap(({ order: { orderId, quantity: units, due, promisedOn }, lateness }) =>
      lateness === 'coming' && due !== null && promisedOn !== null && hasSlipped({ due, promisedOn })
        ? [{ code: 'SLIPPED_ORDER' as const, orderId, units, due, promised: promisedOn }]
        : [],
    ),
  ]
}

const sourceOrderReasons = (source: LineCase['facts']['source']): readonly Reason[] =>
  (source?.late ?? []).map(({ orderId, quantity: units, due, promisedOn }) => ({
    code: 'SOURCE_LATE_ORDER',
    location: source?.location ?? '',
    orderId,
    units,
    due,
    promised: promisedOn,
  }))
