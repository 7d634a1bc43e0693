import { existsSync, statSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf, isoOf } from '../../src/domain/day.ts'
import { keepLogShort, thinBeside } from '../../src/store/database/in-thread.ts'
import { clearAbandoned } from '../../src/store/feeds/discard-batch.ts'
import { thinHistory } from '../../src/store/feeds/thinning/on-sqlite.ts'
import { onSqlite } from '../_helpers/on-sqlite.ts'
import { everything, example, factsOf, feed, onHand, open, openStore, row, type Store } from './open-store.ts'

const today = dayOf('2026-06-01')
const { signal } = new AbortController()
const thin = async ({ database, workspace }: Store) => {
  if (database.engine === 'sqlite') thinHistory({ driver: database.driver, workspaceId: workspace.id, today })
  else await thinBeside(workspace, today, signal)
}

/** Imports a count of one item as a feed of its day. */
const count = ({ workspace }: Store, sku: string, on: string, units: number) =>
  feed(workspace, 'inventory', [row('inventory', { sku, as_of_on: on, on_hand: units })], { knownOn: on })

const countsOf = ({ database }: Store, sku: string) =>
  database.driver.prepare('select as_of_on from inventory where sku = ? order by 1').pluck().all(sku)

describe('counts of stock', () => {
  it('older than two years stay one a week, the last of it; younger ones stay', async () => {
    await using store = await openStore()
    const old = ['2024-03-04', '2024-03-06', '2024-03-10', '2024-03-11', '2024-03-12']
    const young = ['2024-06-04', '2024-06-05', '2026-05-30', '2026-05-31']
    for (const on of [...old, ...young]) await count(store, 'A', on, 1)
    await thin(store)
    expect(countsOf(store, 'A')).toEqual(['2024-03-10', '2024-03-12', ...young])
  })

  // On a server what is on its way stands beside the store.
  onSqlite.it('of a batch on its way in neither go nor replace others', async () => {
    await using store = await openStore()
    await count(store, 'A', '2024-03-04', 1)
    const coming = await open(store.workspace, 'inventory')
    await coming.stage([row('inventory', { as_of_on: '2024-03-05' })])
    await thin(store)
    expect(countsOf(store, 'A')).toEqual(['2024-03-04', '2024-03-05'])
  })

  it('answer what was asked on any day that a promotion rested on as they did, and on Sundays whatever was asked', async () => {
    const days = fc.uniqueArray(fc.integer({ min: -1_600, max: -500 }), { minLength: 3, maxLength: 25 })
    const promotion = fc.record({
      start: fc.integer({ min: -1_500, max: -600 }),
      length: fc.integer({ min: 1, max: 40 }),
      notice: fc.integer({ min: 0, max: 90 }),
    })
    await fc.assert(
      fc.asyncProperty(days, promotion, async (counted, { start, length, notice }) => {
        await using store = await openStore()
        for (const [i, day] of counted.toSorted((a, b) => a - b).entries()) {
          await count(store, 'A', isoOf(today + day), 100 + i)
          await count(store, 'B', isoOf(today + day), 200 + i)
        }
        const [start_on, end_on] = [isoOf(today + start), isoOf(today + start + length)]
        await feed(store.workspace, 'promotions', [row('promotions', { start_on, end_on })], {
          knownOn: isoOf(today + start - notice),
        })
        const rested = Array.from({ length: notice + length + 1 }, (_, i) => isoOf(today + start - notice + i))
        const sundays = Array.from({ length: 160 }, (_, i) => isoOf(dayOf('2022-01-02') + 7 * i))
        const ask = async () => ({
          promoted: await Promise.all(rested.map((on) => factsOf(store.workspace, on))),
          others: await Promise.all(sundays.map((on) => onHand(store.workspace, 'B', 'L', on))),
        })
        const before = await ask()
        await thin(store)
        expect(await ask()).toEqual(before)
        await thin(store)
        const weeks = countsOf(store, 'B')
          .map((on) => dayOf(String(on)))
          .filter((day) => day < today - 740)
          .map((day) => Math.floor((day + 3) / 7))
        expect(new Set(weeks).size).toBe(weeks.length)
      }),
      { numRuns: process.env.PROOF === 'full' ? 15 : 4 },
    )
  })
})

describe('rows of orders', () => {
  it('that a feed repeated long ago stay the first and one a week', async () => {
    await using store = await openStore()
    const told = (on: string, quantity: number) =>
      feed(store.workspace, 'inbound', [row('inbound', { quantity, due_on: '2024-05-01' })], { knownOn: on })
    const days = ['2024-03-04', '2024-03-05', '2024-03-06', '2024-03-12', '2024-03-13', '2026-05-30', '2026-05-31']
    for (const [i, on] of days.entries()) await told(on, i + 1)
    const now = await factsOf(store.workspace, '2026-06-01')
    await thin(store)
    const left = store.database.driver.prepare('select quantity from inbound order by batch_id').pluck().all()
    expect(left).toEqual([1, 3, 5, 6, 7])
    expect(await factsOf(store.workspace, '2026-06-01')).toEqual(now)
  })
})

describe('a thread beside the service', () => {
  it('thins, and puts the log of a file away', async () => {
    await using store = await openStore()
    for (const on of ['2024-03-04', '2024-03-05']) await count(store, 'A', on, 1)
    await thinBeside(store.workspace, today, signal)
    expect(countsOf(store, 'A')).toEqual(['2024-03-05'])
    if (store.database.engine === 'sqlite') expect(statSync(`${store.database.file}-wal`).size).toBe(0)
  })

  onSqlite.it('puts the log away when it has grown long', async () => {
    await using store = await openStore()
    const surprises: unknown[] = []
    await using _ = keepLogShort(store.database, (error) => surprises.push(error))
    const log = () => (existsSync(`${store.database.file}-wal`) ? statSync(`${store.database.file}-wal`).size : 0)
    store.database.driver.exec('create table filler (bytes blob)')
    store.database.driver.prepare('insert into filler values (zeroblob(12000000))').run()
    expect(log()).toBeGreaterThan(12_000_000)
    for (let waited = 0; log() > 0 && waited < 20_000; waited += 50) await setTimeout(50)
    expect(log()).toBe(0)
    expect(surprises).toEqual([])
  })
})

describe('what an import left behind whose process is gone', () => {
  it.each(['inventory', 'inbound', 'sales', 'items', 'promotions'] as const)(
    'goes without another import, as %s',
    async (kind) => {
      await using store = await openStore()
      const { counter: _, ...empty } = everything(store.database)
      const batch = await open(store.workspace, kind)
      await batch.stage([example[kind]] as never)
      await batch.refuse([{ sku: 'B', location: 'L', orderId: '', reason: 'wrong' }])
      await clearAbandoned(store.workspace, new Date(Date.now() + 60_000).toISOString())
      expect(everything(store.database).batch).toHaveLength(1)
      await clearAbandoned(store.workspace, new Date(Date.now() + 180_000).toISOString())
      const { counter: __, ...left } = everything(store.database)
      expect(left).toEqual(empty)
      await expect(batch.publish()).rejects.toThrow(/cleared away/)
    },
  )
})
