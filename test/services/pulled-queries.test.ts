import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readPullSources } from '../../src/common/pull-sources.ts'
import { pullSource } from '../../src/services/imports/pull/pull-source.ts'
import { querySqlite } from '../../src/store/foreign/sqlite-query.ts'
import { openStore, type Store, temporaryFolder } from '../store/open-store.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let file: string
let erp: Sqlite.Database
let store: Store
beforeAll(async () => {
  folder = await temporaryFolder()
  file = join(folder.path, 'erp.db')
  erp = new Sqlite(file)
  erp.pragma('journal_mode = WAL')
})
afterAll(async () => {
  erp.close()
  await folder[Symbol.asyncDispose]()
})
beforeEach(async () => {
  store = await openStore()
  erp.exec(`drop table if exists stock; create table stock (sku text, units real, note text, picture blob);
    insert into stock values ('00012', 40, '=1+1, "quoted"', null), ('B', 7.5, null, null)`)
})
afterEach(() => store[Symbol.asyncDispose]())

const read = async (query: string, signal = new AbortController().signal) =>
  (await Array.fromAsync(querySqlite(file, query, signal))).flat()

const pull = async (query: string) => {
  const text = JSON.stringify([{ name: 'erp', kind: 'inventory', every: 15, from: { type: 'sqlite', file, query } }])
  const sources = readPullSources(text, () => null)
  if (!sources.ok) throw new Error(sources.mistakes.join())
  const { pulled } = await pullSource(
    {
      ...{ workspace: store.workspace, timeZone: 'UTC', now: () => '2026-06-01T06:00:00.000Z', egress: [] },
      signal: new AbortController().signal,
      onSurprise: (error) => expect.unreachable(String(error)),
    },
    sources.sources[0] as never,
  )
  return pulled
}
const counts = () => store.database.driver.prepare('select sku, on_hand from inventory order by sku').raw().all()

describe('a query of a SQLite file', () => {
  it('is imported where it gives something else than the last time', async () => {
    const query = `select sku, 'EAST' as location, units as on_hand, '2026-05-31' as as_of from stock where sku = '00012'`
    expect((await pull(query)).words).toEqual(['erp.csv was imported: 1 new, 0 changed, 0 unchanged.'])
    expect((await pull(query)).kind).toBe('unchanged')
    erp.exec('update stock set units = 41')
    expect((await pull(query)).kind).toBe('imported')
    expect(counts().at(-1)).toEqual(['00012', 41])
  })

  it('says why it fails', async () => {
    expect(await pull('select * from nowhere')).toEqual({
      kind: 'failed',
      words: ['The query failed: no such table: nowhere.'],
    })
  })

  it('gives every value as text, in batches', async () => {
    erp.exec(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 4500)
      insert into stock select 'N' || i, i, null, null from n`)
    const rows = await read('select sku, units, note from stock')
    expect(rows.length).toBe(4503)
    expect(rows.slice(0, 3)).toEqual([
      ['sku', 'units', 'note'],
      ['00012', '40', '=1+1, "quoted"'],
      ['B', '7.5', null],
    ])
  })

  it.each([
    ['delete from stock', 'does not only read'],
    [`insert into stock (sku) values ('C') returning sku`, 'does not only read'],
    ['select 1; delete from stock', 'more than one statement'],
    [`attach '/tmp/shelfready-attached.db' as other`, 'does not only read'],
    ['pragma user_version = 7', 'does not only read'],
    ["select x'00' as picture", 'binary data'],
  ])('%s fails and changes nothing', async (query, reason) => {
    await expect(read(query)).rejects.toThrow(reason)
    expect(erp.prepare('select count(*) from stock').pluck().get()).toBe(2)
    expect(erp.pragma('user_version', { simple: true })).toBe(0)
  })

  it('that never ends is ended from outside', async () => {
    const endless = 'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n'
    await expect(read(endless, AbortSignal.timeout(400))).rejects.toThrow('timeout')
  })

  it('makes no file where there is none', async () => {
    await expect(
      Array.fromAsync(querySqlite(join(folder.path, 'none.db'), 'select 1', new AbortController().signal)),
    ).rejects.toThrow('unable to open')
  })
})
