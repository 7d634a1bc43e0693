import type { CellFacts, Item, PlacedOrder, Stock } from '../../domain/assessment/cell.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import { countedNote } from '../../domain/intelligence/effect.ts'
import { type IntelligenceNote, isAbout } from '../../domain/intelligence/note.ts'
import { noteWeight } from '../../domain/intelligence/weight.ts'
import type { OrderMark } from '../../domain/promotions/order-mark.ts'
import { type Corrected, type Correction, correctedStock } from '../../domain/risks/correction.ts'
import { placedOrder, type ReportedOrder } from '../../domain/risks/reported-order.ts'
import type { Reader } from '../database/workspace.ts'
import type { LeadTimeRow } from '../feeds/feed-rows.ts'
import type { Visibility } from '../feeds/visibility.ts'
import { loadCorrections } from '../promotions/corrections.ts'
import { loadIntelligence } from '../promotions/intelligence.ts'
import { loadTrackRecords } from '../promotions/intelligence-scores.ts'
import { loadOrderMarks } from '../promotions/order-marks.ts'
import { loadReportedOrders } from '../promotions/reported-orders.ts'

/** What people report beside the feeds: orders that no feed has yet, what orders are for, corrections of feeds, and the ids of orders that are withdrawn. */
export type ReportedFacts = {
  readonly orders: readonly ReportedOrder[]
  readonly marks: readonly OrderMark[]
  /** The orders of which nothing is said any more. */
  readonly unsaid: readonly Pick<OrderMark, 'orderId' | 'sku'>[]
  readonly corrections: readonly Correction[]
  readonly withdrawn: readonly number[]
  /** Notes about demand, and the numbers of those that are ended; absent where nobody says anything of one. */
  readonly notes?: readonly IntelligenceNote[]
  readonly endedNotes?: readonly number[]
}

/** Nobody has reported anything. */
export const nothingReported: ReportedFacts = { orders: [], marks: [], unsaid: [], corrections: [], withdrawn: [] }

/** Adjusts what feeds say of cells by what people report. */
export type FactAdjustments = {
  readonly stock: (cell: Cell, stock: Stock | null) => Stock | null
  /** Puts what people say that an order is for where the feed does not say it. */
  readonly marked: (cell: Cell, order: PlacedOrder) => PlacedOrder
  readonly orders: (cell: Cell, orders: readonly PlacedOrder[]) => readonly PlacedOrder[]
  readonly leadTime: (cell: Cell, supplier: string | null, row: LeadTimeRow | undefined) => LeadTimeRow | undefined
  /** Names what is corrected of a cell, for as long as it is; absent where nothing is. */
  readonly corrected: (
    cell: Cell,
    supplier: string | null,
    orders: readonly PlacedOrder[],
  ) => Pick<CellFacts, 'corrected'>
  /** Gives what people have heard about the demand of an item at a location; absent where nothing is. */
  readonly intelligence: (item: Item, location: string) => Pick<CellFacts, 'intelligence'>
}

/** Leaves what feeds say as it is. */
export const noAdjustments: FactAdjustments = {
  stock: (_, stock) => stock,
  marked: (_, order) => order,
  orders: (_, orders) => orders,
  leadTime: (_, __, row) => row,
  corrected: () => ({}),
  intelligence: () => ({}),
}

type Said<K extends Corrected['kind']> = Correction & { readonly corrected: Extract<Corrected, { kind: K }> }

/** Loads what people reported of items as of a day, with reports that are not stored yet. The newest report of a value counts. */
export const loadFactAdjustments = async (
  workspace: Reader,
  {
    visibility,
    skus,
    asOf,
    reported: now = nothingReported,
  }: {
    readonly visibility: Visibility
    readonly skus: readonly string[]
    readonly asOf: Day
    readonly reported?: ReportedFacts | undefined
  },
): Promise<FactAdjustments> => {
  const kept = await loadReportedOrders(workspace, visibility, skus, asOf)
  const orders = [...kept.filter(({ id }) => !now.withdrawn.includes(id)), ...now.orders]
  const corrections = [...(await loadCorrections(workspace, visibility, asOf)), ...now.corrections]
  const unsaid = new Set(now.unsaid.map(markKey))
  const said = (await loadOrderMarks(workspace, visibility, skus, asOf)).filter((mark) => !unsaid.has(markKey(mark)))
  const marks = [...said, ...now.marks]
  const intelligence = await loadCountedNotes(workspace, visibility, asOf, now)
  if (orders.length + marks.length + corrections.length === 0)
    return intelligence === null ? noAdjustments : { ...noAdjustments, intelligence }
  const marksByOrder = Map.groupBy(marks, markKey)
  const marked = (cell: Cell, order: PlacedOrder): PlacedOrder => {
    if (order.promotionIds.length > 0) return order
    const own = marksByOrder.get(markKey({ orderId: order.orderId, sku: cell.sku })) ?? []
    const mark = own.findLast(({ location }) => location === null || location === cell.location)
    return mark === undefined
      ? order
      : { ...order, promotionIds: mark.promotionIds, isOrdinary: mark.promotionIds.length === 0 }
  }
  const ofKind = <K extends Corrected['kind']>(kind: K) =>
    corrections.filter((one): one is Said<K> => one.corrected.kind === kind)
  const stocks = new Map(ofKind('stock').map((one) => [cellKey(one.corrected), one]))
  const dues = new Map(ofKind('due-date').map(({ corrected }) => [dueKey(corrected), corrected.due]))
  const leads = ofKind('lead-time')
  const leadOf = (cell: Cell, supplier: string | null) =>
    leads.findLast(
      ({ corrected }) => corrected.supplier === supplier && (corrected.sku === null || corrected.sku === cell.sku),
    )
  const ordersByCell = Map.groupBy(orders, cellKey)
  return {
    intelligence: intelligence ?? noAdjustments.intelligence,
    stock: (cell, stock) => {
      const correction = stocks.get(cellKey(cell))
      return correction === undefined ? stock : correctedStock(stock, correction.corrected.units, correction.on)
    },
    marked,
    orders: (cell, placed) =>
      [...placed, ...(ordersByCell.get(cellKey(cell)) ?? []).map((order) => marked(cell, placedOrder(order)))].map(
        (order) => {
          const due = dues.get(dueKey({ orderId: order.orderId, sku: cell.sku }))
          const isDue = due !== undefined && (order.status === 'confirmed' || order.status === 'delayed')
          return isDue ? { ...order, due, status: 'confirmed' as const } : order
        },
      ),
    leadTime: (cell, supplier, row) => {
      const correction = leadOf(cell, supplier)
      return correction === undefined
        ? row
        : { ...(row ?? bareRow(correction.corrected.supplier)), lead_time_days: correction.corrected.days }
    },
    corrected: (cell, supplier, placed) => {
      const due = ofKind('due-date').findLast(
        ({ corrected }) => corrected.sku === cell.sku && placed.some(({ orderId }) => orderId === corrected.orderId),
      )
      const all = [stocks.get(cellKey(cell)), leadOf(cell, supplier), due].filter((one) => one !== undefined)
      return all.length === 0
        ? {}
        : { corrected: all.map(({ corrected: { kind }, by, until }) => ({ what: kind, by: by.name, until })) }
    },
  }
}

/** Loads the notes that hold, each with the weight that it counts with; null where none does. */
const loadCountedNotes = async (
  workspace: Reader,
  visibility: Visibility,
  asOf: Day,
  { notes = [], endedNotes = [] }: ReportedFacts,
): Promise<FactAdjustments['intelligence'] | null> => {
  const said = new Set([...notes.map(({ id }) => id), ...endedNotes])
  const kept = (await loadIntelligence(workspace, visibility, isoOf(asOf))).filter(({ id }) => !said.has(id))
  const all = [...kept, ...notes].filter(({ expires }) => expires >= asOf).toSorted((a, b) => a.id - b.id)
  if (all.length === 0) return null
  const records = await loadTrackRecords(workspace, visibility)
  const counted = all.map((note) => ({ note, counts: countedNote(note, noteWeight(note, records).weight) }))
  return (item, location) => {
    const intelligence = counted.flatMap(({ note, counts }) => (isAbout(note, item, location) ? counts : []))
    return intelligence.length === 0 ? {} : { intelligence }
  }
}

/** People write an order's number with letters of either size; it is the same order. */
const markKey = ({ orderId, sku }: Pick<OrderMark, 'orderId' | 'sku'>) => `${orderId.toLowerCase()}\u0000${sku}`

const dueKey = ({ orderId, sku }: { readonly orderId: string; readonly sku: string }) => `${orderId}\u0000${sku}`

const bareRow = (supplier: string): LeadTimeRow => ({
  supplier,
  sku: '',
  location: '',
  lead_time_days: 0,
  calendar: 'calendar',
  lead_time_sd_days: null,
  review_days: null,
  order_days: null,
  order_cutoff: null,
  max_per_week: null,
  min_order_value: null,
  order_fill_units: null,
  unit_cost: null,
  expedite_days: null,
  expedite_cost_per_unit: null,
  expedite_fixed_cost: null,
})
