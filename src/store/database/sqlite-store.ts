import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely } from 'kysely'
import { watchDamage } from './damage.ts'
import type { OpenOptions, SqliteDatabase } from './database.ts'
import { isMarked, refuseLoneFile, unmark } from './in-use.ts'
import { isServed } from './posting-lock.ts'
import type { Schema } from './schema.ts'
import { isBusy, TwoConnectionDialect } from './sqlite-dialect.ts'
import { fileOf, prepareFile } from './store-file.ts'
import { storeRefusal } from './store-refusal.ts'

/** Opening a store holds the process up, for no longer than these milliseconds. */
const openMilliseconds = 5_000

/** Only the end or the mending of another process's log keeps a read waiting, and neither takes long. */
const readMilliseconds = 50

/** Nobody is held up by a statement that waits for another process; after so many milliseconds it gives up. */
const writeMilliseconds = 10_000

/** Opens, and creates where it is missing, the SQLite file a `sqlite:` URL names. Throws a Refusal a person can act on. */
export const openSqlite = (url: string, options: OpenOptions): SqliteDatabase => {
  const file = fileOf(url)
  try {
    if (options.createFolder) mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    refuseLoneFile(file)
    prepareFile(file)
    const driver = new Sqlite(file, { timeout: 0 })
    onceUnlocked(() => setUp(driver))
    unmarkUnserved(driver, file)
    const reader = openReader(file)
    const { patience = writeMilliseconds } = options
    const damage = watchDamage('sqlite')
    const dialect = new TwoConnectionDialect({ reader, writer: driver, patience })
    const kysely = new Kysely<Schema>({ dialect, log: damage.heard })
    const version = reader.prepare('pragma data_version').pluck()
    return {
      engine: 'sqlite',
      url: `sqlite:${file}`,
      name: file,
      kysely,
      damage,
      driver,
      file,
      version: () => String(version.get()),
      [Symbol.asyncDispose]: () => {
        unmarkUnserved(driver, file)
        return kysely.destroy()
      },
    }
  } catch (cause) {
    throw storeRefusal(cause, file)
  }
}

/**
 * Takes the mark off that a service left which was killed: at opening its log has just been read, and whoever closes the store
 * last puts the log away. A mark that cannot be taken off now is taken off by the next one.
 */
const unmarkUnserved = (driver: Sqlite.Database, file: string): void => {
  if (!isMarked(driver) || isServed({ file }) || driver.inTransaction) return
  try {
    onceUnlocked(() => unmark(driver))
  } catch (error) {
    if (!isBusy(error)) throw error
  }
}

/** Opens the connection that only reads. It sees what is committed, and hears of every commit of another connection. */
const openReader = (file: string): Sqlite.Database => {
  const reader = new Sqlite(file, { timeout: readMilliseconds })
  reader.pragma('query_only = ON')
  reader.pragma('trusted_schema = OFF')
  return reader
}

const setUp = (writer: Sqlite.Database) => {
  writer.pragma('journal_mode = WAL')
  writer.pragma('synchronous = FULL')
  writer.pragma('foreign_keys = ON')
  writer.pragma('trusted_schema = OFF')
}

/** Two processes that open a new file at the same moment would refuse each other: waits for the other one. */
const onceUnlocked = (work: () => void) => {
  const giveUp = performance.now() + openMilliseconds
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error) || performance.now() > giveUp) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5 + Math.random() * 20)
    }
  }
}
