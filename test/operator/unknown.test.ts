import { describe, expect, it } from 'vitest'
import { said, shopBook } from '../_helpers/shop-book.ts'

const seven = { units: 700 }

const book = shopBook('2026-06-01')

// Mon 1 June, ten a day, the window Mon 15 to Sun 21 June: 140 before it.
describe('what nobody has said', () => {
  const shortAndLeadless = book.shop({ stock: 140, lead: null, item: { supplier: 'ORCHARD' }, promotion: seven })
  it('makes a short line unknown when it is the lead time: says whose, and until when an order were in time', () => {
    const got = shortAndLeadless()
    expect(got).toMatchObject({ verdict: 'unknown', window: { p1: null, order_by_date: null } })
    expect(got.window.p0).toBeGreaterThan(0.99)
    expect(said(got)).toMatch(/ORCHARD/)
    // An order of today with up to 14 days is there on 15 June.
    expect(said(got)).toMatch(/\b14 days/)
  })
  const coveredAndLeadless = book.shop({ stock: 1500, lead: null, promotion: seven })
  it('does not matter when the lead time is missing where stock covers the line', () => {
    expect(coveredAndLeadless()).toMatchObject({ verdict: 'ready', expected: { earliest_receipt_date: null } })
  })
  const supplierless = book.shop({ stock: 140, lead: null, item: { supplier: '' }, promotion: seven })
  it('is the supplier of a short item', () => {
    expect(supplierless().verdict).toBe('unknown')
    expect(said(supplierless())).toMatch(/supplier/i)
  })

  const uncounted = book.shop({ stock: null, promotion: seven })
  it('makes a line unknown when it is the stock: missing is never zero', () => {
    expect(uncounted()).toMatchObject({
      verdict: 'unknown',
      expected: { opening_units: null, first_short_date: null, min_balance: null, shortage_units: null },
      window: { p0: null, p1: null, safe_units: null },
      expected_shortage_units: null,
      fill_rate: null,
      revenue_at_risk: null,
      ledger: [],
    })
    expect(said(uncounted())).toMatch(/stock/i)
  })
  const suppliedAnyway = book.shop({
    stock: null,
    orders: [{ quantity: 2000, due_date: '2026-06-12' }],
    promotion: seven,
  })
  it('does not matter when the stock is missing where a placed order alone covers the line', () => {
    expect(suppliedAnyway().verdict).toBe('ready')
  })
  const counted = book.shop({ stock: 0, lead: 60, promotion: seven })
  it('is not the same as a count of zero', () => {
    expect(counted()).toMatchObject({ verdict: 'not-ready', expected: { opening_units: 0 } })
  })

  const unplanned = book.shop({ stock: 1500, plan: null, promotion: { uplift: 2 } })
  it('makes a line unknown when normal sales are missing and the promotion is a ratio to them', () => {
    expect(unplanned()).toMatchObject({ verdict: 'unknown', baseline_units: null, demand_units: null })
    expect(said(unplanned())).toMatch(/sales|plan/i)
  })
  const hopeless = book.shop({ stock: 10, plan: null, lead: 60, promotion: seven })
  it('does not matter when normal sales are missing where ten units are to serve 700 and no order comes', () => {
    expect(hopeless()).toMatchObject({ verdict: 'not-ready', demand_units: { mean: 700 } })
  })
  const plentiful = book.shop({ stock: 100_000, plan: null, lead: 60, promotion: seven })
  it('does not matter when normal sales are missing where no plausible ones would empty the shelf', () => {
    expect(plentiful().verdict).toBe('ready')
  })

  const nothingStated = book.shop({ stock: 300, promotion: {} })
  it('is how much the promotion will sell, where nothing is stated and no past promotion tells', () => {
    expect(nothingStated()).toMatchObject({ verdict: 'unknown', uplift: null, uplift_source: 'unknown' })
    expect(said(nothingStated())).toMatch(/uplift|units/i)
  })
  it('is not put in as nothing: without an uplift the demand and all that rests on it are not known either', () => {
    expect(nothingStated()).toMatchObject({
      demand_units: null,
      window: { p0: null, safe_units: null },
      fill_rate: null,
    })
    expect(said(nothingStated())).not.toMatch(/cover the window/)
  })

  const everything = book.shop({ stock: null, plan: null, lead: null, promotion: {} })
  it('may be everything: the line is unknown and each reason says what to bring', () => {
    expect(everything().verdict).toBe('unknown')
    for (const missing of [/stock/i, /normal sales/i, /uplift/i]) expect(said(everything())).toMatch(missing)
  })

  it('is said on the card as the verdicts between which the line lies', async () => {
    const between = [
      [shortAndLeadless, /between at risk and not ready/],
      [uncounted, /between ready and at risk/],
      [unplanned, /between ready and /],
      [nothingStated, /between ready and at risk/],
    ] as const
    for (const [judged, wanted] of between) {
      const ran = await book.line().run('assess', '--promotion', judged().promotion_id, '--as-of', '2026-06-01')
      expect(ran.out.split('\n')[0]).toMatch(/^\S+ UNKNOWN/)
      expect(ran.out).toMatch(wanted)
    }
  })
})

describe('a count that is old', () => {
  // What was counted then is made to be the same 300 to 320 this morning: enough for 140 and a promotion of 150, barely.
  const counted = (as_of: string, days: number, more: Parameters<typeof book.shop>[0] = {}) =>
    book.shop({
      stock: { on_hand: 320 + 10 * days, as_of },
      plan: [{ date: '2026-05-01', units: 2100, days: 210 }],
      promotion: { units: 150 },
      ...more,
    })

  const threeDays = counted('2026-05-29', 3)
  const fourDays = counted('2026-05-28', 4)
  it('is good for three days and stale after four, when the line is unknown', () => {
    expect(threeDays()).toMatchObject({ verdict: 'ready', expected: { opening_units: 320 } })
    expect(fourDays()).toMatchObject({ verdict: 'unknown' })
    expect(said(fourDays())).toMatch(/28 May/)
  })

  // 60 days to Fri 31 July: a tenth of them are six.
  const far = { start: '2026-07-31', end: '2026-08-06', units: 150 }
  const sixDays = counted('2026-05-26', 6, { stock: { on_hand: 910, as_of: '2026-05-26' }, promotion: far })
  const sevenDays = counted('2026-05-25', 7, { stock: { on_hand: 920, as_of: '2026-05-25' }, promotion: far })
  it('is good for a tenth of the days to the start where that is longer', () => {
    expect(sixDays()).toMatchObject({ verdict: 'ready', expected: { opening_units: 850 } })
    expect(sevenDays()).toMatchObject({ verdict: 'unknown' })
  })

  const shortAnyway = counted('2026-05-20', 0, {
    stock: { on_hand: 0, as_of: '2026-05-20' },
    promotion: { units: 9000 },
  })
  it('says so on the line', () => {
    expect(said(shortAnyway())).toMatch(/20 May/)
  })

  it('has its limit in the settings', async () => {
    await book.line().write('.env', 'SHELFREADY_STALE_DAYS=4\n')
    const ran = await book
      .line()
      .run('assess', '--promotion', fourDays().promotion_id, '--as-of', '2026-06-01', '--format', 'ndjson')
    expect(JSON.parse(ran.out).verdict).toBe('ready')
  })
})
