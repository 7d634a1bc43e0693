import { describe, expect, it } from 'vitest'
import { balances, said, shopBook } from '../_helpers/shop-book.ts'

type Row = Readonly<Record<string, string | number>>

const thisWeek = { start: '2026-06-15', end: '2026-06-21', units: 600 }
const nextWeek = { start: '2026-06-22', end: '2026-06-28', units: 600 }

// Mon 1 June; ten a day are sold, so 1,140 on the shelf are 1,000 at the start; no order comes in time.
describe('two promotions of one item in one shop', () => {
  const book = shopBook('2026-06-01')
  const pair = (first: Row, second: Row, more: Parameters<typeof book.shop>[0] = {}) => {
    const judged = book.shop({ stock: 1140, lead: 60, promotion: [first, second], ...more })
    return { first: () => judged({ nth: 1 }), second: () => judged({ nth: 2 }) }
  }
  const alone = book.shop({ stock: 1140, lead: 60, promotion: thisWeek })

  const same = pair(thisWeek, thisWeek)
  it('on the same days share the shelf: the one registered first is ready, the other bears the shortage', () => {
    expect(same.first().verdict).toBe('ready')
    expect(same.second().verdict).toBe('not-ready')
    expect(same.first().window.p0).toBeCloseTo(alone().window.p0 as number, 2)
    // 530 + 530 extra and 70 normal units, normal sales once, from 1,000; chance adds to the shortage.
    expect(same.second().expected_shortage_units).toBeGreaterThan(120)
    expect(same.second().expected_shortage_units).toBeLessThan(230)
    expect(same.first().expected_shortage_units).toBeLessThan(5)
  })
  it('count normal sales once, in the ledger of both', () => {
    expect(balances(same.first())['2026-06-21']).toBeCloseTo(1000 - 1130, 4)
    expect(same.second().ledger).toEqual(same.first().ledger)
  })
  it('have their own demand each, with its own uncertainty', () => {
    expect(same.first().demand_units).toEqual(alone().demand_units)
    expect(same.second().demand_units).toEqual(alone().demand_units)
    expect(same.second().daily_demand).toEqual(alone().daily_demand)
  })
  it('are both told of the other', () => {
    expect(said(same.first())).toMatch(/Promotion 2 of/)
    expect(said(same.second())).toMatch(/Promotion 1 of/)
  })

  const laterStarts = pair(thisWeek, nextWeek)
  it('one after the other: the one registered and starting later bears the shortage', () => {
    expect([laterStarts.first().verdict, laterStarts.second().verdict]).toEqual(['ready', 'not-ready'])
  })
  const earlierStarts = pair(nextWeek, thisWeek)
  it('one after the other: the one registered later bears the shortage although it starts earlier', () => {
    expect([earlierStarts.first().verdict, earlierStarts.second().verdict]).toEqual(['ready', 'not-ready'])
    expect(said(earlierStarts.first())).toMatch(/Promotion 2 of/)
    expect(said(earlierStarts.second())).toMatch(/Promotion 1 of/)
  })

  // Of 140 in fourteen days ten are sold a day, whichever of them are gone: nothing on top of normal sales.
  const running = pair(
    { start: '2026-05-25', end: '2026-06-07', units: 140 },
    { ...thisWeek, units: 70 },
    { stock: 290 },
  )
  it('of which one is running leave its total spread over all of its days', () => {
    expect(running.second().verdict).toBe('ready')
  })

  // The second week alone wants 900: of 1,300 at the start it would have enough, of 850 it would lack about 120.
  const dearer = { ...nextWeek, units: 900 }
  const some = pair(dearer, thisWeek, { stock: 140 + 1300 })
  const less = pair(dearer, thisWeek, { stock: 140 + 850 })
  it('one after the other: the later registration bears what it takes from one that is short already, too', () => {
    expect([some.first().verdict, some.second().verdict]).toEqual(['ready', 'not-ready'])
    expect([less.first().verdict, less.second().verdict]).toEqual(['not-ready', 'not-ready'])
  })

  // 900 on Mon 15 June less 600 leave 300; 700 come for the second week: day by day there is enough for both.
  const supplied = pair(nextWeek, thisWeek, { stock: 1040, orders: [{ quantity: 700, due_date: '2026-06-22' }] })
  it('share it day by day: what arrives between them need not be kept back from the first week', () => {
    expect([supplied.first().verdict, supplied.second().verdict]).toEqual(['ready', 'ready'])
  })

  const plenty = pair(thisWeek, thisWeek, { stock: 3140 })
  it('are both ready where there is enough for both', () => {
    expect([plenty.first().verdict, plenty.second().verdict]).toEqual(['ready', 'ready'])
  })

  const scarce = pair(thisWeek, thisWeek, { stock: 440 })
  it('are both not ready where there is not even enough for the first', () => {
    expect([scarce.first().verdict, scarce.second().verdict]).toEqual(['not-ready', 'not-ready'])
    // The first would be 300 short alone.
    expect(scarce.first().expected_shortage_units).toBeCloseTo(300, -1)
  })

  const ranked = pair({ ...thisWeek, priority: 2 }, { ...thisWeek, priority: 1 })
  it('are served by priority first, 1 before 2', () => {
    expect([ranked.first().verdict, ranked.second().verdict]).toEqual(['not-ready', 'ready'])
  })
  const rankedEqual = pair({ ...thisWeek, priority: 1 }, { ...thisWeek, priority: 1 })
  it('are served by registration where priorities are the same', () => {
    expect([rankedEqual.first().verdict, rankedEqual.second().verdict]).toEqual(['ready', 'not-ready'])
  })

  const maybe = pair({ ...thisWeek, status: 'tentative' }, thisWeek)
  it('of which one is tentative: it is judged, and takes nothing from the committed one registered after it', () => {
    expect([maybe.first().verdict, maybe.second().verdict]).toEqual(['not-ready', 'ready'])
    expect(maybe.second().window.p0).toBeCloseTo(alone().window.p0 as number, 6)
    expect(maybe.second().ledger).toEqual(alone().ledger)
    expect(maybe.first().status).toBe('tentative')
  })
  const maybeFirst = pair({ ...nextWeek, status: 'tentative', priority: 1 }, { ...thisWeek, priority: 2 })
  it('of which one is tentative: no priority lets it take from a committed one', () => {
    expect([maybeFirst.first().verdict, maybeFirst.second().verdict]).toEqual(['not-ready', 'ready'])
  })
  const maybes = book.shop({
    stock: 1140,
    lead: 60,
    promotion: [{ ...thisWeek, status: 'tentative' }, { ...nextWeek, status: 'tentative' }, thisWeek],
  })
  it('of which several are tentative: none counts in the ledger of the committed one', () => {
    expect(maybes({ nth: 3 }).verdict).toBe('ready')
    expect(maybes({ nth: 3 }).ledger).toEqual(alone().ledger)
  })

  const called = book.shop({
    stock: 1140,
    lead: 60,
    promotion: [{ ...thisWeek, status: 'cancelled' }, thisWeek],
  })
  it('of which one is cancelled: it is not judged and takes nothing', () => {
    expect(() => called({ nth: 1 })).toThrow('was not judged')
    expect(called({ nth: 2 }).ledger).toEqual(alone().ledger)
    expect(called({ nth: 2 }).window).toEqual(alone().window)
  })

  const third = book.shop({
    stock: 140 + 1700,
    lead: 60,
    promotion: [thisWeek, { ...thisWeek, units: 900 }, { ...thisWeek, units: 300 }],
  })
  it('and a third: the last one bears what the three lack', () => {
    const verdicts = [1, 2, 3].map((nth) => third({ nth }).verdict)
    // 600, then 530 + 900 = 1,430, then 1,660 of 1,700.
    expect(verdicts).toEqual(['ready', 'ready', 'not-ready'])
  })

  const weak = pair({ ...thisWeek, units: 10 }, { ...thisWeek, units: 10 })
  it('that each sell less than normal do not put units back on the shelf', () => {
    for (const of of weak.first().ledger) expect(of.demand, of.date).toBeGreaterThanOrEqual(0)
  })

  const elsewhere = book.shop({
    stock: 1140,
    lead: 60,
    promotion: [thisWeek, { ...thisWeek, location: 'OTHER-SHOP' }],
  })
  it('in different shops do not know of each other', () => {
    expect(elsewhere().window).toEqual(alone().window)
    expect(said(elsewhere())).not.toMatch(/Promotion 2 of/)
  })
})
