import type { CellFacts } from '../assessment/cell.ts'
import { isStale } from '../assessment/missing-data.ts'
import type { Policy } from '../assessment/readiness.ts'
import { cellKey } from '../cell.ts'
import type { Day } from '../day.ts'
import { normalLevel } from '../demand/learning/forecast.ts'
import { plannedAheadDays } from '../policy.ts'
import { foresee, foreseePlain } from './forecast.ts'
import type { Gap, Ledger } from './ledger.ts'
import type { Measured } from './measurement.ts'
import { lastWeek, lastYear } from './past.ts'
import { lineKey, type PlannedLine, type Plans, rivalsAt, withShare } from './plans.ts'
import type { Replay } from './replay.ts'
import { isComplete, type OpenWindow, openWindow, priceIn } from './window.ts'

/** The facts of a cell without promotions. */
export type FactsWithoutPromotions = Omit<CellFacts, 'promotions' | 'rivals'>

/** How the replay decides on a promotion line, and what is known of its result. */
export type ReplayDecision = {
  /** Days before the launch on which it is decided; by the supplier's lead time where null. */
  readonly leadDays: number | null
  readonly policy: Policy
  /** Gives the plans as they are known when a window has ended. */
  readonly plansAfter: (end: Day) => Plans
  /** Whether a count found no stock; null where there was no count. */
  readonly emptied: boolean | null
  /** Sales data contain the time out of stock. */
  readonly tellsStockouts: boolean
}

/** Assesses a promotion line on its decision day with what was known by then, and records the result in the ledger once its window has ended. */
export const decide = (
  replay: Replay,
  plans: Plans,
  planned: PlannedLine,
  cellFacts: FactsWithoutPromotions,
  ledger: Ledger,
  decision: ReplayDecision,
): void => {
  const { asOf, item } = cellFacts
  const normalAt = (cell: PlannedLine | CellFacts['promotions'][number]) => {
    const { common, level } = replay.taught(cell)
    return (level === null ? null : normalLevel(common, level, cell.sku)) ?? 0
  }
  const line = withShare(plans, planned, normalAt)
  const facts: CellFacts = {
    ...cellFacts,
    promotions: (plans.byCell.get(cellKey(planned)) ?? [])
      .filter(
        (other) => other.end >= asOf && other.start <= planned.end + plannedAheadDays && other.status !== 'cancelled',
      )
      .map((other) => withShare(plans, other, normalAt)),
    rivals: rivalsAt(plans, cellFacts.taught.common, item, planned.location, asOf),
  }
  const judged = foresee(facts, line, decision.policy)
  const isStated = line.stated.kind !== 'unstated'
  const history = isStated ? foresee(facts, { ...line, stated: { kind: 'unstated' } }, decision.policy) : judged
  const past = replay.past(planned)
  const rivals = {
    'last-week': lastWeek(past, asOf, line.start, line.end),
    'last-year': lastYear(past, asOf, line.start, line.end),
    stated: isStated ? (judged.demand?.mean ?? null) : null,
  }
  const stock = stockOf(cellFacts, line.start, decision.policy)
  const window = openWindow(planned, line.start, line.end)
  const key = lineKey(line)
  ledger.decided.set(key, asOf)
  replay.watch(window, () => {
    if (ledger.decided.get(key) !== asOf) return
    const gap = (of: Gap) => {
      ledger.gaps[of] += 1
    }
    if (!isStillSo(decision.plansAfter(line.end), planned)) return gap('moved')
    ledger.leads.push(line.start - asOf)
    if (cellFacts.leadTime === null && decision.leadDays === null) ledger.assumedLeads += 1
    const wasShort = window.stockout > 0 || decision.emptied === true
    if (wasShort) ledger.short += 1
    if (stock !== 'counted') gap(stock)
    else if (judged.risk !== null) {
      if (decision.emptied === null && !(decision.tellsStockouts && window.covered > 0)) gap('outcome-unknown')
      else ledger.foretold.push({ day: asOf, probability: judged.risk, happened: wasShort })
    }
    if (history.demand === null || judged.demand === null) return gap('unknown')
    if (!isComplete(window)) return gap('rows-missing')
    const { mean: forecast } = history.demand
    ledger.promotions.add({ ...measured(window, item.unitPrice, rivals), forecast, judged: judged.demand, wasShort })
  })
}

/** Forecasts days of a cell without promotion, and records the result in the ledger once they have ended; days that turn out promoted are left out. */
export const forecastPlain = (
  replay: Replay,
  cellFacts: FactsWithoutPromotions,
  start: Day,
  days: number,
  ledger: Ledger,
): void => {
  const end = start + days - 1
  const demand = foreseePlain({ ...cellFacts, promotions: [], rivals: [] }, start, days)
  if (demand === null) return
  const cell = { sku: cellFacts.item.sku, location: cellFacts.location.location }
  const past = replay.past(cell)
  const rivals = {
    'last-week': lastWeek(past, cellFacts.asOf, start, end),
    'last-year': lastYear(past, cellFacts.asOf, start, end),
    stated: null,
  }
  const window = openWindow(cell, start, end)
  replay.watch(window, () => {
    if (window.isPromoted || !isComplete(window)) return
    ledger.plain.add({ ...measured(window, cellFacts.item.unitPrice, rivals), forecast: demand.mean, judged: demand })
  })
}

const stockOf = (
  { stock, asOf }: FactsWithoutPromotions,
  start: Day,
  policy: Policy,
): 'not-counted' | 'stale' | 'counted' => {
  if (stock === null) return 'not-counted'
  return isStale(asOf - stock.asOf, start - asOf, policy) ? 'stale' : 'counted'
}

const measured = (window: OpenWindow, usualPrice: number | null, rivals: Measured['rivals']) => ({
  start: window.start,
  rivals,
  sold: window.units,
  price: priceIn(window, usualPrice),
  wasShort: window.stockout > 0,
})

const isStillSo = ({ byCell }: Plans, planned: PlannedLine): boolean =>
  (byCell.get(cellKey(planned)) ?? []).some(
    (line) =>
      line.promotionId === planned.promotionId &&
      line.status === 'committed' &&
      line.start === planned.start &&
      line.end === planned.end,
  )
