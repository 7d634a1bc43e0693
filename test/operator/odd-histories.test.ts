import { describe, expect, it } from 'vitest'
import { daysBetween, type Judged, said, shopBook } from '../_helpers/shop-book.ts'

const book = shopBook('2026-06-01')

type Told = Parameters<typeof book.shop>[0]
type Row = NonNullable<Told['sales']>[number]

const spring = daysBetween('2026-02-02', '2026-05-31')
const selling = (of: (i: number) => Omit<Row, 'date'> | number, days = spring): readonly Row[] =>
  days.map((date, i) => {
    const sold = of(i)
    return { date, ...(typeof sold === 'number' ? { units: sold } : sold) }
  })

/** A shop without a plan whose promotion states nothing, on Mon 1 June: all that is expected comes from its sales. */
const shop = (told: Told) =>
  book.shop({
    stock: 500,
    plan: null,
    promotion: { discount: 0.2, type: 'flyer' },
    ...told,
    item: { category: 'ODD', ...told.item },
  })

const isChance = (of: number | null) => {
  if (of === null) return
  expect(of).toBeGreaterThanOrEqual(0)
  expect(of).toBeLessThanOrEqual(1)
}

/** Expects that no number is missing without a reason: what JSON cannot write, such as no number, it writes as null. */
const isSound = (judged: Judged) => {
  isChance(judged.window.p0)
  isChance(judged.window.p1)
  isChance(judged.fill_rate)
  for (const { mean, p10, p50, p90 } of [judged.demand_units, ...judged.daily_demand].filter((of) => of !== null)) {
    for (const of of [mean, p10, p50, p90]) expect(of).toEqual(expect.any(Number))
    expect(p10).toBeGreaterThanOrEqual(0)
    expect(p10).toBeLessThanOrEqual(p50)
    expect(p50).toBeLessThanOrEqual(p90)
  }
  if (judged.verdict === 'unknown') {
    expect(judged.reasons.length).toBeGreaterThan(0)
    return
  }
  expect(judged.demand_units).not.toBeNull()
  expect(judged.window.p0).not.toBeNull()
  expect(judged.fill_rate).not.toBeNull()
}

const isUnknown = (judged: Judged, why: RegExp) => {
  expect(judged).toMatchObject({ verdict: 'unknown', demand_units: null, fill_rate: null, window: { p0: null } })
  expect(said(judged)).toMatch(why)
}

describe('a history of sales', () => {
  const told = {
    constant: shop({ sales: selling(() => 10) }),
    'nothing but noughts': shop({ sales: selling(() => 0), promotion: { uplift: 2 } }),
    'all in promotions': shop({ sales: selling(() => ({ units: 30, on_promo: 1 })) }),
    'without a price': shop({
      sales: selling((i) => ({ units: 10, price: 0, base_price: 0, on_promo: i % 9 < 2 ? 1 : 0 })),
    }),
    'given away': shop({
      sales: selling((i) => (i % 9 < 2 ? { units: 90, price: 0, base_price: 5, on_promo: 1 } : 10)),
    }),
    'of a thousand million': shop({ sales: selling(() => 1_000_000_000) }),
    'of crumbs': shop({ sales: selling(() => 0.000_001) }),
    'of weeks, and of their days as well': shop({
      sales: selling((i) => (i % 7 === 0 ? { units: 70, days: 7 } : 10)),
    }),
    'of whole years': shop({
      sales: [
        { date: '2025-01-01', units: 3650, days: 365 },
        { date: '2026-01-01', units: 50, days: 5 },
      ],
    }),
    'that ended long ago': shop({ sales: selling(() => 10, daysBetween('1991-01-01', '1991-03-01')) }),
  } satisfies Readonly<Record<string, () => Judged>>
  it.each(Object.keys(told) as (keyof typeof told)[])('that is %s is judged in sound numbers', (odd) =>
    isSound(told[odd]()),
  )

  const never = shop({ promotion: { uplift: 2 } })
  const once = shop({ sales: [{ date: '2026-05-31', units: 10 }], promotion: { uplift: 2 } })
  const empty = shop({ sales: selling(() => ({ units: 0, stockout: 1 })), promotion: { uplift: 2 } })
  it.each([
    ['without a day', never],
    ['of one day', once],
    ['of empty shelves', empty],
  ])('%s makes the line unknown, and says what to bring', (_, judged) => isUnknown(judged(), /sales|plan/i))

  const long = shop({ sales: selling((i) => (i < 3400 ? 90 : 10), daysBetween('2016-06-01', '2026-05-31')) })
  it('of ten years ends with what is sold today', () => {
    isSound(long())
    expect(long().baseline_units).toBeGreaterThan(65)
    expect(long().baseline_units).toBeLessThan(75)
  })

  const foretold = shop({
    sales: selling(() => 10),
    item: { category: 'NOW' },
    promotion: { uplift: 2 },
  })
  const foretelling = shop({
    sales: [...selling(() => 10), ...selling(() => 5000, daysBetween('2026-06-01', '2026-08-30'))],
    item: { category: 'LATER' },
    promotion: { uplift: 2 },
  })
  const underWay = shop({
    sales: [...selling(() => 10, spring.slice(0, -1)), { date: '2026-05-31', units: 90_000, days: 7 }],
    item: { category: 'UNDER WAY' },
    promotion: { uplift: 2 },
  })
  it('that goes on after the day of judgement is judged as if it did not', () => {
    for (const judged of [foretelling, underWay]) {
      expect((judged().baseline_units as number) / (foretold().baseline_units as number)).toBeCloseTo(1, 1)
      expect(judged().window.p0).toBeCloseTo(foretold().window.p0 as number, 1)
    }
  })

  const alone = shop({
    stock: 0,
    lead: 60,
    sales: selling((i) => (i % 28 < 7 ? { units: 30, on_promo: 1 } : 0)),
    item: { category: 'ALONE' },
  })
  it('in promotions alone lets nobody believe that an empty shelf is ready', () => {
    isSound(alone())
    expect(alone().demand_units?.mean).toBeGreaterThan(10)
    expect(alone().verdict).toBe('not-ready')
  })
})

describe('a promotion', () => {
  const steady = { sales: selling(() => 10) }
  const uplifts = ['0x', 1, '100x', '-100%'].map((uplift) => shop({ ...steady, promotion: { uplift } }))
  it('that sells nothing, as much as ever or a hundred times as much is judged in sound numbers', () => {
    for (const judged of uplifts) isSound(judged())
    const [nothing, normal, hundredfold] = uplifts.map((judged) => judged().demand_units?.mean as number)
    expect(nothing).toBe(0)
    expect(normal).toBeGreaterThan(60)
    expect(hundredfold).toBeGreaterThan(6000)
  })
  const discounts = [0, '100%'].map((discount) => shop({ ...steady, promotion: { discount } }))
  it('at no discount, or for nothing, is judged in sound numbers', () => {
    for (const judged of discounts) isSound(judged())
  })
  const leads = [0, 400].map((lead) => shop({ ...steady, stock: 0, lead, promotion: { units: 700 } }))
  it('of goods that come the same day or in four hundred days is judged in sound numbers', () => {
    for (const judged of leads) isSound(judged())
    expect(leads.map((judged) => judged().verdict)).toEqual(['at-risk', 'not-ready'])
  })
  const names = ['__proto__', 'constructor', 'toString', '🍋 limonata', "'; drop table sales; --"]
  const named = names.map((sku) =>
    shop({
      sales: selling((i) => ({ units: i % 28 < 7 ? 30 : 10, on_promo: i % 28 < 7 ? 1 : 0 })),
      item: { sku, category: sku },
      promotion: { type: sku, discount: 0.2 },
    }),
  )
  it('of items, groups and mechanics with any name is judged as every other one', () => {
    for (const judged of named) {
      isSound(judged())
      expect(judged()).toMatchObject({ uplift_source: 'history' })
      expect(judged().uplift).toBeGreaterThan(1.5)
      expect(judged().uplift).toBeLessThan(3.2)
      expect(judged().baseline_units).toBeGreaterThan(55)
      expect(judged().baseline_units).toBeLessThan(90)
    }
  })

  it.each([
    ['more came back than was sold', 'sales', 'date,sku,location,units\n2026-05-01,COLA,SHOP,-3', /-3.*returns/],
    ['an item without a name', 'sales', 'date,sku,location,units\n2026-05-01,,SHOP,3', /sku.*missing/],
    ['a name with a zero byte in it', 'sales', 'date,sku,location,units\n2026-05-01,CO\u0000LA,SHOP,3', /zero byte/],
    [
      'a thousandfold',
      'promotions',
      'promotion_id,sku,name,start,end,uplift\nP,COLA,P,2026-06-15,2026-06-21,1000x',
      /100 times/,
    ],
  ])('is not judged on %s: that is not let in, and it is said why', async (_, kind, csv, why) => {
    const ran = await book.line().run('import', kind, await book.line().write('odd.csv', csv))
    expect(ran).toMatchObject({ status: 1, out: '' })
    expect(ran.err).toMatch(why)
  })
})
