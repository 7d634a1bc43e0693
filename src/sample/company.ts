import { type Day, isoOf, weekdayOf } from '../domain/day.ts'
import type { FeedKind } from '../store/feed-rows.ts'

/** A made-up company around a day: one CSV per feed, in the order they are to be imported. Every verdict occurs in it. */
export const sampleCompany = (today: Day): readonly (readonly [FeedKind, string])[] => {
  const on = (days: number) => isoOf(today + days)
  const shops = ['EAST', 'NORTH', 'WEST']
  return [
    [
      'items',
      csv(
        'sku,name,category,group,unit_cost,unit_price,currency,supplier,min_order_qty,order_multiple,shelf_life_days',
        [
          ['SKU-100', 'Cola 1.5 l', 'Drinks', 'Soft drinks', 0.62, 1.49, 'EUR', 'ACME', 200, 50, 270],
          ['SKU-110', 'Lemonade 1 l', 'Drinks', 'Soft drinks', 0.55, 1.29, 'EUR', 'BOTTLER', 120, 12, 270],
          ['SKU-200', 'Ice cream 500 ml', 'Frozen', 'Ice cream', 1.9, 4.49, 'EUR', 'FRESHCO', '', 6, 180],
          ['SKU-210', 'Strawberries 500 g', 'Fresh', 'Fruit', 1.4, 2.99, 'EUR', 'FRESHCO', '', 8, 5],
          ['SKU-220', 'Apples 1 kg', 'Fresh', 'Fruit', 0.9, 2.49, 'EUR', 'ORCHARD', '', 10, 21],
          ['SKU-300', 'Pencil case', 'Stationery', 'School', 2.8, 7.99, 'EUR', 'PAPERLINE', 60, 12, ''],
          ['SKU-310', 'Exercise book A4', 'Stationery', 'School', 0.35, 1.19, 'EUR', 'PAPERLINE', 200, 20, ''],
        ],
      ),
    ],
    [
      'locations',
      csv('location,name,kind,dock_to_stock_days,receiving_days', [
        ['EAST', 'East Street', 'shop', 0, ''],
        ['NORTH', 'North Gate', 'shop', 0, 'mon-sat'],
        ['WEST', 'West Park', 'shop', 0, ''],
        ['CENTRAL', 'Central warehouse', 'dc', 1, 'mon-fri'],
      ]),
    ],
    [
      'lead-times',
      csv('supplier,lead_time_days,calendar,lead_time_sd_days,review_days', [
        ['ACME', 70, 'calendar', '', ''],
        ['BOTTLER', 10, 'weekdays', '', ''],
        ['FRESHCO', 2, 'calendar', '', 3],
        ['PAPERLINE', 15, 'weekdays', 1, ''],
      ]),
    ],
    [
      'inventory',
      csv('sku,location,on_hand,safety_stock,as_of', [
        ...shops.map((shop, i) => ['SKU-100', shop, [400, 620, 560][i], '', on(0)]),
        ...shops.map((shop, i) => ['SKU-110', shop, [310, 280, 330][i], 20, on(0)]),
        ...shops.map((shop, i) => ['SKU-200', shop, [96, 88, 104][i], '', on(0)]),
        ...shops.map((shop, i) => ['SKU-210', shop, [70, 64, 58][i], '', on(0)]),
        ...shops.map((shop, i) => ['SKU-220', shop, [90, 120, 80][i], '', on(0)]),
        ...shops.map((shop, i) => ['SKU-300', shop, [38, 52, 44][i], '', on(0)]),
        ...shops.map((shop, i) => ['SKU-310', shop, [900, 840, 880][i], '', on(0)]),
      ]),
    ],
    [
      'inbound',
      csv('order_id,sku,location,quantity,due_date,status', [
        ['PO-77', 'SKU-100', 'EAST', 150, on(21), 'confirmed'],
        ['PO-78', 'SKU-110', 'NORTH', 120, on(9), 'confirmed'],
        ['PO-79', 'SKU-220', 'WEST', 60, on(-2), 'confirmed'],
        ['PL-33', 'SKU-300', 'EAST', 60, on(30), 'planned'],
      ]),
    ],
    ['sales', sales(today, shops)],
    [
      'demand-plan',
      csv('date,sku,location,units,days', [
        ...shops.flatMap((shop) =>
          [
            ['SKU-100', 10],
            ['SKU-110', 7],
          ].map(([sku, perDay]) => [on(0), sku, shop, Number(perDay) * 84, 84]),
        ),
      ] as Cells[]),
    ],
    [
      'promotions',
      csv('promotion_id,sku,location,name,start,end,uplift,units,discount,type,hero,owner', [
        ['P-1', 'SKU-100', 'EAST', 'Cola double deal', on(35), on(41), '', 700, '', 'bogo', 1, 'Ana'],
        ['P-1', 'SKU-100', 'WEST', 'Cola double deal', on(35), on(41), '1.9', '', '', 'bogo', 0, 'Ana'],
        ['P-2', 'SKU-300', '', 'School start', on(26), on(32), '+120%', '', '15%', '', 0, 'Ben'],
        ['P-2', 'SKU-310', '', 'School start', on(26), on(32), '+80%', '', '10%', '', 0, 'Ben'],
        ['P-3', 'SKU-110', '', 'Picnic weekend', on(3), on(5), '+60%', '', '20%', '', 0, 'Ana'],
        ['P-4', 'SKU-220', '', 'Apple harvest', on(18), on(24), '+50%', '', '10%', '', 0, 'Chloe'],
        ['P-5', 'SKU-200', '', 'Ice cream days', on(-2), on(4), '+20%', '', '10%', '', 0, 'Ben'],
        ['P-6', 'SKU-210', '', 'Strawberry week', on(56), on(58), '+5%', '', '5%', '', 0, 'Chloe'],
      ]),
    ],
  ]
}

type Cells = readonly (string | number | undefined)[]

const csv = (header: string, rows: readonly Cells[]): string =>
  `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`

const historyDays = 84

/** Twelve weeks of sales that rise towards the weekend; the same every time, with a promotion five weeks back. */
const sales = (today: Day, shops: readonly string[]): string => {
  const perDay: Readonly<Record<string, number>> = {
    'SKU-200': 16,
    'SKU-210': 14,
    'SKU-220': 9,
    'SKU-300': 1.6,
    'SKU-310': 9,
  }
  const week = [0.85, 0.85, 0.9, 1, 1.15, 1.3, 0.95]
  const rows: Cells[] = []
  for (const [sku, mean] of Object.entries(perDay))
    for (const [s, shop] of shops.entries())
      for (let day = today - historyDays; day < today; day++) {
        const wobble = 1 + 0.12 * Math.sin(day * 1.7 + s * 2.1 + mean)
        const isPromoted = sku === 'SKU-200' && ((day >= today - 37 && day < today - 30) || day >= today - 2)
        const units = Math.round(mean * (week[weekdayOf(day)] as number) * wobble * (isPromoted ? 1.25 : 1))
        rows.push([isoOf(day), sku, shop, units, isPromoted ? 1 : 0])
      }
  return csv('date,sku,location,units,on_promo', rows)
}
