import { createHash } from 'node:crypto'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { Refusal } from '../../domain/refusal.ts'
import { migrateSchema } from '../database/migrate.ts'
import { nameOfDatabase, openPostgres, refuseOtherOrder } from '../database/postgres/postgres-store.ts'
import { copyInto, openCopyConnection } from '../database/postgres-copy.ts'
import { type MovedTable, ownTables, type RowSum, type SourceStore } from './source-store.ts'

/** A table that was moved. */
export type Moved = RowSum & { readonly table: string }

/** Brings the schema of an empty database up to this program, as a store is when it is opened. */
const migrateTarget = async (url: string): Promise<void> => {
  await using database = openPostgres(url, { createFolder: false })
  await refuseOtherOrder(database)
  await migrateSchema(database.kysely as never)
}

/**
 * Copies every row of a store into an empty database of PostgreSQL and compares counts and checksums, all in one transaction:
 * whatever goes wrong, the database is as empty as before. Throws a Refusal where it is not empty, or where anything differs.
 */
export const moveInto = async (url: string, source: SourceStore): Promise<readonly Moved[]> => {
  const client = await openCopyConnection(url).catch((cause) => refuseUnreachable(url, cause))
  try {
    await migrateTarget(url)
    await client.query('begin')
    await client.query('lock table workspace, counter, batch, outbox in exclusive mode')
    await refuseOtherSchema(client, source)
    await refuseUnlessEmpty(client, url, source.tables)
    await client.query('delete from workspace')
    const moved: Moved[] = []
    for (const table of source.tables) {
      const sum = await copyTable(client, source, table)
      await refuseDifference(client, table, sum)
      moved.push({ table: table.name, ...sum })
    }
    await client.query('commit')
    await client.query('analyze')
    return moved
  } finally {
    await client.end().catch(() => undefined)
  }
}

const refuseUnreachable = (url: string, cause: unknown): never => {
  throw new Refusal(
    `The database ${nameOfDatabase(url)} cannot be reached (${cause instanceof Error ? cause.message : String(cause)}). ` +
      'Nothing was moved. Check the address, the user and the password in --to, and create the database first.',
    { cause },
  )
}

const refuseOtherSchema = async (client: pg.Client, { migrations }: SourceStore): Promise<void> => {
  const { rows } = await client.query<{ name: string }>('select name from schema_marker')
  const there = new Set(rows.map(({ name }) => name))
  const differing = [...there].filter((name) => !migrations.includes(name))
  const missing = migrations.filter((name) => !there.has(name))
  if (differing.length + missing.length > 0)
    throw new Refusal(
      `The schema of the database differs from the store's (${[...differing, ...missing].join(', ')}). Nothing was moved. ` +
        'Use the same version for both, or another database.',
    )
}

/** A database that was only migrated has one company that has nothing yet. */
const refuseUnlessEmpty = async (client: pg.Client, url: string, tables: readonly MovedTable[]): Promise<void> => {
  const full: string[] = []
  for (const { name } of tables) {
    if (name === 'workspace' || ownTables.has(name)) continue
    const { rowCount } = await client.query(`select 1 from "${name}" limit 1`)
    if (rowCount !== 0) full.push(name)
  }
  if (full.length > 0)
    throw new Refusal(
      `The database ${nameOfDatabase(url)} is not empty: it has rows in ${full.slice(0, 3).join(', ')}. Nothing was moved. ` +
        'Create an empty database and move there.',
    )
}

const copyTable = async (client: pg.Client, source: SourceStore, table: MovedTable): Promise<RowSum> => {
  const rows = source.read(table)
  let sum: RowSum = { rows: 0, checksum: '' }
  const texts = function* () {
    sum = yield* rows
  }
  try {
    await copyInto(client, table.name, table.columns, texts())
  } catch (cause) {
    throw new Refusal(
      `The table ${table.name} could not be copied (${cause instanceof Error ? cause.message : String(cause)}). ` +
        'Nothing was moved; the database is as empty as before.',
      { cause },
    )
  }
  return sum
}

/** Reads a table back as it stands, and compares it with what was written. */
const refuseDifference = async (client: pg.Client, table: MovedTable, sum: RowSum): Promise<void> => {
  const there = await sumOf(client, table)
  if (there.rows === sum.rows && there.checksum === sum.checksum) return
  throw new Refusal(
    `The table ${table.name} is not the same after copying: ${sum.rows} rows with checksum ${sum.checksum.slice(0, 12)} ` +
      `became ${there.rows} with ${there.checksum.slice(0, 12)}. Nothing was moved; the database is as empty as before.`,
  )
}

const sumOf = async (client: pg.Client, { name, columns, key }: MovedTable): Promise<RowSum> => {
  const { rows: types } = await client.query<{ name: string; type: string; collation: string | null }>(
    `select a.attname as name, format_type(a.atttypid, null) as type from pg_attribute a
     where a.attrelid = $1::regclass and a.attnum > 0`,
    [`"${name}"`],
  )
  const typeOf = new Map(types.map((column) => [column.name, column.type]))
  const numbers = new Set(columns.flatMap((column, i) => (typeOf.get(column) === 'text' ? [] : [i])))
  const order = key.map((column) => (typeOf.get(column) === 'text' ? `"${column}" collate "C"` : `"${column}"`))
  const listed = columns.map((column) => `"${column}"`).join(', ')
  const stream = client.query(copyTo(`copy (select ${listed} from "${name}" order by ${order.join(', ')}) to stdout`))
  const hash = createHash('sha256')
  let rows = 0
  for await (const line of linesOf(stream)) {
    const cells = line.split('\t')
    for (const i of numbers) if (cells[i] !== '\\N') cells[i] = String(Number(cells[i]))
    hash.update(`${cells.join('\t')}\n`)
    rows++
  }
  return { rows, checksum: hash.digest('hex') }
}

async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of stream) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = lines.pop() as string
    yield* lines
  }
}
