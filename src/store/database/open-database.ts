import type { Database, OpenOptions, SqliteDatabase } from './database.ts'
import { openPostgres } from './postgres/postgres-store.ts'
import { openSqlite } from './sqlite-store.ts'
import { isPostgres } from './store-file.ts'

/** Opens the store that an address names, and creates a file where it is missing. Throws a Refusal a person can act on. */
export function openDatabase(url: `sqlite:${string}`, options: OpenOptions): SqliteDatabase
export function openDatabase(url: string, options: OpenOptions): Database
export function openDatabase(url: string, options: OpenOptions): Database {
  return isPostgres(url) ? openPostgres(url, options) : openSqlite(url, options)
}
