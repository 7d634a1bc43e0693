import { mayHaveCome } from '../../domain/arrivals/silence.ts'
import type { Count } from '../../domain/arrivals/taken-orders.ts'
import type { CellFacts, Silence, Stock } from '../../domain/assessment/cell.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import type { DemandLevel } from '../../domain/demand/learning/level.ts'
import { historyDays, leastSilentDays } from '../../domain/policy.ts'
import type { Freight } from '../../domain/prices/freight.ts'
import type { Reader } from '../database/workspace.ts'
import { loadItems, loadLocations } from '../feeds/catalogue.ts'
import type { ItemRow, LeadTimeRow, LocationRow } from '../feeds/feed-rows.ts'
import { type ClosedDays, loadClosedDays } from './closed-days.ts'
import { loadCounts } from './counts.ts'
import { minuteOn } from './cut-offs.ts'
import { orderAsOf, orderOf } from './fact-rows.ts'
import type { FactsQuery } from './facts-query.ts'
import { loadFreight } from './freight.ts'
import { loadLeadTimes } from './lead-times.ts'
import { type Learning, loadLearning, loadLevels, noLearning } from './learned.ts'
import { loadOrderRows, loadOrdersToldOn, type OrderRow } from './orders.ts'
import { loadPlans } from './plans.ts'
import { loadRefused } from './refused.ts'
import { type FactAdjustments, loadFactAdjustments, noAdjustments } from './reported-facts.ts'
import { loadRowsOfCells, type RowOfCell } from './rows-of-cells.ts'
import { loadSilences } from './silences.ts'
import { loadStocks } from './stocks.ts'

type ByCell<T> = ReadonlyMap<string, T>

/** Everything that the facts of some cells are put together from. */
export type FactSources = {
  readonly items: ReadonlyMap<string, ItemRow>
  readonly locations: ReadonlyMap<string, LocationRow>
  readonly leadTimes: ReadonlyMap<string, readonly LeadTimeRow[]>
  readonly closed: ClosedDays
  readonly stocks: ByCell<Stock>
  readonly orders: ByCell<readonly OrderRow[]>
  /** The counts since before the first open order was due, of the cells where one was. */
  readonly counts: ByCell<readonly Count[]>
  /** The newest day on which feeds told of orders; null where none ever did, and in a replay. */
  readonly ordersToldOn: Day | null
  readonly plans: ByCell<readonly RowOfCell<'demand-plan'>[]>
  readonly sales: ByCell<readonly RowOfCell<'sales'>[]>
  /** What was paid to bring items in. */
  readonly freight: ReadonlyMap<string, Freight>
  readonly learning: Learning
  readonly levels: ByCell<DemandLevel>
  /** Rows of stock and orders that were refused and not followed by one that was taken. */
  readonly refused: ByCell<NonNullable<CellFacts['refused']>>
  /** What tells whether cells on which a promotion runs have stopped selling. */
  readonly silences: ByCell<Silence>
  /** What people report or correct, put over what feeds say. */
  readonly adjustments: FactAdjustments
  /** The minute of the day in a time zone, of the workspace's where it is null. */
  readonly minuteIn: (timeZone: string | null) => number
}

/** Loads everything that the facts of cells are put together from. */
export const loadFactSources = async (reader: Reader, query: FactsQuery): Promise<FactSources> => {
  const { visibility, cells, asOf, moment = null, replay = null } = query
  const skus = cells.map((cell) => cell.sku)
  const places = cells.map((cell) => cell.location)
  const items = await loadItems(reader, visibility, skus)
  const locations = await loadLocations(reader, visibility, places)
  const suppliers = suppliersOf(items, locations)
  const leadTimes = await loadLeadTimes(reader, visibility, suppliers, skus)
  const stocks = await loadStocks(reader, visibility, cells, asOf)
  const withLikes = [...cells, ...likeCells(cells, items)]
  const orders = groupByCell(await loadOrdersAsOf(reader, query))
  const adjustments = replay === null ? await loadFactAdjustments(reader, { ...query, skus }) : noAdjustments
  const sales = await loadSales(reader, query, withLikes, firstSaleDay(query, stocks))
  const learning =
    replay === null
      ? ((await loadLearning(reader, visibility, asOf)) ?? noLearning(asOf))
      : { ...noLearning(asOf), common: replay.common }
  return {
    items,
    locations,
    leadTimes: Map.groupBy(leadTimes, (row) => row.supplier),
    closed: await loadClosedDays(reader, visibility, [...suppliers, ...places]),
    stocks,
    orders,
    counts:
      replay === null ? await loadCounts(reader, visibility, cellsDue(query, orders, adjustments), asOf) : new Map(),
    ordersToldOn: replay === null ? await loadOrdersToldOn(reader, visibility) : null,
    plans: await loadPlans(reader, { visibility, cells: withLikes, asOf, until: query.until }),
    sales,
    freight: replay === null ? await loadFreight(reader, visibility, skus, asOf) : new Map(),
    learning,
    levels: replay?.levels ?? (await loadLevels(reader, learning.id, withLikes)),
    refused: replay === null ? await loadRefused(reader, visibility, skus) : new Map(),
    silences: await loadSilences(reader, visibility, silentCells(query, sales, stocks), asOf),
    adjustments,
    minuteIn: minuteOn(asOf, moment),
  }
}

/** Lists the cells on which a promotion runs that have stock and sold nothing on the last days. */
const silentCells = (
  { selling = [], asOf }: FactsQuery,
  sales: FactSources['sales'],
  stocks: FactSources['stocks'],
): readonly Cell[] => {
  const lately = isoOf(asOf - leastSilentDays)
  return selling.filter(
    (cell) =>
      (stocks.get(cellKey(cell))?.onHand ?? 0) > 0 &&
      !(sales.get(cellKey(cell)) ?? []).some(({ sold_on, units }) => units > 0 && sold_on >= lately),
  )
}

/** Lists those who supply items, or locations of our own. */
const suppliersOf = (items: FactSources['items'], locations: FactSources['locations']): readonly string[] => {
  const ofItems = [...items.values()].flatMap((item) => item.supplier ?? [])
  const ofLocations = [...locations.values()].flatMap((location) => location.supplied_by ?? [])
  return [...new Set([...ofItems, ...ofLocations])]
}

/** Lists the cells of the items whose history stands in for that of a new item, at the same location. */
const likeCells = (cells: readonly Cell[], items: FactSources['items']): readonly Cell[] =>
  cells.flatMap(({ sku, location }) => {
    const like = items.get(sku)?.like_sku
    return like ? [{ sku: like, location }] : []
  })

const loadOrdersAsOf = async (
  reader: Reader,
  { visibility, cells, asOf, replay = null }: FactsQuery,
): Promise<readonly OrderRow[]> => {
  const rows = await loadOrderRows(reader, visibility, cells)
  return replay === null ? rows : rows.flatMap((row) => orderAsOf(row, isoOf(asOf)) ?? [])
}

/** Gives the first day whose sales are read: half a year back, or in a replay the oldest stock count. */
const firstSaleDay = ({ asOf, replay = null }: FactsQuery, stocks: FactSources['stocks']): Day =>
  replay === null
    ? asOf - historyDays
    : [...stocks.values()].reduce((first, stock) => Math.min(first, stock.asOf), asOf)

const loadSales = async (
  reader: Reader,
  { visibility, asOf }: FactsQuery,
  cells: readonly Cell[],
  from: Day,
): Promise<FactSources['sales']> => {
  if (from >= asOf) return new Map()
  return loadRowsOfCells(reader, visibility, 'sales', cells, { from: isoOf(from), before: isoOf(asOf) })
}

/** Lists the cells where an open order was due on the day or earlier, with the first day on which one was. */
const cellsDue = (
  { cells, asOf }: FactsQuery,
  orders: FactSources['orders'],
  adjustments: FactAdjustments,
): readonly (Cell & { readonly since: Day })[] =>
  cells.flatMap((cell) => {
    const rows = orders.get(cellKey(cell)) ?? []
    const vanished = rows.filter(({ isGone }) => isGone).map((row) => adjustments.marked(cell, orderOf(row)))
    const named = adjustments.orders(cell, rows.filter(({ isGone }) => !isGone).map(orderOf))
    const counting = [
      ...named.filter((order) => mayHaveCome(order, asOf, true)),
      ...vanished.filter((order) => mayHaveCome(order, asOf, false)),
    ].flatMap(({ due }) => due ?? [])
    return counting.length === 0 ? [] : [{ ...cell, since: Math.min(...counting) }]
  })

const groupByCell = <T extends Cell>(rows: readonly T[]) => Map.groupBy(rows, cellKey)
