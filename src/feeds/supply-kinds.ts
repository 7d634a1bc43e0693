import { days, decimal, nonNegative, positive } from '../parsing/number-values.ts'
import { asOf, asOfMoment, isoDate, timeOfDay, timeZoneName, weekdays } from '../parsing/time-values.ts'
import { andThen, choice, currency, optional, otherwise, type Read, required, text, Unfit } from '../parsing/values.ts'
import type { InventoryRow } from '../store/feeds/feed-rows.ts'
import { code } from './code.ts'
import { type Feed, feed, type LastDay, money, type ReadOptions, span } from './feed.ts'
import { orderStatus } from './order-status.ts'

const delay = days(0, 3_650)

/** Describes the feed of items; an item without a name is called by its SKU. */
export const items = (): Feed<'items'> =>
  feed(
    {
      sku: required(code),
      name: optional(text),
      category: optional(text),
      item_group: optional(text),
      unit_cost: optional(money),
      unit_price: optional(money),
      currency: optional(currency),
      supplier: optional(code),
      min_order_qty: optional(nonNegative()),
      order_multiple: optional(positive('leave it empty if any quantity can be ordered')),
      units_per_case: optional(positive('leave it empty if there are no cases')),
      units_per_pallet: optional(positive('leave it empty if there are no pallets')),
      shelf_life_days: optional(days(1, 36_500, 'leave it empty if the item does not expire')),
      launch_on: optional(isoDate),
      discontinued_on: optional(isoDate),
      like_sku: optional(code),
      substitute_sku: optional(code),
    },
    { required: 'sku name', key: 'sku', columns: { item_group: 'group', launch_on: 'launch_date' } },
    (item) => ({ ...item, name: item.name ?? item.sku }),
  )

/** Describes the feed of locations; a location without a name is called by its code. */
export const locations = (): Feed<'locations'> =>
  feed(
    {
      location: required(code),
      name: optional(text),
      timezone: optional(timeZoneName),
      kind: otherwise(choice('shop', 'web', 'dc'), 'shop'),
      supplied_by: optional(code),
      dock_to_stock_days: otherwise(delay, 0),
      receiving_days: optional(weekdays),
      on_shelf_days: otherwise(delay, 0),
      unmet: otherwise(choice('lost', 'backorder'), 'lost'),
      presentation_min: optional(nonNegative()),
    },
    { required: 'location', key: 'location' },
    (place) => ({ ...place, name: place.name ?? place.location }),
  )

/** Reads units on hand; a count below zero is one that lags behind what was sold, and there is nothing. */
const stockCount = ({ noteReadAs }: ReadOptions): Read<number> =>
  andThen(decimal, (units) => {
    if (units >= 0) return units
    noteReadAs?.({ column: 'on_hand', value: 'below 0', meaning: '0' })
    return 0
  })

/** Describes the feed of stock counts. */
export const inventory = (options: ReadOptions): Feed<'inventory'> =>
  feed(
    {
      sku: required(code),
      location: required(code),
      on_hand: required(stockCount(options)),
      allocated: optional(nonNegative()),
      unusable: optional(nonNegative()),
      safety_stock: optional(nonNegative()),
      presentation_min: optional(nonNegative()),
      expires_on: optional(isoDate),
      as_of: required(asOf(options.timeZone)),
    },
    { required: 'sku location on_hand as_of', key: 'sku location expires_on' },
    (row, object): InventoryRow => {
      const { as_of, location } = row
      const zone = as_of.moment === null ? undefined : options.zoneOf?.(location)
      const local = zone === undefined || as_of.moment === null ? as_of : asOfMoment(as_of.moment, zone)
      const last = options.lastDay?.(location)
      if (last !== undefined && local.as_of_on > last.on) object('as_of', tooLate(last))
      return {
        sku: row.sku,
        location,
        on_hand: row.on_hand,
        allocated: row.allocated,
        unusable: row.unusable,
        safety_stock: row.safety_stock,
        presentation_min: row.presentation_min,
        expires_on: row.expires_on,
        lots: null,
        as_of_on: local.as_of_on,
        as_of_minute: local.as_of_minute,
      }
    },
  )

const tooLate = ({ on, isSaid }: LastDay): string =>
  isSaid
    ? `is after ${on}, the day given with --as-of; correct the date, or use the day the stock was known`
    : `is in the future: today is ${on} there; use the day it was counted`

/** Describes the feed of open orders; what has no due date has none, whatever its status. */
export const inbound = ({ noteReadAs }: ReadOptions): Feed<'inbound'> =>
  feed(
    {
      order_id: required(code),
      sku: required(code),
      location: required(code),
      line: otherwise(text, ''),
      quantity: required(nonNegative()),
      promotion_id: optional(code),
      due_on: optional(isoDate),
      supplier: optional(code),
      status: otherwise(
        orderStatus((value, meaning) => noteReadAs?.({ column: 'status', value, meaning })),
        'confirmed',
      ),
      promised_on: optional(isoDate),
      ordered_on: optional(isoDate),
      received_on: optional(isoDate),
      received_quantity: optional(nonNegative()),
    },
    {
      required: 'order_id sku location quantity',
      key: 'order_id sku location line',
      columns: {
        due_on: 'due_date',
        promised_on: 'promised_date',
        ordered_on: 'ordered_date',
        received_on: 'received_date',
      },
    },
    (row) => row,
  )

/** Describes the feed of lead times; an empty item or location stands for all. */
export const leadTimes = (): Feed<'lead-times'> =>
  feed(
    {
      supplier: required(code),
      sku: otherwise(code, ''),
      location: otherwise(code, ''),
      lead_time_days: required(delay),
      calendar: otherwise(choice('calendar', 'weekdays'), 'calendar'),
      lead_time_sd_days: optional(andThen(nonNegative(), (sd) => (sd <= 365 ? sd : new Unfit('is more than a year')))),
      review_days: optional(span),
      order_days: optional(weekdays),
      order_cutoff: optional(timeOfDay),
      max_per_week: optional(positive('leave it empty if there is no limit')),
      expedite_days: optional(delay),
      expedite_cost_per_unit: optional(money),
      expedite_fixed_cost: optional(money),
      min_order_value: optional(money),
      order_fill_units: optional(positive('leave it empty if loads need not be full')),
      unit_cost: optional(money),
    },
    { required: 'supplier lead_time_days', key: 'supplier sku location' },
    (row) => row,
  )

/** Describes the feed of what kits are made of. */
export const kits = (): Feed<'kits'> =>
  feed(
    {
      kit_sku: required(code),
      component_sku: required(code),
      quantity: required(
        nonNegative('write how many units of the component one kit takes; 0 if it no longer takes any'),
      ),
    },
    { required: 'kit_sku component_sku quantity', key: 'kit_sku component_sku' },
    (row, object) => {
      if (row.kit_sku === row.component_sku) object('component_sku', 'is the kit itself')
      return row
    },
  )

/** Describes the feed of days on which a supplier or a location does not work. */
export const holidays = (): Feed<'holidays'> =>
  feed(
    { calendar: required(code), holiday_on: required(isoDate), name: optional(text) },
    { required: 'calendar date', key: 'calendar date', columns: { holiday_on: 'date' } },
    (row) => row,
  )
