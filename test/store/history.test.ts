import { describe, expect, it } from 'vitest'
import { cellKey } from '../../src/domain/cell.ts'
import { dayOf } from '../../src/domain/day.ts'
import { apply } from '../../src/store/changes/apply.ts'
import { loadRequestReceipt } from '../../src/store/changes/request-receipts.ts'
import { openWorkspace, type Workspace } from '../../src/store/database/workspace.ts'
import { loadFacts } from '../../src/store/facts/facts.ts'
import { loadStocks } from '../../src/store/facts/stocks.ts'
import { loadItems, loadLocations, loadSimilar } from '../../src/store/feeds/catalogue.ts'
import type { FeedKind } from '../../src/store/feeds/feed-rows.ts'
import { loadNewestBy } from '../../src/store/feeds/newest.ts'
import { loadVisibility } from '../../src/store/feeds/visibility.ts'
import {
  loadLivePromotionIds,
  loadPromotions,
  loadPromotionsOfItems,
  loadSellingLocations,
} from '../../src/store/promotions/promotions.ts'
import { countsOf, example, factsOf, feed, onHand, open, openStore, row, secondWorkspace } from './open-store.ts'

const kinds = Object.keys(example) as FeedKind[]

describe('the past', () => {
  it('is judged with what was known then', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'items', [row('items', { name: 'Apple' })], { knownOn: '2026-01-01' })
    await feed(workspace, 'items', [row('items', { name: 'Crisp apple' })], { knownOn: '2026-01-11' })
    await feed(workspace, 'inbound', [row('inbound', { quantity: 5 })], { knownOn: '2026-01-01' })
    await feed(workspace, 'inbound', [row('inbound', { quantity: 6 })], { knownOn: '2026-01-11' })
    await feed(workspace, 'lead-times', [row('lead-times', { lead_time_days: 5 })], { knownOn: '2026-01-01' })
    await feed(workspace, 'lead-times', [row('lead-times', { lead_time_days: 9 })], { knownOn: '2026-01-11' })
    await feed(workspace, 'demand-plan', [row('demand-plan', { units: 4 })], { knownOn: '2026-01-01' })
    await feed(workspace, 'demand-plan', [row('demand-plan', { units: 8 })], { knownOn: '2026-01-11' })
    const known = async (asOf: string) => {
      const { item, orders, leadTime, plan } = await factsOf(workspace, asOf)
      return [item.name, orders[0]?.quantity, leadTime?.lead, plan[0]?.units]
    }
    expect(await known('2026-01-10')).toEqual(['Apple', 5, 5, 4])
    expect(await known('2026-01-11')).toEqual(['Crisp apple', 6, 9, 8])
  })

  it('has the promotions that were known then, at the version they had', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'promotions', [row('promotions', { name: 'Sale' })], { knownOn: '2026-01-01' })
    const changed = [row('promotions', { name: 'Big sale' }), row('promotions', { promotion_id: 'P-2' })]
    await feed(workspace, 'promotions', changed, { knownOn: '2026-01-11' })
    const known = async (asOf: string) => {
      const visibility = await loadVisibility(workspace, asOf)
      const ids = await loadLivePromotionIds(workspace, visibility, asOf)
      const found = await loadPromotions(workspace, visibility, ids)
      return found.map(({ promotionId, name, version, rank }) => ({ promotionId, name, version, rank }))
    }
    expect(await known('2026-01-10')).toEqual([{ promotionId: 'P-1', name: 'Sale', version: 1, rank: 1 }])
    expect(await known('2026-01-11')).toEqual([
      { promotionId: 'P-1', name: 'Big sale', version: 2, rank: 1 },
      { promotionId: 'P-2', name: 'Sale', version: 2, rank: 2 },
    ])
  })

  it('takes stock and sales by their own dates, of those that had come in by then', async () => {
    await using store = await openStore()
    const { workspace } = store
    const late = { knownOn: '2026-01-10' }
    await feed(workspace, 'inventory', [row('inventory', { as_of_on: '2026-01-02', on_hand: 5 })])
    await feed(workspace, 'sales', [row('sales', { sold_on: '2026-01-02' })])
    await feed(workspace, 'inventory', [row('inventory', { as_of_on: '2026-01-05', on_hand: 10 })], late)
    await feed(workspace, 'inventory', [row('inventory', { as_of_on: '2026-01-12', on_hand: 20 })], late)
    await feed(
      workspace,
      'sales',
      [row('sales', { sold_on: '2026-01-04' }), row('sales', { sold_on: '2026-01-08' })],
      late,
    )
    expect(await onHand(workspace, 'A', 'L', '2026-01-09')).toBe(5)
    expect(await onHand(workspace, 'A', 'L', '2026-01-11')).toBe(10)
    expect(await onHand(workspace, 'A', 'L', '2026-01-12')).toBe(20)
    expect((await factsOf(workspace, '2026-01-09')).sales).toHaveLength(1)
    expect((await factsOf(workspace, '2026-01-10')).sales).toHaveLength(3)
  })

  it('has no sales of a week that is not over', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'sales', [row('sales', { sold_on: '2026-01-05', days: 7, units: 70 })])
    expect((await factsOf(workspace, '2026-01-11')).sales).toEqual([])
    expect((await factsOf(workspace, '2026-01-12')).sales).toMatchObject([{ days: 7, units: 70 }])
  })

  it('before the first import of a kind is judged with its newest picture, where nobody said from when it was known', async () => {
    await using store = await openStore()
    const { workspace } = store
    const unsaid = (knownOn: string) => ({ knownOn, knownSaid: false, holdFor: () => 0 })
    await feed(workspace, 'items', [row('items', { name: 'Apple' })], unsaid('2026-01-10'))
    await feed(workspace, 'items', [row('items', { name: 'Crisp apple' })], unsaid('2026-01-11'))
    await feed(workspace, 'inbound', [example.inbound], { knownOn: '2026-01-10' })
    await feed(workspace, 'inbound', [row('inbound', { sku: 'B' })], unsaid('2026-01-10'))
    const known = async (asOf: string) => {
      const { item, orders } = await factsOf(workspace, asOf)
      return [item.name, orders.length]
    }
    expect(await known('2026-01-09')).toEqual(['Crisp apple', 0])
    expect(await known('2026-01-10')).toEqual(['Apple', 1])
    expect(await known('2026-01-11')).toEqual(['Crisp apple', 1])
  })

  it('knows a file from the earlier day with which it is imported again', async () => {
    await using store = await openStore()
    const { workspace } = store
    await feed(workspace, 'promotions', [example.promotions], { knownOn: '2026-01-15' })
    await feed(workspace, 'promotions', [example.promotions], { knownOn: '2026-01-01' })
    const visibility = await loadVisibility(workspace, '2026-01-08')
    expect(await loadPromotions(workspace, visibility, ['P-1'])).toMatchObject([{ promotionId: 'P-1' }])
  })
})

const post = { kind: 'post', channel: 'C', about: 'digest', entity: 'E', card: {}, notAfter: null } as const

/** Everything the store answers about codes that both companies use. */
const answers = async (workspace: Workspace) => {
  const visibility = await loadVisibility(workspace, '2026-01-20')
  const newest = kinds.map((kind) => {
    const [column] = Object.keys(example[kind]) as [keyof (typeof example)[typeof kind] & string]
    return loadNewestBy(workspace, visibility, kind, column, [String(example[kind][column])])
  })
  return {
    newest: (await Promise.all(newest as Promise<readonly unknown[]>[])).flat(),
    facts: { ...(await factsOf(workspace)), location: null, item: null },
    names: [...(await loadItems(workspace, visibility, ['A'])).keys()],
    places: [...(await loadLocations(workspace, visibility, ['L'])).keys()],
    similar: await loadSimilar(workspace, visibility, 'items', 'Ax'),
    selling: (await loadSellingLocations(workspace, visibility, ['A'])).get('A'),
    live: await loadLivePromotionIds(workspace, visibility, '2026-01-20'),
    ofItems: await loadPromotionsOfItems(workspace, visibility, ['A'], '2026-01-20'),
    receipt: await loadRequestReceipt(workspace, 'K'),
  }
}

describe('many cells', () => {
  it('loaded at once have the facts that each has alone', async () => {
    await using store = await openStore()
    const { workspace } = store
    const cells = ['A', 'B', 'C'].flatMap((sku) => ['L', 'M'].map((location) => ({ sku, location })))
    for (const kind of ['inventory', 'inbound', 'sales', 'demand-plan'] as const)
      await feed(workspace, kind, cells.map((cell) => row(kind, cell)) as never)
    const counted = [row('inventory', { sku: 'A', location: 'M', as_of_on: '2026-01-06', on_hand: 1 })]
    await feed(workspace, 'inventory', counted, { mode: 'snapshot' })
    await feed(
      workspace,
      'items',
      ['A', 'B'].map((sku) => row('items', { sku, name: sku, supplier: sku, like_sku: 'C' })),
    )
    await feed(workspace, 'lead-times', [row('lead-times', { supplier: 'A', location: 'M', lead_time_days: 9 })])
    await feed(workspace, 'locations', [row('locations', { location: 'M' })])
    const visibility = await loadVisibility(workspace, '2026-01-20')
    const asOf = dayOf('2026-01-20')
    const together = await loadFacts(workspace, { visibility, cells, asOf, until: asOf + 60 })
    for (const cell of cells) expect(together.get(cellKey(cell))).toEqual(await factsOf(workspace, '2026-01-20', cell))
    expect(together.get(cellKey({ sku: 'A', location: 'M' }))).toMatchObject({
      stock: { onHand: 1 },
      leadTime: { lead: 9 },
    })
    expect(together.get(cellKey({ sku: 'B', location: 'M' }))).toMatchObject({ stock: { onHand: 0 }, leadTime: null })
    expect(together.get(cellKey({ sku: 'B', location: 'L' }))).toMatchObject({
      stock: { onHand: 10 },
      like: { sku: 'C' },
    })
  })

  it('more than fit into one statement are all found', async () => {
    await using store = await openStore()
    const skus = Array.from({ length: 1_500 }, (_, i) => `S${i}`)
    await feed(
      store.workspace,
      'inventory',
      skus.map((sku, on_hand) => row('inventory', { sku, on_hand })),
    )
    const visibility = await loadVisibility(store.workspace, '2026-01-20')
    const cells = skus.map((sku) => ({ sku, location: 'L' }))
    const stocks = await loadStocks(store.workspace, visibility, cells, dayOf('2026-01-20'))
    expect(skus.map((sku) => stocks.get(cellKey({ sku, location: 'L' }))?.onHand)).toEqual(skus.map((_, i) => i))
    expect((await loadItems(store.workspace, visibility, skus)).size).toBe(1_500)
  })
})

describe('two companies in one store', () => {
  it('do not see each other, though all their codes are equal', async () => {
    await using store = await openStore()
    const other = await secondWorkspace(store)
    const nothing = await answers(other)
    for (const kind of kinds) await feed(store.workspace, kind, [example[kind]] as never)
    const receipt = { requestKey: 'K', argumentsHash: 'h', reply: {} }
    expect(await apply(store.workspace, [post], receipt, '2026-01-20T10:00:00Z')).toBe('applied')
    const mine = await answers(store.workspace)
    expect(await answers(other)).toEqual(nothing)
    for (const kind of kinds) await (await open(other, kind)).discard()
    for (const kind of kinds)
      expect(countsOf(await feed(other, kind, [example[kind]] as never))).toMatchObject({ inserted: 1 })
    expect(await apply(other, [post], receipt, '2026-01-20T10:00:00Z')).toBe('applied')
    expect(await answers(store.workspace)).toEqual(mine)
    expect(mine).not.toEqual(nothing)
  })

  it('count, snapshot, discard and clean up each for itself', async () => {
    await using store = await openStore()
    const other = await secondWorkspace(store)
    const mode = 'snapshot'
    await feed(store.workspace, 'inventory', [row('inventory', { sku: 'A' }), row('inventory', { sku: 'B' })])
    expect(await feed(other, 'inventory', [row('inventory', { sku: 'A' })], { mode })).toMatchObject({
      ...{ staged: ['inserted'], createdItems: 1, createdLocations: 1, absent: 0 },
    })
    expect(await onHand(store.workspace, 'B')).toBe(10)
    expect(await onHand(other, 'B')).toBe(0)
    const staged = await open(other, 'sales')
    await staged.stage([row('sales', { units: 4 })])
    expect(await feed(store.workspace, 'sales', [row('sales', { units: 5 })])).toMatchObject({ staged: ['inserted'] })
    await staged.discard()
    expect((await factsOf(store.workspace)).sales).toMatchObject([{ units: 5 }])
    expect((await factsOf(other)).sales).toEqual([])
  })

  it('import at once in one process without a word to each other', async () => {
    await using store = await openStore()
    const both = [store.workspace, await secondWorkspace(store)]
    for (const workspace of both)
      await feed(workspace, 'items', [row('items', { sku: 'A' }), row('items', { sku: 'B' })])
    const [one, other] = await Promise.all(both.map((workspace) => open(workspace, 'items')))
    for (const batch of [one, other]) expect(await batch?.stage([row('items', { sku: 'A' })])).toEqual(['unchanged'])
    await one?.publish()
    expect(await other?.stage([row('items', { sku: 'B' })])).toEqual(['unchanged'])
    await other?.publish()
  })

  it('are found by name only, and an unknown one is refused with those there are', async () => {
    await using store = await openStore()
    await secondWorkspace(store)
    expect((await openWorkspace(store.database, 'second')).id).toBe(2)
    await expect(openWorkspace(store.database, 'third')).rejects.toThrow(/no workspace "third".*default, second/)
  })
})
