import { describe, expect, it } from 'vitest'
import { daysBetween, receipts, said, shopBook } from '../_helpers/shop-book.ts'

const eightWeeksOut = { start: '2026-07-27', end: '2026-08-02' }
const everyThreeDays = (lead_time_days: number) => ({ lead_time_days, review_days: 3 })

// Mon 1 June, ten sold a day, five days of stock.
describe('a shop that orders every three days', () => {
  const book = shopBook('2026-06-01')
  const small = (told: Parameters<typeof book.shop>[0]) => book.shop({ stock: 50, lead: everyThreeDays(2), ...told })

  const modest = small({ promotion: { ...eightWeeksOut, uplift: 1.5 } })
  it('is not "not ready" for a promotion in eight weeks because its shelf holds five days', () => {
    expect(['ready', 'at-risk']).toContain(modest().verdict)
    expect(modest().window.ordinary_from).toBe('2026-06-03')
    expect(said(modest())).toMatch(/ordinary orders[^.]*3 Jun/i)
    // The plain arithmetic knows nothing of them.
    expect(receipts(modest())).toEqual({})
    expect(modest().expected.first_stockout_date).toBe('2026-06-06')
  })

  const nothingSpecial = small({ promotion: { ...eightWeeksOut, uplift: 1 } })
  const nothingAssumed = small({ lead: 2, promotion: { ...eightWeeksOut, uplift: 1 } })
  it('is ready for a promotion that sells no more than always, which it is not where only placed orders count', () => {
    expect(nothingSpecial().verdict).toBe('ready')
    expect(nothingAssumed()).toMatchObject({ verdict: 'at-risk', window: { ordinary_from: null } })
    expect(said(nothingAssumed())).toMatch(/only placed orders/i)
  })

  const big = small({ promotion: { ...eightWeeksOut, units: 700 } })
  it('orders no more for a promotion than always: the rest is for somebody to order, in time and not twice', () => {
    const { verdict, window } = big()
    expect(verdict).toBe('at-risk')
    // 630 on top of normal sales, and something against chance; without ordinary orders it were 1,210.
    expect(window.order_units).toBeGreaterThanOrEqual(600)
    expect(window.order_units).toBeLessThan(1000)
    // Two days before the start; the floor may carry part of a first day.
    expect(window.order_by_date).toMatch(/2026-07-2[5-7]/)
  })

  const sooner = small({ promotion: { start: '2026-06-29', end: '2026-07-05', units: 700 } })
  it('leaves the same to be ordered on top, four or eight weeks ahead', () => {
    const [four, eight] = [sooner().window.order_units as number, big().window.order_units as number]
    expect(Math.abs(four - eight)).toBeLessThan(0.1 * eight)
  })

  const slow = small({ lead: everyThreeDays(70), promotion: { ...eightWeeksOut, uplift: 1.5 } })
  it('is not ready where its supplier needs ten weeks: ordinary orders do not come sooner than others', () => {
    expect(slow()).toMatchObject({ verdict: 'not-ready', window: { safe_date: '2026-08-10' } })
    expect(slow().window.ordinary_from ?? '2026-08-10').toBe('2026-08-10')
  })

  const gap = small({ lead: everyThreeDays(10), promotion: { ...eightWeeksOut, uplift: 1 } })
  it('shows an ordinary gap before ordinary orders can come, and is ready all the same', () => {
    expect(gap().verdict).toBe('ready')
    expect(gap().window.ordinary_from).toBe('2026-06-11')
    expect(said(gap())).toMatch(/6 Jun/)
  })

  const full = small({ stock: 5000, promotion: { ...eightWeeksOut, units: 700 } })
  const fullAlone = small({ stock: 5000, lead: 2, promotion: { ...eightWeeksOut, units: 700 } })
  it('uses its stock first: with plenty of it nothing is ordered on the way', () => {
    expect(full().verdict).toBe('ready')
    expect(full().leftover_units).toBeCloseTo(fullAlone().leftover_units as number, 6)
  })

  const placed = small({
    orders: [{ quantity: 2000, due_date: '2026-06-04' }],
    promotion: { ...eightWeeksOut, units: 700 },
  })
  it('uses placed orders first', () => {
    // 50 + 2,000 - 56 x 10 - 700, less 28 days of ten.
    expect(placed().leftover_units).toBeCloseTo(510, 0)
  })

  const launch = small({
    item: { launch_date: '2026-07-27' },
    plan: null,
    promotion: { ...eightWeeksOut, units: 700 },
  })
  it('is assumed to order nothing for a launch', () => expect(launch().window.ordinary_from).toBeNull())

  const ended = small({ item: { discontinued_on: '2026-05-15' }, promotion: { ...eightWeeksOut, uplift: 1 } })
  it('is assumed to order nothing of a discontinued item', () => {
    expect(ended().window.ordinary_from).toBeNull()
    expect(ended().verdict).not.toBe('ready')
  })

  const ending = small({ item: { discontinued_on: '2027-01-31' }, promotion: { ...eightWeeksOut, uplift: 1 } })
  it('is assumed to order an item as long as it is not discontinued yet', () => {
    expect(ending()).toMatchObject({ verdict: 'ready', window: { ordinary_from: '2026-06-03' } })
  })

  const receivedOn = (...days: string[]) =>
    days.map((received_date) => ({ quantity: 0, status: 'received', received_date, received_quantity: 100 }))
  const thrice = small({
    lead: 2,
    orders: receivedOn('2026-05-10', '2026-05-20', '2026-05-30'),
    promotion: { ...eightWeeksOut, uplift: 1 },
  })
  const twice = small({
    lead: 2,
    orders: receivedOn('2026-05-20', '2026-05-30'),
    promotion: { ...eightWeeksOut, uplift: 1 },
  })
  const longAgo = small({
    lead: 2,
    orders: receivedOn('2026-03-01', '2026-05-20', '2026-05-30'),
    promotion: { ...eightWeeksOut, uplift: 1 },
  })
  it('is known by three receipts in sixty days where nobody stated how often it orders', () => {
    expect(thrice()).toMatchObject({ verdict: 'ready', window: { ordinary_from: '2026-06-03' } })
    expect(said(thrice())).toMatch(
      /Ordinary orders are assumed from Wed 3 Jun, because the last 3 receipts came every 10 days/,
    )
    expect(twice().window.ordinary_from).toBeNull()
    expect(longAgo().window.ordinary_from).toBeNull()
  })

  const uneven = small({
    lead: 2,
    orders: receivedOn('2026-05-02', '2026-05-05', '2026-05-08', '2026-05-29'),
    promotion: { ...eightWeeksOut, uplift: 1 },
  })
  it('is taken to order as often as it did in the middle, whatever one long gap says', () => {
    expect(said(uneven())).toMatch(/because the last 4 receipts came every 3 days/)
  })

  const launched = small({
    lead: 2,
    item: { launch_date: '2026-07-27' },
    orders: receivedOn('2026-05-10', '2026-05-20', '2026-05-30'),
    plan: null,
    promotion: { ...eightWeeksOut, units: 700 },
  })
  const over = small({
    lead: 2,
    item: { discontinued_on: '2026-05-31' },
    orders: receivedOn('2026-05-10', '2026-05-20', '2026-05-30'),
    promotion: { ...eightWeeksOut, uplift: 1 },
  })
  it('learns nothing from receipts of a launch or of a discontinued item', () => {
    expect(launched().window.ordinary_from).toBeNull()
    expect(over().window.ordinary_from).toBeNull()
  })

  const closed = small({
    location: { receiving_days: 'mon,thu' },
    promotion: { ...eightWeeksOut, uplift: 1.2 },
  })
  it('receives what it orders on its receiving days: the first is Thu 4 June', () => {
    expect(closed().window.ordinary_from).toBe('2026-06-04')
    expect(['ready', 'at-risk']).toContain(closed().verdict)
  })

  const bulk = small({
    item: { min_order_qty: 1000, order_multiple: 500 },
    promotion: { ...eightWeeksOut, units: 700 },
  })
  it('is assumed to get exactly the units that are missing, whatever the lot: no free stock for the promotion', () => {
    expect(bulk().verdict).toBe('at-risk')
    expect(bulk().window.order_units).toBe(1000)
  })

  // The first ordinary order can come on Sun 21 June, the last day of the window, when the shop sells nothing.
  const closedOnSunday = book.shop({
    stock: 1000,
    lead: everyThreeDays(20),
    plan: daysBetween('2026-06-01', '2026-07-30').map((date) => ({
      date,
      units: Temporal.PlainDate.from(date).dayOfWeek === 7 ? 0 : 10,
    })),
    promotion: { units: 5000 },
  })
  it('is not ready when thousands are missing, though ordinary orders begin on the closed last day', () => {
    // 1,000 - 12 x 10 leave 880 of 5,000.
    expect(closedOnSunday().expected_shortage_units).toBeCloseTo(4120, -1)
    expect(closedOnSunday().verdict).toBe('not-ready')
    expect(closedOnSunday().window.p0).toBeGreaterThan(0.99)
  })

  it('has chances that fit its verdict on every line', () => {
    for (const judged of [modest, nothingSpecial, nothingAssumed, big, sooner, slow, gap, full, placed, thrice, bulk]) {
      const { verdict, window, daily_demand } = judged()
      expect(daily_demand.map((day) => day.date)).toHaveLength(7)
      expect((window.p0 as number) <= 0.2).toBe(verdict === 'ready')
      if (verdict !== 'ready') expect((window.p1 as number) <= 0.2).toBe(verdict === 'at-risk')
    }
    expect(daysBetween('2026-07-27', '2026-08-02')).toEqual(big().daily_demand.map((day) => day.date))
  })
})

describe('the receipts of a shop', () => {
  const book = shopBook('2026-06-01')
  const of = book.shop({
    item: { sku: 'BREAD' },
    location: { location: 'CORNER' },
    stock: 50,
    lead: 2,
    orders: ['2026-05-10', '2026-05-20', '2026-05-30'].map((received_date) => ({
      quantity: 0,
      status: 'received',
      received_date,
      received_quantity: 100,
    })),
    promotion: { ...eightWeeksOut, uplift: 1 },
  })

  it('are remembered when a later picture of its orders no longer names them', async () => {
    expect(of().verdict).toBe('ready')
    const line = book.line()
    const file = await line.write(
      'picture.csv',
      'order_id,sku,location,quantity,due_date\nPO-NEW,BREAD,CORNER,5,2026-06-20\n',
    )
    expect(await line.run('import', 'inbound', file, '--snapshot')).toMatchObject({ status: 0 })
    const ran = await line.run('assess', '--all', '--as-of', '2026-06-01', '--format', 'ndjson')
    expect(ran.out).toMatch(/because the last 3 receipts came every 10 days/)
  })
})
