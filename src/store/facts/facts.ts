import { type Cell, type CellFacts, cellKey, type Sale } from '../../domain/assessment/cell.ts'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { Common } from '../../domain/demand/learning/learned.ts'
import type { DemandLevel } from '../../domain/demand/learning/level.ts'
import { historyDays, receiptDays } from '../../domain/policy.ts'
import { isPastCutoff } from '../../domain/supply/lead-time.ts'

import { punctualityOf } from '../../domain/supply/punctuality.ts'
import type { Workspace } from '../database/workspace.ts'
import type { SalesRow } from '../feeds/feed-rows.ts'
import { loadNewestBy, loadNewestForCells } from '../feeds/newest.ts'
import type { Visibility } from '../feeds/visibility.ts'
import { type Moment, minuteOn } from './cut-offs.ts'
import {
  deliveriesOf,
  itemOf,
  leadTimeOf,
  locationOf,
  orderAsOf,
  orderOf,
  planOf,
  salesOf,
  sentItemOf,
} from './fact-rows.ts'
import { loadLeadTimes, mostSpecific } from './lead-times.ts'
import { loadLearning, loadLevels, noLearning } from './learned.ts'
import { loadPlans } from './plans.ts'
import { loadSaying, type SaidFacts, silence } from './reported-facts.ts'
import { loadSnapshots, loadStocks } from './stocks.ts'

/** A cell's facts before promotions are put on it. */
export type BareFacts = Omit<CellFacts, 'promotions' | 'rivals'>

/** What a replay of the past has learned until a day, in place of what the store keeps of today. */
export type Recall = { readonly common: Common; readonly levels: ReadonlyMap<string, DemandLevel> }

/** How facts are read: at a moment of the day, from a replay of the past, with what people say just now. */
export type Reading = {
  readonly moment?: Moment | null
  readonly recall?: Recall | null
  readonly said?: SaidFacts
}

/**
 * Loads what is known about cells as of a day; `until` is the last day of demand plan that matters. Without a moment the
 * morning is judged. With a recall orders are as they were on that day by their own dates, and only sales that were
 * complete then and that a count needs are read. What people said beside the feeds counts, but not in a replay.
 */
export const loadFacts = async (
  workspace: Workspace,
  visibility: Visibility,
  cells: readonly Cell[],
  asOf: Day,
  until: Day,
  { moment = null, recall = null, said }: Reading = {},
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
  const inbound = await loadNewestForCells(workspace, visibility, 'inbound', cells)
  const orders = groupByCell(recall === null ? inbound : inbound.flatMap((row) => orderAsOf(row, isoOf(asOf)) ?? []))
  const gone = await loadSnapshots(workspace, visibility, 'inbound', places)
  const likes = cells.flatMap((cell) => {
    const like = items.get(cell.sku)?.like_sku
    return like ? [{ sku: like, location: cell.location }] : []
  })
  const plans = groupByCell(await loadPlans(workspace, visibility, [...cells, ...likes], asOf, until))
  const oldest = recall === null ? asOf - historyDays : [...stocks.values()].reduce((a, b) => Math.min(a, b.asOf), asOf)
  const history = { column: 'sold_on', from: isoOf(oldest), before: isoOf(asOf) }
  const sales = groupByCell(
    oldest < asOf ? await loadNewestForCells(workspace, visibility, 'sales', [...cells, ...likes], history) : [],
  )
  const learning =
    recall === null
      ? ((await loadLearning(workspace, asOf)) ?? noLearning(asOf))
      : { ...noLearning(asOf), common: recall.common }
  const levels = recall?.levels ?? (await loadLevels(workspace, learning.id, [...cells, ...likes]))

  const minuteIn = minuteOn(asOf, moment)
  const saying = recall === null ? await loadSaying(workspace, visibility, skus, asOf, said) : silence

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
    const supplier = sourceRow?.supplier ?? item?.supplier ?? null
    const leadRow = saying.leadTime(cell, supplier, sourceRow ?? rowOf(item?.supplier))
    const currentOrders = (orders.get(key) ?? []).filter((row) => row.batch_id >= (gone.get(cell.location)?.batch ?? 0))
    const punctuality = punctualityOf(deliveriesOf(orders.get(key) ?? [], asOf))
    const leadTime = leadRow ? leadTimeOf(leadRow, closedOn(leadRow.supplier), punctuality) : null
    const received = (orders.get(key) ?? []).flatMap((row) => (row.received_on === null ? [] : dayOf(row.received_on)))
    facts.set(key, {
      asOf,
      item: sourceRow === undefined ? itemOf(cell.sku, item) : sentItemOf(cell.sku, item, sourceRow.supplier),
      location: place,
      stock: saying.stock(cell, stocks.get(key) ?? null),
      orders: saying.orders(cell, currentOrders.map(orderOf)).toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1)),
      ...saying.corrected(cell, supplier, currentOrders.map(orderOf)),
      pastReceipts: pastDays(received, asOf),
      leadTime,
      isClosedToday: isPastCutoff(leadTime, minuteIn(location?.timezone ?? null)),
      sales: soldBefore(asOf, sales.get(key) ?? []),
      plan: planOf(plans.get(key) ?? []),
      holidays: new Set([...everywhere, ...daysOf(cell.location)]),
      taught: { id: String(learning.id), common: learning.common, level: levels.get(key) ?? null },
      like:
        item?.like_sku && likeKey
          ? {
              sku: item.like_sku,
              group: item.item_group ?? item.category ?? '',
              sales: soldBefore(asOf, sales.get(likeKey) ?? []),
              level: levels.get(likeKey) ?? null,
              plan: planOf(plans.get(likeKey) ?? []),
            }
          : null,
    })
  }
  return facts
}

/** Sorts the distinct days of the time that review days are learned from. */
const pastDays = (days: readonly Day[], asOf: Day): readonly Day[] =>
  [...new Set(days)].filter((day) => day < asOf && day >= asOf - receiptDays).sort((a, b) => a - b)

/** Reads the sales that are over before a day: nobody knows yet what a week that has begun will have sold. */
const soldBefore = (day: Day, rows: readonly SalesRow[]): readonly Sale[] =>
  salesOf(rows).filter((sale) => sale.day + sale.days <= day)

const groupByCell = <T extends Cell>(rows: readonly T[]) => Map.groupBy(rows, cellKey)
