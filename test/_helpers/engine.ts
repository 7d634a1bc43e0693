import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import type { Database, SqliteDatabase } from '../../src/store/database/database.ts'
import { openStore } from '../../src/store/database/open-store.ts'
import { openSource } from '../../src/store/moving/source-store.ts'
import { moveInto } from '../../src/store/moving/target-store.ts'
import { asked } from './postgres.ts'
import { synchronousPostgres } from './synchronous-postgres.ts'

/** The server on which tests make their stores, where one is named; files otherwise. */
export const testServer = process.env.SHELFREADY_TEST_STORE ?? null

const template = 'shelfready_template'

const addressOf = (server: string, name: string) => Object.assign(new URL(server), { pathname: `/${name}` }).href

/** Makes the database whose copies are the stores of tests; on the server that files share it is there. */
export const makeTemplate = async (server: string): Promise<void> => {
  if (process.env.SHELFREADY_TEST_SERVER !== undefined) return
  await asked(server, `create database ${template}`)
  const { database } = await openStore({
    databaseUrl: addressOf(server, template),
    createFolder: false,
    workspace: 'default',
  })
  await database[Symbol.asyncDispose]()
}

/** Makes a database for one test that is gone afterwards; one with what a file has in it where one is named. */
export const temporaryDatabase = async (
  begin: ((file: string) => Promise<unknown>) | null = null,
  file = '',
  server = testServer ?? '',
): Promise<AsyncDisposable & { readonly url: string }> => {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asked(server, `create database ${name} template ${template}`)
  const url = addressOf(server, name)
  if (begin !== null) {
    await begin(file)
    if (statSync(file).size > 0) {
      using source = openSource(file)
      await moveInto(url, source)
    }
  }
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      await asked(server, `drop database ${name} with (force)`)
    },
  }
}

const drivers = new WeakMap<Database, SqliteDatabase['driver']>()

/** Gives the connection by which a test looks into a store, on either engine. */
export const driverOf = (database: Database): SqliteDatabase['driver'] => {
  if (database.engine === 'sqlite') return database.driver
  const known = drivers.get(database) ?? synchronousPostgres(database.url)
  drivers.set(database, known)
  return known
}
