import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PostgresServer, startPostgres, whyNoPostgres } from '../../_helpers/postgres.ts'
import { openStore, temporaryFolder } from '../open-store.ts'
import { start } from '../processes.ts'
import { importer, takeEverything, wholeStore } from './on-both-engines.ts'
import { newDatabase, openPostgresStore } from './postgres-store.ts'

const reason = whyNoPostgres()
if (reason !== null) console.warn(`Imports were not tried on PostgreSQL: ${reason}.`)

const importing = join(import.meta.dirname, 'importing.ts')

describe.skipIf(reason !== null)('imports into PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server?.[Symbol.asyncDispose]())
  const openAnother = async (name: string) => openPostgresStore(await newDatabase(server.connect(), server.url, name))

  it('answer, store, hold, undo and refuse what they do on SQLite, row for row', async () => {
    await using store = await openStore()
    await using other = await openAnother('everything')
    await using folder = await temporaryFolder()
    await using otherFolder = await temporaryFolder()
    const here = importer(store.workspace, folder.path)
    await takeEverything(here)
    const there = importer(other.workspace, otherFolder.path)
    await takeEverything(there)
    for (const [i, told] of here.told.entries()) expect(there.told[i], `step ${i}`).toEqual(told)
    const outcomes = here.told.map((told) => (told as { readonly kind: string }).kind)
    expect(new Set(outcomes)).toEqual(new Set(['imported', 'held', 'refused', 'done']))
    const [one, two] = [await wholeStore(store.database.kysely as never), await wholeStore(other.kysely)]
    for (const table of Object.keys(one)) expect(two[table], table).toEqual(one[table])
    expect(Object.keys(two)).toEqual(Object.keys(one))
  }, 120_000)

  it('leave nothing that counts when they are killed, and go in whole later', async () => {
    await using store = await openAnother('killed')
    await using folder = await temporaryFolder()
    const rows = 60_000
    const path = join(folder.path, 'sales.csv')
    await writeFile(
      path,
      `date,sku,location,units\n${Array.from({ length: rows }, (_, i) => `2026-05-01,S${i},L${i % 9},1\n`).join('')}`,
    )
    const { url, kysely } = store
    const count = async (which: string) => {
      const { rows } = await sql<{ n: string }>`select count(*) as n from sales where batch_id in
        (select id from batch where state = ${which})`.execute(kysely)
      return Number(rows[0]?.n)
    }
    const killed = start(execPath, [importing, url, path], { cwd: folder.path })
    while (killed.isRunning() && (await count('staging')) === 0) await new Promise((resume) => setTimeout(resume, 10))
    killed.kill()
    expect((await killed.ended).status).toBeNull()
    expect(await count('visible')).toBe(0)
    expect(await count('staging')).toBeGreaterThan(0)
    await sql`update batch set touched_at = '2026-01-01T00:00:00.000Z'`.execute(kysely)
    const whole = start(execPath, [importing, url, path], { cwd: folder.path })
    expect(await whole.ended).toMatchObject({ status: 0, out: 'imported\n' })
    expect([await count('visible'), await count('staging')]).toEqual([rows, 0])
    const { rows: left } = await sql<{ n: string }>`select count(*) as n from sales`.execute(kysely)
    expect(Number(left[0]?.n)).toBe(rows)
  }, 120_000)
})
