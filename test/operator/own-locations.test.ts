import { describe, expect, it } from 'vitest'
import { said, shopBook } from '../_helpers/shop-book.ts'

type Row = Readonly<Record<string, string | number>>

const book = shopBook('2026-06-01')
let families = 0

/** Two shops with 210 on the shelf and ten sold a day, both supplied by one warehouse: nothing is left on Mon 22 June. */
const family = (told: {
  readonly warehouse: number | Row | null
  readonly acme?: Row
  readonly sent?: Row | null
  readonly inbound?: readonly Row[]
  readonly promotions?: readonly Row[]
  readonly item?: Row
}) => {
  const of = `F${++families}`
  const [dc, shops] = [`DC-${of}`, [`A-${of}`, `B-${of}`]]
  const acme = `ACME-${of}`
  book.tell('items', { sku: of, name: of, supplier: acme, unit_price: 10, unit_cost: 4, currency: 'EUR', ...told.item })
  book.tell('locations', { location: dc, kind: 'dc' }, ...shops.map((location) => ({ location, supplied_by: dc })))
  const on = { as_of: '2026-06-01' }
  const { warehouse } = told
  if (warehouse !== null)
    book.tell('inventory', {
      sku: of,
      location: dc,
      ...on,
      ...(typeof warehouse === 'number' ? { on_hand: warehouse } : warehouse),
    })
  for (const location of shops) {
    book.tell('inventory', { sku: of, location, ...on, on_hand: 210 })
    book.tell('demand-plan', { sku: of, location, date: '2026-06-01', units: 1800, days: 180 })
  }
  if (told.sent !== null) book.tell('lead-times', { supplier: dc, lead_time_days: 2, ...told.sent })
  book.tell('lead-times', { supplier: acme, lead_time_days: 12, ...told.acme })
  book.tell('inbound', ...(told.inbound ?? []).map((row, i) => ({ order_id: `PO-${of}-${i}`, sku: of, ...row })))
  const promotions = told.promotions ?? [{}]
  for (const [i, row] of promotions.entries())
    for (const location of shops)
      book.tell('promotions', {
        promotion_id: `P-${of}-${i + 1}`,
        sku: of,
        location,
        name: `Promotion ${i + 1} of ${of}`,
        start: '2026-06-22',
        end: '2026-06-28',
        ...(row.uplift === undefined ? { units: 300 } : {}),
        ...row,
      })
  const lines = (nth = 1) => shops.map((location) => book.find(`P-${of}-${nth}`, location))
  return { dc, acme, sku: of, lines, a: (nth = 1) => lines(nth)[0] as ReturnType<typeof book.find> }
}

describe('a shop that one of our own locations supplies', () => {
  const full = family({ warehouse: 2_000 })
  it('orders there, as late as that one needs, while it has uncommitted units', () => {
    for (const line of full.lines()) {
      expect(line).toMatchObject({ verdict: 'at-risk', window: { order_by_date: '2026-06-20' } })
      expect(said(line)).toMatch(new RegExp(`Order \\d+ units at ${full.dc} by Sat 20 Jun`))
      expect(said(line)).toMatch(/has the missing \d+ units free to send \(2,000 in stock/)
    }
    const [first, second] = full.lines().map((line) => line.window.order_units as number)
    expect(first).toBe(second)
    expect(said(full.lines()[1] as ReturnType<typeof full.a>)).toContain(
      `(2,000 in stock - ${first} for promotions with priority, until `,
    )
  })

  const empty = family({ warehouse: 0 })
  it('orders through it at its supplier where it has nothing: the way of both legs counts', () => {
    for (const line of empty.lines()) {
      expect(line).toMatchObject({ verdict: 'at-risk', window: { order_by_date: '2026-06-08' } })
      expect(said(line)).toMatch(new RegExp(`Order \\d+ units at ${empty.acme} by Mon 8 Jun`))
      expect(said(line)).toMatch(
        new RegExp(`${empty.dc} has none of the missing \\d+ units free to send .* order them at ${empty.acme} first`),
      )
    }
  })

  const far = family({ warehouse: 0, acme: { lead_time_days: 30 } })
  it('is not ready where its supplier cannot be in time any more, and a safe date counts both legs', () => {
    expect(far.a().verdict).toBe('not-ready')
    expect(far.a().window.safe_date).toBe('2026-07-03')
    expect(said(far.a())).toMatch(
      new RegExp(`${far.acme} needs 30 days and ${far.dc} 2 more, so it is too late since Thu 21 May`),
    )
  })

  const half = family({ warehouse: 450 })
  it('shares what is there with the other shops: what is lacking in all of them is said', () => {
    const [first, second] = half.lines()
    expect(first?.window.order_by_date).toBe('2026-06-20')
    // What it can send lasts a day longer.
    expect(second?.window.order_by_date).toBe('2026-06-09')
    expect(said(second as ReturnType<typeof half.a>)).toMatch(
      /has \d+ of the missing \d+ units free to send .* order the other \d+ at/,
    )
    // What is short is short before anything is sent, and is told from the day on which that begins.
    const shortage = (line = half.a()) => said(line).match(/\d+ units short in its days from \w+ \d+ \w+/)?.[0]
    expect(shortage(second)).toBeTruthy()
    expect(shortage(second)).toBe(shortage(first))
    const need = first?.window.order_units as number
    expect(second?.window.order_units).toBeGreaterThan(0)
    expect(second?.window.order_units).toBeLessThan(need)
  })

  const coming = family({ warehouse: 0, inbound: [{ location: 'DC-F5', quantity: 900, due_date: '2026-06-18' }] })
  it('counts what comes to the warehouse before the goods have to leave it', () =>
    expect(coming.a()).toMatchObject({ verdict: 'at-risk', window: { order_by_date: '2026-06-20' } }))

  const late = family({ warehouse: 0, inbound: [{ location: 'DC-F6', quantity: 900, due_date: '2026-06-21' }] })
  it('does not count what comes there later', () => expect(late.a().window.order_by_date).toBe('2026-06-08'))

  const reserved = family({ warehouse: { on_hand: 2_000, allocated: 2_000 } })
  it('leaves allocated units alone', () => expect(reserved.a().window.order_by_date).toBe('2026-06-08'))

  const sent = family({
    warehouse: { on_hand: 1_000, as_of: '2026-06-01' },
    inbound: [
      {
        location: 'A-F8',
        supplier: 'DC-F8',
        quantity: 1_000,
        status: 'confirmed',
        ordered_date: '2026-06-01',
        due_date: '2026-07-20',
      },
    ],
  })
  // 500 came to the warehouse for the promotion; what was sent on before the count is not sent again.
  const ordered = (location: string, on: string, quantity: number, more: Row = {}) => ({
    ...{ location, quantity, promotion_id: 'P-F9-1', due_date: on, ordered_date: '2026-05-29', ...more },
  })
  const came = (on: string, units: number) => ({ status: 'received', received_date: on, received_quantity: units })
  const sentOn = (units: number, promotion: string) =>
    family({
      warehouse: 500,
      inbound: [
        ordered(`DC-F${families + 1}`, '2026-05-28', 0, { ...came('2026-05-28', 500), promotion_id: promotion }),
        ordered(`A-F${families + 1}`, '2026-06-03', units, {
          supplier: `DC-F${families + 1}`,
          promotion_id: promotion,
        }),
      ],
    })
  const some = sentOn(100, 'P-F9-1')
  const all = sentOn(250, 'P-F10-1')
  const sentTo = (line: ReturnType<typeof book.find>) =>
    line.reasons.flatMap(({ code, text }) => (code === 'SENT_ON' ? [Number(/send (\d+) units/.exec(text)?.[1])] : []))
  it('says what it is to send on of what was ordered for the promotion, once', () => {
    const units = (lines: readonly ReturnType<typeof book.find>[]) =>
      lines.flatMap(sentTo).reduce((sum, one) => sum + one, 0)
    expect(said(some.a())).toMatch(/DC-F9 should send \d+ units of PO-F9-0 here on .*; they are usable on/)
    expect(units(some.lines()) + 100).toBeLessThanOrEqual(500)
    expect(units(all.lines()) + 250).toBeLessThanOrEqual(500)
  })

  it('leaves alone what was sent since the count', () => expect(sent.a().window.order_by_date).toBe('2026-06-08'))

  const twice = family({
    warehouse: 800,
    acme: { lead_time_days: 60 },
    promotions: [{ start: '2026-07-06', end: '2026-07-12', units: 330 }, {}],
  })
  it('keeps the units of the promotion that was registered first, whatever its start', () => {
    expect(twice.lines(1).map((line) => line.verdict)).toEqual(['at-risk', 'at-risk'])
    expect(twice.lines(2).map((line) => line.verdict)).toEqual(['not-ready', 'not-ready'])
  })

  const untold = family({ warehouse: null, acme: { lead_time_days: 30 } })
  it('is unknown where nobody has told the stock of the warehouse, and that would change the verdict', () => {
    expect(untold.a().verdict).toBe('unknown')
    expect(said(untold.a())).toMatch(new RegExp(`stock of ${untold.sku} at ${untold.dc}`))
  })

  const old = family({ warehouse: { on_hand: 2_000, as_of: '2026-05-20' }, acme: { lead_time_days: 30 } })
  it('is unknown where that stock was counted too long ago, and that would change the verdict', () => {
    expect(old.a().verdict).toBe('unknown')
    expect(said(old.a())).toMatch(new RegExp(`stock of ${old.sku} at ${old.dc}, .*, is from Wed 20 May`))
  })

  const unmoved = family({ warehouse: 5_000, sent: null })
  it('is judged as if its supplier delivered where the lead time of the warehouse is missing', () => {
    expect(unmoved.a().window.order_by_date).toBe('2026-06-10')
    expect(said(unmoved.a())).toMatch(/its lead time is missing .*, so I assume ACME-F14 delivers here directly/)
  })
})

describe('ordinary orders of shops at one of our own locations', () => {
  const review = { review_days: 3 }
  const flowing = family({ warehouse: 2_000, sent: review, promotions: [{ uplift: 1 }] })
  it('go on while it has something to send', () => {
    expect(flowing.a()).toMatchObject({ verdict: 'ready', window: { ordinary_from: '2026-06-03' } })
  })

  const dry = family({ warehouse: 20, sent: review, promotions: [{ uplift: 1 }] })
  it('are not assumed once it has nothing left, and that is said', () => {
    expect(dry.a().verdict).not.toBe('ready')
    expect(said(dry.a())).toMatch(new RegExp(`${dry.dc} has no stock left for ordinary orders from `))
  })

  const refilled = family({
    warehouse: 20,
    sent: review,
    acme: { ...review, lead_time_days: 5 },
    promotions: [{ uplift: 1 }],
  })
  it('go on where its own ordinary orders keep it full', () => expect(refilled.a().verdict).toBe('ready'))

  const promised = family({ warehouse: 600, sent: review, acme: { lead_time_days: 60 } })
  it('take their units before a promotion does', () => {
    // Both shops want 252 on top: 600 would do, but the ordinary orders until then take some 170 of them.
    expect(promised.lines().some((line) => line.verdict === 'not-ready')).toBe(true)
  })
})

describe('a shortage at one of our own locations', () => {
  const short = family({ warehouse: 0, item: { min_order_qty: 1000, order_multiple: 100 } })
  const limited = family({ warehouse: 0, acme: { lead_time_days: 5, max_per_week: 400 } })

  it('is one risk, the needs of all shops in one order at its supplier', async () => {
    const { out } = await book.line().run('digest', '--as-of', '2026-06-01', '--dry-run', '--format', 'json')
    const orders = JSON.stringify(JSON.parse(out)).match(
      new RegExp(`order [\\d,]+ units of ${short.sku} at [\\w-]+[^"]*`, 'g'),
    )
    expect(orders).toHaveLength(1)
    expect(orders?.[0]).toMatch(/order 1,000 units of \S+ at ACME-\S+ by Mon 8 Jun \(7 days left\)/)
  })

  it('is split over weeks by the limit of its supplier, for all shops together', () => {
    const [first, second] = limited.lines().map((line) => line.window)
    const weeks = 1 + (first?.later_orders.length ?? 0)
    expect(weeks).toBeGreaterThan(1)
    expect((first?.order_units as number) + (second?.order_units as number)).toBeLessThanOrEqual(400)
  })
})

describe('a late order of the location that supplies a shop', () => {
  const withOrder = (row: Row) => {
    const location = `DC-F${families + 1}`
    return family({ warehouse: 0, acme: { lead_time_days: 30 }, inbound: [{ location, quantity: 900, ...row }] })
  }
  const overdue = withOrder({ due_date: '2026-05-28' })
  const slipped = withOrder({ due_date: '2026-06-27', promised_date: '2026-06-15' })
  const delayed = withOrder({ due_date: '2026-06-15', status: 'delayed' })

  it.each([
    ['overdue', overdue, 'was due Thu 28 May and has not arrived'],
    ['slipped', slipped, 'has slipped from Mon 15 Jun to Sat 27 Jun'],
    ['delayed', delayed, 'has no new date'],
  ])('that is %s is named at the shop', (_, { a, sku, dc }, how) => {
    expect(a().verdict).toBe('not-ready')
    expect(said(a())).toContain(`PO-${sku}-0 (900 units) for ${dc}, which supplies this place, ${how}.`)
  })
})
