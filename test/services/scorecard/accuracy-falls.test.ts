import { expect, it } from 'vitest'
import { accuracyFallOf } from '../../../src/domain/scorecard/accuracy-fall.ts'
import { keeperOf } from '../../../src/services/present/present.ts'
import { rollUpAll } from '../../../src/services/scorecard/roll-up.ts'
import { type Company, openCompany } from '../../_helpers/company.ts'
import { daysBetween, salesCsv } from './sales-rows.ts'

const shops = Array.from({ length: 12 }, (_, i) => `S${i + 1}`)

/** Units that a shop is expected to sell of Cola in a promoted week that begins on a day, and sells on each of its days. */
type Week = { readonly start: string; readonly expected: number; readonly soldEachDay: number }

const after = (day: string, days: number) => Temporal.PlainDate.from(day).add({ days }).toString()

/** Twelve shops sell 10 Cola a day but for promoted weeks; each Monday what was sold comes in, and Cola is promoted once more in May. */
const drinks = async (weeks: readonly Week[], until: string): Promise<Company> => {
  const company = await openCompany('2026-01-26')
  await company.feed(
    'items',
    'sku,name,category,unit_cost,unit_price,currency,supplier\nA,Cola,Drinks,1,2,EUR,ACME\nN,Nuts,Snacks,1,2,EUR,ACME\n',
  )
  await company.feed('locations', `location,name,kind\n${shops.map((shop) => `${shop},${shop},shop\n`).join('')}`)
  await company.feed('lead-times', 'supplier,lead_time_days\nACME,7\n')
  const eachDay = (date: string) =>
    weeks.find(({ start }) => date >= start && date <= after(start, 6))?.soldEachDay ?? 10
  const sold = (from: string, to: string) =>
    salesCsv(
      daysBetween(from, to).flatMap((date) =>
        shops.map((location) => ({ date, sku: 'A', location, units: eachDay(date), stockout: 0 })),
      ),
    )
  await company.feed('sales', sold('2025-11-01', '2026-01-25'))
  const rows = weeks.map(
    ({ start, expected }, i) => `W-${i},A,,Cola week,${start},${after(start, 6)},${expected * 12}\n`,
  )
  await company.feed(
    'promotions',
    `promotion_id,sku,location,name,start,end,units\n${rows.join('')}P-1,A,,May drinks,2026-05-18,2026-05-24,900\nP-2,N,,May snacks,2026-05-18,2026-05-24,900\n`,
  )
  for (let monday = '2026-02-02'; monday <= until; monday = after(monday, 7)) {
    company.at(monday)
    await company.feed('sales', sold(after(monday, -7), after(monday, -1)))
    await company.feed(
      'inventory',
      `sku,location,on_hand,as_of\n${shops.map((shop) => `A,${shop},4000,${monday}\nN,${shop},4000,${monday}\n`).join('')}`,
    )
    const { app } = company
    const context = { ...app, now: app.now(), today: app.today() }
    await keeperOf(app.workspace).bringUpToDate(context)
    await rollUpAll(context)
    await keeperOf(app.workspace).bringUpToDate(context)
  }
  return company
}

const cause = /find out why the forecast of Drinks is worse when promotions run/

it('is a risk with an owner, with both figures, on the promotions of that category alone, and ends when it is mended', async () => {
  const badly = { start: '2026-03-02', expected: 175, soldEachDay: 50 }
  await using company = await drinks([badly], '2026-03-23')
  const risks = await company.say('shelfready risks')
  expect(risks).toMatch(cause)
  expect(risks).toContain('50 % right in weeks with a promotion, 100 % in other weeks; the last 13 weeks')
  expect(risks).not.toMatch(/forecast of Snacks/)
  const id = /R-\d+/.exec(risks.split('\n').find((line) => cause.test(line)) ?? '')?.[0]
  expect(await company.say(`shelfready ack ${id}`, { name: 'Ben' })).toContain(`${id} is yours.`)
  expect(await company.say('shelfready risks')).toMatch(/forecast of Drinks is worse when promotions run.*Ben/)

  const well = (start: string): Week => ({ start, expected: 210, soldEachDay: 30 })
  await using mended = await drinks(
    [badly, ...['2026-03-09', '2026-03-16', '2026-03-23', '2026-03-30'].map(well)],
    '2026-04-27',
  )
  expect(await mended.say('shelfready risks')).not.toMatch(cause)
})

it('says nothing where promotions are forecast as well as other weeks', async () => {
  await using company = await drinks([{ start: '2026-03-02', expected: 210, soldEachDay: 30 }], '2026-03-30')
  expect(await company.say('shelfready risks')).not.toMatch(cause)
})

it('needs a dozen weeks of either kind, and ten points between them', () => {
  const sums = (lines: number, missed: number) => ({
    ...{ lines, missed, actual: 100, over: 0, actualWorth: 0, missedWorth: 0 },
  })
  const fall = (promoted: ReturnType<typeof sums>, others: ReturnType<typeof sums>) =>
    accuracyFallOf('Drinks', { promoted, others })
  expect(fall(sums(12, 30), sums(12, 20))).toEqual({ category: 'Drinks', promoted: 70, others: 80 })
  expect(fall(sums(12, 29), sums(12, 20))).toBeNull()
  expect(fall(sums(11, 90), sums(12, 20))).toBeNull()
  expect(fall(sums(12, 90), sums(11, 20))).toBeNull()
  expect(fall(sums(12, 250), sums(12, 20))).toEqual({ category: 'Drinks', promoted: 0, others: 80 })
})
