import { describe, expect, it } from 'vitest'
import { dayOf } from '../../src/domain/day.ts'
import type { Workspace } from '../../src/store/database/workspace.ts'
import { loadNewestBy } from '../../src/store/feeds/newest.ts'
import { loadVisibility } from '../../src/store/feeds/visibility.ts'
import { factsOf, feed, onHand, open, openStore, row } from './open-store.ts'

const itemOf = async (workspace: Workspace) => {
  const [item] = await loadNewestBy(workspace, await loadVisibility(workspace, '2026-01-20'), 'items', 'sku', ['A'])
  return item ?? null
}

describe('the picture of a key', () => {
  it('is its newest visible row, and rows that say the same are counted as unchanged', async () => {
    await using store = await openStore()
    const { workspace } = store
    const apple = row('items', { sku: 'A', name: 'Apple' })
    const bread = row('items', { sku: 'B', name: 'Bread' })
    expect((await feed(workspace, 'items', [apple, bread])).staged).toEqual(['inserted', 'inserted'])
    const crisp = row('items', { sku: 'A', name: 'Crisp apple' })
    const corn = row('items', { sku: 'C' })
    expect((await feed(workspace, 'items', [crisp, bread, corn])).staged).toEqual(['changed', 'unchanged', 'inserted'])
    expect(await itemOf(workspace)).toMatchObject(crisp)
    expect((await feed(workspace, 'items', [apple])).staged).toEqual(['changed'])
    expect(await itemOf(workspace)).toMatchObject(apple)
    expect((await feed(workspace, 'items', [apple, bread, corn])).staged).toEqual(Array(3).fill('unchanged'))
  })

  it('does not depend on a batch that is on its way in', async () => {
    await using store = await openStore()
    const { workspace } = store
    const apple = row('items', { name: 'Apple' })
    await feed(workspace, 'items', [apple])
    const staging = await open(workspace, 'items')
    await staging.stage([row('items', { name: 'Half-read' })])
    expect((await feed(workspace, 'items', [apple])).staged).toEqual(['unchanged'])
    expect(await itemOf(workspace)).toMatchObject(apple)
  })

  it('takes the newest count by its date, not by the order of the imports, and a recount of a date by the import', async () => {
    await using store = await openStore()
    const { workspace } = store
    const count = (as_of_on: string, on_hand: number) => row('inventory', { as_of_on, on_hand })
    expect((await feed(workspace, 'inventory', [count('2026-01-05', 10)])).staged).toEqual(['inserted'])
    expect((await feed(workspace, 'inventory', [count('2026-01-04', 99)])).staged).toEqual(['changed'])
    expect(await onHand(workspace)).toBe(10)
    expect((await feed(workspace, 'inventory', [count('2026-01-05', 11)])).staged).toEqual(['changed'])
    expect(await onHand(workspace)).toBe(11)
    expect(await onHand(workspace, 'A', 'L', '2026-01-04')).toBe(99)
    expect(await onHand(workspace, 'A', 'L', '2026-01-03')).toBeNull()
  })
})

describe('a key that stands twice in one file', () => {
  it.each(['empty', 'filled'] as const)('is told when the rows differ, in an %s store', async (state) => {
    await using store = await openStore()
    const apple = row('items', { name: 'Apple' })
    const again = row('items', { name: 'Another' })
    if (state === 'filled') await feed(store.workspace, 'items', [apple])
    const batch = await open(store.workspace, 'items')
    expect((await batch.stage([again, again, apple])).slice(1)).toEqual(['unchanged', 'repeated'])
    expect(await batch.stage([apple, again])).toEqual(['repeated', 'unchanged'])
  })

  it('is told when the first of the rows says what the store knows already', async () => {
    await using store = await openStore()
    const apple = row('items', { name: 'Apple' })
    await feed(store.workspace, 'items', [apple])
    const batch = await open(store.workspace, 'items')
    expect(await batch.stage([apple, row('items', { name: 'Another' })])).toEqual(['unchanged', 'repeated'])
  })
})

describe('codes nobody described', () => {
  it('are created together with the batch that names them, invisible until it is published', async () => {
    await using store = await openStore()
    const { workspace } = store
    const batch = await open(workspace, 'inventory')
    await batch.stage([row('inventory', { sku: 'A' }), row('inventory', { sku: 'B' })])
    expect(await itemOf(workspace)).toBeNull()
    expect(await batch.publish()).toMatchObject({ createdItems: 2, createdLocations: 1, absent: 0 })
    expect(await itemOf(workspace)).toMatchObject({ sku: 'A', name: 'A', supplier: null })
    expect((await factsOf(workspace)).location).toMatchObject({ location: 'L', name: 'L', unmet: 'lost' })
    const again = await feed(workspace, 'sales', [row('sales', { sku: 'A' })])
    expect(again).toMatchObject({ createdItems: 0, createdLocations: 0 })
  })

  it('are not created for what stands for all items or all locations', async () => {
    await using store = await openStore()
    const anywhere = row('promotions', { location: '' })
    expect(await feed(store.workspace, 'promotions', [anywhere])).toMatchObject({
      createdItems: 1,
      createdLocations: 0,
    })
    const supplier = row('lead-times', { sku: '', location: '' })
    expect(await feed(store.workspace, 'lead-times', [supplier])).toMatchObject({
      createdItems: 0,
      createdLocations: 0,
    })
  })

  it.each(['describes', 'names'])(
    'do not hide a description when the feed that %s them is published last',
    async (last) => {
      await using store = await openStore()
      const { workspace } = store
      const describing = await open(workspace, 'items')
      const naming = await open(workspace, 'inventory')
      await naming.stage([row('inventory', { sku: 'A' })])
      await describing.stage([row('items', { sku: 'A', name: 'Apple' })])
      for (const batch of last === 'names' ? [describing, naming] : [naming, describing]) await batch.publish()
      expect(await itemOf(workspace)).toMatchObject({ name: 'Apple', supplier: 'S' })
    },
  )
})

it('stock says when it expires, where its feed does', async () => {
  await using store = await openStore()
  const { workspace } = store
  await feed(workspace, 'inventory', [
    row('inventory', { expires_on: '2026-02-10' }),
    row('inventory', { sku: 'B', expires_on: null }),
  ])
  expect((await factsOf(workspace)).stock?.expiresOn).toBe(dayOf('2026-02-10'))
  expect((await factsOf(workspace, '2026-01-20', { sku: 'B', location: 'L' })).stock).not.toHaveProperty('expiresOn')
})
