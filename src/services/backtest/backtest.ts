import type { Policy } from '../../domain/assessment/readiness.ts'
import { decisionDay, usualLead } from '../../domain/backtest/decision-day.ts'
import {
  decide,
  type FactsWithoutPromotions,
  forecastPlain,
  type ReplayDecision,
} from '../../domain/backtest/decisions.ts'
import { openLedger } from '../../domain/backtest/ledger.ts'
import { beginsPeriod, periodOf } from '../../domain/backtest/ordinary-weeks.ts'
import { lineKey, type PlannedLine, type Plans, plansOf } from '../../domain/backtest/plans.ts'
import { openReplay } from '../../domain/backtest/replay.ts'
import { type BacktestReport, backtestReport } from '../../domain/backtest/report.ts'
import { cellKey } from '../../domain/cell.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import { assumedLeadDays } from '../../domain/policy.ts'
import type { PromotionLine } from '../../domain/promotions/promotion.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { loadFacts } from '../../store/facts/facts.ts'
import { loadSalesBetween } from '../../store/facts/sales-history.ts'
import { loadEmptied } from '../../store/facts/sold-cells.ts'
import { loadReplayVisibility } from '../../store/feeds/visibility.ts'
import { loadPastCompany, type PastCompany } from './past-company.ts'

/** Which days to replay, the last year there is where they are null; `leadDays` decides so many days before each launch. */
export type BacktestOptions = {
  readonly from: Day | null
  readonly to: Day | null
  readonly leadDays: number | null
  readonly today: Day
  readonly policy: Policy
}

/** Sales are read by the week. */
const slice = 7

/**
 * Replays a company's own history: judges each promotion line with what was known on its decision day, and compares the
 * judgement with what was sold. Answers null where there are no sales.
 */
export const backtest = async (workspace: Workspace, options: BacktestOptions): Promise<BacktestReport | null> => {
  const { policy, leadDays } = options
  const company = await loadPastCompany(workspace, options)
  if (company === null) return null
  const { first, from, to, terms } = company
  const replay = openReplay(first, company.groupOf)
  const ledger = openLedger(from, to)
  const decisionOf = (line: PromotionLine): Day => {
    const of = terms.get(cellKey(line))
    if (leadDays !== null) return line.start - leadDays
    return of === undefined ? line.start - assumedLeadDays : decisionDay(of.leadTime, of.location, line.start)
  }
  const plansOn = openPlans(company, decisionOf)
  const asking: Omit<ReplayDecision, 'emptied'> = {
    policy,
    leadDays,
    tellsStockouts: company.tellsStockouts,
    plansAfter: (end) => plansOn(end + 1),
  }
  const isMeasured = (line: PromotionLine) => line.start >= from && line.end <= to

  const decideOn = async (day: Day): Promise<void> => {
    const plans = plansOn(day)
    const due = (plans.byDecision.get(day) ?? []).filter(isMeasured)
    if (due.length === 0) return
    const then = await loadReplayVisibility(workspace, isoOf(day))
    const until = due.reduce((end, line) => Math.max(end, line.end), day)
    const recall = { common: replay.taught({ sku: '', location: '' }).common, levels: replay.levels }
    const cells = new Map(due.map(({ sku, location }) => [cellKey({ sku, location }), { sku, location }]))
    const shelves = await loadFacts(workspace, {
      visibility: then,
      cells: [...cells.values()],
      asOf: day,
      until,
      replay: recall,
    })
    const emptied = await loadEmptied(workspace, company.visibility, due)
    for (const [i, line] of due.entries())
      decide(replay, plans, line, shelves.get(cellKey(line)) as FactsWithoutPromotions, ledger, {
        ...asking,
        emptied: emptied[i] as boolean | null,
      })
  }

  const byLead = Map.groupBy(company.shops, (cell) => leadDays ?? usualLead(terms.get(cellKey(cell))?.leadTime ?? null))
  const forecastOn = (day: Day): void => {
    for (const [lead, cells] of byLead)
      for (const cell of day + lead < from || day + lead > to ? [] : cells) {
        const level = replay.levels.get(cellKey(cell))
        if (level === undefined || !beginsPeriod(level, day + lead)) continue
        const days = periodOf(level)
        if (day + lead + days - 1 > to) continue
        const shelf = {
          ...(terms.get(cellKey(cell)) as FactsWithoutPromotions),
          asOf: day,
          taught: replay.taught(cell),
        }
        forecastPlain(replay, shelf, day + lead, days, ledger)
      }
  }

  let rows = 0
  for (let start = first; start <= to; start += slice) {
    const end = Math.min(start + slice, to + 1)
    const sold = Map.groupBy(
      await loadSalesBetween(workspace, company.visibility, start, end, company.runOf),
      (row) => row.day,
    )
    for (let day = start; day < end; day++) {
      replay.wake(day)
      await decideOn(day)
      forecastOn(day)
      const today = sold.get(day) ?? []
      replay.sell(today)
      rows += today.length
    }
  }
  replay.end()

  const measured = company.book(company.asOf).filter((line) => isMeasured(line) && line.status === 'committed')
  for (const line of measured)
    if (!ledger.decided.has(lineKey(line))) ledger.gaps[decisionOf(line) < first ? 'before-history' : 'late'] += 1
  const history = { from, to, rows, shelves: company.cells.length, lines: measured.length }
  return backtestReport(history, ledger, policy.stockoutProbability)
}

/** Makes the function that gives the plans as they were known on a day; they are computed again only when they changed. */
const openPlans = ({ book }: PastCompany, decisionOf: (line: PromotionLine) => Day): ((day: Day) => Plans) => {
  let latest: { readonly lines: readonly PlannedLine[]; readonly plans: Plans } | null = null
  return (day) => {
    const lines = book(day)
    if (latest?.lines !== lines) latest = { lines, plans: plansOf(lines, decisionOf) }
    return latest.plans
  }
}
