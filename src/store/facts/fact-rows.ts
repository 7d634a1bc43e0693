import type { Item, Location, PlacedOrder, Sale } from '../../domain/assessment/cell.ts'
import { type Day, dayOf, everyDay } from '../../domain/day.ts'
import { punctualityDays } from '../../domain/policy.ts'
import type { LeadTime } from '../../domain/supply/lead-time.ts'
import type { Punctuality } from '../../domain/supply/punctuality.ts'
import type { InboundRow, ItemRow, LeadTimeRow, LocationRow } from '../feeds/feed-rows.ts'
import type { FeedTables } from '../feeds/feed-tables.ts'
import type { RowOfCell } from './rows-of-cells.ts'

/** Reads an item; one that nobody described is its code. */
export const itemOf = (sku: string, row: ItemRow | undefined): Item => ({
  sku,
  name: row?.name ?? sku,
  category: row?.category ?? null,
  group: row?.item_group ?? row?.category ?? '',
  supplier: row?.supplier ?? null,
  unitCost: row?.unit_cost ?? null,
  unitPrice: row?.unit_price ?? null,
  currency: row?.currency ?? null,
  rule: { minimum: row?.min_order_qty ?? 0, multiple: row?.order_multiple ?? 0, ...packsOf(row) },
  shelfLifeDays: row?.shelf_life_days ?? null,
  launchOn: row?.launch_on ? dayOf(row.launch_on) : null,
  discontinuedOn: row?.discontinued_on ? dayOf(row.discontinued_on) : null,
})

/** Reads an item as a location of our own sends it: in cases where it has them, whatever its supplier's terms are. */
export const sentItemOf = (sku: string, row: ItemRow | undefined, source: string): Item => ({
  ...itemOf(sku, row),
  supplier: source,
  rule: { minimum: 0, multiple: row?.units_per_case ?? 0, ...packsOf(row) },
})

const packsOf = (row: ItemRow | undefined): Pick<Item['rule'], 'perCase' | 'perPallet'> => ({
  ...(row?.units_per_case == null ? {} : { perCase: row.units_per_case }),
  ...(row?.units_per_pallet == null ? {} : { perPallet: row.units_per_pallet }),
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

const weekdayShare = 5 / 7

/** Reads a lead time with the days its supplier is closed and how punctual it was. */
export const leadTimeOf = (
  row: LeadTimeRow,
  holidays: ReadonlySet<Day>,
  punctuality: Punctuality | null = null,
): LeadTime => ({
  supplier: row.supplier,
  lead: row.lead_time_days,
  calendar: row.calendar,
  ...spreadOf(row, punctuality),
  reviewDays: row.review_days,
  orderDays: row.order_days ?? everyDay,
  cutoff: row.order_cutoff,
  maxPerWeek: row.max_per_week,
  ...(row.min_order_value === null ? {} : { minOrderValue: row.min_order_value }),
  ...(row.order_fill_units === null ? {} : { fillUnits: row.order_fill_units }),
  holidays,
})

const spreadOf = (
  { lead_time_sd_days: stated, calendar }: LeadTimeRow,
  punctuality: Punctuality | null,
): Pick<LeadTime, 'sd' | 'sdFrom' | 'punctuality'> => {
  if (punctuality === null) return { sd: stated ?? 0 }
  if (stated !== null) return { sd: stated, punctuality }
  const sd = punctuality.error * (calendar === 'weekdays' ? weekdayShare : 1)
  return { sd, sdFrom: punctuality.deliveries, punctuality }
}

/** Reads the deliveries of orders that came in the last year before a day, with the day they were promised for. */
export const deliveriesOf = (rows: readonly InboundRow[], asOf: Day) =>
  rows.flatMap((row) => {
    const promised = row.promised_on
    if (promised === null || row.received_on === null) return []
    const delivery = { promised: dayOf(promised), received: dayOf(row.received_on) }
    return delivery.received < asOf && delivery.received >= asOf - punctualityDays ? [delivery] : []
  })

/** Reads a placed order. */
export const orderOf = (row: FeedTables['inbound']): PlacedOrder => ({
  orderId: row.order_id,
  line: row.line === '' && row.delivery > 1 ? String(row.delivery) : row.line,
  quantity: row.quantity,
  due: dayOrNull(row.due_on),
  promisedOn: dayOrNull(row.promised_on ?? row.first_due_on),
  status: row.status,
  supplier: row.supplier,
  orderedOn: dayOrNull(row.ordered_on),
  receivedOn: dayOrNull(row.received_on),
  receivedQuantity: row.received_quantity,
  promotionIds: row.promotion_id === null ? [] : [row.promotion_id],
  isOrdinary: false,
})

const dayOrNull = (on: string | null): Day | null => (on === null ? null : dayOf(on))

/**
 * Gives an order as it stood on the morning of an ISO date by its own dates: not received yet where it came later, and
 * expected when it was first promised; null where it was not placed yet.
 */
export const orderAsOf = <T extends InboundRow>(row: T, on: string): T | null => {
  if (row.ordered_on !== null && row.ordered_on > on) return null
  if (row.received_on === null || row.received_on < on) return row
  return {
    ...row,
    status: 'confirmed',
    quantity: row.quantity > 0 ? row.quantity : (row.received_quantity ?? 0),
    due_on: row.promised_on ?? row.due_on ?? row.received_on,
    received_on: null,
    received_quantity: null,
  }
}

/** Reads sales, ascending by day. */
export const salesOf = (rows: readonly RowOfCell<'sales'>[]): readonly Sale[] =>
  rows
    .map((row) => ({
      day: dayOf(row.sold_on),
      days: row.days,
      units: row.units,
      stockout: row.stockout ?? 0,
      isHoliday: row.holiday === 1,
      price: row.price,
      basePrice: row.base_price,
      promotion: row.on_promo === 1 ? { mechanic: '', discount: null } : null,
    }))
    .sort((a, b) => a.day - b.day)

/** Reads a demand plan, ascending by day. */
export const planOf = (rows: readonly RowOfCell<'demand-plan'>[]) =>
  rows.map((row) => ({ day: dayOf(row.planned_on), days: row.days, units: row.units })).sort((a, b) => a.day - b.day)
