import { type Cell, type CellFacts, cellKey } from '../domain/cell.ts'
import { type Day, dayOf, isoOf } from '../domain/day.ts'
import { isPastCutoff } from '../domain/supply/lead-time.ts'
import { receiptDays } from '../domain/supply/ordinary.ts'
import { type Moment, minuteOn } from './closing.ts'
import { itemOf, leadTimeOf, locationOf, orderOf, planOf, salesOf, sentItemOf } from './fact-rows.ts'
import { loadLeadTimes, mostSpecific } from './lead-times.ts'
import { loadNewestBy, loadNewestForCells } from './newest.ts'
import { loadPlans } from './plans.ts'
import { loadSnapshots, loadStocks } from './stocks.ts'
import type { Visibility } from './visibility.ts'
import type { Workspace } from './workspace.ts'

/** Days of sales history that baselines and uplifts are learned from. */
export const historyDays = 182
/** A cell's facts before promotions are put on it. */
export type BareFacts = Omit<CellFacts, 'promotions'>

/**
 * Loads what is known about cells as of a day; `until` is the last day of demand plan that matters. Without a moment the
 * morning is judged.
 */
export const loadFacts = async (
  workspace: Workspace,
  visibility: Visibility,
  cells: readonly Cell[],
  asOf: Day,
  until: Day,
  moment: Moment | null = null,
): Promise<ReadonlyMap<string, BareFacts>> => {
  const skus = cells.map((cell) => cell.sku)
  const places = cells.map((cell) => cell.location)
  const items = new Map((await loadNewestBy(workspace, visibility, 'items', 'sku', skus)).map((row) => [row.sku, row]))
  const locations = new Map(
    (await loadNewestBy(workspace, visibility, 'locations', 'location', places)).map((row) => [row.location, row]),
  )
  const sources = [...locations.values()].flatMap((location) => location.supplied_by ?? [])
  const suppliers = [...new Set([...[...items.values()].flatMap((item) => item.supplier ?? []), ...sources])]
  const leadTimes = Map.groupBy(await loadLeadTimes(workspace, visibility, suppliers, skus), (row) => row.supplier)
  const closed = Map.groupBy(
    await loadNewestBy(workspace, visibility, 'holidays', 'calendar', ['*', ...suppliers, ...places]),
    (row) => row.calendar,
  )
  const daysOf = (calendar: string) => (closed.get(calendar) ?? []).map((row) => dayOf(row.holiday_on))
  const everywhere = daysOf('*')
  const closedDays = new Map(
    [...suppliers, ...places].map((calendar) => [calendar, new Set([...everywhere, ...daysOf(calendar)])]),
  )
  // A place that takes goods in every day is not closed by a holiday of everybody's, only by one of its own.
  const receivingClosed = (place: string): ReadonlySet<Day> =>
    locations.get(place)?.receiving_days == null ? new Set(daysOf(place)) : closedOn(place)
  const closedOn = (calendar: string): ReadonlySet<Day> => closedDays.get(calendar) ?? new Set()
  const stocks = await loadStocks(workspace, visibility, cells, asOf)
  const orders = groupByCell(await loadNewestForCells(workspace, visibility, 'inbound', cells))
  const gone = await loadSnapshots(workspace, visibility, 'inbound', places)
  const likes = cells.flatMap((cell) => {
    const like = items.get(cell.sku)?.like_sku
    return like ? [{ sku: like, location: cell.location }] : []
  })
  const plans = groupByCell(await loadPlans(workspace, visibility, [...cells, ...likes], asOf, until))
  const history = { column: 'sold_on', from: isoOf(asOf - historyDays), before: isoOf(asOf) }
  const sales = groupByCell(await loadNewestForCells(workspace, visibility, 'sales', [...cells, ...likes], history))

  const minuteIn = minuteOn(asOf, moment)

  const facts = new Map<string, BareFacts>()
  for (const cell of cells) {
    const key = cellKey(cell)
    const item = items.get(cell.sku)
    const location = locations.get(cell.location)
    const likeKey = item?.like_sku ? cellKey({ sku: item.like_sku, location: cell.location }) : null
    const rowOf = (supplier: string | null | undefined) =>
      supplier ? mostSpecific(leadTimes.get(supplier) ?? [], cell) : undefined
    const place = locationOf(cell.location, location, receivingClosed(cell.location))
    const sourceRow = rowOf(place.suppliedBy)
    const leadRow = sourceRow ?? rowOf(item?.supplier)
    const currentOrders = (orders.get(key) ?? []).filter((row) => row.batch_id >= (gone.get(cell.location)?.batch ?? 0))
    const leadTime = leadRow ? leadTimeOf(leadRow, closedOn(leadRow.supplier)) : null
    const received = (orders.get(key) ?? []).flatMap((row) => (row.received_on === null ? [] : dayOf(row.received_on)))
    facts.set(key, {
      asOf,
      item: sourceRow === undefined ? itemOf(cell.sku, item) : sentItemOf(cell.sku, item, sourceRow.supplier),
      location: place,
      stock: stocks.get(key) ?? null,
      orders: currentOrders.map(orderOf).sort((a, b) => (a.orderId < b.orderId ? -1 : 1)),
      pastReceipts: pastDays(received, asOf),
      leadTime,
      isClosedToday: isPastCutoff(leadTime, minuteIn(location?.timezone ?? null)),
      sales: salesOf(sales.get(key) ?? []),
      plan: planOf(plans.get(key) ?? []),
      like:
        item?.like_sku && likeKey
          ? { sku: item.like_sku, sales: salesOf(sales.get(likeKey) ?? []), plan: planOf(plans.get(likeKey) ?? []) }
          : null,
    })
  }
  return facts
}

/** Sorts the distinct days of the time that review days are learned from. */
const pastDays = (days: readonly Day[], asOf: Day): readonly Day[] =>
  [...new Set(days)].filter((day) => day < asOf && day >= asOf - receiptDays).sort((a, b) => a - b)

const groupByCell = <T extends Cell>(rows: readonly T[]) => Map.groupBy(rows, cellKey)
