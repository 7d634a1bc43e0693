import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely } from 'kysely'
import { Refusal } from '../../domain/refusal.ts'
import { refuseLoneFile, unmark } from './in-use.ts'
import { isServed } from './posting-lock.ts'
import type { Schema } from './schema.ts'
import { isBusy, TwoConnectionDialect } from './sqlite-dialect.ts'
import { fileOf, prepareFile } from './store-file.ts'

/** An open database: Kysely for everything, the connection that writes itself for bulk work inside `store/`. */
export type Database = AsyncDisposable & {
  readonly kysely: Kysely<Schema>
  readonly driver: Sqlite.Database
  readonly file: string
  /** Is the same as long as nobody, in this process or another, has written to the store. */
  readonly version: () => string
}

/** Opening a store holds the process up, for no longer than these milliseconds. */
const openMilliseconds = 5_000

/** Only the end or the mending of another process's log keeps a read waiting, and neither takes long. */
const readMilliseconds = 50

/** Nobody is held up by a statement that waits for another process; after so many milliseconds it gives up. */
const writeMilliseconds = 10_000

type OpenOptions = {
  readonly createFolder: boolean
  /** Milliseconds that a statement waits for another process that has the store locked. */
  readonly patience?: number
}

/** Opens, and creates where it is missing, the SQLite file a `sqlite:` URL names. Throws a Refusal a person can act on. */
export const openDatabase = (url: string, options: OpenOptions): Database => {
  const file = fileOf(url)
  try {
    if (options.createFolder) mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    refuseLoneFile(file)
    prepareFile(file)
    const driver = new Sqlite(file, { timeout: 0 })
    onceUnlocked(() => setUp(driver))
    // Whoever left the mark was killed, and its log has just been read.
    if (!isServed({ file })) unmark(driver)
    const reader = openReader(file)
    const { patience = writeMilliseconds } = options
    const kysely = new Kysely<Schema>({ dialect: new TwoConnectionDialect({ reader, writer: driver, patience }) })
    const version = reader.prepare('pragma data_version').pluck()
    return {
      kysely,
      driver,
      file,
      version: () => String(version.get()),
      [Symbol.asyncDispose]: () => kysely.destroy(),
    }
  } catch (cause) {
    throw storeRefusal(cause, file)
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

const sentences: readonly (readonly [RegExp, string])[] = [
  [
    /READONLY|EROFS|EACCES|EPERM/,
    'cannot be written: the disk or the file is read-only, or belongs to another user. Let the user that runs Shelfready write there.',
  ],
  [
    /FULL|ENOSPC/,
    'cannot be written: the disk is full. The last step was not saved. Free some space and run it again.',
  ],
  [
    /NOTADB|CORRUPT/,
    'is not a Shelfready store, or it is damaged. Nothing was written. Restore the last backup, or name another file in DATABASE_URL.',
  ],
  [
    /BUSY|LOCKED/,
    'is busy: another program has been writing to it for several seconds. Nothing was changed. Run the command again.',
  ],
  [
    /CANTOPEN|EISDIR|ENOTDIR|ENOENT/,
    'cannot be opened: it is a folder, or a part of its path is missing. Name a file in an existing folder in DATABASE_URL.',
  ],
]

/** Gives the database's code of an error, or of what caused it; empty where there is none. */
const codeOf = (error: Error): string =>
  'code' in error ? String(error.code) : error.cause instanceof Error ? codeOf(error.cause) : ''

/** Finds the sentence for an error of the database file, such as a full disk; undefined for every other error. */
const sentenceFor = (error: Error): string | undefined => {
  const code = codeOf(error)
  return sentences.find(([pattern]) => pattern.test(code))?.[1]
}

/** Tells whether an error is about the database's file or disk, which a person can do something about. */
export const isStorageError = (error: unknown): boolean => error instanceof Error && sentenceFor(error) !== undefined

/** Turns an error of the database's file into a Refusal that says what to do, and hands back every other error. */
export const storeRefusal = (cause: unknown, file: string): unknown => {
  if (cause instanceof Refusal || !(cause instanceof Error)) return cause
  const sentence = sentenceFor(cause)
  return sentence ? new Refusal(`The store ${file} ${sentence}`, { cause }) : cause
}
