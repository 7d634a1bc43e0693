import type Sqlite from 'better-sqlite3'
import type { Kysely } from 'kysely'
import type { DamageWatch } from './damage.ts'
import type { Schema } from './schema.ts'

/** What an open database of either engine has. */
type OpenDatabase = AsyncDisposable & {
  readonly kysely: Kysely<Schema>
  /** Its address, by which a thread opens it too; it may have a password in it. */
  readonly url: string
  /** What people call it: its file, or its server and name. */
  readonly name: string
  /** The path that files beside the store begin with; on SQLite it is the store itself. */
  readonly file: string
  /** Whether the store turned out to be damaged since it was opened. */
  readonly damage: DamageWatch
  /** Is the same as long as nobody, in this process or another, has written to the store. */
  readonly version: () => string | Promise<string>
}

/** A store in a file: Kysely for everything, the connection that writes itself for bulk work inside `store/`. */
export type SqliteDatabase = OpenDatabase & { readonly engine: 'sqlite'; readonly driver: Sqlite.Database }

/** A store on a server. */
export type PostgresDatabase = OpenDatabase & { readonly engine: 'postgres' }

/** An open database. */
export type Database = SqliteDatabase | PostgresDatabase

/** How a store is opened. */
export type OpenOptions = {
  readonly createFolder: boolean
  /** Milliseconds that a statement waits for another process that has the store locked. */
  readonly patience?: number
}
