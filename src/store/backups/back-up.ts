import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import Sqlite from 'better-sqlite3'
import { Refusal } from '../../domain/refusal.ts'
import { refuseLoneFile } from '../database/in-use.ts'
import { prepareFile } from '../database/store-file.ts'
import { storeRefusal } from '../database/store-refusal.ts'

/** A backup that was made: its rows, and its size in bytes. */
export type Backup = { readonly file: string; readonly tables: number; readonly rows: number; readonly bytes: number }

/**
 * Copies a store into a file as it is at one moment, while others use it, and checks the copy: whole, and with every row. The
 * file is there whole or not at all, for its owner alone. Throws a Refusal where it exists, where the copy is damaged, and
 * where the disk is full.
 */
export const backUp = async (store: string, file: string): Promise<Backup> => {
  if (existsSync(file))
    throw new Refusal(
      `${file} exists already. Nothing was written. Give the backup a new name, such as one with the date.`,
    )
  if (!existsSync(store))
    throw new Refusal(`There is no store ${store}. Nothing was written. Name the store with --db.`)
  // Before it is opened: that makes a log beside it, and the copy looks whole.
  refuseLoneFile(store)
  const part = `${file}.part`
  rmSync(part, { force: true })
  try {
    prepareFile(part)
    const counted = await copyStore(store, part).catch((cause) => {
      throw storeRefusal(cause, store)
    })
    const found = checkCopy(part)
    const differing = [...counted].filter(([table, rows]) => found.rows.get(table) !== rows).map(([table]) => table)
    if (found.damage !== null || differing.length > 0)
      throw new Refusal(
        `The copy of ${store} is not whole (${found.damage ?? `rows of ${differing.slice(0, 3).join(', ')} differ`}). No backup was made, and the store was not changed. Run doctor: the store itself may be damaged.`,
      )
    toDisk(part)
    await chmod(part, 0o600)
    renameSync(part, file)
    const rows = [...counted.values()].reduce((sum, one) => sum + one, 0)
    return { file, tables: counted.size, rows, bytes: found.bytes }
  } catch (cause) {
    rmSync(part, { force: true })
    throw storeRefusal(cause, file)
  }
}

/** Copies what one read transaction sees, and counts its rows by table. */
const copyStore = async (store: string, part: string): Promise<ReadonlyMap<string, number>> => {
  const source = new Sqlite(store, { readonly: true, fileMustExist: true, timeout: 10_000 })
  try {
    source.exec('begin')
    const rows = rowsOf(source)
    await source.backup(part)
    return rows
  } finally {
    source.close()
  }
}

const rowsOf = (database: Sqlite.Database): ReadonlyMap<string, number> => {
  const tables = database
    .prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'`)
    .pluck()
    .all() as string[]
  return new Map(tables.map((name) => [name, Number(database.prepare(`select count(*) from "${name}"`).pluck().get())]))
}

/** Reads a copy whole. A backup is not in use: the mark of the store that it was made of is taken off. */
const checkCopy = (part: string) => {
  const copy = new Sqlite(part)
  try {
    copy.pragma('journal_mode = DELETE')
    copy.pragma('user_version = 0')
    const [first] = copy.pragma('integrity_check(1)') as { readonly integrity_check: string }[]
    const damage = first?.integrity_check === 'ok' ? null : (first?.integrity_check ?? 'it cannot be read')
    const bytes =
      Number(copy.pragma('page_count', { simple: true })) * Number(copy.pragma('page_size', { simple: true }))
    return { damage, bytes, rows: rowsOf(copy) }
  } finally {
    copy.close()
  }
}

const toDisk = (file: string): void => {
  const handle = openSync(file, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
