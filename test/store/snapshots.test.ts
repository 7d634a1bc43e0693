import { describe, expect, it } from 'vitest'
import type { Workspace } from '../../src/store/database/workspace.ts'
import type { InventoryRow } from '../../src/store/feeds/feed-rows.ts'
import { factsOf, feed, onHand, open, openStore, row } from './open-store.ts'

const count = (sku: string, on_hand: number, other: Partial<InventoryRow> = {}) =>
  row('inventory', { sku, on_hand, ...other })
const order = (order_id: string, other: object = {}) => row('inbound', { order_id, ...other })
const snapshot = { mode: 'snapshot' } as const
const noon = { as_of_minute: 12 * 60 }
const nextDay = { as_of_on: '2026-01-06' }

const orderIds = async (workspace: Workspace, location = 'L') =>
  (await factsOf(workspace, '2026-01-20', { sku: 'A', location })).orders.map((one) => one.orderId)

describe('a snapshot of stock', () => {
  it('makes a position it does not name 0, and counts it', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'inventory', [count('A', 10), count('B', 20), count('C', 30)])
    const { staged, absent } = await feed(workspace, 'inventory', [count('A', 11, nextDay)], snapshot)
    expect({ staged, absent }).toEqual({ staged: ['changed'], absent: 2 })
    expect(await onHand(workspace, 'A')).toBe(11)
    expect(await onHand(workspace, 'B')).toBe(0)
    expect(await onHand(workspace, 'C')).toBe(0)
    expect((await factsOf(workspace, '2026-01-20', { sku: 'B', location: 'L' })).stock).toMatchObject({
      ...{ allocated: 0, unusable: 0, safetyStock: 3 },
    })
  })

  it('leaves the positions of places it does not name as they are', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'inventory', [count('A', 10, { location: 'M' }), count('A', 20, { location: 'N' })])
    expect(await feed(workspace, 'inventory', [count('B', 5, { location: 'M' })], snapshot)).toMatchObject({
      absent: 1,
    })
    expect(await onHand(workspace, 'A', 'M')).toBe(0)
    expect(await onHand(workspace, 'A', 'N')).toBe(20)
  })

  it('changes nothing before it is published, nor after it is discarded', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'inventory', [count('A', 10), count('B', 20)])
    const batch = await open(workspace, 'inventory', snapshot)
    await batch.stage([count('A', 11, nextDay)])
    expect([await onHand(workspace, 'A'), await onHand(workspace, 'B')]).toEqual([10, 20])
    await batch.discard()
    expect([await onHand(workspace, 'A'), await onHand(workspace, 'B')]).toEqual([10, 20])
  })

  it('changes nothing as of a day before its own', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'inventory', [count('A', 10), count('B', 20)])
    await feed(workspace, 'inventory', [count('A', 11, nextDay)], snapshot)
    expect(await onHand(workspace, 'B', 'L', '2026-01-05')).toBe(20)
    expect(await onHand(workspace, 'B', 'L', '2026-01-06')).toBe(0)
  })

  it('keeps a position that it repeats without a change', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'inventory', [count('A', 10), count('B', 20)])
    const { staged, absent } = await feed(workspace, 'inventory', [count('A', 10), count('B', 20)], snapshot)
    expect({ staged, absent }).toEqual({ staged: ['unchanged', 'unchanged'], absent: 0 })
    expect([await onHand(workspace, 'A'), await onHand(workspace, 'B')]).toEqual([10, 20])
  })

  it('is followed by a later count of a position it did not name', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'inventory', [count('A', 10), count('B', 20)])
    await feed(workspace, 'inventory', [count('A', 11, nextDay)], snapshot)
    await feed(workspace, 'inventory', [count('B', 7, { ...nextDay, ...noon })])
    expect(await onHand(workspace, 'B')).toBe(7)
  })

  it('is followed by a correction of the same minute, even one that says what was said before it', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'inventory', [count('A', 10), count('B', 20)])
    await feed(workspace, 'inventory', [count('A', 10)], snapshot)
    expect(await onHand(workspace, 'B')).toBe(0)
    expect((await feed(workspace, 'inventory', [count('B', 20)])).staged).toEqual(['changed'])
    expect(await onHand(workspace, 'B')).toBe(20)
  })

  it('yields to the next one, which counts only what is missing since', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'inventory', [count('A', 10), count('B', 20), count('C', 30)])
    expect(await feed(workspace, 'inventory', [count('A', 1, noon), count('B', 2, noon)], snapshot)).toMatchObject({
      absent: 1,
    })
    expect(await feed(workspace, 'inventory', [count('A', 3, nextDay)], snapshot)).toMatchObject({ absent: 1 })
    expect(await feed(workspace, 'inventory', [count('A', 3, nextDay)], snapshot)).toMatchObject({ absent: 0 })
    expect([await onHand(workspace, 'A'), await onHand(workspace, 'B')]).toEqual([3, 0])
  })

  it('does not count a position as missing that was 0 already', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'inventory', [count('A', 10), count('B', 20)])
    await feed(workspace, 'inventory', [count('B', 0, noon)])
    expect(await feed(workspace, 'inventory', [count('A', 10, nextDay)], snapshot)).toMatchObject({ absent: 0 })
  })
})

describe('a snapshot of orders', () => {
  it('removes the orders it does not name, and counts them', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'inbound', [order('PO-1'), order('PO-2'), order('PO-3', { location: 'M' })])
    const again = await feed(workspace, 'inbound', [order('PO-1'), order('PO-4')], snapshot)
    expect(again).toMatchObject({ settled: { inserted: 1, changed: 0, unchanged: 1 }, absent: 1 })
    expect(await orderIds(workspace)).toEqual(['PO-1', 'PO-4'])
    expect(await orderIds(workspace, 'M')).toEqual(['PO-3'])
  })

  it('is followed by an order that is placed again, even one that says what was said before it', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'inbound', [order('PO-1'), order('PO-2')])
    await feed(workspace, 'inbound', [order('PO-1')], snapshot)
    expect(await orderIds(workspace)).toEqual(['PO-1'])
    await feed(workspace, 'inbound', [order('PO-2')])
    expect(await orderIds(workspace)).toEqual(['PO-1', 'PO-2'])
  })

  it('does not count an order as missing that had been received', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'inbound', [order('PO-1'), order('PO-2')])
    await feed(workspace, 'inbound', [order('PO-2', { status: 'received', received_on: '2026-01-08' })])
    expect(await feed(workspace, 'inbound', [order('PO-1')], snapshot)).toMatchObject({ absent: 0 })
  })

  it('is not in force as of a day before it was known', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'inbound', [order('PO-1'), order('PO-2')])
    await feed(workspace, 'inbound', [order('PO-1')], { ...snapshot, knownOn: '2026-01-15' })
    expect((await factsOf(workspace, '2026-01-14')).orders).toHaveLength(2)
    expect((await factsOf(workspace, '2026-01-15')).orders).toHaveLength(1)
  })
})
