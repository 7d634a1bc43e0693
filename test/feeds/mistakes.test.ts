import { describe, expect, test } from 'vitest'
import { rowReader } from '../../src/feeds/row-reader.ts'
import type { FeedKind } from '../../src/store/feeds/feed-rows.ts'
import { type CellsByColumn, options, problems, row } from './read-row.ts'

describe('typical mistakes', () => {
  const stock = { sku: 'SKU-1', location: 'EAST', on_hand: '400', as_of: '2026-06-01' }
  const order = { order_id: 'PO-1', sku: 'SKU-1', location: 'DC', quantity: '150' }
  const promotion = { promotion_id: 'P-1', sku: 'S', name: 'Summer', start: '2026-07-06', end: '2026-07-12' }
  const sale = { date: '2026-05-31', sku: 'S', location: 'L', units: '1' }

  test.each<[FeedKind, CellsByColumn, string, string]>([
    [
      'items',
      { sku: 'S', name: 'N', unit_price: '7,99' },
      'unit_price',
      'is not a number; write 7.99, with a decimal point',
    ],
    [
      'items',
      { sku: 'S', name: 'N', order_multiple: '0' },
      'order_multiple',
      'is not above zero; leave it empty if any quantity can be ordered',
    ],
    [
      'items',
      { sku: 'S', name: 'N', shelf_life_days: '0' },
      'shelf_life_days',
      'is less than one day; leave it empty if the item does not expire',
    ],
    ['items', { sku: 'S', name: 'N', launch_date: '1.5.2026' }, 'launch_date', 'is not a date; write it as 2026-07-06'],
    [
      'items',
      { sku: 'S', name: 'N', currency: 'Euro' },
      'currency',
      'is not a currency; write three letters such as EUR',
    ],
    ['locations', { location: 'L', kind: 'store' }, 'kind', 'is not one of shop, web, dc'],
    ['locations', { location: 'L', timezone: 'Berlin' }, 'timezone', 'is not a time zone; write it as Europe/Berlin'],
    [
      'locations',
      { location: 'L', receiving_days: '1-5' },
      'receiving_days',
      'is not a set of weekdays; write it as mon-fri or mon,thu',
    ],
    ['inventory', { ...stock, on_hand: '12O' }, 'on_hand', 'is not a number'],
    ['inventory', { ...stock, safety_stock: '-1' }, 'safety_stock', 'is below zero'],
    [
      'inventory',
      { ...stock, as_of: 'today' },
      'as_of',
      'is not a date or a time; write it as 2026-07-06 or 2026-07-06 06:00',
    ],
    ['inbound', { ...order, quantity: '-150' }, 'quantity', 'is below zero'],
    [
      'inbound',
      { ...order, status: 'on hold' },
      'status',
      'is not one of confirmed, planned, delayed, received, cancelled; words of order systems such as open, draft or closed work too',
    ],
    ['inbound', { ...order, due_date: '2026-02-30' }, 'due_date', 'is not a day of the calendar'],
    ['lead-times', { supplier: 'A', lead_time_days: '2 weeks' }, 'lead_time_days', 'is not a number'],
    ['lead-times', { supplier: 'A', lead_time_days: '2.5' }, 'lead_time_days', 'is not a whole number of days'],
    [
      'lead-times',
      { supplier: 'A', lead_time_days: '9', order_cutoff: '3pm' },
      'order_cutoff',
      'is not a time of day; write it as 15:00',
    ],
    [
      'lead-times',
      { supplier: 'A', lead_time_days: '9', max_per_week: '0' },
      'max_per_week',
      'is not above zero; leave it empty if there is no limit',
    ],
    ['holidays', { calendar: '*', date: '25 Dec' }, 'date', 'is not a date; write it as 2026-07-06'],
    ['sales', { ...sale, units: '-2' }, 'units', 'is below zero; write the units sold, without returns'],
    ['sales', { ...sale, days: '0' }, 'days', 'is less than one day'],
    ['sales', { ...sale, days: '400' }, 'days', 'is more than 366 days'],
    ['sales', { ...sale, stockout: '30' }, 'stockout', 'is above 1; write a share from 0 to 1, such as 0.5'],
    ['sales', { ...sale, on_promo: 'x' }, 'on_promo', 'is neither 1 nor 0'],
    ['demand-plan', { ...sale, units: '1e9999' }, 'units', 'is not a number in plain digits; write it out in full'],
    ['promotions', { ...promotion, uplift: '60' }, 'uplift', 'can be +60% or 60x; which one?'],
    ['promotions', { ...promotion, discount: '20' }, 'discount', 'is above 1; write 20% or a share such as 0.2'],
    ['promotions', { ...promotion, end: '2026-07-05' }, 'end', 'is before the start, 2026-07-06'],
    ['promotions', { ...promotion, end: '2027-07-07' }, 'end', 'makes the promotion longer than 366 days'],
    [
      'promotions',
      { ...promotion, units: '700', extra: '300' },
      'extra',
      'cannot be combined with units; give the total as units, or the part on top as extra',
    ],
    [
      'costs',
      { date: '2026-06-10', kind: 'fine', amount: '1', currency: 'EUR' },
      'kind',
      'is not one of freight, write-off',
    ],
    ['costs', { date: '2026-06-10', kind: 'freight', amount: '-1', currency: 'EUR' }, 'amount', 'is below zero'],
  ])('%s %j: %s %s', (kind, cells, column, reason) => {
    expect(problems(kind, cells)).toEqual([{ column, value: cells[column], reason }])
  })

  test('of one row are all named', () => {
    expect(problems('inventory', { sku: '', location: 'EAST', on_hand: '12O', as_of: '2026-06-31' })).toEqual([
      { column: 'sku', value: '', reason: 'is missing' },
      { column: 'on_hand', value: '12O', reason: 'is not a number' },
      { column: 'as_of', value: '2026-06-31', reason: 'is not a day of the calendar' },
    ])
  })

  test('a promotion of 366 days is read', () => {
    expect(row('promotions', { ...promotion, end: '2027-07-06' }).end_on).toBe('2027-07-06')
  })

  test('uplift may stand beside units', () => {
    expect(row('promotions', { ...promotion, uplift: '1.6', units: '700' })).toMatchObject({ uplift: 1.6, units: 700 })
  })

  test.each([
    [['SKU-1', 'EAST', '1'], 'has 3 cells where the header has 4'],
    [['SKU-1', 'EAST', '1', '200', '2026-06-01'], 'has 5 cells where the header has 4'],
    [['SKU-1'], 'has 1 cell where the header has 4'],
  ])('a row of %j does not fit the header', (cells, reason) => {
    const reader = rowReader('inventory', Object.keys(stock), options)
    if (!reader.ok) throw new Error(reader.error.reason)
    expect(reader.value.read(cells)).toEqual({ ok: false, error: [{ column: '', value: null, reason }] })
  })

  test('codes called like properties of objects are codes like others', () => {
    expect(row('inventory', { ...stock, sku: '__proto__', location: 'constructor' })).toMatchObject({
      sku: '__proto__',
      location: 'constructor',
      on_hand: 400,
    })
  })

  test('a repeated key is named with its columns and its cells', () => {
    const reader = rowReader('inventory', ['location', 'on_hand', 'as_of', 'sku'], options)
    if (!reader.ok) throw new Error(reader.error.reason)
    expect(reader.value.repeated(['EAST', '1', '2026-06-01', ' SKU-1'])).toEqual({
      column: 'sku, location',
      value: 'SKU-1, EAST',
      reason: 'the same key is earlier in this file with other values',
    })
  })
})
