import { resolve } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { execPath } from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { deleteExpired } from '../../src/store/database/housekeeping.ts'
import { storeRefusal } from '../../src/store/database/store-refusal.ts'
import { writeTogether } from '../../src/store/database/workspace.ts'
import { loadItems } from '../../src/store/feeds/catalogue.ts'
import { loadVisibility } from '../../src/store/feeds/visibility.ts'
import { onSqlite } from '../_helpers/on-sqlite.ts'
import { example, feed, openFile, openStore, row, type Store } from './open-store.ts'
import { start } from './processes.ts'

/** Lets another process lock a store for so many milliseconds. */
const lock = async ({ database }: Store, milliseconds: number) => {
  const words = [resolve(import.meta.dirname, 'locker.ts'), database.file, String(milliseconds)]
  const locker = start(execPath, words, { cwd: import.meta.dirname })
  await locker.said(/locked/)
  return locker
}

const namesOf = async ({ workspace }: Store, ...skus: readonly string[]) => {
  const items = await loadItems(workspace, await loadVisibility(workspace, '2026-01-20'), skus)
  return [...items.values()].map(({ name }) => name)
}

const receipt = { request_key: 'k', arguments_hash: 'h', answered_at: '2026-01-05T00:00:00Z', reply: 'null' }

/** Every way in which the store is written to. */
const writes: readonly (readonly [string, (store: Store, sku: string) => Promise<unknown>])[] = [
  [
    'a transaction',
    ({ workspace }, sku) =>
      writeTogether(workspace, '2026-01-05T00:00:00Z', ({ transaction, workspaceId }) =>
        transaction
          .insertInto('request_receipt')
          .values({ ...receipt, workspace_id: workspaceId, request_key: sku })
          .execute(),
      ),
  ],
  [
    'a statement of its own',
    ({ workspace }, sku) =>
      workspace.database.kysely
        .insertInto('request_receipt')
        .values({ ...receipt, workspace_id: workspace.id, request_key: sku })
        .execute(),
  ],
  ['an import', ({ workspace }, sku) => feed(workspace, 'items', [row('items', { sku })])],
  ['housekeeping', ({ workspace }) => deleteExpired(workspace, '2026-01-05T00:00:00Z')],
]

onSqlite.describe('while another process has the store locked', () => {
  it('reads go on at once, nothing holds the process up, and every write is done afterwards', async () => {
    await using store = await openStore()
    await feed(store.workspace, 'items', [example.items])
    const locker = await lock(store, 2_000)
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const written = Promise.all(writes.map(([, write], i) => write(store, `W${i}`)))
    let slowest = 0
    let reads = 0
    while (locker.isRunning()) {
      const begun = performance.now()
      expect(await namesOf(store, 'A')).toEqual(['Apple'])
      slowest = Math.max(slowest, performance.now() - begun)
      reads++
      await setTimeout(5)
    }
    delay.disable()
    expect((await locker.ended).status).toBe(0)
    await written
    expect(reads).toBeGreaterThan(50)
    expect(slowest).toBeLessThan(500)
    expect(delay.percentile(99) / 1e6).toBeLessThan(100)
    expect(await namesOf(store, 'W2')).toEqual(['Apple'])
    const receipts = store.database.driver.prepare('select request_key from request_receipt').pluck().all()
    expect(receipts).toEqual(['W0', 'W1'])
  })

  it.each(writes)(
    '%s is refused with a sentence when it takes too long, and nothing of it is kept',
    async (_, write) => {
      await using store = await openStore()
      await using impatient = await openFile(store.database.file, 200)
      const locker = await lock(store, 60_000)
      const before = store.database.version()
      const error = await write(impatient, 'W').catch((cause) => storeRefusal(cause, 'store.db'))
      expect(String(error)).toMatch(/The store store\.db is busy: .* Nothing was changed\. Run the command again\./)
      locker.kill()
      await locker.ended
      expect(store.database.version()).toBe(before)
      await write(impatient, 'W')
    },
  )
})

onSqlite.describe('the version of a store', () => {
  it('changes with every write of this process and of another, and with nothing else', async () => {
    await using store = await openStore()
    await using other = await openFile(store.database.file)
    const versions = [store.database.version()]
    for (const one of [store, other])
      for (const [, write] of writes.slice(0, 3)) {
        await write(one, `W${versions.length}`)
        versions.push(store.database.version())
        await namesOf(store, 'W0')
        expect(store.database.version()).toBe(versions.at(-1))
      }
    expect(new Set(versions).size).toBe(7)
  })
})

onSqlite.describe('what a write waits for in its own process', () => {
  it('is the write before it, which keeps no read waiting', async () => {
    await using store = await openStore()
    await feed(store.workspace, 'items', [example.items])
    const first = Promise.withResolvers<void>()
    const order: string[] = []
    const long = writeTogether(store.workspace, '2026-01-05T00:00:00Z', async ({ transaction }) => {
      await transaction.updateTable('item').set({ name: 'Pear' }).execute()
      await first.promise
      order.push('first')
    })
    const second = writes[1]?.[1](store, 'W').then(() => order.push('second'))
    expect(await namesOf(store, 'A')).toEqual(['Apple'])
    first.resolve()
    await Promise.all([long, second])
    expect(order).toEqual(['first', 'second'])
    expect(await namesOf(store, 'A')).toEqual(['Pear'])
  })
})
