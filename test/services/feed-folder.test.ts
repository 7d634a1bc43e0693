import { mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isTemporary, readName } from '../../src/services/imports/folder/folder-names.ts'
import {
  type FolderNews,
  openWatchedFolder,
  type WatchedFolder,
} from '../../src/services/imports/folder/take-folder.ts'
import { refuseBatch, releaseBatch } from '../../src/store/imports/settle-batch.ts'
import { openStore, type Store, temporaryFolder } from '../store/open-store.ts'

let store: Store
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let news: FolderNews[]
beforeEach(async () => {
  store = await openStore()
  folder = await temporaryFolder()
  news = []
})
afterEach(async () => {
  await store[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

const watch = (other: Store = store, signal?: AbortSignal): WatchedFolder =>
  openWatchedFolder({
    workspace: other.workspace,
    timeZone: 'UTC',
    now: () => new Date().toISOString(),
    folder: folder.path,
    onNews: async (one) => void news.push(one),
    ...(signal === undefined ? {} : { signal }),
  })
const put = (path: string, text: string) => writeFile(join(folder.path, path), text)
const files = async () =>
  (await readdir(folder.path, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.path.length + 1))
    .toSorted()
const batches = (other: Store = store) =>
  other.database.driver.prepare(`select kind, mode, state, source, door from batch order by id`).all()
const units = () =>
  store.database.driver
    .prepare(`select on_hand from inventory where sku = 'A' order by batch_id desc limit 1`)
    .pluck()
    .get()
const day = () => new Date().toISOString().slice(0, 10)
const counted = (units: number, sku = 'A') => `sku,location,on_hand,as_of\n${sku},EAST,${units},2026-01-05\n`
const twice = async (watched: WatchedFolder) => {
  await watched.look()
  await watched.look()
}

describe('what a file of the feed folder is called', () => {
  it.each([
    ['inventory/stock.csv', 'inventory', 'upsert'],
    ['Inventory/Stock Snapshot.xlsx', 'inventory', 'snapshot'],
    ['inventory-2026-06-01.csv', 'inventory', 'upsert'],
    ['inventory.snapshot.csv', 'inventory', 'snapshot'],
    ['lead-times_acme.csv', 'lead-times', 'upsert'],
    ['demand-plan.csv', 'demand-plan', 'upsert'],
    ['salesforce.csv', null, 'upsert'],
    ['stock.xlsx', null, 'upsert'],
  ])('%s is %s, as %s', (path, kind, mode) => {
    expect(readName(path)).toMatchObject({ kind, mode })
  })

  it.each(['a.csv.part', '.a.csv', '~$stock.xlsx', 'a.tmp', 'a.csv~', 'a.filepart', 'Thumbs.db'])(
    '%s is not taken',
    (name) => {
      expect(isTemporary(name)).toBe(true)
    },
  )
})

describe('the feed folder', () => {
  it('imports a file once it stood still, and puts it into done with the day', async () => {
    const watched = watch()
    await put('inventory.csv', counted(1))
    await watched.look()
    await put('inventory.csv', counted(12))
    await put('sales.csv.part', 'half')
    await watched.look()
    expect(batches()).toEqual([])
    await watched.look()
    expect(units()).toBe(12)
    await put('inventory.csv', counted(13))
    await twice(watched)
    expect(await files()).toEqual([`done/${day()}-inventory-2.csv`, `done/${day()}-inventory.csv`, 'sales.csv.part'])
    expect(batches()).toMatchObject([{ door: 'folder', state: 'visible', source: 'inventory.csv' }, { door: 'folder' }])
    expect(store.database.driver.prepare('select * from folder_file').all()).toEqual([])
  })

  it('rejects what is wrong with the reasons beside it, and imports the good rows of a partial file', async () => {
    const watched = watch()
    await mkdir(join(folder.path, 'inventory'))
    const text = `${counted(5)}B,EAST,many,2026-01-05\n`
    await put('inventory/stock.csv', text)
    await put('inventory.partial.csv', text)
    await put('items.snapshot.csv', 'sku,name\nA,Cola\n')
    await twice(watched)
    expect(await files()).toEqual([
      `done/${day()}-inventory.partial.csv`,
      `rejected/${day()}-inventory.partial.csv.rejects.csv`,
      'rejected/items.snapshot.csv',
      'rejected/items.snapshot.csv.reasons.txt',
      'rejected/stock.csv',
      'rejected/stock.csv.reasons.txt',
    ])
    const reasons = await readFile(join(folder.path, 'rejected/stock.csv.reasons.txt'), 'utf8')
    expect(reasons).toMatch(/stock\.csv was not imported: 1 of 2 rows is wrong[\s\S]*line 3 +on_hand +"many"/)
    expect(reasons).toContain('put "partial" into its name: inventory.partial.csv')
    expect(reasons).not.toContain('--skip-bad-rows')
    expect(await readFile(join(folder.path, `rejected/${day()}-inventory.partial.csv.rejects.csv`), 'utf8')).toContain(
      'B,EAST,many',
    )
    expect(units()).toBe(5)
    expect(news.map(({ kind, feed }) => [kind, feed]).toSorted()).toEqual([
      ['imported', 'inventory'],
      ['rejected', 'inventory'],
      ['rejected', 'items'],
    ])
  })

  it('keeps a held file aside until somebody releases or refuses it', async () => {
    const watched = watch()
    const many = (factor: number) =>
      `sku,location,on_hand,as_of\n${Array.from({ length: 40 }, (_, i) => `S${i},EAST,${(20 + i) * factor},2026-01-05`).join('\n')}\n`
    await put('inventory.csv', many(1))
    await twice(watched)
    await put('inventory.csv', many(1_000))
    await twice(watched)
    expect((await files()).map((name) => name.replace(/held\/[^/]+/, 'held'))).toEqual([
      `done/${day()}-inventory.csv`,
      'held/inventory.csv',
      'held/inventory.csv.reasons.txt',
    ])
    const settler = { person: 'Ben', now: new Date().toISOString(), today: day() }
    expect(await releaseBatch(store.workspace, 2, settler)).toMatchObject({ kind: 'done' })
    await put('inventory.csv', many(1))
    await twice(watched)
    await refuseBatch(store.workspace, 3, settler)
    await watched.look()
    expect(await files()).toEqual([
      `done/${day()}-inventory-2.csv`,
      `done/${day()}-inventory.csv`,
      'rejected/inventory.csv',
      'rejected/inventory.csv.reasons.txt',
    ])
    expect(await readFile(join(folder.path, 'rejected/inventory.csv.reasons.txt'), 'utf8')).toContain('refused by Ben')
  })

  it('follows no link', async () => {
    await using outside = await temporaryFolder()
    await writeFile(join(outside.path, 'inventory.csv'), counted(66))
    await symlink(join(outside.path, 'inventory.csv'), join(folder.path, 'inventory.csv'))
    await symlink(outside.path, join(folder.path, 'sales'))
    await twice(watch())
    expect(batches()).toEqual([])
    expect(await readdir(outside.path)).toEqual(['inventory.csv'])
  })
})

describe('a feed folder whose service is killed', () => {
  /** Moves a file aside as a service does that is killed before it does anything else. */
  const claim = async (text: string, claimedAt = new Date().toISOString()) => {
    await watch().look()
    await mkdir(join(folder.path, 'processing/c1'))
    await put('processing/c1/inventory.csv', text)
    store.database.driver
      .prepare(`insert into folder_file values (?, 'c1', 'inventory.csv', ?, null)`)
      .run(store.workspace.id, claimedAt)
  }

  it('reads the file after the restart where nothing of it was read', async () => {
    await claim(counted(7))
    await watch().look()
    expect(units()).toBe(7)
    expect(await files()).toEqual([`done/${day()}-inventory.csv`])
  })

  it('does not read it again where it was imported and not moved yet', async () => {
    const before = new Date().toISOString()
    await put('inventory.csv', counted(7))
    await twice(watch())
    await put('inventory.csv', counted(8))
    await twice(watch())
    await mkdir(join(folder.path, 'processing/c1'))
    await rename(join(folder.path, `done/${day()}-inventory.csv`), join(folder.path, 'processing/c1/inventory.csv'))
    store.database.driver
      .prepare(`insert into folder_file values (?, 'c1', 'inventory.csv', ?, null)`)
      .run(store.workspace.id, before)
    await watch().look()
    expect(units()).toBe(8)
    expect(batches()).toHaveLength(2)
    expect((await files()).map((name) => name.split('/')[0])).toEqual(['done', 'done'])
  })

  it('leaves alone what the service of another store works on, and takes no file twice', async () => {
    await claim(counted(7))
    await using other = await openStore()
    await watch(other).look()
    expect(batches(other)).toEqual([])
    await put('inventory.csv', counted(9))
    await put('items.csv', 'sku,name\nA,Cola\n')
    const both = [watch(), watch(other)]
    await Promise.all(both.map((one) => one.look()))
    await Promise.all(both.map((one) => one.look()))
    expect([...batches(), ...batches(other)]).toHaveLength(3)
  })
})
