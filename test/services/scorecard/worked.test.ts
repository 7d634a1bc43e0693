import { describe, expect, it } from 'vitest'
import { dayOf } from '../../../src/domain/day.ts'
import { everything } from '../../../src/domain/subscriptions/filter-match.ts'
import { keeperOf } from '../../../src/services/present/present.ts'
import { loadScorecard } from '../../../src/services/scorecard/load-scorecard.ts'
import { rollUp, rollUpAll } from '../../../src/services/scorecard/roll-up.ts'
import { type Company, openCompany } from '../../_helpers/company.ts'
import { daysBetween, salesCsv } from './sales-rows.ts'

/** Cola sells 10 a day at two shops; a week at 20 % off, in which EAST runs out on Saturday noon. */
const colaWeek = async (): Promise<Company> => {
  const company = await openCompany('2026-08-01')
  await company.feed(
    'items',
    'sku,name,category,group,unit_cost,unit_price,currency,supplier\nA,Cola,drinks,cola,1,2,EUR,ACME\nB,Zero,drinks,cola,1,2,EUR,ACME\n',
  )
  await company.feed('locations', 'location,name,kind\nEAST,East,shop\nWEST,West,shop\n')
  await company.feed('lead-times', 'supplier,lead_time_days\nACME,7\n')
  const days = (from: string, to: string) =>
    daysBetween(from, to).flatMap((date) =>
      ['EAST', 'WEST'].flatMap((location) =>
        ['A', 'B'].map((sku) => ({ date, sku, location, ...soldOn(date, sku, location) })),
      ),
    )
  await company.feed('sales', salesCsv(days('2026-05-01', '2026-07-31')))
  await company.feed('inventory', 'sku,location,on_hand,as_of\nA,EAST,200,2026-08-01\nA,WEST,900,2026-08-01\n')
  company.at('2026-08-10')
  await company.feed(
    'promotions',
    'promotion_id,sku,location,name,start,end,uplift,discount,owner\nP-1,A,,Cola week,2026-09-07,2026-09-13,2.5,20%,ana\n',
  )
  company.at('2026-10-20')
  await company.feed('sales', salesCsv(days('2026-08-01', '2026-10-19')))
  await company.feed('costs', 'date,kind,promotion_id,amount,currency\n2026-09-05,freight,P-1,50,EUR\n')
  return company
}

const soldOn = (date: string, sku: string, location: string) => {
  const inWindow = date >= '2026-09-07' && date <= '2026-09-13'
  if (sku === 'B') return { units: inWindow ? 8 : 10, stockout: 0 }
  if (!inWindow) return { units: date > '2026-09-13' && date <= '2026-09-20' ? 7 : 10, stockout: 0 }
  if (location === 'WEST' || date < '2026-09-12') return { units: 30, stockout: 0 }
  return date === '2026-09-12' ? { units: 15, stockout: 0.5 } : { units: 0, stockout: 1 }
}

const figures = async (company: Company, by: 'location' | null = null) => {
  const { app } = company
  const context = { ...app, now: app.now(), today: app.today() }
  await keeperOf(app.workspace).bringUpToDate(context)
  await rollUp(context)
  const period = { from: dayOf('2026-09-01'), to: dayOf('2026-09-30') }
  const scorecard = await loadScorecard(context, { period, view: everything, by })
  const valuesOf = (list: typeof scorecard.figures) => Object.fromEntries(list.map(({ key, value }) => [key, value]))
  return {
    all: valuesOf(scorecard.figures),
    ...Object.fromEntries(scorecard.groups.map(({ name, figures: own }) => [name, valuesOf(own)])),
  } as Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

describe('a week worked out by hand', () => {
  it('gives the figures of each shop, and of both', async () => {
    await using company = await colaWeek()
    const { all, EAST, WEST } = await figures(company, 'location')
    // EAST sold 5 x 30 + 15 = 165; lost 15 x 0.5 / 0.5 = 15 on Saturday and 175 / 7 = 25 on Sunday. WEST sold 7 x 30 = 210.
    expect(EAST?.['promotional-fill-rate']).toBeCloseTo(165 / 205, 9)
    expect(WEST?.['promotional-fill-rate']).toBe(1)
    expect(all?.['promotional-fill-rate']).toBeCloseTo(375 / 415, 9)
    expect(all?.['revenue-lost']).toEqual({ EUR: expect.closeTo(40 * 1.6, 9) })
    expect(all?.['promotional-stockout-rate']).toBe(1)
    // 2.5 x 10 x 7 = 175 were expected at each.
    for (const moment of ['registered', 'order-by', 'launch']) {
      expect(all?.[`wape-${moment}`]).toBeCloseTo((30 + 35) / 415, 9)
      expect(all?.[`bias-${moment}`]).toBeCloseTo(-(30 + 35) / 415, 9)
      expect(all?.[`forecast-accuracy-${moment}`]).toBeCloseTo(1 - (30 + 35) / 415, 9)
    }
    // Beyond 70 normal units, less 7 x 3 in the week after, less 7 x 2 of Zero.
    expect(EAST?.['incremental-units']).toBeCloseTo(165 - 70 - 21 - 14, 9)
    expect(WEST?.['incremental-units']).toBeCloseTo(210 - 70 - 21 - 14, 9)
    // (165 - 70) x 0.60 - 70 x 0.40 - 21 x 1 - 14 x 1 = -6, and 165 / 375 of the freight.
    expect(EAST?.['incremental-margin']).toEqual({ EUR: expect.closeTo(-6 - 22, 9) })
    expect(all?.['incremental-margin']).toEqual({ EUR: expect.closeTo(-6 + 21 - 50, 9) })
    expect(all?.['emergency-freight']).toEqual({ EUR: 50 })
    expect(all?.['announcement-notice']).toBe(28)
  })

  it('takes corrected sales, and forgets what was undone', async () => {
    await using company = await colaWeek()
    const before = await figures(company)
    await company.feed('sales', 'date,sku,location,units,stockout\n2026-09-13,A,EAST,30,0\n2026-09-12,A,EAST,30,0\n')
    const corrected = await figures(company)
    expect(corrected.all?.['promotional-fill-rate']).toBe(1)
    expect(corrected.all?.['promotional-stockout-rate']).toBe(0)
    const [batch] = company.rows<{ id: number }>('select max(id) as id from batch')
    await company.say(`feeds undo ${batch?.id}`)
    expect(await figures(company)).toEqual(before)
  })

  it('never works a frozen forecast out again', async () => {
    await using company = await colaWeek()
    await figures(company)
    const frozen = () => company.rows('select * from frozen_forecast order by 1, 2, 3, 4, 5, 6, 7')
    const before = frozen()
    expect(before).toHaveLength(6)
    await company.feed(
      'promotions',
      'promotion_id,sku,location,name,start,end,uplift,discount,owner\nP-1,A,,Cola week,2026-09-07,2026-09-13,9,20%,ana\n',
    )
    await figures(company)
    expect(frozen()).toEqual(before)
  })

  it('counts a promotion that was cancelled because of supply, and no other cancelled one', async () => {
    await using company = await colaWeek()
    await company.say('promo add "Lost cause" sku:B at:EAST dates:2026-10-22..2026-10-23 units:40')
    await company.say('promo add "Other idea" sku:B at:WEST dates:2026-10-22..2026-10-23 units:40')
    await company.say('promo cancel P-2 why:supply reason:"no goods"')
    await company.say('promo cancel P-3 why:other reason:"new plan"')
    company.at('2026-10-30')
    const said = await company.say('scorecard period:2026-10')
    expect(said).toContain('Promotions that stocked out: 100 % (1 promotion')
    expect(said).toContain('1 promotion cancelled because of supply counts as stocked out.')
  })
})

describe('weeks and stock worked out by hand', () => {
  /** Cola sells 10 a day, 30 in the promoted week from 2 March on; everything is counted each Monday. */
  const mondays = async (): Promise<Company> => {
    const company = await openCompany('2026-01-26')
    await company.feed(
      'items',
      'sku,name,category,unit_cost,unit_price,currency,supplier\nA,Cola,drinks,1,2,EUR,ACME\nN,Nuts,snacks,5,9,EUR,ACME\n',
    )
    await company.feed('locations', 'location,name,kind\nEAST,East,shop\n')
    await company.feed('lead-times', 'supplier,lead_time_days\nACME,7\n')
    const isPromoted = (date: string) => date >= '2026-03-02' && date <= '2026-03-08'
    const days = (from: string, to: string) =>
      salesCsv(
        daysBetween(from, to).map((date) => ({
          date,
          sku: 'A',
          location: 'EAST',
          units: isPromoted(date) ? 30 : 10,
          stockout: date === '2026-02-20' ? 1 : 0,
        })),
      )
    await company.feed('sales', days('2025-10-01', '2026-01-25'))
    await company.feed(
      'promotions',
      'promotion_id,sku,location,name,start,end,units\nP-1,A,EAST,Cola week,2026-03-02,2026-03-08,175\n',
    )
    for (
      let monday = Temporal.PlainDate.from('2026-02-02');
      monday.toString() <= '2026-04-06';
      monday = monday.add({ days: 7 })
    ) {
      company.at(monday.toString())
      await company.feed(
        'sales',
        days(monday.subtract({ days: 7 }).toString(), monday.subtract({ days: 1 }).toString()),
      )
      await company.feed(
        'inventory',
        `sku,location,on_hand,safety_stock,as_of\nA,EAST,400,100,${monday}\nN,EAST,999,0,${monday}\n`,
      )
      const { app } = company
      const context = { ...app, now: app.now(), today: app.today() }
      await keeperOf(app.workspace).bringUpToDate(context)
      await app.learn(context.today, null)
      await rollUpAll(context)
    }
    return company
  }

  it('compares promotion weeks with other weeks, leaves out weeks that were out of stock, and counts turns of promoted categories alone', async () => {
    await using company = await mondays()
    const { app } = company
    const context = { ...app, now: app.now(), today: app.today() }
    const { figures: list } = await loadScorecard(context, {
      period: { from: dayOf('2026-02-02'), to: dayOf('2026-03-15') },
      view: everything,
      by: null,
    })
    const of = (key: string) => list.find((figure) => figure.key === key)
    // 175 were expected and 210 sold in the promoted week.
    expect(of('wape-promotion-weeks')).toMatchObject({ value: expect.closeTo(35 / 210, 6), n: 1 })
    expect(of('bias-promotion-weeks')).toMatchObject({ value: expect.closeTo(-35 / 210, 6) })
    // Of the six weeks one was promoted and one out of stock.
    expect(of('wape-other-weeks')).toMatchObject({ value: expect.closeTo(0, 2), n: 4 })
    // Six snapshots lie in the period and show 400 at EUR 1; 5 weeks x 70 + 210 were sold at EUR 1 in 42 days.
    expect(of('inventory-turns')).toMatchObject({ value: expect.closeTo((560 / 42) * (365 / 400), 6), n: 6 })
    expect(of('safety-stock')).toMatchObject({ value: { EUR: 100 } })
    const unneeded = of('safety-stock-unneeded')?.value as { readonly EUR: number }
    expect(unneeded.EUR).toBeGreaterThan(0)
    expect(unneeded.EUR).toBeLessThan(100)
  })
})
