import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf } from '../../../src/domain/day.ts'
import { everything } from '../../../src/domain/subscriptions/filter-match.ts'
import { keeperOf } from '../../../src/services/present/present.ts'
import { loadScorecard } from '../../../src/services/scorecard/load-scorecard.ts'
import { rollUp } from '../../../src/services/scorecard/roll-up.ts'
import { openCompany } from '../../_helpers/company.ts'
import { type RawCompany, recompute } from './recomputed.ts'
import { daysBetween, type SalesRow, salesCsv } from './sales-rows.ts'

const isFull = process.env.PROOF === 'full'

const items: RawCompany['items'] = [
  { sku: 'A', group: 'cola', cost: 1, price: 2, currency: 'EUR' },
  { sku: 'B', group: 'cola', cost: 0.8, price: 1.5, currency: 'EUR' },
  { sku: 'C', group: '', cost: 5, price: 9, currency: 'CHF' },
]
const places = ['EAST', 'WEST']
const first = '2026-03-01'
const last = '2026-08-31'

const aDay = fc.record({
  units: fc.integer({ min: 0, max: 40 }),
  stockout: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(0.05, 0.5, 1) }),
  isMissing: fc.oneof({ weight: 30, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
})

const aPromotion = fc.record({
  startsAfter: fc.integer({ min: 70, max: 140 }),
  length: fc.integer({ min: 1, max: 12 }),
  cells: fc.uniqueArray(fc.tuple(fc.constantFrom(...items), fc.constantFrom(...places)), {
    minLength: 1,
    maxLength: 4,
    selector: ([item, place]) => `${item.sku} ${place}`,
  }),
  discount: fc.constantFrom(0, 0.1, 0.25),
  uplift: fc.constantFrom(1.2, 2, 3),
  hero: fc.boolean(),
  freight: fc.constantFrom(0, 12.5, 80),
})

const aCompany = fc.record({
  days: fc.array(aDay, { minLength: 300, maxLength: 300 }),
  promotions: fc.array(aPromotion, { minLength: 1, maxLength: 4 }),
  corrected: fc.array(fc.tuple(fc.nat(), aDay), { maxLength: 6 }),
})

const plus = (date: string, days: number) => Temporal.PlainDate.from(date).add({ days }).toString()

describe('the scorecard of random companies', () => {
  it('has the figures that a second reading of its definitions gives', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(aCompany, async ({ days, promotions, corrected }) => {
        let next = 0
        const sales = daysBetween(first, last).flatMap((date) =>
          items.flatMap(({ sku }) =>
            places.flatMap((location): readonly SalesRow[] => {
              const day = days[next++ % days.length] as (typeof days)[number]
              return day.isMissing
                ? []
                : [{ date, sku, location, units: day.stockout === 1 ? 0 : day.units, stockout: day.stockout }]
            }),
          ),
        )
        const raw = promotions.map(({ startsAfter, length, cells, discount, hero }, i) => ({
          id: `P-${i + 1}`,
          rows: cells.map(([{ sku }, location]) => {
            const start = plus(first, startsAfter)
            return { sku, location, start, end: plus(start, length - 1), discount, hero }
          }),
        }))
        const changes = new Map(
          corrected.map(([at, day]): [number, SalesRow] => {
            const row = sales[at % sales.length] as SalesRow
            return [at % sales.length, { ...row, units: day.units, stockout: day.stockout === 1 ? 0.5 : day.stockout }]
          }),
        )
        await using company = await openCompany('2026-05-01')
        await company.feed(
          'items',
          `sku,name,group,unit_cost,unit_price,currency\n${items.map((one) => [one.sku, one.sku, one.group, one.cost, one.price, one.currency].join()).join('\n')}\n`,
        )
        await company.feed('locations', `location,kind\n${places.map((one) => `${one},shop`).join('\n')}\n`)
        await company.feed('sales', salesCsv(sales.filter(({ date }) => date < '2026-05-01')))
        await company.feed(
          'promotions',
          `promotion_id,sku,location,name,start,end,uplift,discount,hero\n${raw
            .flatMap(({ id, rows }, i) =>
              rows.map((row) =>
                [
                  id,
                  row.sku,
                  row.location,
                  `Name ${id}`,
                  row.start,
                  row.end,
                  promotions[i]?.uplift,
                  row.discount,
                  row.hero ? 1 : 0,
                ].join(),
              ),
            )
            .join('\n')}\n`,
        )
        company.at('2026-09-01')
        await company.feed('sales', salesCsv(sales.filter(({ date }) => date >= '2026-05-01')))
        const costs = promotions.flatMap(({ freight }, i) =>
          freight === 0
            ? []
            : [{ kind: 'freight' as const, promotion: `P-${i + 1}`, sku: '', amount: freight, currency: 'EUR' }],
        )
        if (costs.length > 0)
          await company.feed(
            'costs',
            `date,kind,promotion_id,amount,currency\n${costs.map((one) => ['2026-08-01', one.kind, one.promotion, one.amount, one.currency].join()).join('\n')}\n`,
          )
        const { app } = company
        const context = { ...app, now: app.now(), today: app.today() }
        const rollUpNow = async () => {
          await keeperOf(app.workspace).bringUpToDate(context)
          await rollUp(context)
        }
        await rollUpNow()
        if (changes.size > 0) {
          await company.feed('sales', salesCsv([...changes.values()]))
          await rollUpNow()
        }
        const frozen = new Map(
          company
            .rows<{ id: string; sku: string; location: string; units: number | null }>(
              `select promotion_id as id, sku, location, units from frozen_forecast where moment = 'launch'`,
            )
            .map((row) => [`${row.id} ${row.sku} ${row.location}`, row.units]),
        )
        const period = { from: '2026-05-01', to: '2026-07-31' }
        const scorecard = await loadScorecard(context, {
          period: { from: dayOf(period.from), to: dayOf(period.to) },
          view: everything,
          by: null,
        })
        const expected = recompute(
          { items, costs, promotions: raw, sales: sales.map((row, at) => changes.get(at) ?? row) },
          period,
          (id, sku, location) => frozen.get(`${id} ${sku} ${location}`) ?? null,
        )
        const told = new Map(scorecard.figures.map(({ key, value }) => [key, value]))
        for (const [key, value] of Object.entries(expected))
          expect([key, rounded(told.get(key))]).toEqual([key, rounded(value)])
      }),
      isFull ? { numRuns: 200 } : { numRuns: 4, seed: 20260901 },
    )
  })
})

const rounded = (value: unknown): unknown =>
  typeof value === 'number'
    ? Number(value.toFixed(6))
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .map(([key, amount]) => [key, Number((amount as number).toFixed(6))] as const)
            .filter(([, amount]) => amount !== 0)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : value
