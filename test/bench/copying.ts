import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { importHere } from '../../src/services/imports/import-here.ts'
import { copyInto, copyText, openCopyConnection } from '../../src/store/database/postgres-copy.ts'
import { openBatch } from '../../src/store/feeds/batches.ts'
import type { FeedKind } from '../../src/store/feeds/feed-rows.ts'
import { startPostgres } from '../_helpers/postgres.ts'
import { newDatabase, openPostgresStore } from '../store/imports/postgres-store.ts'
import { type Figure, round, timed } from './measure.ts'
import { folder } from './shop.ts'

const rows = Number(process.env.ROWS ?? 1_000_000)

const files: Readonly<Partial<Record<FeedKind, { readonly header: string; readonly line: (i: number) => string }>>> = {
  sales: {
    header: 'date,sku,location,units,revenue',
    line: (i) =>
      `2026-05-${10 + (i % 20)},S${Math.floor(i / 200)},L${Math.floor(i / 20) % 10},${i % 97},${(i % 89) / 4}`,
  },
  inventory: {
    header: 'sku,location,on_hand,allocated,safety_stock,as_of',
    line: (i) => `S${Math.floor(i / 100)},L${i % 100},${i % 97},${i % 7},${i % 20},2026-06-01`,
  },
}

/** Imports a file into PostgreSQL beside a plain COPY of the rows that it became into a table of the same shape and key. */
export const importByCopy = async (): Promise<readonly Figure[]> => {
  await using place = await folder()
  await using server = await startPostgres()
  const figures: Figure[] = []
  for (const [kind, { header, line }] of Object.entries(files)) {
    const url = await newDatabase(server.connect(), server.url, kind)
    await using store = await openPostgresStore(url)
    const path = join(place.path, `${kind}.csv`)
    await writeFile(path, `${header}\n${Array.from({ length: rows }, (_, i) => `${line(i)}\n`).join('')}`)
    const ours = await timed(() =>
      importHere(
        { workspace: store.workspace, timeZone: 'UTC', now: () => '2026-06-01T08:00:00.000Z' },
        {
          ...{ path, name: 'bench.csv', door: 'command line', sender: 'bench', kind: kind as FeedKind },
          ...{ mode: 'upsert', knownOn: null, answers: {}, rejectsPath: null, acceptEmpty: false },
        },
        () => {},
      ),
    )
    const stored = await timedStaging(await newDatabase(server.connect(), server.url, `${kind}_rows`), kind as FeedKind)
    const plain = await timedPlainCopy(store.kysely, url, kind, join(place.path, `${kind}.txt`))
    figures.push({
      name: `copy-${kind}`,
      figures: {
        ...{
          rows,
          file_seconds: round(ours / 1e3),
          rows_seconds: round(stored / 1e3),
          plain_copy_seconds: round(plain / 1e3),
        },
        ...{ file_ratio: round(ours / plain), rows_ratio: round(stored / plain) },
      },
    })
  }
  return figures
}

const rowsOf: Readonly<Partial<Record<FeedKind, (i: number) => unknown>>> = {
  sales: (i) => ({
    ...{ sku: `S${Math.floor(i / 200)}`, location: `L${Math.floor(i / 20) % 10}`, sold_on: `2026-05-${10 + (i % 20)}` },
    ...{ units: i % 97, days: 1, price: null, base_price: null, revenue: (i % 89) / 4 },
    ...{ on_promo: null, stockout: null, holiday: null },
  }),
  inventory: (i) => ({
    ...{ sku: `S${Math.floor(i / 100)}`, location: `L${i % 100}`, as_of_on: '2026-06-01', as_of_minute: 0 },
    ...{ on_hand: i % 97, allocated: i % 7, unusable: null, safety_stock: i % 20 },
    ...{ presentation_min: null, expires_on: null, lots: null },
  }),
}

/** Times the import of rows that were read already, until they count. */
const timedStaging = async (url: string, kind: FeedKind): Promise<number> => {
  await using store = await openPostgresStore(url)
  return await timed(async () => {
    const batch = await openBatch(store.workspace, kind, {
      ...{ mode: 'upsert', source: 'bench', knownOn: '2026-06-01', knownSaid: true },
      ...{ now: () => new Date().toISOString(), holdFor: () => 0 },
    })
    for (let from = 0; from < rows; from += 1_000)
      await batch.stage(
        Array.from({ length: Math.min(1_000, rows - from) }, (_, i) => rowsOf[kind]?.(from + i)) as never,
      )
    await batch.publish()
  })
}

/** Copies the rows of a table, in the order of the file, into an empty one of its shape. */
const timedPlainCopy = async (kysely: Kysely<never>, url: string, table: string, path: string): Promise<number> => {
  const { rows: stored } = await sql<Record<string, string | number | null>>`select * from ${sql.table(table)}
    order by ctid`.execute(kysely)
  const columns = Object.keys(stored[0] as object)
  await writeFile(path, '')
  for (let i = 0; i < stored.length; i += 10_000)
    await writeFile(
      path,
      copyText(
        stored.slice(i, i + 10_000).map((row) => Object.values(row)),
        columns.length,
      ),
      { flag: 'a' },
    )
  await sql`create table plain (like ${sql.table(table)} including all)`.execute(kysely)
  const client = await openCopyConnection(url)
  const took = await timed(() => copyInto(client, 'plain', columns, createReadStream(path) as AsyncIterable<never>))
  await client.end()
  return took
}
