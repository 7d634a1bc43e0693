import { describe, expect, it } from 'vitest'
import { type Judged, said, shopBook } from '../_helpers/shop-book.ts'

const book = shopBook('2026-06-01', '2026-06-26')

// Unless a case says otherwise: Mon 1 June, ten sold a day, so 140 before the window of Mon 15 to Sun 21 June.
describe('the verdict on one line', () => {
  const seven = { units: 700 }

  const covered = book.shop({ stock: 140 + 2 * 700, promotion: seven })
  it('is ready where the stock is twice what the promotion will sell', () => {
    expect(covered()).toMatchObject({ verdict: 'ready', expected: { first_short_date: null, order_by_date: null } })
    expect(covered().window.p0).toBeLessThan(0.01)
    expect(covered().expected_shortage_units).toBeLessThan(1)
  })

  const inTime = book.shop({ stock: 140, lead: 5, promotion: seven })
  it('is at risk where only a normal order is missing, and that can still be placed until the lead time before the start', () => {
    expect(inTime()).toMatchObject({ verdict: 'at-risk', window: { order_by_date: '2026-06-10' } })
    expect(inTime().window.order_units).toBeGreaterThanOrEqual(700)
    expect(inTime().reasons.map((reason) => reason.code)).toContain('SHORT_IN_WINDOW')
  })

  const today = book.shop({ stock: 140, lead: 14, promotion: seven })
  it('is still at risk on the last day to order: ordering today is not too late', () => {
    expect(today()).toMatchObject({ verdict: 'at-risk', window: { order_by_date: '2026-06-01' } })
  })

  const tooLate = book.shop({ stock: 140, lead: 15, promotion: seven })
  it('is not ready when the order comes a day after the start, and says how much it is too late and in time for', () => {
    const got = tooLate()
    expect(got).toMatchObject({ verdict: 'not-ready', expected: { earliest_receipt_date: '2026-06-16' } })
    // One of seven days is lost, the other six are in time.
    expect(said(got)).toMatch(/too late for (9\d|10\d|11\d) units.*in time for (59\d|6\d\d)/i)
  })

  const eightWeeks = { start: '2026-07-27', end: '2026-08-02', units: 700 }
  const farAway = book.shop({ stock: 560 + 200, lead: 70, promotion: eightWeeks })
  it('is not ready eight weeks out where the supplier needs ten, with the reason, the safe date and the safe volume', () => {
    const got = farAway()
    expect(got.verdict).toBe('not-ready')
    expect(said(got)).toMatch(/S-K\d+ needs (70 days|10 weeks)/)
    // 70 days from 1 June.
    expect(got.window.safe_date).toBe('2026-08-10')
    // 760 less eight weeks of ten a day leave 200; some of them are kept against chance.
    expect(got.window.safe_units).toBeGreaterThan(100)
    expect(got.window.safe_units).toBeLessThan(200)
  })

  const stocked = book.shop({ stock: 560 + 1400, lead: 70, promotion: eightWeeks })
  it('is ready eight weeks out whatever the supplier needs, where stock covers it', () => {
    expect(stocked().verdict).toBe('ready')
  })

  const onSafeDate = book.shop({
    stock: 760,
    lead: 70,
    promotion: { ...eightWeeks, start: '2026-08-10', end: '2026-08-16' },
  })
  const dayBefore = book.shop({
    stock: 760,
    lead: 70,
    promotion: { ...eightWeeks, start: '2026-08-09', end: '2026-08-15' },
  })
  it('keeps its word: the same promotion on the safe date is only at risk, on the day before it is not ready', () => {
    expect(onSafeDate().verdict).toBe('at-risk')
    expect(dayBefore().verdict).toBe('not-ready')
  })

  const gap = { stock: 20, orders: [{ quantity: 2000, due_date: '2026-06-12' }], promotion: seven }
  const gapBefore = book.shop(gap)
  it('is ready after an ordinary gap before the window, which it shows', () => {
    const got = gapBefore()
    expect(got).toMatchObject({ verdict: 'ready', expected: { first_short_date: '2026-06-03' } })
    expect(said(got)).toMatch(/3 Jun/)
  })

  // From empty, 11 days of 50 are missed before 1,300 arrive on the 12th; three more days sell 150 before the start.
  const missed = {
    stock: 0,
    plan: 50,
    orders: [{ quantity: 1300, due_date: '2026-06-12' }],
    lead: 30,
    promotion: seven,
  }
  const shop = book.shop(missed)
  const wholesale = book.shop({ ...missed, location: { unmet: 'backorder' } })
  it('takes missed sales as lost in a shop and as still owed where the location back-orders', () => {
    expect(shop().verdict).toBe('ready')
    expect(wholesale().verdict).toBe('not-ready')
    // The plain arithmetic back-orders in both: -550 at worst.
    expect(shop().expected.min_balance).toBe(-550)
    expect(wholesale().expected.min_balance).toBe(-550)
  })

  const running = { start: '2026-05-28', end: '2026-06-06', units: 1000 }
  const early = [{ date: '2026-05-01', units: 1000, days: 100 }]
  const sold = { '2026-05-28': 100, '2026-05-29': 100, '2026-05-30': 100, '2026-05-31': 100 }
  const sixDaysLeft = book.shop({ stock: 900, plan: early, sold, promotion: running })
  const sixDaysShort = book.shop({ stock: 300, plan: early, sold, promotion: running })
  it('judges a running promotion by the days that are left', () => {
    expect(sixDaysLeft().verdict).toBe('ready')
    expect(sixDaysShort().verdict).toBe('not-ready')
    // 600 are still to come; the order of today arrives on the last day.
    expect(sixDaysShort().expected.shortage_units).toBe(300)
  })

  const empty = book.shop({ stock: 0, plan: 100, lead: 60, promotion: { units: 20 } })
  it('is never ready on an empty shelf with nothing to come, however little is said to sell', () => {
    expect(empty().expected_shortage_units).toBeCloseTo(20, 6)
    expect(empty().verdict).toBe('not-ready')
    expect(empty().window.safe_units).toBe(0)
  })

  const lastDay = book.shop({
    stock: 30,
    lead: 0,
    promotion: { start: '2026-06-01', end: '2026-06-01', units: 100 },
  })
  it('counts an order of today for today where the lead time is zero', () => {
    expect(lastDay()).toMatchObject({ verdict: 'at-risk', expected: { order_by_date: '2026-06-01', order_units: 70 } })
  })
})

describe('the example of the contract', () => {
  const cola = book.shop({
    stock: 400,
    item: { unit_price: 7.99, min_order_qty: 200, order_multiple: 50 },
    orders: [{ quantity: 150, due_date: '2026-06-22' }],
    lead: { lead_time_days: 10, calendar: 'weekdays' },
    holidays: [{ date: '2026-06-19' }],
    promotion: { start: '2026-07-06', end: '2026-07-12', units: 700 },
  })

  it('has the plain arithmetic printed there', () => {
    expect(cola()).toMatchObject({
      baseline_units: 70,
      uplift: 10,
      uplift_source: 'stated',
      demand_units: { mean: 700 },
      expected: {
        opening_units: 400,
        first_short_date: '2026-07-08',
        first_stockout_date: '2026-07-08',
        min_balance: -500,
        shortage_units: 500,
        order_by_date: '2026-06-24',
        order_units: 500,
        receipt_date: '2026-07-08',
        earliest_order_date: '2026-06-01',
        earliest_receipt_date: '2026-06-13',
      },
    })
  })

  it('is at risk, to be ordered by some working day up to the 24th in a lot of 50 that has something to spare', () => {
    const { verdict, window, expected_shortage_units, fill_rate, revenue_at_risk } = cola()
    expect(verdict).toBe('at-risk')
    expect(['2026-06-22', '2026-06-23', '2026-06-24']).toContain(window.order_by_date)
    expect(window.order_units).toBeGreaterThan(500)
    expect(window.order_units).toBeLessThanOrEqual(800)
    expect((window.order_units as number) % 50).toBe(0)
    expect(window.safe_date).toBe('2026-07-06')
    expect(expected_shortage_units).toBeCloseTo(500, -1)
    expect(fill_rate).toBeCloseTo(1 - 500 / 700, 2)
    expect(revenue_at_risk).toBeCloseTo((expected_shortage_units as number) * 7.99, 3)
  })

  it('is not ready once that day has passed, for the days until an order could come', () => {
    const got = cola({ day: '2026-06-26' })
    // Ten working days from Fri 26 June end on Thu 9 July: the 8th and 9th are lost, the 10th to 12th in time.
    expect(got.expected.earliest_receipt_date).toBe('2026-07-10')
    // 400 less 25 days of ten, no sales being known; no count since the 22nd says that its order has not come.
    expect(got.expected.opening_units).toBe(300)
    expect(got.verdict).toBe('not-ready')
  })
})

describe('the thresholds of the verdict', () => {
  const steps = Array.from({ length: 41 }, (_, step) => 560 + 16 * step)
  const ladder = (price: number) =>
    steps.map((units) => book.shop({ stock: 140 + units, item: { unit_price: price }, promotion: { units: 700 } }))
  const cheap = ladder(0.1)
  const dear = ladder(1000)

  const order = ['ready', 'at-risk', 'not-ready']
  const isTrifling = (line: Judged) =>
    (line.expected_shortage_units as number) < 0.02 * 700 && (line.revenue_at_risk as number) < 100

  it('are 20 % a line, and a shortage under 2 % of the window that costs less than 100', () => {
    for (const line of [...cheap, ...dear].map((judged) => judged())) {
      expect(line.window.policy).toBe(0.2)
      const wanted = (line.window.p0 as number) <= 0.2 || isTrifling(line) ? 'ready' : 'at-risk'
      expect(line, `${line.promotion_id}: p0 ${line.window.p0}`).toMatchObject({ verdict: wanted })
    }
  })

  it('only ever ease as stock rises', () => {
    for (const rung of [cheap, dear])
      for (let i = 1; i < rung.length; i++) {
        const [less, more] = [rung[i - 1]?.(), rung[i]?.()]
        if (!less || !more) throw new Error('no rung')
        expect(order.indexOf(more.verdict)).toBeLessThanOrEqual(order.indexOf(less.verdict))
        expect(more.window.p0).toBeLessThanOrEqual(less.window.p0 as number)
        expect(more.expected_shortage_units).toBeLessThanOrEqual(less.expected_shortage_units as number)
        expect(more.window.safe_units).toBeGreaterThanOrEqual(less.window.safe_units as number)
      }
  })

  /** Judges everything again under other settings and gives the lines of the two ladders. */
  const under = async (settings: string) => {
    await book.line().write('.env', settings)
    const ran = await book.line().run('assess', '--all', '--as-of', '2026-06-01', '--format', 'ndjson')
    await book.line().write('.env', '')
    const rungs = new Set([...cheap, ...dear].map((judged) => judged().sku))
    const lines = ran.out
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as Judged)
    return lines.filter((line) => rungs.has(line.sku))
  }

  it('can be set; under a strict one the same small shortage is trifling for cheap goods and not for dear ones', async () => {
    const lines = await under('SHELFREADY_POLICY=0.05\n')
    expect(lines).toHaveLength(2 * steps.length)
    for (const line of lines) {
      expect(line.window.policy).toBe(0.05)
      expect(line.verdict).toBe((line.window.p0 as number) <= 0.05 || isTrifling(line) ? 'ready' : 'at-risk')
    }
    const trifling = lines.filter((line) => (line.window.p0 as number) > 0.05 && line.verdict === 'ready')
    expect(trifling.length).toBeGreaterThan(0)
    const dearOnes = new Set(dear.map((judged) => judged().sku))
    expect(trifling.filter((line) => dearOnes.has(line.sku))).toEqual([])
  })

  it('leave nothing trifling where the money floor is set to zero', async () => {
    for (const { verdict, window } of await under('SHELFREADY_POLICY=0.05\nSHELFREADY_MONEY_FLOOR=0\n'))
      expect(verdict).toBe((window.p0 as number) <= 0.05 ? 'ready' : 'at-risk')
  })
})
