import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type Sqlite from 'better-sqlite3'
import { type Kysely, sql } from 'kysely'
import { Refusal } from '../../domain/refusal.ts'
import type { Schema } from './schema.ts'

/** The header of a SQLite file, and where in it stands the number that a program may set, as four bytes. */
const headerBytes = 100
const format = 'SQLite format 3\u0000'
const ownNumberOffset = 60
const minute = 60_000

type Writable = { readonly engine: 'sqlite' | 'postgres'; readonly kysely: Kysely<Schema> }

/**
 * Marks the store's main file as in use since a moment. Who copies this file alone, without the log beside it, copies the
 * mark, and lacks what was written last.
 */
export const markInUse = async (database: Writable, now: Temporal.Instant): Promise<void> => {
  if (database.engine === 'postgres') return
  await setOwnNumber(database, Math.floor(now.epochMilliseconds / minute))
  await sql`pragma wal_checkpoint(PASSIVE)`.execute(database.kysely)
}

/** Takes the mark off: the main file alone is the whole store once it is closed. */
export const markUnused = async (database: Writable): Promise<void> => {
  if (database.engine === 'sqlite') await setOwnNumber(database, 0)
}

/** Tells whether a store is marked as in use. */
export const isMarked = (driver: Sqlite.Database): boolean => driver.pragma('user_version', { simple: true }) !== 0

/** Takes the mark off a store that nobody serves, at once. */
export const unmark = (driver: Sqlite.Database): void => {
  driver.pragma('user_version = 0')
}

const setOwnNumber = ({ kysely }: { readonly kysely: Kysely<Schema> }, number: number): Promise<unknown> =>
  kysely.transaction().execute((transaction) => sql.raw(`pragma user_version = ${number}`).execute(transaction))

/** Tells since when a file was marked as in use that has no log beside it; null where it is not such a copy. */
export const copiedWhileInUse = (file: string): Temporal.Instant | null => {
  if (statSync(`${file}-wal`, { throwIfNoEntry: false }) !== undefined) return null
  const minutes = ownNumberOf(file)
  return minutes === 0 ? null : Temporal.Instant.fromEpochMilliseconds(minutes * minute)
}

/** Gives the number that a program has set in a file; 0 where the file is none of SQLite's. */
const ownNumberOf = (file: string): number => {
  const header = Buffer.alloc(headerBytes)
  const handle = openSync(file, 'r')
  try {
    const isRead = readSync(handle, header, 0, headerBytes, 0) === headerBytes
    return isRead && header.toString('latin1', 0, format.length) === format ? header.readUInt32BE(ownNumberOffset) : 0
  } finally {
    closeSync(handle)
  }
}

/** Throws a Refusal for a main file that was copied alone while the store was in use. */
export const refuseLoneFile = (file: string): void => {
  const since = statSync(file, { throwIfNoEntry: false })?.isFile() === true ? copiedWhileInUse(file) : null
  if (since === null) return
  throw new Refusal(
    `The store ${file} is a copy that was made while the store was in use (since ${since.toString({ smallestUnit: 'minute' })}), ` +
      'without the log beside it: what was written last may be missing. Nothing was changed, and nothing is confirmed. ' +
      `Copy ${file}-wal beside it, or restore a backup: npm run shelfready -- restore FILE. ` +
      `To go on with what is there: npm run shelfready -- restore ${file} --anyway --db sqlite:${file}`,
  )
}
