import { describe, expect, it } from 'vitest'
import { daysBetween, type Judged, said, shopBook } from '../_helpers/shop-book.ts'

/** Gives the mean demand of each day of the window. */
const means = (of: Judged) => of.daily_demand.map((day) => day.mean)
/** Sells the same on each day of a stretch. */
const steadily = (from: string, to: string, units: number) =>
  Object.fromEntries(daysBetween(from, to).map((day) => [day, units]))

const book = shopBook('2026-06-01')

// Mon 1 June, ten a day normally, the window Mon 15 to Sun 21 June: 70 normal units.
describe('the demand of a promotion', () => {
  const wanting = (promotion: Record<string, string | number>, more: Parameters<typeof book.shop>[0] = {}) =>
    book.shop({ stock: 5000, promotion, ...more })

  const stated = (promotion: Record<string, string | number>, mean: number, uplift: number) => {
    const judged = wanting(promotion)
    return () => {
      expect(judged().demand_units?.mean).toBeCloseTo(mean, 4)
      expect(judged()).toMatchObject({ baseline_units: 70, uplift_source: 'stated' })
      expect(judged().uplift).toBeCloseTo(uplift, 5)
    }
  }
  it('is a ratio times normal sales', stated({ uplift: 1.6 }, 112, 1.6))
  it('is normal sales and a percentage of them', stated({ uplift: '+60%' }, 112, 1.6))
  it('is your total, normal sales included', stated({ units: 700 }, 700, 10))
  it('is normal sales and your extra units', stated({ extra: 420 }, 490, 7))
  it('is what was stated even when that is less than normal', stated({ units: 35 }, 35, 0.5))

  const spread = wanting({ units: 700 })
  it('is spread over the days as normal sales are, with its chances in order', () => {
    expect(means(spread())).toEqual([100, 100, 100, 100, 100, 100, 100])
    expect(spread().daily_demand.map((day) => day.date)).toEqual(daysBetween('2026-06-15', '2026-06-21'))
    for (const { p10, p50, p90 } of [spread().demand_units, ...spread().daily_demand].filter((of) => of !== null)) {
      expect(p10).toBeLessThan(p50)
      expect(p50).toBeLessThan(p90)
    }
    // Before the window the ledger takes normal sales, in it the promotion.
    expect(spread().ledger.map((day) => day.demand)).toEqual([...Array(14).fill(10), ...Array(7).fill(100)])
  })

  const weekend = [
    { date: '2026-06-01', units: 140, days: 14 },
    ...daysBetween('2026-06-15', '2026-06-21').map((date, i) => ({ date, units: i > 4 ? 20 : 10 })),
  ]
  const busyWeekend = wanting({ units: 450 }, { plan: weekend })
  it('goes to the days in proportion: a weekend of twice the normal sales takes twice as much', () => {
    // 5 x 10 + 2 x 20 = 90 normal; five for each of them.
    expect(means(busyWeekend())).toEqual([50, 50, 50, 50, 50, 100, 100])
    expect(busyWeekend()).toMatchObject({ baseline_units: 90 })
  })

  const unsold = wanting({ units: 70 }, { plan: 0 })
  it('is spread evenly where nothing is sold normally', () => {
    expect(means(unsold())).toEqual([10, 10, 10, 10, 10, 10, 10])
    expect(unsold().baseline_units).toBe(0)
  })

  const everywhere = (promotion_id: string, stated: Record<string, string | number>) => {
    const sku = `${promotion_id}-ITEM`
    const sells = { EAST: 10, WEST: 30, DEPOT: 40 }
    book.tell('items', { sku, name: sku })
    for (const [location, units] of Object.entries(sells)) {
      book.tell('inventory', { sku, location, on_hand: 5000, as_of: '2026-06-01' })
      book.tell('demand-plan', { date: '2026-06-01', sku, location, units: units * 100, days: 100 })
    }
    book.tell('promotions', { promotion_id, sku, name: sku, start: '2026-06-15', end: '2026-06-21', ...stated })
    return () => ['EAST', 'WEST'].map((location) => book.find(promotion_id, location).demand_units?.mean)
  }
  book.tell('locations', { location: 'EAST' }, { location: 'WEST' }, { location: 'DEPOT', kind: 'dc' })
  // Normal sales of the window are 70 in the east and 210 in the west; the depot sells to nobody.
  const units = everywhere('UNITS', { units: 840 })
  const extra = everywhere('EXTRA', { extra: 280 })
  const uplift = everywhere('UPLIFT', { uplift: 2 })
  it('without a location is meant for all that sell the item together, by their normal sales', () => {
    expect(units()).toEqual([210, 630])
    expect(extra()).toEqual([140, 420])
    expect(uplift()).toEqual([140, 420])
  })
  it('is not looked for at a distribution centre', () => {
    expect(['UNITS', 'EXTRA', 'UPLIFT'].filter((id) => book.wasJudged(id, 'DEPOT', '2026-06-01'))).toEqual([])
  })

  const tail = wanting(
    { start: '2026-07-13', end: '2026-07-19', uplift: 1 },
    {
      plan: [
        { date: '2026-06-01', units: 140, days: 14 },
        { date: '2026-06-15', units: 280, days: 14 },
      ],
    },
  )
  it('takes the mean of the last 28 days of the plan beyond its end, which makes no line unknown', () => {
    // (14 x 10 + 14 x 20) / 28 = 15 a day from 29 June on.
    expect(tail()).toMatchObject({ baseline_units: 105, verdict: 'ready' })
    expect(tail().ledger.at(28)).toMatchObject({ date: '2026-06-29', demand: 15 })
  })
  const longTail = wanting(
    { start: '2026-07-13', end: '2026-07-19', uplift: 1 },
    {
      plan: [
        { date: '2026-05-01', units: 9900, days: 10 },
        { date: '2026-06-01', units: 280, days: 28 },
      ],
    },
  )
  it('takes no more than those 28 days', () => expect(longTail().baseline_units).toBe(70))

  const bulging = wanting(
    { uplift: 5 },
    {
      plan: [
        { date: '2026-06-01', units: 140, days: 14 },
        { date: '2026-06-15', units: 350, days: 7 },
        { date: '2026-06-22', units: 300, days: 30 },
      ],
    },
  )
  it('does not multiply a plan that already bulges in the window, and asks', () => {
    expect(bulging().demand_units?.mean).toBeCloseTo(350, 4)
    expect(said(bulging())).toMatch(/plan/i)
  })

  const tiny = wanting({ units: 20 }, { plan: 100 })
  it('has chances around its mean even where it is a small part of normal sales', () => {
    const { mean, p10, p50, p90 } = tiny().demand_units as { mean: number; p10: number; p50: number; p90: number }
    expect(mean).toBeCloseTo(20, 4)
    expect(p10).toBeLessThan(20)
    expect(p90).toBeGreaterThan(20)
    expect(p50).toBeGreaterThan(10)
    expect(p50).toBeLessThan(30)
  })

  const capped = [10, 30, 100, 300].map((units) => wanting({ units }))
  it('never has a day below nothing, however small it is', () => {
    for (const judged of capped)
      for (const { p10, p90 } of judged().daily_demand) {
        expect(p10).toBeGreaterThanOrEqual(0)
        expect(p90).toBeGreaterThan(0)
      }
  })
})

describe('normal sales without a plan', () => {
  let groups = 0
  const selling = (told: Parameters<typeof book.shop>[0]) =>
    book.shop({
      stock: 5000,
      plan: null,
      promotion: { uplift: 2 },
      ...told,
      item: { category: `GROUP-${++groups}`, ...told.item },
    })
  const eightWeeks = steadily('2026-04-06', '2026-05-31', 10)

  // What other items of the company show has a say in each, so that a level is a per cent or two off where they differ.
  const isAbout = (units: number | null, expected: number) => {
    expect(units).toBeGreaterThan(expected * 0.98)
    expect(units).toBeLessThan(expected * 1.02)
  }

  const steady = selling({ sold: eightWeeks })
  it('come from the sales of the past', () => {
    isAbout(steady().baseline_units, 70)
    expect(steady().demand_units?.mean).toBeCloseTo(2 * (steady().baseline_units as number), 4)
  })

  const weekly = selling({
    sales: daysBetween('2026-04-06', '2026-05-31')
      .filter((_, i) => i % 7 === 0)
      .map((date) => ({ date, units: 70, days: 7 })),
  })
  it('come from weekly sales as well', () => isAbout(weekly().baseline_units, 70))

  const disturbed = (row: Record<string, number>) =>
    selling({
      sales: daysBetween('2026-04-06', '2026-05-31').map((date) =>
        date >= '2026-05-11' && date <= '2026-05-17' ? { date, ...row } : { date, units: 10 },
      ),
    })
  const promoted = disturbed({ units: 80, on_promo: 1 })
  it('leave out the days of past promotions', () => isAbout(promoted().baseline_units, 70))
  const empty = disturbed({ units: 0, stockout: 1 })
  it('leave out the days without stock', () => isAbout(empty().baseline_units, 70))
  const registered = selling({
    sold: { ...eightWeeks, ...steadily('2026-05-11', '2026-05-17', 80) },
    promotion: [{ uplift: 2 }, { start: '2026-05-11', end: '2026-05-17', uplift: 8 }],
  })
  it('leave out the days of a promotion that was registered here, flagged or not', () =>
    isAbout(registered().baseline_units, 70))

  const weekdayPattern = Object.fromEntries(
    daysBetween('2026-03-30', '2026-05-31').map((day) => [day, Temporal.PlainDate.from(day).dayOfWeek > 5 ? 20 : 10]),
  )
  const pattern = selling({ sold: weekdayPattern })
  // Five days of 10 and two of 20; whether the days of the week differ or not, a week is 90.
  it('add up to a week of the past', () => isAbout(pattern().baseline_units, 90))

  const planned = selling({ sold: steadily('2026-04-06', '2026-05-31', 50), plan: 10 })
  it('come from the plan where there is one', () => expect(planned().baseline_units).toBe(70))

  const restless = selling({
    sales: daysBetween('2026-04-06', '2026-05-31').map((date, i) => ({
      date,
      units: [4, 16, 9, 11, 2, 18][i % 6] as number,
    })),
  })
  it('are the surer the less they varied', () => {
    const width = (of: Judged) => (of.demand_units?.p90 as number) - (of.demand_units?.p10 as number)
    expect(width(steady())).toBeLessThan(0.75 * width(restless()))
  })

  const model = selling({ sold: eightWeeks, item: { sku: 'OLD-COLA' } })
  const alike = selling({ item: { sku: 'NEW-COLA', like_sku: 'OLD-COLA' } })
  it('come from the item it is like where it has none of its own, and that is said', () => {
    isAbout(model().baseline_units, 70)
    isAbout(alike().baseline_units, 70)
    expect(said(alike())).toMatch(/OLD-COLA/)
  })

  const again = selling({
    sales: daysBetween('2026-03-02', '2026-05-31').map((date) => {
      const on = (date >= '2026-04-06' && date <= '2026-04-12') || (date >= '2026-05-04' && date <= '2026-05-10')
      return { date, units: on ? 30 : 10, on_promo: on ? 1 : 0 }
    }),
    promotion: {},
  })
  it('and the uplift of past promotions are the estimate where nothing is stated', () => {
    expect(again()).toMatchObject({ uplift_source: 'history' })
    expect(again().uplift).toBeGreaterThan(2)
    expect(again().uplift).toBeLessThanOrEqual(3.2)
  })

  const launch = selling({ item: { launch_date: '2026-06-15' }, stock: 2000, promotion: { units: 700 } })
  it('are not needed for a launch, which is judged by its units', () => {
    expect(launch()).toMatchObject({ verdict: 'ready', demand_units: { mean: 700 } })
  })
  const vague = selling({ item: { launch_date: '2026-06-15' }, stock: 100, promotion: { uplift: 3 } })
  it('are missing for a launch that states only an uplift, which is unknown', () => {
    expect(vague()).toMatchObject({ verdict: 'unknown', demand_units: null, baseline_units: null })
  })
})

describe('a stated uplift of an item that was promoted before', () => {
  const past = (runs: number, sku: string) => ({
    sales: daysBetween('2026-01-05', '2026-05-31').map((date, i) => {
      const on = i % 28 < 7 && i < runs * 28
      return { date, units: on ? 30 : 10, on_promo: on ? 1 : 0 }
    }),
    stock: 5000,
    plan: null,
    item: { sku, category: sku },
  })
  const often = book.shop({ ...past(5, 'OFTEN'), promotion: { uplift: 1.5 } })
  // The first week is the first that was sold at all, so that nothing tells what it brought.
  it('is weighed with what these brought, and both are said with their weights', () => {
    expect(often()).toMatchObject({ uplift_source: 'both' })
    expect(often().uplift).toBeGreaterThan(1.55)
    expect(often().uplift).toBeLessThan(2.3)
    expect(said(often())).toMatch(/your \+50 % \(\d+ %\) and \+\d+ % from history \(\d+ %\): 4 promotions/)
  })
  const once = book.shop({ ...past(1, 'ONCE'), promotion: { uplift: 1.5 } })
  it('stands as it is after one promotion, which decides nothing', () =>
    expect(once()).toMatchObject({ uplift_source: 'stated', uplift: 1.5 }))
  const total = book.shop({ ...past(5, 'TOTAL'), promotion: { units: 210 } })
  it('stands as it is where a total was stated', () =>
    expect(total()).toMatchObject({ uplift_source: 'stated', demand_units: { mean: 210 } }))

  const traced = book.shop({
    stock: 5000,
    plan: null,
    item: { sku: 'TRACED', category: 'TRACED' },
    sales: daysBetween('2026-05-01', '2026-05-31').map((date, i) => ({
      date,
      units: i < 7 ? 30 : i < 9 ? 0 : 10,
      on_promo: i < 7 ? 1 : 0,
      stockout: i >= 7 && i < 9 ? 1 : 0,
    })),
  })
  it('is explained with the days that normal sales rest on, and those that were left out', async () => {
    expect(traced().baseline_units).not.toBeNull()
    expect(said(traced())).toMatch(
      /: a promotion of this item here that began before the sales on record suggests \+\d+ %;/,
    )
    const ran = await book.line().run('explain', 'TRACED-1', 'TRACED', 'SHOP', '--as-of', '2026-06-01')
    expect(ran.out).toMatch(
      /Normal sales in those days .* units, from 22 days without a promotion and 7 in promotions, without 2 when it was out of stock/,
    )
  })
})

/** Tells a shop that is promoted every fourth week at a fifth off, with prices on record where `prices` says so. */
const everyFourthWeek = (sku: string, promotion: Record<string, string | number>, prices: boolean) =>
  book.shop({
    stock: 5000,
    plan: null,
    item: { sku, category: sku },
    promotion,
    sales: daysBetween('2026-01-05', '2026-05-31').map((date, i) => {
      const on = i % 28 >= 21
      return {
        date,
        units: on ? 30 : 10,
        on_promo: on ? 1 : 0,
        ...(prices ? { price: on ? 4 : 5, base_price: 5 } : {}),
      }
    }),
  })

describe('a promotion of a kind that sales do not name', () => {
  const named = everyFourthWeek('NAMED', { type: 'display' }, false)
  const unnamed = everyFourthWeek('UNNAMED', {}, false)
  it('is estimated from those of any kind of the item', () => {
    expect(named().uplift_source).toBe('history')
    expect(named().uplift).toBeCloseTo(unnamed().uplift as number, 1)
    expect(said(named())).toMatch(/\d promotions of this item here suggest/)
  })
})

describe('a promotion whose discount nobody said', () => {
  const [unsaid, fifth] = [everyFourthWeek('UNSAID', {}, true), everyFourthWeek('FIFTH', { discount: 0.2 }, true)]
  it('is estimated from what promotions of the item brought, not from none', () => {
    expect(unsaid().uplift).toBeGreaterThan(2)
    expect(unsaid().uplift).toBeCloseTo(fifth().uplift as number, 0)
  })
  const weighed = everyFourthWeek('WEIGHED', { uplift: 3 }, true)
  it('is weighed with that as well', () => {
    expect(weighed()).toMatchObject({ uplift_source: 'both' })
    expect(weighed().uplift).toBeGreaterThan(2.5)
  })
})

describe('a launch that is like another item', () => {
  book.shop({ item: { sku: 'MODEL', category: 'MODEL' }, plan: null, sold: steadily('2026-04-06', '2026-05-31', 10) })
  const launch = (sku: string, launch_date: string) =>
    book.shop({
      stock: 400,
      plan: null,
      item: { sku, category: 'MODEL', like_sku: 'MODEL', launch_date },
      promotion: { uplift: 2 },
    })
  const [onTheDay, before] = [launch('ON-THE-DAY', '2026-06-15'), launch('BEFORE', '2026-06-10')]
  it('sells nothing before it, and then what that one sells', () => {
    expect(onTheDay().baseline_units).toBeCloseTo(70, 0)
    expect(
      onTheDay()
        .ledger.slice(0, 14)
        .map((day) => day.demand),
    ).toEqual(Array(14).fill(0))
    expect(onTheDay()).toMatchObject({ verdict: 'ready', expected: { first_stockout_date: null } })
    const sold = before().ledger.map((day) => day.demand)
    expect(sold.slice(0, 9)).toEqual(Array(9).fill(0))
    for (const units of sold.slice(9, 14)) expect(units).toBeCloseTo(10, 0)
  })
})

describe('a promotion that has begun', () => {
  const running = (sku: string, status: string) =>
    book.shop({
      stock: 5000,
      plan: null,
      item: { sku, category: sku },
      sold: { ...steadily('2026-04-06', '2026-05-27', 10), ...steadily('2026-05-28', '2026-05-31', 20) },
      promotion: { start: '2026-05-28', end: '2026-06-10', uplift: 2, status },
    })
  const [committed, tentative] = [running('COMMITTED', 'committed'), running('TENTATIVE', 'tentative')]
  it('goes on as it has sold, whether or not anybody has committed to it', () => {
    for (const judged of [committed(), tentative()])
      for (const { mean } of judged.daily_demand) {
        expect(mean).toBeGreaterThan(17)
        expect(mean).toBeLessThan(24)
      }
  })
})

describe('sales that ended long ago', () => {
  const ended = (sku: string, from: string, to: string) =>
    book.shop({
      stock: 5000,
      plan: null,
      item: { sku, category: sku },
      promotion: { uplift: 2 },
      sold: steadily(from, to, 10),
    })
  const [fresh, stale] = [ended('FRESH', '2025-11-01', '2026-01-31'), ended('STALE', '2025-07-01', '2025-10-31')]
  it('tell nothing after half a year', () => {
    expect(fresh().baseline_units).toBeCloseTo(70, 0)
    expect(stale()).toMatchObject({ verdict: 'unknown', baseline_units: null })
  })
})
