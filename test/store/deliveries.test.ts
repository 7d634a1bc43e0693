import { beforeEach, describe, expect, it } from 'vitest'
import { isoOf } from '../../src/domain/day.ts'
import type { InboundRow } from '../../src/store/feeds/feed-rows.ts'
import { example, factsOf, feed, openStore, type Store } from './open-store.ts'

let store: Store
beforeEach(async () => {
  store = await openStore()
  return () => store[Symbol.asyncDispose]()
})

const row = (day: number | null, quantity = 50, other: Partial<InboundRow> = {}): InboundRow => ({
  ...example.inbound,
  due_on: day === null ? null : `2026-02-${String(day).padStart(2, '0')}`,
  quantity,
  ...other,
})
const file = (...rows: InboundRow[]) => feed(store.workspace, 'inbound', rows)
const snapshot = (...rows: InboundRow[]) => feed(store.workspace, 'inbound', rows, { mode: 'snapshot' })
const settled = async (...rows: InboundRow[]) => {
  const { inserted, changed, unchanged } = (await file(...rows)).settled
  return [inserted, changed, unchanged]
}
const short = (day: number | null) => (day === null ? '-' : isoOf(day).slice(8))

/** What counts, as `number or line: units on day, first promised for day`. */
const counts = async () =>
  (await factsOf(store.workspace)).orders.map(
    ({ line, quantity, due, promisedOn }) =>
      `${line || 1}: ${quantity} on ${short(due)}, promised ${short(promisedOn)}`,
  )

describe('an order in several deliveries that nobody numbers', () => {
  it('counts each of them, whatever their order in the file, and the same file again changes nothing', async () => {
    expect(await settled(row(20), row(10))).toEqual([2, 0, 0])
    const before = await counts()
    expect(before).toEqual(['1: 50 on 10, promised 10', '2: 50 on 20, promised 20'])
    expect(await settled(row(10), row(20))).toEqual([0, 0, 2])
    expect(await counts()).toEqual(before)
  })

  it.each<[string, InboundRow[], InboundRow[], number[], string[]]>([
    ['one more', [row(10)], [row(10), row(20)], [1, 0, 1], ['1: 50 on 10, promised 10', '2: 50 on 20, promised 20']],
    ['one less', [row(10), row(20)], [row(20)], [0, 1, 0], ['2: 50 on 20, promised 20']],
    [
      'the last of three slips',
      [row(10), row(15), row(20)],
      [row(10), row(15), row(25)],
      [0, 1, 2],
      ['1: 50 on 10, promised 10', '2: 50 on 15, promised 15', '3: 50 on 25, promised 20'],
    ],
    [
      'the first slips past the second',
      [row(10), row(20, 80)],
      [row(28), row(20, 80)],
      [0, 1, 1],
      ['1: 50 on 28, promised 10', '2: 80 on 20, promised 20'],
    ],
    ['the one that is left slips', [row(10), row(20)], [row(25)], [0, 1, 0], ['2: 50 on 25, promised 20']],
    [
      'one without a date',
      [row(10)],
      [row(10), row(null)],
      [1, 0, 1],
      ['1: 50 on 10, promised 10', '2: 50 on -, promised -'],
    ],
  ])('is what the last file says of it: %s', async (_, first, second, outcome, left) => {
    await file(...first)
    expect(await settled(...second)).toEqual(outcome)
    expect(await counts()).toEqual(left)
    expect(await settled(...second)).toEqual([0, 0, second.length])
    expect(await counts()).toEqual(left)
  })

  it('is left alone by a file that does not name it, and by one for another place', async () => {
    await file(row(10), row(20))
    await file(row(12, 5, { order_id: 'PO-2' }), row(12, 5, { location: 'M' }))
    expect(await counts()).toEqual(['1: 50 on 10, promised 10', '2: 50 on 20, promised 20', '1: 5 on 12, promised 12'])
  })

  it('counts a row that stands twice in the file once', async () => {
    expect(await settled(row(10), row(10))).toEqual([1, 0, 0])
    expect(await counts()).toEqual(['1: 50 on 10, promised 10'])
  })

  it('is gone with a snapshot that does not name it, and one order of those that are gone', async () => {
    await file(row(10), row(20))
    expect(await snapshot(row(12, 5, { order_id: 'PO-2' }))).toMatchObject({ absent: 1 })
    expect(await counts()).toEqual(['1: 5 on 12, promised 12'])
    await file(row(10), row(20))
    expect(await counts()).toHaveLength(3)
  })

  it('is as it was on a day before the later file was known', async () => {
    await file(row(10), row(20))
    await feed(store.workspace, 'inbound', [row(25)], { knownOn: '2026-01-15' })
    expect((await factsOf(store.workspace, '2026-01-14')).orders).toHaveLength(2)
    expect((await factsOf(store.workspace, '2026-01-15')).orders).toHaveLength(1)
  })
})

describe('an order whose deliveries are numbered', () => {
  it('keeps each until the file says something else of it', async () => {
    await file(row(10, 50, { line: '10' }), row(20, 50, { line: '20' }))
    expect(await settled(row(25, 50, { line: '20' }))).toEqual([0, 1, 0])
    expect(await counts()).toEqual(['10: 50 on 10, promised 10', '20: 50 on 25, promised 20'])
    expect(await settled(row(10, 50, { line: '10' }), row(25, 50, { line: '20' }))).toEqual([0, 0, 2])
  })

  it('contradicts itself where a number stands twice with other values', async () => {
    const { staged } = await file(row(10, 50, { line: '10' }), row(20, 50, { line: '10' }), row(10, 50, { line: '10' }))
    expect(staged).toEqual(['held', 'repeated', 'unchanged'])
  })

  it('never counts beside what was said of it without numbers, whichever came first', async () => {
    await file(row(10), row(20))
    await file(row(10, 50, { line: '10' }), row(20, 50, { line: '20' }))
    expect(await counts()).toEqual(['10: 50 on 10, promised 10', '20: 50 on 20, promised 20'])
    await file(row(10, 70))
    expect(await counts()).toEqual(['1: 70 on 10, promised 10'])
    await file(row(10, 50, { line: '10' }), row(20, 50, { line: '20' }))
    expect(await counts()).toEqual(['10: 50 on 10, promised 10', '20: 50 on 20, promised 20'])
  })
})

describe('the first promise of an order', () => {
  const promised = async () => short((await factsOf(store.workspace)).orders[0]?.promisedOn ?? null)

  it.each<[string, InboundRow[], string]>([
    ['the first date that was imported', [row(10), row(15), row(20)], '10'],
    ['what the feed says it was', [row(10), row(15, 50, { promised_on: '2026-02-08' })], '08'],
    ['the date of a first row that says it is late', [row(12, 50, { status: 'delayed' })], '12'],
    ['not the new date of what was late without one', [row(null), row(12, 50, { status: 'delayed' })], '-'],
    ['the first date that it was given', [row(null), row(12), row(14)], '12'],
  ])('is %s', async (_, rows, day) => {
    for (const one of rows) await file(one)
    expect(await promised()).toBe(day)
  })
})

describe('what came in for a promotion', () => {
  const received = (other: Partial<InboundRow>) =>
    row(10, 0, { status: 'received', received_on: '2026-01-12', received_quantity: 50, ...other })

  it('is known when the feeds no longer name it, as long as it is marked', async () => {
    await file(received({ promotion_id: 'P-1' }), received({ order_id: 'PO-2' }))
    await snapshot(row(12, 5, { order_id: 'PO-3' }))
    const { orders } = await factsOf(store.workspace)
    expect(orders.map(({ orderId, promotionIds }) => [orderId, promotionIds])).toEqual([
      ['PO-1', ['P-1']],
      ['PO-3', []],
    ])
  })

  it('is known when its file names only the deliveries that are to come', async () => {
    await file(received({ promotion_id: 'P-1' }), row(20, 60, { promotion_id: 'P-1' }))
    await file(row(20, 60, { promotion_id: 'P-1' }))
    const { orders, pastReceipts } = await factsOf(store.workspace)
    expect(orders.map(({ status, promotionIds }) => [status, promotionIds])).toEqual([
      ['received', ['P-1']],
      ['confirmed', ['P-1']],
    ])
    expect(pastReceipts.map(isoOf)).toEqual(['2026-01-12'])
  })
})
