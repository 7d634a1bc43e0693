import { type Day, isoOf, weekdayOf } from '../../domain/day.ts'
import type { FeedKind } from '../../store/feeds/feed-rows.ts'

/** One feed of the made-up company, as CSV, and the day it was known. */
export type SampleFeed = { readonly kind: FeedKind; readonly text: string; readonly knownOn: Day }

const shops = ['EAST', 'NORTH', 'WEST']

/** Units a day of each item in each shop. */
const pace: Readonly<Record<string, number>> = {
  'SKU-100': 10,
  'SKU-110': 7,
  'SKU-200': 16,
  'SKU-210': 14,
  'SKU-220': 9,
  'SKU-300': 1.6,
  'SKU-310': 9,
}

/** Units in each shop on the first day; the fresh items are topped up every three days and stay there. */
const shelves: Readonly<Record<string, { readonly units: readonly number[]; readonly isToppedUp?: boolean }>> = {
  'SKU-100': { units: [400, 620, 560] },
  'SKU-110': { units: [310, 30, 330] },
  'SKU-200': { units: [96, 88, 104], isToppedUp: true },
  'SKU-210': { units: [70, 64, 58], isToppedUp: true },
  'SKU-220': { units: [90, 120, 80], isToppedUp: true },
  'SKU-300': { units: [38, 52, 44] },
  'SKU-310': { units: [900, 840, 880] },
}

const stockDaysBack = 6
/** So many mornings before the first day the sales of the day before came in. */
const salesDaysBack = 9
const plannedDays = 140

/**
 * A made-up company on its first day: its feeds in the order they are to be imported, what happened on the mornings
 * before included. Every verdict occurs in it.
 */
export const sampleCompany = (first: Day): readonly SampleFeed[] => {
  const on = (days: number) => isoOf(first + days)
  const known = (days: number, kind: FeedKind, text: string): SampleFeed => ({ kind, text, knownOn: first + days })
  return [
    known(-30, 'items', items),
    known(-30, 'locations', locations),
    known(-30, 'lead-times', leadTimes),
    known(
      -30,
      'demand-plan',
      csv(
        'date,sku,location,units,days',
        ['SKU-100', 'SKU-110'].flatMap((sku) =>
          shops.map((shop) => [on(-30), sku, shop, (pace[sku] as number) * plannedDays, plannedDays]),
        ),
      ),
    ),
    known(
      -30,
      'promotions',
      promotions([['P-0', 'SKU-310', '', 'Back to work', on(-8), on(-1), '+60%', '', '10%', '', 0, 'Ben']]),
    ),
    known(
      -6,
      'promotions',
      promotions([
        ['P-1', 'SKU-100', 'EAST', 'Cola double deal', on(28), on(34), '', 700, '', 'bogo', 1, 'Ana'],
        ['P-1', 'SKU-100', 'WEST', 'Cola double deal', on(28), on(34), '1.9', '', '', 'bogo', 0, 'Ana'],
        ['P-2', 'SKU-300', '', 'School start', on(26), on(32), '+120%', '', '15%', '', 0, 'Ben'],
        ['P-2', 'SKU-310', '', 'School start', on(26), on(32), '+80%', '', '10%', '', 0, 'Ben'],
        ['P-3', 'SKU-110', '', 'Picnic weekend', on(3), on(5), '+60%', '', '20%', '', 0, 'Ana'],
        ['P-5', 'SKU-200', '', 'Ice cream days', on(-2), on(4), '+20%', '', '10%', '', 0, 'Ben'],
      ]),
    ),
    known(
      -6,
      'inbound',
      orders([
        ['PO-77', 'SKU-100', 'EAST', 150, on(21), 'confirmed'],
        ['PO-78', 'SKU-110', 'NORTH', 120, on(9), 'confirmed'],
        ['PO-79', 'SKU-220', 'WEST', 60, on(-2), 'confirmed'],
        ['PL-33', 'SKU-300', 'EAST', 60, on(30), 'planned'],
      ]),
    ),
    known(
      -2,
      'promotions',
      promotions([
        ['P-1', 'SKU-100', 'EAST', 'Cola double deal', on(35), on(41), '', 700, '', 'bogo', 1, 'Ana'],
        ['P-1', 'SKU-100', 'WEST', 'Cola double deal', on(35), on(41), '1.9', '', '', 'bogo', 0, 'Ana'],
      ]),
    ),
    known(
      -1,
      'promotions',
      promotions([['P-6', 'SKU-210', '', 'Strawberry week', on(56), on(58), '+5%', '', '5%', '', 0, 'Chloe']]),
    ),
    known(-1, 'inbound', orders([['PO-78', 'SKU-110', 'NORTH', 120, on(14), 'confirmed']])),
    known(
      0,
      'promotions',
      promotions([['P-4', 'SKU-220', '', 'Apple harvest', on(18), on(24), '+50%', '', '10%', '', 0, 'Chloe']]),
    ),
    known(0, 'inbound', orders([['PO-82', 'SKU-110', 'NORTH', 300, on(1), 'confirmed']])),
    known(-salesDaysBack, 'sales', sales(first, first - historyDays, first - salesDaysBack)),
    ...Array.from({ length: salesDaysBack }, (_, i) => i + 1 - salesDaysBack).map((days) =>
      known(days, 'sales', sales(first, first + days - 1, first + days)),
    ),
    ...Array.from({ length: stockDaysBack + 1 }, (_, back) => stockOn(first, first - stockDaysBack + back)),
  ]
}

/** What its feeds bring on a later morning: the stock of the day and the sales since the first one. */
export const sampleMorning = (first: Day, day: Day): readonly SampleFeed[] => [
  { kind: 'sales', text: sales(first, first, day), knownOn: day },
  stockOn(first, day),
]

type Cells = readonly (string | number | undefined)[]

const csv = (header: string, rows: readonly Cells[]): string =>
  `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`

const promotions = (rows: readonly Cells[]) =>
  csv('promotion_id,sku,location,name,start,end,uplift,units,discount,type,hero,owner', rows)

const orders = (rows: readonly Cells[]) => csv('order_id,sku,location,quantity,due_date,status', rows)

const items = csv(
  'sku,name,category,group,unit_cost,unit_price,currency,supplier,min_order_qty,order_multiple,shelf_life_days,substitute_sku',
  [
    ['SKU-100', 'Cola 1.5 l', 'Drinks', 'Soft drinks', 0.62, 1.49, 'EUR', 'ACME', 200, 50, 270, 'SKU-110'],
    ['SKU-110', 'Lemonade 1 l', 'Drinks', 'Soft drinks', 0.55, 1.29, 'EUR', 'BOTTLER', 120, 12, 270, 'SKU-100'],
    ['SKU-200', 'Ice cream 500 ml', 'Frozen', 'Ice cream', 1.9, 4.49, 'EUR', 'FRESHCO', '', 6, 180, ''],
    ['SKU-210', 'Strawberries 500 g', 'Fresh', 'Fruit', 1.4, 2.99, 'EUR', 'FRESHCO', '', 8, 5, ''],
    ['SKU-220', 'Apples 1 kg', 'Fresh', 'Fruit', 0.9, 2.49, 'EUR', 'ORCHARD', '', 10, 21, ''],
    ['SKU-300', 'Pencil case', 'Stationery', 'School', 2.8, 7.99, 'EUR', 'PAPERLINE', 60, 12, '', ''],
    ['SKU-310', 'Exercise book A4', 'Stationery', 'School', 0.35, 1.19, 'EUR', 'PAPERLINE', 200, 20, '', ''],
  ],
)

const locations = csv('location,name,kind,dock_to_stock_days,receiving_days', [
  ['EAST', 'East Street', 'shop', 0, ''],
  ['NORTH', 'North Gate', 'shop', 0, 'mon-sat'],
  ['WEST', 'West Park', 'shop', 0, ''],
  ['CENTRAL', 'Central warehouse', 'dc', 1, 'mon-fri'],
])

const leadTimes = csv(
  'supplier,lead_time_days,calendar,lead_time_sd_days,review_days,expedite_days,expedite_cost_per_unit,expedite_fixed_cost',
  [
    ['ACME', 70, 'calendar', '', '', 12, 0.05, 20],
    ['BOTTLER', 10, 'weekdays', '', '', '', '', ''],
    ['FRESHCO', 2, 'calendar', '', 3, '', '', ''],
    ['PAPERLINE', 15, 'weekdays', 1, '', 4, 0.6, 45],
  ],
)

/** Orders that arrive after the first day, in units: item, shop, days after it. */
const arrivals = [
  ['SKU-110', 'NORTH', 1, 300],
  ['SKU-110', 'NORTH', 14, 120],
  ['SKU-100', 'EAST', 21, 150],
] as const

/** Counts the shelves on a morning: the first day's, less what was sold since, plus what arrived. */
const stockOn = (first: Day, day: Day): SampleFeed => ({
  kind: 'inventory',
  knownOn: day,
  text: csv(
    'sku,location,on_hand,safety_stock,as_of',
    Object.entries(shelves).flatMap(([sku, { units, isToppedUp }]) =>
      shops.map((shop, i) => {
        const sold = isToppedUp ? 0 : Math.round((pace[sku] as number) * (day - first))
        const arrived = arrivals.reduce(
          (sum, [item, where, after, quantity]) =>
            item === sku && where === shop && first + after < day ? sum + quantity : sum,
          0,
        )
        return [sku, shop, Math.max(0, (units[i] as number) - sold + arrived), sku === 'SKU-110' ? 20 : '', isoOf(day)]
      }),
    ),
  ),
})

const historyDays = 84
const week = [0.85, 0.85, 0.9, 1, 1.15, 1.3, 0.95]

/** Sales from one day to the day before another, rising towards the weekend; the same every time, with the promotions that ran. */
const sales = (first: Day, from: Day, until: Day): string => {
  const rows: Cells[] = []
  for (const sku of ['SKU-200', 'SKU-210', 'SKU-220', 'SKU-300', 'SKU-310'])
    for (const [s, shop] of shops.entries())
      for (let day = from; day < until; day++) {
        const mean = pace[sku] as number
        const wobble = 1 + 0.12 * Math.sin(day * 1.7 + s * 2.1 + mean)
        const lift = liftOf(sku, day - first)
        const isOut = sku === 'SKU-310' && shop === 'WEST' && day === first - 1
        const units = Math.round(mean * (week[weekdayOf(day)] as number) * wobble * lift * (isOut ? 0.6 : 1))
        rows.push([isoOf(day), sku, shop, units, lift > 1 ? 1 : 0, isOut ? 0.4 : ''])
      }
  return csv('date,sku,location,units,on_promo,stockout', rows)
}

/** What the promotions that ran did to the sales of a day, counted from the first one. */
const liftOf = (sku: string, day: number): number => {
  if (sku === 'SKU-200') return (day >= -37 && day < -30) || (day >= -2 && day <= 4) ? 1.25 : 1
  return sku === 'SKU-310' && day >= -8 && day <= -1 ? 1.55 : 1
}
