import { describe, expect, it } from 'vitest'
import { dayOf } from '../../src/domain/day.ts'
import { loadStocks } from '../../src/store/facts/stocks.ts'
import { openBatch } from '../../src/store/feeds/batches.ts'
import type { FeedKind } from '../../src/store/feeds/feed-rows.ts'
import { loadNewestBy } from '../../src/store/feeds/newest.ts'
import { loadVisibility } from '../../src/store/feeds/visibility.ts'
import { loadLivePromotionIds, loadPromotions } from '../../src/store/promotions/promotions.ts'
import { onSqlite } from '../_helpers/on-sqlite.ts'
import { everything, example, factsOf, feed, onHand, open, openStore, row } from './open-store.ts'

const kinds = Object.keys(example) as FeedKind[]
const minutesFromNow = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

describe('a batch on its way in', () => {
  it.each(kinds)('shows nothing of %s before it is published, and all of it afterwards', async (kind) => {
    await using store = await openStore()
    const { workspace } = store
    const [column] = Object.keys(example[kind]) as [keyof (typeof example)[typeof kind] & string]
    const picture = async () =>
      loadNewestBy(workspace, await loadVisibility(workspace, '2026-01-20'), kind, column, [
        String(example[kind][column]),
      ])
    const batch = await open(workspace, kind)
    await batch.stage([example[kind]])
    expect(await picture()).toEqual([])
    await batch.publish()
    expect(await picture()).toMatchObject([example[kind]])
  })

  it('shows no stock, order, sale, plan or promotion that only a batch on its way in knows', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'items', [row('items', { like_sku: null })])
    const before = await factsOf(workspace)
    for (const kind of kinds) await (await open(workspace, kind)).stage([example[kind]] as never)
    const visibility = await loadVisibility(workspace, '2026-01-20')
    expect(await factsOf(workspace)).toEqual(before)
    expect(before.stock).toBeNull()
    expect(await loadLivePromotionIds(workspace, visibility, '2026-01-20')).toEqual([])
    expect(await loadPromotions(workspace, visibility, ['P-1'])).toEqual([])
  })

  it.each(kinds)('leaves nothing of %s in any table after it is discarded', async (kind) => {
    await using store = await openStore()
    await feed(store.workspace, 'items', [row('items', { sku: 'KEPT' })])
    const { counter: _, ...before } = everything(store.database)
    const mode = kind === 'inventory' || kind === 'inbound' ? 'snapshot' : 'upsert'
    const batch = await open(store.workspace, kind, { mode })
    await batch.stage([example[kind]] as never)
    expect(everything(store.database)).not.toMatchObject(before)
    await batch.discard()
    const { counter: __, ...after } = everything(store.database)
    expect(after).toEqual(before)
  })

  it('is not seen by whoever has looked before it was opened which batches there are', async () => {
    await using store = await openStore()
    await feed(store.workspace, 'inventory', [row('inventory', { on_hand: 10 })])
    const visibility = await loadVisibility(store.workspace, '2026-01-20')
    const coming = await open(store.workspace, 'inventory')
    await coming.stage([row('inventory', { on_hand: 99, as_of_on: '2026-01-19' })])
    const cells = [{ sku: 'A', location: 'L' }]
    const stocks = () => loadStocks(store.workspace, visibility, cells, dayOf('2026-01-20'))
    expect([...(await stocks()).values()]).toMatchObject([{ onHand: 10 }])
    await coming.publish()
    expect([...(await stocks()).values()]).toMatchObject([{ onHand: 10 }])
    expect(await onHand(store.workspace)).toBe(99)
  })

  it('leaves nothing in any table when it could not be published', async () => {
    await using store = await openStore()
    await feed(store.workspace, 'inventory', [row('inventory', { sku: 'A' }), row('inventory', { sku: 'B' })])
    const { counter: _, ...before } = everything(store.database)
    const batch = await open(store.workspace, 'inventory', { mode: 'snapshot' })
    await batch.stage([row('inventory', { sku: 'A', on_hand: 11 })])
    const { driver } = store.database
    if (store.database.engine === 'sqlite')
      driver.exec(`create trigger obstacle before update of state on batch begin select raise(abort, 'obstacle'); end`)
    else driver.exec(`alter table batch add constraint obstacle check (state <> 'visible') not valid`)
    await expect(batch.publish()).rejects.toThrow('obstacle')
    driver.exec(
      store.database.engine === 'sqlite' ? 'drop trigger obstacle' : 'alter table batch drop constraint obstacle',
    )
    expect([await onHand(store.workspace, 'A'), await onHand(store.workspace, 'B')]).toEqual([10, 10])
    await batch.discard()
    const { counter: __, ...after } = everything(store.database)
    expect(after).toEqual(before)
  })

  it('leaves nothing in any table after more rows were discarded than fit into one slice', async () => {
    await using store = await openStore()
    const { counter: _, ...before } = everything(store.database)
    const batch = await open(store.workspace, 'sales')
    await batch.stage(Array.from({ length: 20_001 }, (_, i) => row('sales', { sku: `S${i}`, location: `L${i}` })))
    await batch.discard()
    const { counter: __, ...after } = everything(store.database)
    expect(after).toEqual(before)
  })
})

describe('a batch that is discarded while others are on their way', () => {
  it('leaves nothing when a feed that named its codes was discarded before it', async () => {
    await using store = await openStore()
    const naming = await open(store.workspace, 'inventory')
    await naming.stage(['A', 'B', 'C'].map((sku) => row('inventory', { sku })))
    const describing = await open(store.workspace, 'items')
    await naming.discard()
    await describing.stage(['D', 'E'].map((sku) => row('items', { sku })))
    await describing.discard()
    const { item, location, inventory, batch } = everything(store.database)
    expect([item, location, inventory, batch]).toEqual([[], [], [], []])
  })

  it('leaves nothing, whenever the other is opened while it is discarded', async () => {
    await using store = await openStore()
    const { kysely } = store.database
    for (let moment = 0; moment < 12; moment++) {
      const one = await open(store.workspace, 'sales')
      await one.stage(['A', 'B', 'C'].map((sku) => row('sales', { sku })))
      const discarded = one.discard()
      for (let i = 0; i < moment; i++) await kysely.selectFrom('workspace').select('id').execute()
      const other = await open(store.workspace, 'sales')
      await discarded
      await other.stage([row('sales', { sku: 'D' })])
      await other.discard()
      const { item, sales, batch } = everything(store.database)
      expect({ moment, item, sales, batch }).toEqual({ moment, item: [], sales: [], batch: [] })
    }
  })
})

onSqlite.describe('a store that was imported into', () => {
  it.each(['publish', 'discard'] as const)('waits for the disk again after %s', async (end) => {
    await using store = await openStore()
    const batch = await openBatch(store.workspace, 'items', {
      ...{ mode: 'upsert', source: 'test.csv', knownOn: '2026-01-01', knownSaid: true },
      now: () => new Date().toISOString(),
      holdFor: () => 100,
    })
    await batch.stage([example.items])
    await batch[end]()
    expect(store.database.driver.pragma('synchronous', { simple: true })).toBe(2)
  })
})

describe('a batch that a killed import left behind', () => {
  it('is removed by the next import after a few minutes', async () => {
    await using store = await openStore()
    await (await open(store.workspace, 'sales')).stage([example.sales])
    await (await open(store.workspace, 'items', { now: minutesFromNow(3) })).discard()
    const { sales, batch, item, location } = everything(store.database)
    expect([sales, batch, item, location]).toEqual([[], [], [], []])
  })

  // On a server the clock alone says that an import lives, every twenty seconds.
  onSqlite.it('is left alone as long as it may be alive', async () => {
    await using store = await openStore()
    const slow = await open(store.workspace, 'sales', { now: minutesFromNow(-120) })
    await slow.stage([example.sales])
    await (await open(store.workspace, 'items', { now: minutesFromNow(1) })).discard()
    await slow.publish()
    expect((await factsOf(store.workspace)).sales).toHaveLength(1)
  })

  it.each(['upsert', 'snapshot'] as const)(
    'can write nothing any more, as %s, when its process wakes up after it was removed',
    async (mode) => {
      await using store = await openStore()
      await feed(store.workspace, 'inventory', [row('inventory', { sku: 'A' }), row('inventory', { sku: 'B' })])
      const asleep = await open(store.workspace, 'inventory', { mode })
      await asleep.stage([row('inventory', { sku: 'A', on_hand: 11 })])
      await (await open(store.workspace, 'items', { now: minutesFromNow(3) })).discard()
      const { counter: _, ...before } = everything(store.database)
      const staging = asleep.stage([row('inventory', { sku: 'C' })])
      // On a server few rows stand beside the store until the end.
      if (store.database.engine === 'sqlite') await expect(staging).rejects.toThrow(/cleared away.*run it again/)
      else await staging
      await expect(asleep.publish()).rejects.toThrow(/cleared away.*run it again/)
      await asleep.discard()
      const { counter: __, ...after } = everything(store.database)
      expect(after).toEqual(before)
      expect([await onHand(store.workspace, 'A'), await onHand(store.workspace, 'B')]).toEqual([10, 10])
    },
  )
})
