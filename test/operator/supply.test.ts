import { describe, expect, it } from 'vitest'
import { balances, csvOf, type Judged, receipts, said, shopBook } from '../_helpers/shop-book.ts'

// Judged on Mon 1 June; where a plan is given it says ten a day from 1 May on.
const plan = [{ date: '2026-05-01', units: 1800, days: 180 }]
const promotion = { units: 100 }

const book = shopBook('2026-06-01')

describe('the opening stock', () => {
  const opening = (told: Parameters<typeof book.shop>[0], units: number) => {
    const judged = book.shop({ plan, promotion, ...told })
    return () => expect(judged().expected.opening_units).toBe(units)
  }
  const counted = (as_of: string, more = {}) => ({ on_hand: 100, as_of, ...more })

  it('is what the feed says of this morning', opening({ stock: counted('2026-06-01') }, 100))
  it('leaves out what is unusable', opening({ stock: counted('2026-06-01', { unusable: 30 }) }, 70))
  it(
    'is what the feed says, allocated units included, which the forecast sells first',
    opening({ stock: counted('2026-06-01', { allocated: 30 }) }, 100),
  )
  it(
    'falls by the expected demand since the count where no sales are known: three days of ten',
    opening({ stock: counted('2026-05-29') }, 70),
  )
  it(
    'falls by the sales since the count where they are known',
    opening({ stock: counted('2026-05-29'), sold: { '2026-05-29': 5, '2026-05-30': 7, '2026-05-31': 9 } }, 79),
  )
  it(
    'falls by the expected demand on just the days without a row',
    opening({ stock: counted('2026-05-29'), sold: { '2026-05-29': 5 } }, 75),
  )
  it(
    'spreads a row of several days over them: two of its seven days lie after the count',
    opening({ stock: counted('2026-05-30'), sales: [{ date: '2026-05-25', units: 35, days: 7 }] }, 90),
  )
  it(
    'does not fall by sales before the count',
    opening({ stock: counted('2026-06-01'), sold: { '2026-05-30': 40, '2026-05-31': 40 } }, 100),
  )
  it(
    'does not know the sales of today',
    opening({ stock: counted('2026-06-01'), sold: { '2026-06-01': 40, '2026-06-02': 40 } }, 100),
  )
  it(
    'takes all of the day of a count at its first minute',
    opening({ stock: counted('2026-05-31T00:00'), sold: { '2026-05-31': 24 } }, 76),
  )
  it(
    'takes the rest of the day of a count at noon',
    opening({ stock: counted('2026-05-31T12:00'), sold: { '2026-05-31': 24 } }, 88),
  )
  it(
    'reads the time of a count in the zone of the location: 22:00 UTC is midnight in Berlin',
    opening(
      {
        stock: counted('2026-05-30T22:00:00Z'),
        sold: { '2026-05-30': 50, '2026-05-31': 24 },
        location: { timezone: 'Europe/Berlin' },
      },
      76,
    ),
  )
  it('never falls below nothing where unmet demand is lost', opening({ stock: counted('2026-05-19') }, 0))
  const received = (received_date: string) => ({
    quantity: 0,
    status: 'received',
    received_date,
    received_quantity: 40,
  })
  it(
    'rises by what was received since: 100 - 3 x 10 + 40',
    opening({ stock: counted('2026-05-29'), orders: [received('2026-05-30')] }, 110),
  )
  it(
    'rises by what was received on the day of a count made at its start',
    opening({ stock: counted('2026-05-29'), orders: [received('2026-05-29')] }, 110),
  )
  it(
    'already holds what was received before the count',
    opening({ stock: counted('2026-05-29'), orders: [received('2026-05-28')] }, 70),
  )
  it(
    'holds an order that was due since, as the stock would not show it yet: 100 - 3 x 10 + 40',
    opening({ stock: counted('2026-05-29'), orders: [{ quantity: 40, due_date: '2026-05-30' }] }, 110),
  )
  it(
    'does not hold an order that a later count would show and that is not said to have come',
    opening({ stock: counted('2026-05-31'), orders: [{ quantity: 40, due_date: '2026-05-30' }] }, 90),
  )

  // 400 - 140 before the window leave 260 for 100; 300 more taken off would leave none.
  const reserved = book.shop({ stock: counted('2026-06-01', { on_hand: 400, allocated: 200 }), promotion })
  const unreserved = book.shop({ stock: 400, promotion })
  it('owes allocated units to the demand there is, not on top of it', () => {
    expect(reserved().verdict).toBe('ready')
    expect(reserved().ledger).toEqual(unreserved().ledger)
  })

  // 400 - 210 before the window - 370 in it: 180 are missing. Of 600 that are sold, 200 cannot be delivered; of 800 even
  // more than the window wants.
  const sold = [0, 300, 500, 600, 800].map((allocated) =>
    book.shop({
      stock: counted('2026-06-01', { on_hand: 400, allocated }),
      lead: 60,
      promotion: { start: '2026-06-22', end: '2026-06-28', extra: 300 },
    }),
  )
  it('is shorter the more of it is sold already, and never less short', () => {
    const short = sold.map((judged) => judged().expected_shortage_units as number)
    for (const [i, units] of [180, 180, 180, 200, 370].entries()) expect(short[i]).toBeCloseTo(units, 0)
    const money = sold.map((judged) => judged().revenue_at_risk as number)
    expect(money).toEqual(money.toSorted((a, b) => a - b))
  })
  it('says what of it is sold and cannot be delivered', () => {
    expect(sold.map((judged) => /cannot be delivered/.test(said(judged())))).toEqual([false, false, true, true, true])
    expect(said((sold[4] as (typeof sold)[number])())).toContain(
      '800 units are already sold but only 400 are in stock: 400 cannot be delivered yet.',
    )
  })
})

describe('a place that delivers late what it lacks', () => {
  const short = { stock: 100, lead: 60, promotion }
  const [owing, losing] = [book.shop({ ...short, location: { unmet: 'backorder' } }), book.shop(short)]
  const read = async (judged: typeof owing, ...words: string[]) =>
    (await book.line().run(...words, ...(words[0] === 'assess' ? ['--promotion', judged().promotion_id] : []))).out

  it('says that its demand is late and not lost, and so does the money', async () => {
    expect(said(owing())).toMatch(/units of its sales will be delivered late, not lost, from/)
    const card = await read(owing, 'assess', '--as-of', '2026-06-01')
    expect(card).toMatch(/: [\d,]+ of [\d,]+ units delivered late, not lost,? from/)
    expect(card).toMatch(/; EUR [\d,]+ late, not lost\./)
    expect(card).not.toMatch(/at risk/)
    const row = new RegExp(
      `\\(${owing().promotion_id}\\)[^\\n]+ · EUR [\\d,]+ late · [^\\n]+\\n[^\\n]+ units delivered late, not lost from`,
    )
    expect(await read(owing, 'digest', '--as-of', '2026-06-01', '--dry-run')).toMatch(row)
  })
  it('keeps the amount of it', () => expect(owing().revenue_at_risk).toBeGreaterThan(0))
  it('is no other place', async () => {
    expect(said(losing())).not.toMatch(/delivered late/)
    expect(await read(losing, 'assess', '--as-of', '2026-06-01')).toMatch(/; EUR [\d,]+ at risk\./)
  })
})

describe('an order', () => {
  const arriving = (order: Record<string, string | number>, location?: Record<string, string | number>) => {
    const judged = book.shop({ stock: 200, promotion, orders: [order], ...(location ? { location } : {}) })
    return (want: Record<string, number>) => () => expect(receipts(judged())).toEqual(want)
  }
  const due = (due_date: string, status = 'confirmed') => ({ quantity: 50, due_date, status })

  it('counts on its due day when confirmed', arriving(due('2026-06-06'))({ '2026-06-06': 50 }))
  it('counts today when due today', arriving(due('2026-06-01'))({ '2026-06-01': 50 }))
  it('is confirmed where no status is given', arriving({ quantity: 50, due_date: '2026-06-05' })({ '2026-06-05': 50 }))
  it(
    'counts after the days from dock to stock',
    arriving(due('2026-06-05'), { dock_to_stock_days: 2 })({ '2026-06-07': 50 }),
  )
  it(
    'counts days from dock to stock as receiving days: Friday and two are Tuesday',
    arriving(due('2026-06-05'), { dock_to_stock_days: 2, receiving_days: 'mon-fri' })({ '2026-06-09': 50 }),
  )
  it(
    'is received on the next receiving day: due on Saturday, there on Monday',
    arriving(due('2026-06-06'), { receiving_days: 'mon-fri' })({ '2026-06-08': 50 }),
  )
  it('does not count when overdue', arriving(due('2026-05-31'))({}))
  it('does not count when only planned', arriving(due('2026-06-05', 'planned'))({}))
  it('does not count when cancelled', arriving(due('2026-06-05', 'cancelled'))({}))
  it(
    'does not count again when received',
    arriving({ ...due('2026-06-05', 'received'), received_date: '2026-05-20', received_quantity: 50 })({}),
  )
  it('does not count when delayed without a new date', arriving({ quantity: 50, status: 'delayed' })({}))
  it('does not count without any date', arriving({ quantity: 50 })({}))
  it('does not count beyond the end of the window, where the ledger ends', arriving(due('2026-06-22'))({}))

  const several = book.shop({
    stock: 200,
    promotion,
    orders: [
      { quantity: 10, due_date: '2026-06-05' },
      { quantity: 20, due_date: '2026-06-05' },
      { quantity: 5, due_date: '2026-06-08' },
    ],
  })
  it('adds up with others of its day, in the ledger from today to the end of the window', () => {
    expect(receipts(several())).toEqual({ '2026-06-05': 30, '2026-06-08': 5 })
    const { ledger } = several()
    expect([ledger[0], ledger.at(-1)]).toMatchObject([{ date: '2026-06-01' }, { date: '2026-06-21' }])
    // 200 + 35 - 14 x 10 - 100
    expect(balances(several())['2026-06-21']).toBe(-5)
  })

  // 140 are sold before the window; its 700 hang on one order of 1,500, which no new order can stand in for.
  const hanging = (order: Record<string, string | number>) =>
    book.shop({ stock: 140, lead: 60, promotion: { units: 700 }, orders: [{ ...order, quantity: 1500 }] })

  const confirmed = hanging(due('2026-06-10'))
  it('makes a line ready when confirmed in time', () => expect(confirmed().verdict).toBe('ready'))

  const planned = book.shop({
    stock: 140,
    lead: 5,
    promotion: { units: 700 },
    orders: [{ ...due('2026-06-10', 'planned'), quantity: 1500, order_id: 'PL-33' }],
  })
  it('that is planned makes a line at risk, not ready: it has to be placed, and no second order is proposed', () => {
    expect(planned().verdict).toBe('at-risk')
    expect(said(planned())).toMatch(/PL-33.* is placed by/)
    expect(planned().window.order_units ?? 0).toBe(0)
  })

  const overdue = hanging({ ...due('2026-05-29'), order_id: 'PO-77' })
  it('that is overdue and decides the verdict is named with the verdict it would give', () => {
    expect(overdue().verdict).toBe('not-ready')
    expect(said(overdue())).toMatch(/PO-77/)
    expect(said(overdue())).toMatch(/ready if|if it [^.]* ready/i)
  })

  const delayed = hanging({ status: 'delayed', order_id: 'PO-78' })
  it('that is delayed is named as in need of a date', () => {
    expect(delayed().verdict).toBe('not-ready')
    expect(said(delayed())).toMatch(/PO-78[^.]*date/)
  })

  const late = hanging(due('2026-06-19'))
  it('that comes in the window leaves the days before it short', () => {
    expect(late().verdict).toBe('not-ready')
    // 15 to 18 June, a hundred a day.
    expect(late().expected.shortage_units).toBe(400)
  })
})

describe('an inventory snapshot', () => {
  const at = (location: string) => ({ location, start: '2026-06-15', end: '2026-06-21', units: 100 })
  for (const sku of ['BREAD', 'MILK'])
    for (const location of ['EAST', 'WEST']) {
      book.tell('items', { sku, name: sku, supplier: 'ACME', unit_price: 10 })
      book.tell('demand-plan', { sku, location, date: '2026-06-01', units: 600, days: 60 })
      book.tell('promotions', { promotion_id: `${sku}-${location}`, sku, name: sku, ...at(location) })
    }
  book.tell('lead-times', { supplier: 'ACME', lead_time_days: 60 })
  book.tell('inventory', { sku: 'BREAD', location: 'WEST', on_hand: 900, as_of: '2026-06-01' })

  it('holds nothing of an item that is absent at a location it names, and does not touch the others', async () => {
    const file = await book
      .line()
      .write('snapshot.csv', csvOf([{ sku: 'BREAD', location: 'EAST', on_hand: 900, as_of: '2026-06-01' }]))
    expect(await book.line().run('import', 'inventory', file, '--snapshot')).toMatchObject({ status: 0 })
    const ran = await book.line().run('assess', '--all', '--as-of', '2026-06-01', '--format', 'ndjson')
    const lines = ran.out
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as Judged)
      .filter((line) => ['BREAD', 'MILK'].includes(line.sku))
    const opening = Object.fromEntries(lines.map((line) => [line.promotion_id, line.expected.opening_units]))
    expect(opening).toEqual({ 'BREAD-EAST': 900, 'BREAD-WEST': 900, 'MILK-EAST': 0, 'MILK-WEST': null })
    const verdict = Object.fromEntries(lines.map((line) => [line.promotion_id, line.verdict]))
    expect(verdict).toEqual({
      'BREAD-EAST': 'ready',
      'BREAD-WEST': 'ready',
      'MILK-EAST': 'not-ready',
      'MILK-WEST': 'unknown',
    })
  })
})
