import { describe, expect, it } from 'vitest'
import { said, shopBook } from '../_helpers/shop-book.ts'

type Row = Readonly<Record<string, string | number>>

const book = shopBook('2026-06-01', '2026-06-12')

// Mon 1 June, 280 on the shelf, ten sold a day: nothing is left on Mon 29 June, when 700 are wanted in a week.
describe('a supplier that takes so many units a week', () => {
  const promotion = { start: '2026-06-29', end: '2026-07-05', units: 700 }
  const lead = (max_per_week: number, more: Row = {}) => ({ lead_time_days: 3, max_per_week, ...more })
  const short = (told: Parameters<typeof book.shop>[0]) => book.shop({ stock: 280, promotion, ...told })

  const free = short({ lead: 3 })
  const loose = short({ lead: lead(5_000) })
  it('changes nothing where the order fits into one week', () => {
    expect(free()).toMatchObject({ verdict: 'at-risk', window: { order_by_date: '2026-06-26' } })
    expect(loose().window).toEqual(free().window)
    expect(said(loose())).not.toMatch(/a week/)
  })

  const split = short({ lead: lead(300) })
  it('moves the day to order forward where it takes several: first what is to be ordered, then what is left for later', () => {
    const { verdict, window } = split()
    expect(verdict).toBe('at-risk')
    expect((window.order_by_date as string) < '2026-06-26').toBe(true)
    expect(window.order_units).toBe(300)
    const later = window.later_orders
    expect(later.length).toBeGreaterThan(1)
    const units = [window.order_units as number, ...later.map((order) => order.order_units)]
    expect(Math.max(...units)).toBeLessThanOrEqual(300)
    expect(units.reduce((sum, of) => sum + of, 0)).toBeGreaterThanOrEqual(700)
    const days = [window.order_by_date as string, ...later.map((order) => order.order_by_date)]
    expect(days.toSorted()).toEqual(days)
    expect(said(split())).toMatch(/Order 300 units at S-K3 by .* then \d+ in 2 more orders by/)
    expect(said(split())).toMatch(/at most 300 a week, so this needs 3 orders/)
  })

  const once = short({ lead: lead(600) })
  it('says one later order as one', () =>
    expect(said(once())).toMatch(/Order 600 units at S-K4 by .*, then \d+ more by/))

  const tight = short({ lead: lead(60) })
  it('leaves a line not ready where too little of it can be there in time', () => {
    expect(tight().verdict).toBe('not-ready')
    expect(said(tight())).toMatch(/at most 60 a week, so too few/)
    expect(said(tight())).toMatch(/Too late for \d+ units, in time for \d+/)
    expect(tight().window.later_orders).toEqual([])
  })

  const placed = (ordered_date: string) =>
    short({
      lead: lead(900),
      orders: [{ quantity: 850, ordered_date, due_date: '2026-07-20' }],
    })
  const thatWeek = placed('2026-06-23')
  const earlier = placed('2026-06-16')
  it('has taken what was placed in the same week, and only then', () => {
    expect(earlier().window.order_by_date).toBe('2026-06-26')
    expect(earlier().window.later_orders).toEqual([])
    // The week of 22 June has room for fifty.
    expect((thatWeek().window.order_by_date as string) <= '2026-06-21').toBe(true)
    expect(thatWeek().window.later_orders.every((order) => order.order_units <= 50)).toBe(true)
  })

  const elsewhere = short({
    lead: lead(900),
    orders: [{ quantity: 850, supplier: 'ELSE', ordered_date: '2026-06-23', due_date: '2026-07-20' }],
  })
  it('does not mind what was placed with another supplier', () => expect(elsewhere().window).toEqual(earlier().window))

  const lots = short({ lead: lead(310), item: { order_multiple: 50, min_order_qty: 100 } })
  it('splits into whole multiples', () => {
    const { window } = lots()
    const units = [window.order_units as number, ...window.later_orders.map((order) => order.order_units)]
    expect(units.every((of) => of % 50 === 0 && of >= 100 && of <= 300)).toBe(true)
  })

  const counted = short({ stock: { on_hand: 170, as_of: '2026-06-12' }, lead: lead(300) })
  it('holds: judged on the first of those days the line is still at risk, and later in that week not ready', () => {
    expect(counted({ day: '2026-06-12' }).verdict).toBe('at-risk')
  })

  const ordinary = short({
    stock: 100,
    lead: lead(100, { review_days: 3 }),
    promotion: { start: '2026-06-29', end: '2026-07-05', uplift: 1 },
  })
  it('takes no more ordinary orders either', () => {
    expect(ordinary().window.ordinary_from).toBe('2026-06-04')
    expect(ordinary().verdict).toBe('ready')
  })

  const ordinaryTight = short({
    stock: 100,
    lead: lead(20, { review_days: 3 }),
    promotion: { start: '2026-06-29', end: '2026-07-05', uplift: 1 },
  })
  it('does not keep a shelf full by ordinary orders that it would not take', () => {
    expect(ordinaryTight().verdict).toBe('not-ready')
  })
})
