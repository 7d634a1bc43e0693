import { beforeEach, expect, it } from 'vitest'
import { dayOf } from '../../src/domain/day.ts'
import { apply } from '../../src/store/changes/apply.ts'
import type { Change } from '../../src/store/changes/change.ts'
import { example, factsOf, feed, openStore, row, type Store } from './open-store.ts'

let store: Store
beforeEach(async () => {
  store = await openStore()
  await feed(store.workspace, 'inbound', [example.inbound])
  return () => store[Symbol.asyncDispose]()
})

const write = (...changes: Change[]) => apply(store.workspace, changes, null, '2026-01-10T08:00:00Z')
const mark = (promotionIds: readonly string[], location: string | null = null): Change => ({
  kind: 'keep-order-mark',
  mark: { orderId: 'po-1', sku: 'A', location, promotionIds, by: { id: 'ben', name: 'Ben' }, on: dayOf('2026-01-10') },
})
const marked = async (asOf = '2026-01-20') => {
  const [order] = (await factsOf(store.workspace, asOf)).orders
  return order?.isOrdinary ? 'ordinary' : order?.promotionIds
}

it('an order is for what somebody said last, from that day on', async () => {
  expect(await marked()).toEqual([])
  await write(mark(['P-1', 'P-2']))
  expect(await marked()).toEqual(['P-1', 'P-2'])
  expect(await marked('2026-01-09')).toEqual([])
  await write(mark([]))
  expect(await marked()).toBe('ordinary')
})

it('what was said of an order holds when a later row says that it came in', async () => {
  await write(mark(['P-1']))
  await feed(store.workspace, 'inbound', [
    row('inbound', { quantity: 0, status: 'received', received_on: '2026-01-12', received_quantity: 5 }),
  ])
  await feed(store.workspace, 'inbound', [row('inbound', { order_id: 'PO-2' })], { mode: 'snapshot' })
  expect(await marked()).toEqual(['P-1'])
})

it('what the feed says counts before what somebody said', async () => {
  await write(mark([]))
  await feed(store.workspace, 'inbound', [row('inbound', { promotion_id: 'P-7' })])
  expect(await marked()).toEqual(['P-7'])
})

it('what was said of one place is not said of another', async () => {
  await write(mark(['P-1'], 'M'))
  expect(await marked()).toEqual([])
})

it('nothing is said any more once it is taken back', async () => {
  await write(mark(['P-1']), mark([]))
  await write({ kind: 'withdraw-order-marks', orderId: 'PO-1', sku: 'A' })
  expect(await marked()).toEqual([])
})
