import { describe, expect, it } from 'vitest'
import { daysBetween, said, shopBook } from '../_helpers/shop-book.ts'

type Row = Readonly<Record<string, string | number>>

const book = shopBook('2026-06-01', '2026-06-09', '2026-06-10')

// Mon 1 June, ten sold a day, 140 on the shelf: it is empty on Mon 15 June, when a hundred a day are wanted.
describe('the day to order by, in plain arithmetic', () => {
  const promotion = { units: 700 }
  const short = (told: Parameters<typeof book.shop>[0]) => book.shop({ stock: 140, promotion, ...told })
  const expectation = (told: Parameters<typeof book.shop>[0], want: Row) => {
    const judged = short(told)
    return () => expect(judged().expected).toMatchObject(want)
  }
  const weekdays = (lead_time_days: number, more: Row = {}) => ({
    lead: { lead_time_days, calendar: 'weekdays', ...more },
  })

  it(
    'counts calendar days back from the first short day',
    expectation(
      { lead: 6 },
      { first_short_date: '2026-06-15', order_by_date: '2026-06-09', receipt_date: '2026-06-15' },
    ),
  )
  it(
    'counts calendar days forwards from today for the earliest receipt',
    expectation({ lead: 6 }, { earliest_order_date: '2026-06-01', earliest_receipt_date: '2026-06-07' }),
  )
  it(
    'is in the past when it is too late, and is kept',
    expectation({ lead: 30 }, { order_by_date: '2026-05-16', earliest_receipt_date: '2026-07-01' }),
  )
  // Back from Sun 14: 12, 11, 10, 9 and 8 June; usable the day after Fri 12.
  it(
    'counts working days, the order day being the first, goods being usable the day after the last',
    expectation(weekdays(5), { order_by_date: '2026-06-08', receipt_date: '2026-06-13' }),
  )
  // 12, 11, 9, 8 and 5 June: the 10th is closed. Forwards 1, 2, 3, 4, 5 June.
  it(
    'skips the holidays of the supplier',
    expectation(
      { ...weekdays(5), holidays: [{ date: '2026-06-10' }] },
      { order_by_date: '2026-06-05', earliest_receipt_date: '2026-06-06' },
    ),
  )
  it(
    'does not mind the holidays of another supplier',
    expectation(
      { ...weekdays(5), holidays: [{ calendar: 'SOMEONE', date: '2026-06-11' }] },
      { order_by_date: '2026-06-08' },
    ),
  )
  it(
    'does not mind a holiday on a weekend',
    expectation(
      { ...weekdays(5), holidays: [{ date: '2026-06-07' }, { date: '2026-06-13' }] },
      { order_by_date: '2026-06-08' },
    ),
  )
  // A lead of five ending on the closed 1st and 2nd of June begins on the 3rd: 3, 4, 5, 8, 9.
  it(
    'starts counting on the next working day where today is not one',
    expectation(
      { ...weekdays(5), holidays: [{ date: '2026-06-01' }, { date: '2026-06-02' }] },
      { earliest_order_date: '2026-06-03', earliest_receipt_date: '2026-06-10' },
    ),
  )
  // Tue 9 June less nothing is no ordering day; the Monday or Thursday before it is Mon 8.
  it(
    'moves back to a day on which orders are taken',
    expectation({ lead: { lead_time_days: 6, order_days: 'mon,thu' } }, { order_by_date: '2026-06-08' }),
  )
  it(
    'waits for a day on which orders are taken',
    expectation(
      { lead: { lead_time_days: 6, order_days: 'thu' } },
      { earliest_order_date: '2026-06-04', earliest_receipt_date: '2026-06-10', order_by_date: '2026-06-04' },
    ),
  )
  it(
    'leaves the days from dock to stock',
    expectation(
      { lead: 6, location: { dock_to_stock_days: 2 } },
      { order_by_date: '2026-06-07', receipt_date: '2026-06-15', earliest_receipt_date: '2026-06-09' },
    ),
  )
  // Needed on Mon 15 with nothing taken in at a weekend or on Mon: Fri 12 less six days.
  it(
    'receives on the last receiving day before the need',
    expectation({ lead: 6, location: { receiving_days: 'tue-fri' } }, { order_by_date: '2026-06-06' }),
  )
  // Today and six days are Sun 7; the next day that takes goods in is Tue 9.
  it(
    'receives on the next receiving day after the earliest arrival',
    expectation({ lead: 6, location: { receiving_days: 'tue-fri' } }, { earliest_receipt_date: '2026-06-09' }),
  )
  it(
    'does not receive on a holiday of the location',
    expectation(
      { lead: 6, location: { location: 'CLOSED' }, holidays: [{ calendar: 'CLOSED', date: '2026-06-15' }] },
      { order_by_date: '2026-06-08' },
    ),
  )

  it(
    'skips a holiday of everybody: back from Sun 12 July are 10, 9, 7, 6 and 3 July',
    expectation(
      {
        ...weekdays(5),
        stock: 420,
        holidays: [{ calendar: '*', date: '2026-07-08' }],
        promotion: { start: '2026-07-13', end: '2026-07-19', units: 700 },
      },
      { first_short_date: '2026-07-13', order_by_date: '2026-07-03' },
    ),
  )

  const closedIn = (first: string, last: string, more: Row = {}) =>
    daysBetween(first, last).map((date) => ({ date, ...more }))
  // Order on Tue 9 June: usable on Mon 15 June. Closed on the 15th, it would be there on the 16th, too late.
  it(
    'does not let a supplier ship on a day it is closed, with calendar days either',
    expectation(
      { lead: 6, holidays: closedIn('2026-06-13', '2026-06-15') },
      { order_by_date: '2026-06-06', receipt_date: '2026-06-12', earliest_receipt_date: '2026-06-07' },
    ),
  )
  it(
    'lets calendar days run through those on which a supplier is closed',
    expectation(
      { lead: 10, holidays: closedIn('2026-06-02', '2026-06-09') },
      { order_by_date: '2026-06-01', earliest_receipt_date: '2026-06-11' },
    ),
  )
  it(
    'leaves nothing to order at a supplier that is closed until the promotion is over',
    expectation(
      { lead: 10, holidays: closedIn('2026-06-01', '2026-06-30') },
      { earliest_order_date: '2026-07-01', earliest_receipt_date: '2026-07-11' },
    ),
  )
  it(
    'moves back from an ordering weekday on which the supplier, or everybody, is closed to the one before',
    expectation(
      {
        lead: { lead_time_days: 5, order_days: 'wed' },
        stock: 420,
        holidays: [{ date: '2026-07-08' }, { calendar: '*', date: '2026-07-08' }],
        promotion: { start: '2026-07-13', end: '2026-07-19', units: 700 },
      },
      { first_short_date: '2026-07-13', order_by_date: '2026-07-01' },
    ),
  )
  it(
    'receives on a holiday of everybody where the location names no receiving days',
    expectation(
      {
        ...weekdays(5),
        location: {},
        holidays: [{ calendar: '*', date: '2026-07-08' }],
        stock: 370,
        promotion: { start: '2026-07-08', end: '2026-07-14', units: 700 },
      },
      { first_short_date: '2026-07-08', order_by_date: '2026-07-01', receipt_date: '2026-07-08' },
    ),
  )

  const lot = (stock: number, item: Row, order_units: number) => expectation({ stock, item }, { order_units })
  // 840 are wanted to the end of the window.
  it('orders exactly what is missing without a lot size', lot(703, {}, 137))
  it('orders at least the minimum', lot(703, { min_order_qty: 200 }, 200))
  it('orders whole multiples', lot(703, { order_multiple: 50 }, 150))
  it('raises to the minimum first and rounds up then', lot(810, { min_order_qty: 120, order_multiple: 50 }, 150))
  it(
    'covers the safety stock as well',
    expectation({ stock: { on_hand: 703, safety_stock: 40 } }, { order_units: 177 }),
  )

  const shared = (sku: string, location: string, lead: Row[]) =>
    short({ item: { sku, supplier: 'SHARED' }, location: { location }, lead })
  const places = {
    general: shared('SALT', 'FAR', [{ supplier: 'SHARED', lead_time_days: 10 }]),
    location: shared('SALT', 'NEAR', [{ supplier: 'SHARED', location: 'NEAR', lead_time_days: 8 }]),
    item: shared('RICE', 'FAR', [{ supplier: 'SHARED', sku: 'RICE', lead_time_days: 7 }]),
    both: shared('RICE', 'NEAR', [{ supplier: 'SHARED', sku: 'RICE', location: 'NEAR', lead_time_days: 6 }]),
  }
  it('takes the most specific row of the lead times of a supplier', () => {
    const orderBy = Object.entries(places).map(([row, judged]) => [row, judged().expected.order_by_date])
    expect(Object.fromEntries(orderBy)).toEqual({
      general: '2026-06-05',
      location: '2026-06-07',
      item: '2026-06-08',
      both: '2026-06-09',
    })
  })
})

describe('the day to order by that the cards show', () => {
  const short = (told: Parameters<typeof book.shop>[0]) =>
    book.shop({ stock: 140, lead: 6, promotion: { units: 700 }, ...told })

  const plain = short({})
  const displays = short({ location: { on_shelf_days: 3 } })
  it('is as many days earlier as displays need before the start', () => {
    expect(plain().window.order_by_date).toBe('2026-06-09')
    expect(displays().window.order_by_date).toBe('2026-06-06')
    expect(displays().verdict).toBe('at-risk')
  })

  const displayed = short({ stock: 1500, location: { on_shelf_days: 3 } })
  it('is none where the stock does for displays too', () => {
    expect(displayed()).toMatchObject({ verdict: 'ready', window: { order_by_date: null } })
  })

  const noTime = short({ lead: 12, location: { on_shelf_days: 3 } })
  it('has passed where an order would come in time for the start but not for the displays', () => {
    expect(noTime().verdict).toBe('not-ready')
  })

  const wavering = short({ lead: { lead_time_days: 6, lead_time_sd_days: 2 } })
  it('is earlier where the lead time varies, by no more than three standard deviations', () => {
    const orderBy = wavering().window.order_by_date as string
    expect(orderBy < '2026-06-09' && orderBy >= '2026-06-03', orderBy).toBe(true)
    expect(wavering().expected.order_by_date).toBe('2026-06-09')
  })

  const waveringToday = short({ lead: { lead_time_days: 14, lead_time_sd_days: 3 } })
  it('has passed where a lead time that varies is just in time on average', () => {
    expect(waveringToday().verdict).toBe('not-ready')
  })

  const lots = short({ item: { min_order_qty: 400, order_multiple: 60 } })
  it('comes with a quantity of whole multiples that is enough for what is wanted', () => {
    const units = lots().window.order_units as number
    expect(units % 60).toBe(0)
    expect(units).toBeGreaterThanOrEqual(700)
  })

  // Stock counted on the 9th; from then on 10 a day: empty on the 15th again.
  const counted = short({ stock: { on_hand: 60, as_of: '2026-06-09' } })
  it('holds: at risk when judged on that day, not ready when judged on the next', () => {
    expect(counted({ day: '2026-06-09' })).toMatchObject({
      verdict: 'at-risk',
      window: { order_by_date: '2026-06-09' },
    })
    expect(counted({ day: '2026-06-10' })).toMatchObject({ verdict: 'not-ready' })
  })

  const thursdays = short({ lead: { lead_time_days: 6, order_days: 'thu' } })
  it('is a day on which orders are taken', () => {
    expect(thursdays()).toMatchObject({ verdict: 'at-risk', window: { order_by_date: '2026-06-04' } })
  })

  const cutOff = short({
    stock: { on_hand: 140, as_of: '2026-06-01' },
    lead: { lead_time_days: 6, order_cutoff: '15:00' },
  })
  it('says the hour by which orders must be in; a day that was named is judged as on its morning', () => {
    expect(cutOff().window.order_by_date).toBe('2026-06-09')
    expect(said(cutOff())).toMatch(/by Tue 9 Jun 15:00/)
    expect(cutOff({ day: '2026-06-09' })).toMatchObject({
      verdict: 'at-risk',
      window: { order_by_date: '2026-06-09' },
      expected: { earliest_order_date: '2026-06-09' },
    })
  })
  const fed = short({ location: { supplied_by: 'DEPOT' } })
  it('says which of our own locations supplies the shop', () => expect(said(fed())).toMatch(/DEPOT/))
})
