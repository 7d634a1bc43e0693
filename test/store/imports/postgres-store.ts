import { type Kysely, sql } from 'kysely'
import { openStore } from '../../../src/store/database/open-store.ts'
import type { Workspace } from '../../../src/store/database/workspace.ts'

/** Opens the default company of a store on PostgreSQL, whose schema is up to date then. */
export const openPostgresStore = async (
  url: string,
): Promise<
  AsyncDisposable & { readonly url: string; readonly kysely: Kysely<never>; readonly workspace: Workspace }
> => {
  const workspace = await openStore({ databaseUrl: url, createFolder: false, workspace: 'default' })
  const { database } = workspace
  const kysely = database.kysely as never as Kysely<never>
  return { url, kysely, workspace, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() }
}

/** Makes an empty database on a server, and gives its address. */
export const newDatabase = async (kysely: Kysely<never>, url: string, name: string): Promise<string> => {
  await sql`create database ${sql.ref(name)}`.execute(kysely)
  return Object.assign(new URL(url), { pathname: `/${name}` }).href
}
