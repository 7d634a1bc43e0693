import { copyFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { execPath } from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayOf, isoOf } from '../../src/domain/day.ts'
import { normalLevel } from '../../src/domain/demand/learning/forecast.ts'
import { nothingLearned } from '../../src/domain/demand/learning/learned.ts'
import { learn } from '../../src/services/assessment/learn-from-sales.ts'
import { loadAllLevels, loadLearning } from '../../src/store/facts/learned.ts'
import { loadVisibility } from '../../src/store/feeds/visibility.ts'
import { everything, feed, onHand, openFile, row, type Store, temporaryFolder } from './open-store.ts'
import { start } from './processes.ts'

const writer = resolve(import.meta.dirname, 'writer.ts')

let folder: Awaited<ReturnType<typeof temporaryFolder>>
const fresh = () => join(folder.path, 'store.db')
beforeAll(async () => {
  folder = await temporaryFolder()
  await using store = await openFile(fresh())
  await feed(store.workspace, 'inventory', [row('inventory', { sku: 'A' }), row('inventory', { sku: 'GONE' })])
  await feed(store.workspace, 'sales', selling(30, '2026-02-01', 10))
  await learn(store.workspace, dayOf('2026-02-01'), '2026-02-01T08:00:00Z')
  await feed(store.workspace, 'sales', selling(28, '2026-03-01', 40))
})
afterAll(async () => folder[Symbol.asyncDispose]())

const isDone = async (file: string, work: string, dieAt: number) => {
  const { status, out, err } = await start(execPath, [writer, file, work, String(dieAt)], { cwd: folder.path }).ended
  expect({ err, status }).toEqual({ err: '', status: out === 'done' ? 0 : null })
  return out === 'done'
}

/**
 * Runs a work on a copy of the store and kills it before its first statement, on another copy before its second, and so
 * on until it ends unharmed; checks each copy, and every third again after running the work again. Answers how often it
 * was killed.
 */
const everyCrash = async (work: string, check: (store: Store, done: boolean) => Promise<void>): Promise<number> => {
  const crash = async (dieAt: number) => {
    const file = join(folder.path, `${work}-${dieAt}.db`)
    await copyFile(fresh(), file)
    const done = await isDone(file, work, dieAt)
    {
      await using store = await openFile(file)
      await check(store, done)
    }
    if (done || dieAt % 3 !== 0) return done
    expect(await isDone(file, work, 0)).toBe(true)
    await using again = await openFile(file)
    await check(again, true)
    return done
  }
  for (let dieAt = 1; ; dieAt += 2) {
    const unharmed = (await Promise.all([crash(dieAt), crash(dieAt + 1)])).indexOf(true)
    if (unharmed !== -1) return dieAt + unharmed - 1
  }
}

/** Sells so many units of three items on each of so many days until before a day. */
const selling = (days: number, before: string, units: number) =>
  ['A', 'B', 'C'].flatMap((sku) =>
    Array.from({ length: days }, (_, i) => row('sales', { sku, units, sold_on: isoOf(dayOf(before) - days + i) })),
  )

/** What is known of normal sales on a day, by item. */
const taught = async ({ workspace }: Store) => {
  const known = await loadLearning(workspace, await loadVisibility(workspace, '2026-03-01'), dayOf('2026-03-01'))
  const levels = await loadAllLevels(workspace, known?.id ?? 0)
  return [...levels].map(([key, level]) =>
    Math.round(normalLevel(known?.common ?? nothingLearned(0), level, key.split('\u0000')[0] as string) ?? 0),
  )
}

const counts = ({ workspace }: Store) => Promise.all(['A', 'B', 'C', 'GONE'].map((sku) => onHand(workspace, sku)))

describe('wherever its process is killed', () => {
  it.each([
    ['an import', [1, 1, 1, 10]],
    ['a snapshot', [1, 1, 1, 0]],
    ['a refused import', [10, null, null, 10]],
  ])('%s is whole or absent, and goes in when it is run again', async (work, after) => {
    const crashes = await everyCrash(work, async (store, done) => {
      expect(await counts(store)).toEqual(done ? after : [10, null, null, 10])
    })
    expect(crashes).toBeGreaterThan(4)
  })

  it('a learning is kept with all its levels, or the former one stays, and it goes in when it is run again', async () => {
    const crashes = await everyCrash('a learning', async (store, done) => {
      const [units, ...others] = await taught(store)
      expect(others).toEqual([units, units])
      if (done) expect(units).toBeGreaterThan(35)
      else expect(units).toBe(10)
    })
    expect(crashes).toBeGreaterThan(3)
  })

  it('a request is written with its audit row, message and receipt, or not at all', async () => {
    const before = await openFile(fresh())
    const untouched = everything(before.database)
    await before[Symbol.asyncDispose]()
    const crashes = await everyCrash('a request', async ({ database }, done) => {
      if (!done) return expect(everything(database)).toEqual(untouched)
      const { promotion_line, audit, outbox, request_receipt } = everything(database)
      expect([promotion_line, audit, outbox, request_receipt].map((rows) => rows?.length)).toEqual([1, 1, 1, 1])
    })
    expect(crashes).toBeGreaterThan(4)
  })
})

describe('two processes that learn at once', () => {
  it('leave one learning that is whole', async () => {
    const file = join(folder.path, 'two.db')
    await copyFile(fresh(), file)
    expect(await Promise.all([isDone(file, 'a learning', 0), isDone(file, 'a learning', 0)])).toEqual([true, true])
    await using store = await openFile(file)
    const [units, ...others] = await taught(store)
    expect(units).toBeGreaterThan(35)
    expect(others).toEqual([units, units])
  })
})
