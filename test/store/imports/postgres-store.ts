import { type Kysely, sql } from 'kysely'
import { migrateSchema } from '../../../src/store/database/migrate.ts'
import { openDatabase } from '../../../src/store/database/open-database.ts'
import { openWorkspace, type Workspace } from '../../../src/store/database/workspace.ts'

/** A store on PostgreSQL. */
type PostgresStore = AsyncDisposable & {
  readonly url: string
  readonly kysely: Kysely<never>
  readonly workspace: Workspace
}

/** Opens the default company of a store on PostgreSQL, whose schema is up to date then. */
export const openPostgresStore = async (url: string): Promise<PostgresStore> => {
  const database = openDatabase(url, { createFolder: false })
  const kysely = database.kysely as never as Kysely<never>
  await migrateSchema(kysely)
  const workspace = await openWorkspace(database, 'default')
  return { url, kysely, workspace, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() }
}

/** Makes an empty database on a server, and gives its address. */
export const newDatabase = async (kysely: Kysely<never>, url: string, name: string): Promise<string> => {
  await sql`create database ${sql.ref(name)}`.execute(kysely)
  return Object.assign(new URL(url), { pathname: `/${name}` }).href
}
