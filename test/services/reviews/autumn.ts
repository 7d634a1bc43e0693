import { keeperOf } from '../../../src/services/present/present.ts'
import { rollUp } from '../../../src/services/scorecard/roll-up.ts'
import { type Company, openCompany } from '../../_helpers/company.ts'
import { daysBetween, salesCsv } from '../scorecard/sales-rows.ts'

const items = [
  { sku: 'COLA', name: 'Cola 1.5 l', supplier: 'ACME', category: 'drinks', normal: 20, ratio: 2.5, price: 2 },
  { sku: 'CRISPS', name: 'Crisps <200 g>', supplier: 'GLOBEX', category: 'snacks', normal: 10, ratio: 2, price: 3 },
  { sku: 'JUICE', name: 'Orange juice', supplier: 'ACME', category: 'drinks', normal: 8, ratio: 3, price: 4 },
] as const

const week = 7
/** The last two days of a promotion that ran out. */
const daysOut = 2

type Planned = {
  readonly id: string
  readonly sku: string
  readonly start: string
  readonly end: string
  readonly isOut: boolean
}

const monthsOf = (from: string, to: string): readonly Temporal.PlainYearMonth[] => {
  const months: Temporal.PlainYearMonth[] = []
  const last = Temporal.PlainYearMonth.from(to)
  for (
    let month = Temporal.PlainYearMonth.from(from);
    Temporal.PlainYearMonth.compare(month, last) <= 0;
    month = month.add({ months: 1 })
  )
    months.push(month)
  return months
}

/** One week of each item each month; crisps run out every other month, cola in November. */
const planned = (from: string, to: string): readonly Planned[] =>
  monthsOf(from, to).flatMap((month) =>
    items.map(({ sku }, i) => {
      const start = month.toPlainDate({ day: 3 + i * (week + 1) })
      const isOut = (sku === 'CRISPS' && month.month % 2 === 1) || (sku === 'COLA' && month.month === 11)
      return {
        ...{ id: `P-${month.toString().replace('-', '')}-${i + 1}`, sku, isOut },
        ...{ start: start.toString(), end: start.add({ days: week - 1 }).toString() },
      }
    }),
  )

/** Opens a company on 1 December 2026 that ran a promotion of each of three items every month since August, and goes on. */
export const openAutumn = async (settings: Readonly<Record<string, string>> = {}): Promise<Company> => {
  const company = await openCompany('2026-07-01', { settings })
  const { feed, at, app } = company
  await feed(
    'items',
    `sku,name,category,unit_cost,unit_price,currency,supplier\n${items.map((one) => [one.sku, `"${one.name}"`, one.category, one.price / 2, one.price, 'EUR', one.supplier].join()).join('\n')}\n`,
  )
  await feed('locations', 'location,name,kind,supplied_by\nEAST,East,shop,HUB\nHUB,Hub,dc,\n')
  await feed('lead-times', 'supplier,lead_time_days,max_per_week\nACME,7,150\nGLOBEX,14,\n')
  const past = planned('2026-08', '2026-11')
  const sold = daysBetween('2026-05-01', '2026-11-30').flatMap((date) =>
    items.map(({ sku, normal, ratio }) => {
      const promotion = past.find((one) => one.sku === sku && one.start <= date && date <= one.end)
      const left = promotion === undefined ? week : Temporal.PlainDate.from(date).until(promotion.end).days
      const isOut = promotion?.isOut === true && left < daysOut
      const units = isOut ? 0 : promotion === undefined ? normal : normal * ratio
      return { date, sku, location: 'EAST', units, stockout: isOut ? 1 : 0 }
    }),
  )
  await feed('promotions', promotionsCsv(past))
  at('2026-12-01')
  await feed('sales', salesCsv(sold))
  await feed('promotions', promotionsCsv(planned('2026-12', '2027-02').map((one) => ({ ...one, units: 600 }))))
  await feed(
    'inbound',
    `order_id,sku,location,quantity,supplier,status,received_date,received_quantity\n${receipts.map((row) => row.join()).join('\n')}\n`,
  )
  await feed('costs', 'date,kind,promotion_id,amount,currency\n2026-11-05,freight,P-202611-1,400,EUR\n')
  const context = { ...app, now: app.now(), today: app.today() }
  await keeperOf(app.workspace).bringUpToDate(context)
  await rollUp(context)
  return company
}

/** GLOBEX delivered 300 crisps in four weeks of June, and 60 a month otherwise. */
const receipts = [
  ...monthsOf('2026-06', '2026-11').map((month) => [
    ...[`G-${month}`, 'CRISPS', 'EAST', 0, 'GLOBEX', 'received', month.toPlainDate({ day: 20 }), 60],
  ]),
  ['G-extra', 'CRISPS', 'EAST', 0, 'GLOBEX', 'received', '2026-06-02', 240],
]

const promotionsCsv = (rows: readonly (Planned & { readonly units?: number })[]): string =>
  `promotion_id,sku,location,name,start,end,uplift,units,owner\n${rows
    .map(({ id, sku, start, end, units }) => {
      const item = items.find((one) => one.sku === sku)
      return [
        id,
        sku,
        'EAST',
        `"${item?.name} week"`,
        start,
        end,
        ...(units === undefined ? [`${item?.ratio}x`, ''] : ['', units]),
        'ana',
      ].join()
    })
    .join('\n')}\n`
