import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandLine, commandLine } from '../_helpers/command-line.ts'

type Expected = {
  pabByDay: number[]
  firstShortDate: string | null
  firstNegativeDate: string | null
  shortageByWindow: number[]
  orderByDate: string | null
  receiptDate: string | null
  earliestOrderDate: string
  earliestReceiptDate: string
}

type Case = {
  id: string
  today: string
  onHand: number
  baselinePerDay: number
  promotions: { start: string; end: string; unitsPerDay: number }[]
  inbound: { due: string; quantity: number }[]
  leadTimeDays: number
  calendar: string
  holidays: string[]
  minOrderQty: number
  orderMultiple: number
  safetyStock: number
  expected: Expected
  expectedIfOverdueIgnored?: Expected
}

const file = resolve(import.meta.dirname, '../fixtures/oracles/planning-cases.json')
const cases = JSON.parse(readFileSync(file, 'utf8')) as Case[]

const days = (from: string, to: string) => Temporal.PlainDate.from(from).until(to).days + 1
const csv = (header: string, rows: (string | number)[][]) => [header, ...rows.map((row) => row.join(','))].join('\n')

/** Each case is an item of its own with its own supplier, so that one store and few processes serve all of them. */
const feeds = (all: Case[]) => ({
  items: csv(
    'sku,name,supplier,min_order_qty,order_multiple',
    all.map((c) => [c.id, c.id, `S-${c.id}`, c.minOrderQty, c.orderMultiple]),
  ),
  inventory: csv(
    'sku,location,on_hand,safety_stock,as_of',
    all.map((c) => [c.id, 'DC', c.onHand, c.safetyStock, c.today]),
  ),
  inbound: csv(
    'order_id,sku,location,quantity,due_date',
    all.flatMap((c) => c.inbound.map((order, i) => [`PO-${i}`, c.id, 'DC', order.quantity, order.due])),
  ),
  'lead-times': csv(
    'supplier,lead_time_days,calendar',
    all.map((c) => [`S-${c.id}`, c.leadTimeDays, c.calendar]),
  ),
  holidays: csv(
    'calendar,date',
    all.flatMap((c) => c.holidays.map((day) => [`S-${c.id}`, day])),
  ),
  'demand-plan': csv(
    'date,sku,location,units,days',
    all.map((c) => [c.today, c.id, 'DC', c.baselinePerDay * 90, 90]),
  ),
  promotions: csv(
    'promotion_id,sku,location,name,start,end,units',
    all.flatMap((c) =>
      c.promotions.map((p, i) => [
        `${c.id}-${i}`,
        c.id,
        'DC',
        `Case ${c.id}`,
        p.start,
        p.end,
        p.unitsPerDay * days(p.start, p.end),
      ]),
    ),
  ),
})

describe('the plain projection agrees with a planning engine that nobody here wrote', () => {
  let line: CommandLine
  const assessed = new Map<string, Record<string, never>>()

  beforeAll(async () => {
    line = await commandLine()
    const { inventory: _, ...others } = feeds(cases)
    for (const [kind, text] of Object.entries(others)) await line.feed(kind, text)
    const todays = [...new Set(cases.map((c) => c.today))]
    // Nobody has counted stock of a day to come: each count is imported on its own day.
    for (const [today, of] of Map.groupBy(cases, (c) => c.today))
      await line.feed('inventory', feeds(of).inventory, '--as-of', today)
    for (let i = 0; i < todays.length; i += 2)
      await Promise.all(
        todays.slice(i, i + 2).map(async (today) => {
          const ran = await line.run('assess', '--all', '--as-of', today, '--format', 'ndjson', '--ledger')
          expect(ran.err).toBe('')
          for (const text of ran.out.trim().split('\n')) {
            const object = JSON.parse(text)
            assessed.set(`${object.promotion_id} ${today}`, object)
          }
        }),
      )
  })
  afterAll(() => line[Symbol.asyncDispose]())

  const planned = cases.flatMap((c) => c.promotions.map((p, i) => ({ c, p, i, name: `${c.id}, promotion ${i + 1}` })))
  it.each(planned)('$name', ({ c, p, i }) => {
    const got = assessed.get(`${c.id}-${i} ${c.today}`) as unknown as {
      expected: Record<string, unknown>
      ledger: { date: string; balance: number }[]
    }
    const want = c.expectedIfOverdueIgnored ?? c.expected
    const horizon = days(c.today, p.end)
    const inHorizon = (date: string | null) => (date !== null && date <= p.end ? date : null)
    const short = inHorizon(want.firstShortDate)
    expect(got.ledger.map((day) => day.balance)).toEqual(want.pabByDay.slice(0, horizon))
    expect(got.expected).toMatchObject({
      opening_units: c.onHand,
      first_short_date: short,
      first_stockout_date: inHorizon(want.firstNegativeDate),
      min_balance: Math.min(...want.pabByDay.slice(0, horizon)),
      shortage_units: want.shortageByWindow[i],
      order_by_date: short && want.orderByDate,
      receipt_date: short && want.receiptDate,
      earliest_order_date: want.earliestOrderDate,
      earliest_receipt_date: want.earliestReceiptDate,
    })
  })
})
