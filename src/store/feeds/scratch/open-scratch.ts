import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { migrateSchema } from '../../database/migrate.ts'
import type { Value } from '../earlier-batches.ts'
import { feedTables } from '../feed-tables.ts'

/** Tables beside those of the feeds that staging a batch reads and writes. */
const besideTables = ['batch', 'batch_item', 'snapshot_location', 'told_sales', 'refused_row'] as const

/** Every table of a scratch. */
const scratchTables: readonly string[] = [...Object.values(feedTables).map(({ table }) => table), ...besideTables]

/**
 * A small store of SQLite that is gone when it is closed. Beside PostgreSQL it holds what the rows of one file are compared
 * with, row by row, and the rows themselves until they are copied: the rules of staging are written once, for one engine.
 */
export type Scratch = Disposable & {
  readonly driver: Sqlite.Database
  /** Takes rows of a table; those that it has already stay as they are. */
  readonly bring: (table: string, rows: readonly Readonly<Record<string, Value>>[]) => void
}

/** Opens an empty scratch. */
export const openScratch = async (): Promise<Scratch> => {
  statements ??= tableStatements()
  const made = await statements
  const driver = new Sqlite('')
  driver.pragma('journal_mode = OFF')
  driver.pragma('synchronous = OFF')
  driver.pragma('cache_size = -65536')
  for (const statement of made) driver.exec(statement)
  const inserts = new Map<string, Sqlite.Statement>()
  const insertInto = (table: string, columns: readonly string[]) => {
    const known = inserts.get(table)
    if (known !== undefined) return known
    const places = columns.map(() => '?').join(', ')
    const made = driver.prepare(`insert or ignore into ${table} (${columns.join(', ')}) values (${places})`)
    inserts.set(table, made)
    return made
  }
  const bring = driver.transaction((table: string, rows: readonly Readonly<Record<string, Value>>[]) => {
    for (const row of rows) insertInto(table, Object.keys(row)).run(Object.values(row))
  })
  return {
    driver,
    bring: (table, rows) => {
      if (rows.length > 0) bring(table, rows)
    },
    [Symbol.dispose]: () => void driver.close(),
  }
}

let statements: Promise<readonly string[]> | null = null

/** Writes the statements that make the tables of a scratch, as the migrations make them; every row has a number there. */
const tableStatements = async (): Promise<readonly string[]> => {
  const driver = new Sqlite(':memory:')
  await using kysely = new Kysely<never>({ dialect: new SqliteDialect({ database: driver }) })
  await migrateSchema(kysely)
  const made = driver
    .prepare(
      `select sql from sqlite_schema where type = 'table' and name in (${scratchTables.map(() => '?').join(', ')})`,
    )
    .pluck()
    .all(...scratchTables) as string[]
  return made.map((statement) => statement.replace(/\s+without rowid\s*$/i, ''))
}
