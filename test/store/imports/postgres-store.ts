import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Database } from '../../../src/store/database/database.ts'
import { migrateSchema } from '../../../src/store/database/migrate.ts'
import { openWorkspace, type Workspace } from '../../../src/store/database/workspace.ts'

/** Opens the default company of a store on PostgreSQL, whose schema is up to date then. */
export const openPostgresStore = async (
  url: string,
): Promise<
  AsyncDisposable & { readonly url: string; readonly kysely: Kysely<never>; readonly workspace: Workspace }
> => {
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  pool.on('error', () => {})
  const kysely = new Kysely<never>({ dialect: new PostgresDialect({ pool }) })
  await migrateSchema(kysely)
  const database = { kysely, engine: 'postgres', url, version: () => '' } as unknown as Database
  const workspace = await openWorkspace(database, 'default')
  return { url, kysely, workspace, [Symbol.asyncDispose]: () => kysely.destroy() }
}

/** Makes an empty database on a server, and gives its address. */
export const newDatabase = async (kysely: Kysely<never>, url: string, name: string): Promise<string> => {
  await sql`create database ${sql.ref(name)}`.execute(kysely)
  return Object.assign(new URL(url), { pathname: `/${name}` }).href
}
