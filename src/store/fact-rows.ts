import type { Item, Location, PlacedOrder, Sale } from '../domain/cell.ts'
import { type Day, dayOf, everyDay } from '../domain/day.ts'
import type { LeadTime } from '../domain/supply/lead-time.ts'
import type { DemandPlanRow, InboundRow, ItemRow, LeadTimeRow, LocationRow, SalesRow } from './feed-rows.ts'

/** Reads an item; one that nobody described is its code. */
export const itemOf = (sku: string, row: ItemRow | undefined): Item => ({
  sku,
  name: row?.name ?? sku,
  supplier: row?.supplier ?? null,
  unitCost: row?.unit_cost ?? null,
  unitPrice: row?.unit_price ?? null,
  currency: row?.currency ?? null,
  rule: { minimum: row?.min_order_qty ?? 0, multiple: row?.order_multiple ?? 0 },
  shelfLifeDays: row?.shelf_life_days ?? null,
  launchOn: row?.launch_on ? dayOf(row.launch_on) : null,
  discontinuedOn: row?.discontinued_on ? dayOf(row.discontinued_on) : null,
})

/** Reads an item as a location of our own sends it: in cases where it has them, whatever its supplier's terms are. */
export const sentItemOf = (sku: string, row: ItemRow | undefined, source: string): Item => ({
  ...itemOf(sku, row),
  supplier: source,
  rule: { minimum: 0, multiple: row?.units_per_case ?? 0 },
})

/** Reads a location with the days it is closed; one that nobody described takes goods in every day, and none supplies itself. */
export const locationOf = (code: string, row: LocationRow | undefined, closed: ReadonlySet<Day>): Location => ({
  location: code,
  name: row?.name ?? code,
  suppliedBy: row?.supplied_by === code ? null : (row?.supplied_by ?? null),
  receiving: {
    days: row?.receiving_days ?? everyDay,
    closed,
    dockToStock: row?.dock_to_stock_days ?? 0,
  },
  onShelfDays: row?.on_shelf_days ?? 0,
  unmet: row?.unmet ?? 'lost',
})

/** Reads a lead time with the days its supplier is closed. */
export const leadTimeOf = (row: LeadTimeRow, holidays: ReadonlySet<Day>): LeadTime => ({
  supplier: row.supplier,
  lead: row.lead_time_days,
  calendar: row.calendar,
  sd: row.lead_time_sd_days ?? 0,
  reviewDays: row.review_days,
  orderDays: row.order_days ?? everyDay,
  cutoff: row.order_cutoff,
  maxPerWeek: row.max_per_week,
  holidays,
})

/** Reads a placed order. */
export const orderOf = (row: InboundRow): PlacedOrder => ({
  orderId: row.order_id,
  quantity: row.quantity,
  due: row.due_on === null ? null : dayOf(row.due_on),
  status: row.status,
  supplier: row.supplier,
  orderedOn: row.ordered_on === null ? null : dayOf(row.ordered_on),
  receivedOn: row.received_on === null ? null : dayOf(row.received_on),
  receivedQuantity: row.received_quantity,
})

/** Reads sales, ascending by day. */
export const salesOf = (rows: readonly SalesRow[]): readonly Sale[] =>
  rows
    .map((row) => ({
      day: dayOf(row.sold_on),
      days: row.days,
      units: row.units,
      onPromo: row.on_promo === 1,
      stockout: row.stockout ?? 0,
    }))
    .sort((a, b) => a.day - b.day)

/** Reads a demand plan, ascending by day. */
export const planOf = (rows: readonly DemandPlanRow[]) =>
  rows.map((row) => ({ day: dayOf(row.planned_on), days: row.days, units: row.units })).sort((a, b) => a.day - b.day)
