import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { Refusal } from '../../domain/refusal.ts'
import { refuseLoneFile } from '../database/in-use.ts'
import { schemaStanding } from '../database/migrate.ts'
import { copyText } from '../database/postgres-copy.ts'
import type { Value } from '../feeds/earlier-batches.ts'

/** A table of the store that is moved. */
export type MovedTable = {
  readonly name: string
  readonly columns: readonly string[]
  /** The columns of its key, by which its rows are ordered. */
  readonly key: readonly string[]
}

/** The store that is moved. Nobody writes to it as long as it is open. */
export type SourceStore = Disposable & {
  readonly tables: readonly MovedTable[]
  /** The migrations that it has had. */
  readonly migrations: readonly string[]
  /** Gives the rows of a table in the order of their key, as text, and tells at its end how many there were and their checksum. */
  readonly read: (table: MovedTable) => Generator<string, RowSum, void>
}

/** How many rows a table has, and the SHA-256 of them, written out in the order of their key. */
export type RowSum = { readonly rows: number; readonly checksum: string }

/** Tables that the migrations keep for themselves. */
export const ownTables: ReadonlySet<string> = new Set(['kysely_migration', 'kysely_migration_lock', 'schema_marker'])

const rowsAtOnce = 2_000

/** Opens the store that is moved, and keeps others from writing to it. Throws a Refusal where it cannot be moved as it is. */
export const openSource = (file: string): SourceStore => {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new Refusal(`There is no store ${file} to move. Nothing was changed. Name the store with --db.`)
  refuseLoneFile(file)
  const driver = new Sqlite(file, { fileMustExist: true, timeout: 10_000 })
  try {
    driver.exec('begin immediate')
    const migrations = refuseUnlessCurrent(driver, file)
    refuseUnlessQuiet(driver)
    return {
      tables: tablesOf(driver),
      migrations,
      read: (table) => readRows(driver, table),
      [Symbol.dispose]: () => void driver.close(),
    }
  } catch (error) {
    driver.close()
    throw error
  }
}

const refuseUnlessCurrent = (driver: Sqlite.Database, file: string): readonly string[] => {
  const isStore = driver.prepare(`select 1 from sqlite_schema where name = 'schema_marker'`).get() !== undefined
  const had = isStore
    ? (driver.prepare('select name, breaking from schema_marker order by name').all() as {
        name: string
        breaking: number
      }[])
    : []
  const standing = schemaStanding(had)
  if (standing.kind === 'refused') throw new Refusal(standing.sentence)
  if (standing.kind === 'behind')
    throw new Refusal(
      `The store ${file} is older than this version. Nothing was moved. Run migrate first, then move again.`,
    )
  if (standing.newer.length > 0)
    throw new Refusal(
      `The store ${file} was changed by a newer version (${standing.newer.join(', ')}). Nothing was moved. Move it with that version.`,
    )
  return had.map(({ name }) => name)
}

/** What is on its way out or in would be sent or staged twice. */
const refuseUnlessQuiet = (driver: Sqlite.Database) => {
  const count = (table: string, state: string) =>
    Number(driver.prepare(`select count(*) from ${table} where state = ?`).pluck().get(state))
  const sending = count('outbox', 'sending')
  if (sending > 0)
    throw new Refusal(
      `${sending} ${sending === 1 ? 'message is' : 'messages are'} still being sent, and nobody knows whether ${sending === 1 ? 'it' : 'they'} arrived. ` +
        'Nothing was moved. Start the service until they are settled, stop it, and move again.',
    )
  if (count('batch', 'staging') > 0)
    throw new Refusal(
      'A file is being imported, or an import was cut off. Nothing was moved. Import it again until it is done, then move again.',
    )
}

const tablesOf = (driver: Sqlite.Database): readonly MovedTable[] => {
  const names = driver
    .prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name`)
    .pluck()
    .all() as string[]
  const columns = driver.prepare<[string], { name: string; pk: number }>('select name, pk from pragma_table_info(?)')
  return names
    .filter((name) => !ownTables.has(name))
    .map((name) => {
      const all = columns.all(name)
      const key = all.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk)
      return { name, columns: all.map((column) => column.name), key: key.map((column) => column.name) }
    })
}

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ')

function* readRows(driver: Sqlite.Database, { name, columns, key }: MovedTable): Generator<string, RowSum, void> {
  const hash = createHash('sha256')
  let rows = 0
  let slice: (readonly Value[])[] = []
  const text = () => {
    const written = copyText(slice, columns.length)
    hash.update(written)
    slice = []
    return written
  }
  const all = driver.prepare(`select ${quoted(columns)} from "${name}" order by ${quoted(key)}`).raw()
  for (const row of all.iterate() as IterableIterator<readonly Value[]>) {
    slice.push(row)
    rows++
    if (slice.length === rowsAtOnce) yield text()
  }
  if (slice.length > 0) yield text()
  return { rows, checksum: hash.digest('hex') }
}
