import type { FactsWithoutPromotions } from '../../domain/backtest/decisions.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import { nothingLearned } from '../../domain/demand/learning/learned.ts'
import { backtestDays, daysToLearn } from '../../domain/policy.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import { loadFacts } from '../../store/facts/facts.ts'
import { loadFirstSale, loadGroups, loadRuns } from '../../store/facts/sales-history.ts'
import { loadSalesEnd, loadSoldCells } from '../../store/facts/sold-cells.ts'
import { loadLocations } from '../../store/feeds/catalogue.ts'
import { loadReplayVisibility, type Visibility } from '../../store/feeds/visibility.ts'
import { loadPromotionBook, type PromotionBook } from '../../store/promotions/promotion-book.ts'

/** What a replay needs of a company besides its sales, and what does not depend on the day. */
export type PastCompany = {
  /** The day as of which history is read, and the feed batches that are visible then. */
  readonly asOf: Day
  readonly visibility: Visibility
  /** The first day with sales, and the days to be measured. */
  readonly first: Day
  readonly from: Day
  readonly to: Day
  /** The cells that have sales; `shops` are those that are not at a distribution centre. */
  readonly cells: readonly Cell[]
  readonly shops: readonly Cell[]
  /** The facts of these cells, and of those that promotions name, that hold on all days. */
  readonly terms: ReadonlyMap<string, FactsWithoutPromotions>
  readonly groupOf: (sku: string) => string
  readonly book: PromotionBook
  readonly runOf: Awaited<ReturnType<typeof loadRuns>>
  /** The sales feed says for how long shelves were empty. */
  readonly tellsStockouts: boolean
}

/** Loads a company for a replay of some days; null where there are no sales. */
export const loadPastCompany = async (
  workspace: Workspace,
  asked: { readonly from: Day | null; readonly to: Day | null; readonly today: Day },
): Promise<PastCompany | null> => {
  const first = await loadFirstSale(workspace)
  const before = Math.min(asked.to === null ? asked.today : asked.to + 1, asked.today)
  const visibility = await loadReplayVisibility(workspace, isoOf(before))
  const { last, tellsStockouts } = await loadSalesEnd(workspace, visibility, before)
  if (first === null || last === null) return null
  const to = Math.min(last, before - 1)
  const from = asked.from ?? Math.min(Math.max(first + daysToLearn, to - backtestDays + 1), to)

  const cells = await loadSoldCells(workspace, visibility)
  const places = await loadLocations(workspace, visibility, [...new Set(cells.map((cell) => cell.location))])
  const shops = cells.filter((cell) => places.get(cell.location)?.kind !== 'dc')
  const selling = new Map(
    [...Map.groupBy(shops, (cell) => cell.sku)].map(([sku, own]) => [sku, own.map((cell) => cell.location)]),
  )
  const book = await loadPromotionBook(workspace, from, selling)
  const shelves = new Map([...cells, ...book(before)].map((cell) => [cellKey(cell), cell]))
  const groups = await loadGroups(workspace, visibility)
  return {
    asOf: before,
    visibility,
    first,
    from,
    to,
    cells,
    shops,
    terms: await loadTerms(workspace, visibility, [...shelves.values()], before),
    groupOf: (sku) => groups.get(sku) ?? '',
    book,
    runOf: await loadRuns(workspace, visibility),
    tellsStockouts,
  }
}

/** Loads the facts of cells that hold on all days: items, locations and lead times. Facts of single days, such as sales, are left out. */
const loadTerms = async (
  workspace: Workspace,
  visibility: Visibility,
  cells: readonly Cell[],
  asOf: Day,
): Promise<ReadonlyMap<string, FactsWithoutPromotions>> => {
  const recall = { common: nothingLearned(asOf), levels: new Map() }
  const facts = await loadFacts(workspace, { visibility, cells, asOf, until: asOf, replay: recall })
  return new Map(
    [...facts].map(([key, of]) => [key, { ...of, stock: null, orders: [], sales: [], plan: [], like: null }]),
  )
}
