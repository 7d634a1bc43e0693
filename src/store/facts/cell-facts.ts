import { isOpen, mayHaveCome, type Told, withSilence, wouldShow } from '../../domain/arrivals/silence.ts'
import type { CellFacts, PlacedOrder, Sale, Stock } from '../../domain/assessment/cell.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { type Day, dayOf } from '../../domain/day.ts'
import { historyDays, receiptDays } from '../../domain/policy.ts'
import { isPastCutoff, type LeadTime } from '../../domain/supply/lead-time.ts'
import { punctualityOf } from '../../domain/supply/punctuality.ts'
import type { InboundRow, ItemRow, LeadTimeRow } from '../feeds/feed-rows.ts'
import { expeditingOf } from './expediting.ts'
import { deliveriesOf, itemOf, leadTimeOf, locationOf, orderOf, planOf, salesOf, sentItemOf } from './fact-rows.ts'
import type { FactSources } from './fact-sources.ts'
import type { BareFacts } from './facts-query.ts'
import { mostSpecific } from './lead-times.ts'
import type { OrderRow } from './orders.ts'
import type { RowOfCell } from './rows-of-cells.ts'

/** Puts the facts of one cell together: who supplies it, what is there and coming, what was sold and is planned. */
export const factsOfCell = (cell: Cell, asOf: Day, sources: FactSources): BareFacts => {
  const { adjustments, closed, levels, learning, plans, sales } = sources
  const key = cellKey(cell)
  const item = sources.items.get(cell.sku)
  const location = sources.locations.get(cell.location)
  const place = locationOf(cell.location, location, receivingClosed(cell.location, sources))
  const { supplier, sourceRow, leadRow } = supplyOf(cell, place.suppliedBy, sources)
  const history = sources.orders.get(key) ?? []
  const refused = sources.refused.get(key)
  const counted = adjustments.stock(cell, sources.stocks.get(key) ?? null)
  const stock = counted && withPresentation(counted, location?.presentation_min ?? 0)
  const told = { asOf, stock, ordersToldOn: sources.ordersToldOn }
  const placed = ordersThatCount(cell, history, told, sources)
  const leadTime = leadRow === undefined ? null : leadTimeFor(leadRow, history, asOf, sources)
  const sent = sourceRow === undefined ? itemOf(cell.sku, item) : sentItemOf(cell.sku, item, sourceRow.supplier)
  const expediting = expeditingOf(sources.leadTimes.get(sent.supplier ?? '') ?? [], cell)
  const freight = sources.freight.get(cell.sku)
  const silence = sources.silences.get(key)
  return {
    asOf,
    item: sent,
    location: place,
    stock,
    orders: adjustments
      .orders(cell, placed)
      .map((order) => withSilence(order, told))
      .toSorted(byId),
    ...adjustments.corrected(cell, supplier, placed),
    ...adjustments.intelligence(sent, cell.location),
    ...(refused === undefined ? {} : { refused }),
    ...evidenceOf(cell, history, told, sources),
    pastReceipts: pastReceipts(history, asOf),
    leadTime,
    ...(expediting === null ? {} : { expediting }),
    ...(freight === undefined ? {} : { freight }),
    isClosedToday: isPastCutoff(leadTime, sources.minuteIn(location?.timezone ?? null)),
    sales: soldBefore(asOf, sales.get(key) ?? []),
    plan: planOf(plans.get(key) ?? []),
    ...(silence === undefined ? {} : { silence }),
    holidays: closed.of(cell.location),
    taught: { id: learning.fingerprint, common: learning.common, level: levels.get(key) ?? null },
    like: likeOf(cell, item, asOf, sources),
  }
}

/** What must stay on every shelf of a location protects like a safety stock. */
const withPresentation = (stock: Stock, least: number): Stock =>
  least <= (stock.safetyStock ?? 0) ? stock : { ...stock, safetyStock: least }

const byId = (a: PlacedOrder, b: PlacedOrder) =>
  a.orderId === b.orderId ? (a.line < b.line ? -1 : 1) : a.orderId < b.orderId ? -1 : 1

/** A location that takes goods in every day is not closed by a holiday of everybody's, only by one of its own. */
const receivingClosed = (code: string, { locations, closed }: FactSources): ReadonlySet<Day> =>
  locations.get(code)?.receiving_days == null ? closed.ownOf(code) : closed.of(code)

/**
 * Tells who supplies a cell and by which lead time: the location of our own that supplies it, where that has a lead time,
 * else the item's supplier.
 */
const supplyOf = (cell: Cell, suppliedBy: string | null, { items, leadTimes, adjustments }: FactSources) => {
  const rowOf = (supplier: string | null | undefined) =>
    supplier ? mostSpecific(leadTimes.get(supplier) ?? [], cell) : undefined
  const itemSupplier = items.get(cell.sku)?.supplier
  const sourceRow = rowOf(suppliedBy)
  const supplier = sourceRow?.supplier ?? itemSupplier ?? null
  return { supplier, sourceRow, leadRow: adjustments.leadTime(cell, supplier, sourceRow ?? rowOf(itemSupplier)) }
}

/**
 * Gives the orders with what they are for. Those that the feeds no longer name are left out, but not what came in for a
 * promotion, which is kept for that promotion, and not what was due since the stock was counted.
 */
const ordersThatCount = (
  cell: Cell,
  history: readonly OrderRow[],
  { asOf, stock }: Told,
  { adjustments }: FactSources,
): readonly PlacedOrder[] =>
  history.flatMap((row) => {
    const order = adjustments.marked(cell, orderOf(row))
    return !row.isGone || isKeptForPromotion(order, asOf) || isAwaited(order, asOf, stock) ? order : []
  })

/** An order that vanished from its feed when it was due has probably come, as long as no count could show that it has not. */
const isAwaited = (order: PlacedOrder, asOf: Day, stock: Stock | null): boolean =>
  isOpen(order) && order.due !== null && order.due <= asOf && stock !== null && !wouldShow(stock, order.due)

/** Gives the counts that may hold orders which were due, where there are some. */
const evidenceOf = (
  cell: Cell,
  history: readonly OrderRow[],
  { asOf, stock }: Told,
  { adjustments, counts }: FactSources,
): Pick<BareFacts, 'evidence'> => {
  const kept = counts.get(cellKey(cell))
  if (kept === undefined || stock === null) return {}
  const last = kept.at(-1)
  const isCorrected = last === undefined || last.asOf !== stock.asOf || last.onHand !== stock.onHand
  return {
    evidence: {
      counts: isCorrected ? [...kept.filter((one) => one.asOf < stock.asOf), stock] : kept,
      vanished: history.flatMap((row) => {
        const order = adjustments.marked(cell, orderOf(row))
        return row.isGone && mayHaveCome(order, asOf, false) && !isAwaited(order, asOf, stock) ? order : []
      }),
      arrived: history.flatMap((row) =>
        row.received_on === null || row.received_quantity === null
          ? []
          : [{ day: dayOf(row.received_on), units: row.received_quantity }],
      ),
    },
  }
}

const isKeptForPromotion = ({ status, receivedOn, promotionIds }: PlacedOrder, asOf: Day): boolean =>
  status === 'received' && promotionIds.length > 0 && receivedOn !== null && receivedOn >= asOf - historyDays

const leadTimeFor = (row: LeadTimeRow, orders: readonly InboundRow[], asOf: Day, { closed }: FactSources): LeadTime =>
  leadTimeOf(row, closed.of(row.supplier), punctualityOf(deliveriesOf(orders, asOf)))

/** Lists the distinct days, ascending, on which orders came in during the time that review days are learned from. */
const pastReceipts = (orders: readonly InboundRow[], asOf: Day): readonly Day[] => {
  const days = orders.flatMap((row) => (row.received_on === null ? [] : dayOf(row.received_on)))
  return [...new Set(days)].filter((day) => day < asOf && day >= asOf - receiptDays).sort((a, b) => a - b)
}

/** Reads the sales that are over before a day: nobody knows yet what a week that has begun will have sold. */
const soldBefore = (day: Day, rows: readonly RowOfCell<'sales'>[]): readonly Sale[] =>
  salesOf(rows).filter((sale) => sale.day + sale.days <= day)

/** Gives the history that stands in for that of a new item; null where its item names none. */
const likeOf = (
  { location }: Cell,
  item: ItemRow | undefined,
  asOf: Day,
  { sales, levels, plans }: FactSources,
): CellFacts['like'] => {
  if (!item?.like_sku) return null
  const key = cellKey({ sku: item.like_sku, location })
  return {
    sku: item.like_sku,
    group: item.item_group ?? item.category ?? '',
    sales: soldBefore(asOf, sales.get(key) ?? []),
    level: levels.get(key) ?? null,
    plan: planOf(plans.get(key) ?? []),
  }
}
