import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dayOf } from '../../../src/domain/day.ts'
import { keepLearning } from '../../../src/store/facts/learned.ts'
import { loadRefused } from '../../../src/store/facts/refused.ts'
import type { FeedKind, FeedRows } from '../../../src/store/feeds/feed-rows.ts'
import { loadVisibility } from '../../../src/store/feeds/visibility.ts'
import { refuseBatch, releaseBatch, undoBatch } from '../../../src/store/imports/settle-batch.ts'
import { feed, onHand, open, openStore, row } from '../open-store.ts'

let store: Awaited<ReturnType<typeof openStore>>
beforeEach(async () => {
  store = await openStore()
})
afterEach(() => store[Symbol.asyncDispose]())

const settler = { person: 'ben', now: '2026-01-10T10:00:00.000Z', today: '2026-01-10' }
const later = { ...settler, now: '2099-01-10T10:00:00.000Z' }
const reasons = [{ code: 'gone', text: 'Half is gone.', examples: [] }]
const counted = (units: number, sku = 'A') => row('inventory', { sku, on_hand: units, as_of_on: '2026-01-08' })
const origin = { door: 'chat' as const, sender: 'ana', hash: null, mapping: null }
const feedFile = <K extends FeedKind>(kind: K, rows: readonly FeedRows[K][], mode: 'upsert' | 'snapshot' = 'upsert') =>
  feed(store.workspace, kind, rows, { origin, mode })
const held = async (rows: readonly FeedRows['inventory'][]) => {
  const batch = await open(store.workspace, 'inventory', { origin })
  await batch.stage(rows)
  await batch.hold(reasons)
  return batch.id
}
const query = (text: string) => store.database.driver.prepare(text).pluck().all()

describe('two people at once', () => {
  it('one who releases and one who refuses do not both get their way', async () => {
    const id = await held([counted(500)])
    const [released, refused] = await Promise.all([
      releaseBatch(store.workspace, id, settler),
      refuseBatch(store.workspace, id, settler),
    ])
    expect([released.kind, refused.kind].sort()).toEqual(['done', 'not-held'])
    expect(await onHand(store.workspace)).toBe(released.kind === 'done' ? 500 : null)
  })

  it('a batch is undone once', async () => {
    await feedFile('inventory', [counted(10)])
    const undone = await Promise.all([1, 2].map(() => undoBatch(store.workspace, 1, settler)))
    expect(undone.map(({ kind }) => kind).sort()).toEqual(['done', 'not-held'])
    expect(query(`select count(*) from batch where source like 'undo of%'`)).toEqual([1])
  })
})

describe('a batch that leaves out what was stored already', () => {
  it('is not released where what it was compared with is undone since', async () => {
    await feedFile('inventory', [counted(10)])
    const id = await held([counted(10), counted(99, 'B')])
    expect(await undoBatch(store.workspace, 1, later)).toMatchObject({ kind: 'done' })
    expect(await releaseBatch(store.workspace, id, later)).toEqual({ kind: 'shifted', batch: 1 })
  })

  it('is not released where another was released before it that it was not compared with', async () => {
    await feedFile('inventory', [counted(10)])
    const wrong = await held([counted(120)])
    const right = await held([counted(10), counted(99, 'B')])
    expect(await releaseBatch(store.workspace, wrong, later)).toMatchObject({ kind: 'done' })
    expect(await releaseBatch(store.workspace, right, later)).toEqual({ kind: 'shifted', batch: wrong })
  })

  it('keeps others from being settled while it is on its way in', async () => {
    await feedFile('inventory', [counted(10)])
    const id = await held([counted(120)])
    const coming = await open(store.workspace, 'inventory', { origin })
    await coming.stage([counted(10)])
    expect(await undoBatch(store.workspace, 1, settler)).toEqual({ kind: 'importing', feed: 'inventory' })
    expect(await releaseBatch(store.workspace, id, settler)).toEqual({ kind: 'importing', feed: 'inventory' })
    await coming.discard()
    expect(await releaseBatch(store.workspace, id, settler)).toMatchObject({ kind: 'done' })
  })

  it('is what keeps an older one that came in before files had a door', async () => {
    await feed(store.workspace, 'inventory', [counted(10)])
    await feed(store.workspace, 'inventory', [counted(10), counted(7, 'B')])
    expect(await undoBatch(store.workspace, 1, settler)).toMatchObject({ kind: 'newer', batch: 2 })
  })
})

it('a batch whose process ended while it was undone does not count, and is gone with the next file', async () => {
  await feedFile('inventory', [counted(10)])
  await feedFile('inventory', [counted(99)])
  store.database.driver.exec(`update batch set state = 'discarded', ended_as = 'undone', ended_by = 'ben',
    touched_at = '2020-01-01T00:00:00.000Z' where id = 2`)
  expect(await onHand(store.workspace)).toBe(10)
  expect(await undoBatch(store.workspace, 2, settler)).toEqual({ kind: 'not-held', state: 'undone' })
  await feedFile('items', [row('items', {})])
  expect(query('select state from batch where id = 2')).toEqual(['undone'])
  expect(query('select count(*) from inventory where batch_id = 2')).toEqual([0])
})

it('what was being learned with a batch that is undone meanwhile is not kept', async () => {
  await feedFile('sales', [row('sales', {})])
  const learn = (salesBatch: number) =>
    keepLearning(
      store.workspace,
      { salesBatch, leftOut: [], common: { through: dayOf('2026-01-09') } as never, levels: new Map() },
      settler.now,
    )
  await learn(1)
  await undoBatch(store.workspace, 1, settler)
  await learn(1)
  expect(query('select count(*) from learning')).toEqual([0])
  await learn(2)
  expect(query('select sales_batch from learning')).toEqual([2])
})

describe('what an undone batch leaves', () => {
  it('has no lots that were put beside a count that was stored', async () => {
    const lot = (units: number, expires: string) => ({ ...counted(units), expires_on: expires })
    await feedFile('inventory', [lot(10, '2026-03-01')])
    const id = await held([lot(10, '2026-03-01'), lot(5, '2026-04-01'), counted(3, 'B')])
    expect(query(`select sku from batch_item where batch_id = ${id} order by sku`)).toEqual(['A', 'B'])
    await refuseBatch(store.workspace, id, settler)
    expect(query(`select count(*) from inventory where batch_id = ${id}`)).toEqual([0])
    expect(await onHand(store.workspace)).toBe(10)
  })

  it('keeps as codes the items and places it described and others name', async () => {
    await feedFile('items', [row('items', { sku: 'A' }), row('items', { sku: 'UNUSED' })])
    await feedFile('locations', [row('locations', {})])
    await feedFile('inventory', [counted(5)])
    await undoBatch(store.workspace, 1, settler)
    await undoBatch(store.workspace, 2, settler)
    expect(query('select sku from item where code_only = 1')).toEqual(['A'])
    expect(query('select location from location where code_only = 1')).toEqual(['L'])
    expect(query('select count(*) from item')).toEqual([1])
  })

  it('keeps the code of a component', async () => {
    await feedFile('sales', [row('sales', { sku: 'PART' })])
    await feedFile('kits', [{ kit_sku: 'KIT', component_sku: 'PART', quantity: 2 } as FeedRows['kits']])
    await undoBatch(store.workspace, 1, settler)
    expect(query(`select sku from item order by sku`)).toEqual(['KIT', 'PART'])
  })

  it.each(['refused', 'undone'] as const)('a mark that a %s batch had ended stands again', async (how) => {
    const marking = await open(store.workspace, 'inventory', { origin })
    await marking.stage([counted(3, 'B')])
    await marking.refuse([{ sku: 'A', location: 'L', orderId: '', reason: 'no number' }])
    await marking.publish()
    const marked = async () =>
      (await loadRefused(store.workspace, await loadVisibility(store.workspace, '2026-02-01'), ['A'])).size
    expect(await marked()).toBe(1)
    if (how === 'refused') await refuseBatch(store.workspace, await held([counted(500)]), settler)
    else {
      await feedFile('inventory', [counted(500)])
      expect(await marked()).toBe(0)
      await undoBatch(store.workspace, 2, settler)
    }
    expect(await marked()).toBe(1)
  })

  it('is about the items that its snapshot did not have, and those that a supplier sends', async () => {
    await feedFile('promotions', [row('promotions', { sku: 'A' })])
    await feedFile('inventory', [counted(10), counted(5, 'B')])
    await feedFile('inventory', [counted(5, 'B')], 'snapshot')
    await feedFile('lead-times', [row('lead-times', { sku: '' })])
    store.database.driver.exec('delete from batch_item')
    await undoBatch(store.workspace, 3, settler)
    await undoBatch(store.workspace, 4, settler)
    expect(query(`select batch_id || sku from batch_item where sku = 'A' order by 1`)).toEqual(['5A', '6A'])
  })
})
