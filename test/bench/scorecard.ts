import { join } from 'node:path'
import type { App } from '../../src/app.ts'
import { dayOf } from '../../src/domain/day.ts'
import { everything } from '../../src/domain/subscriptions/filter-match.ts'
import { loadScorecard } from '../../src/services/scorecard/load-scorecard.ts'
import { rollUp } from '../../src/services/scorecard/roll-up.ts'
import { driverOf } from '../_helpers/engine.ts'
import { type Figure, percentile, round, timed } from './measure.ts'
import { fill, folder, items, openShop, promotionRow, shop, sku } from './shop.ts'

const skus = 1_000
const shops = 10
const firstDay = dayOf('2023-06-01')
const days = dayOf('2026-06-01') - firstDay
const promotions = 20_000
const linesEach = 5
/** So many promotions are rolled up; the results of the others are copies of theirs. */
const rolledUp = 500

const isoOf = (day: number): string => Temporal.PlainDate.from('1970-01-01').add({ days: day }).toString()

/** Puts three years of daily sales of every item at every shop into the store, as rows of one batch that is there already. */
const fillSales = (app: App): void => {
  const driver = driverOf(app.workspace.database)
  const batch = driver.prepare(`select max(id) from batch where kind = 'sales'`).pluck().get() as number
  driver.exec(`create temp table day as with recursive n(i) as (select 0 union all select i + 1 from n where i < ${days - 1})
    select i, date('2023-06-01', '+' || i || ' days') as iso from n`)
  const insert =
    driver.prepare(`insert or ignore into sales (workspace_id, batch_id, sku, location, sold_on, units, days)
    select 1, ${batch}, ?, ?, iso, 5 + (i * 7) % 11, 1 from day`)
  for (let i = 0; i < skus; i++)
    driver.transaction(() => {
      for (let j = 0; j < shops; j++) insert.run(sku(i), shop(j))
    })()
}

/** Copies the results that were worked out to promotions that end on days of the three years. */
const copyResults = (app: App): void => {
  const driver = driverOf(app.workspace.database)
  const columns = (table: string) =>
    (driver.prepare(`select name from pragma_table_info('${table}')`).pluck().all() as string[]).filter(
      (name) => !['promotion_id', 'ended_on'].includes(name),
    )
  driver.exec(`create temp table copy as with recursive n(i) as
    (select ${rolledUp} union all select i + 1 from n where i < ${promotions - 1})
    select 'P-' || i as id, 'P-' || (i % ${rolledUp}) as of_id, date('2023-06-10', '+' || (i % ${days - 20}) || ' days') as ended from n`)
  const lines = columns('line_result').join(', ')
  driver.exec(
    `insert into line_result (promotion_id, ${lines}) select copy.id, ${lines} from copy join line_result l on l.promotion_id = copy.of_id`,
  )
  const own = columns('promotion_result').join(', ')
  driver.exec(`insert into promotion_result (promotion_id, ended_on, ${own})
    select copy.id, copy.ended, ${own} from copy join promotion_result p on p.promotion_id = copy.of_id`)
  driver.exec(`insert or ignore into result_month (workspace_id, month, revision)
    select distinct 1, substr(ended_on, 1, 7), 1 from promotion_result`)
}

/** Shows the scorecard of three years, 20,000 promotions and 10 million rows of sales, after the roll-up. */
export const threeYearsOfPromotions = async (): Promise<Figure> => {
  await using place = await folder()
  await using app = await openShop(join(place.path, 'years.db'))
  await fill(app, 'items', items(skus))
  await fill(
    app,
    'promotions',
    Array.from({ length: rolledUp * linesEach }, (_, n) => {
      const i = Math.floor(n / linesEach)
      const start = firstDay + 120 + ((i * 37) % (days - 160))
      return {
        ...promotionRow(`P-${i}`, sku((i * 13 + (n % linesEach)) % skus), shop(n % shops)),
        start_on: isoOf(start),
        end_on: isoOf(start + 6),
      }
    }),
  )
  await fill(app, 'sales', [
    {
      ...{ sku: sku(0), location: shop(0), sold_on: '2023-06-01', units: 5, days: 1, price: null, base_price: null },
      ...{ revenue: null, on_promo: null, stockout: null, holiday: null },
    },
  ])
  fillSales(app)
  const driver = driverOf(app.workspace.database)
  driver.exec(`insert into outdated_result select distinct 1, promotion_id, 1 from promotion_line`)
  const context = { ...app, now: app.now(), today: app.today() }
  const worked = await timed(() => rollUp(context))
  copyResults(app)
  const period = { from: firstDay, to: firstDay + days - 1 }
  const times: number[] = []
  const first = await timed(() => loadScorecard(context, { period, view: everything, by: null }))
  for (let n = 0; n < 40; n++)
    times.push(await timed(() => loadScorecard(context, { period, view: everything, by: null })))
  const apart = await timed(() => loadScorecard(context, { period, view: everything, by: 'location' }))
  return {
    name: 'scorecard',
    figures: {
      sales_rows: driver.prepare('select count(*) from sales').pluck().get() as number,
      promotions: driver.prepare('select count(*) from promotion_result').pluck().get() as number,
      first_ms: round(first, 0),
      p50_ms: round(percentile(times, 0.5), 0),
      p99_ms: round(percentile(times, 0.99), 0),
      by_location_ms: round(apart, 0),
      roll_up_ms_each: round(worked / rolledUp, 1),
      limit_ms: 1_000,
    },
  }
}
