import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FeedKind, FeedRows } from '../../../src/store/feeds/feed-rows.ts'
import { loadBatches } from '../../../src/store/imports/batch-list.ts'
import { refuseBatch, releaseBatch, undoBatch } from '../../../src/store/imports/settle-batch.ts'
import { factsOf, feed, onHand, open, openStore, row } from '../open-store.ts'

let store: Awaited<ReturnType<typeof openStore>>
beforeEach(async () => {
  store = await openStore()
})
afterEach(() => store[Symbol.asyncDispose]())

const settler = { person: 'ben', now: '2026-01-10T10:00:00.000Z', today: '2026-01-10' }
const reasons = [{ code: 'gone', text: 'Half is gone.', examples: [] }]
const counted = (units: number, day: string, sku = 'A') => row('inventory', { sku, on_hand: units, as_of_on: day })
const origin = { door: 'chat' as const, sender: 'ana', hash: null, mapping: null }
const feedFile = <K extends FeedKind>(kind: K, rows: readonly FeedRows[K][]) =>
  feed(store.workspace, kind, rows, { origin })
const held = async (units: number) => {
  const batch = await open(store.workspace, 'inventory', { origin })
  await batch.stage([counted(units, '2026-01-09')])
  await batch.hold(reasons)
  return batch.id
}

describe('a held batch', () => {
  it('does not count, survives the clearing of what imports left behind, and counts once released', async () => {
    await feedFile('inventory', [counted(10, '2026-01-08')])
    const id = await held(500)
    store.database.driver.exec(`update batch set touched_at = '2020-01-01T00:00:00.000Z'`)
    await feed(store.workspace, 'items', [row('items', { sku: 'B' })])
    expect(await onHand(store.workspace)).toBe(10)
    expect(await loadBatches(store.workspace, { state: 'held', limit: 9 })).toMatchObject([
      { id, holdReasons: reasons, sender: 'ana' },
    ])
    expect(await releaseBatch(store.workspace, id, settler)).toMatchObject({ kind: 'done', feed: 'inventory' })
    expect(await onHand(store.workspace)).toBe(500)
    expect(await releaseBatch(store.workspace, id, settler)).toEqual({ kind: 'not-held', state: 'visible' })
  })

  it('leaves nothing but its name where it is refused', async () => {
    const id = await held(500)
    expect(await refuseBatch(store.workspace, id, settler)).toMatchObject({ kind: 'done' })
    expect(store.database.driver.prepare('select * from inventory where batch_id = ?').all(id)).toEqual([])
    expect(await loadBatches(store.workspace, { limit: 9 })).toMatchObject([{ id, state: 'refused', endedBy: 'ben' }])
    expect(await releaseBatch(store.workspace, id, settler)).toEqual({ kind: 'not-held', state: 'refused' })
  })

  it('is not released over a newer file', async () => {
    const id = await held(500)
    await feedFile('inventory', [counted(20, '2026-01-09')])
    expect(await releaseBatch(store.workspace, id, settler)).toMatchObject({ kind: 'newer', feed: 'inventory' })
    expect(await onHand(store.workspace)).toBe(20)
  })
})

describe('an undone batch', () => {
  it('leaves the picture as it was, and says of which items', async () => {
    await feedFile('inventory', [counted(10, '2026-01-08')])
    await feedFile('inventory', [counted(99, '2026-01-09')])
    store.database.driver.exec('delete from batch_item')
    expect(await undoBatch(store.workspace, 2, settler)).toMatchObject({ kind: 'done' })
    expect(await onHand(store.workspace)).toBe(10)
    expect(store.database.driver.prepare('select batch_id, sku from batch_item').all()).toEqual([
      { batch_id: 3, sku: 'A' },
    ])
    expect(await undoBatch(store.workspace, 2, settler)).toEqual({ kind: 'not-held', state: 'undone' })
    expect(await undoBatch(store.workspace, 1, settler)).toMatchObject({ kind: 'done' })
    expect(await onHand(store.workspace)).toBeNull()
  })

  it('stays where a later file of its kind rests on it', async () => {
    await feedFile('inventory', [counted(10, '2026-01-08')])
    await feedFile('inventory', [counted(10, '2026-01-08'), counted(7, '2026-01-08', 'B')])
    expect(await undoBatch(store.workspace, 1, settler)).toEqual({ kind: 'newer', batch: 2, feed: 'inventory' })
    expect(await onHand(store.workspace)).toBe(10)
  })

  it('keeps a code that it was the first to name where others name it by now', async () => {
    await feedFile('sales', [row('sales', { sku: 'NEW' }), row('sales', { sku: 'GONE' })])
    await feedFile('inventory', [counted(5, '2026-01-08', 'NEW')])
    await undoBatch(store.workspace, 1, settler)
    expect(store.database.driver.prepare('select sku from item where code_only = 1').pluck().all()).toEqual(['NEW'])
    expect((await factsOf(store.workspace, '2026-01-20', { sku: 'NEW', location: 'L' })).item.name).toBe('NEW')
  })
})

it('a row notes the line of the file it stands on, and rows that say the same from another line are unchanged', async () => {
  const stage = async (kind: 'inventory' | 'inbound', line: number) => {
    const batch = await open(store.workspace, kind, { origin })
    await batch.stage([row(kind, {}) as never], [line])
    return batch.publish()
  }
  await stage('inventory', 12)
  await stage('inbound', 7)
  const lines = (table: string) => store.database.driver.prepare(`select source_line from ${table}`).pluck().all()
  expect([lines('inventory'), lines('inbound')]).toEqual([[12], [7]])
  await stage('inventory', 99)
  expect(await stage('inbound', 98)).toMatchObject({ settled: { unchanged: 1 } })
  expect([lines('inventory'), lines('inbound')]).toEqual([[12], [7]])
})
