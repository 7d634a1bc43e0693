import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { execPath } from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { type Kysely, sql, type Transaction } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apply } from '../../src/store/changes/apply.ts'
import type { Change } from '../../src/store/changes/change.ts'
import { migrateSchema, migrations, type SchemaMigrations } from '../../src/store/database/migrate.ts'
import { openDatabase } from '../../src/store/database/open-database.ts'
import { openStore } from '../../src/store/database/open-store.ts'
import type { Schema } from '../../src/store/database/schema.ts'
import type { Workspace } from '../../src/store/database/workspace.ts'
import { commandLine } from '../_helpers/command-line.ts'
import { type PostgresServer, startPostgres, whyNoPostgres } from '../_helpers/postgres.ts'
import { openFakeSlack } from '../_helpers/slack/fake-slack.ts'
import { startBot } from '../_helpers/slack/running-bot.ts'
import { newDatabase } from '../store/imports/postgres-store.ts'
import { temporaryFolder } from '../store/open-store.ts'
import { start } from '../store/processes.ts'
import { schemaOf } from '../store/schema-dump.ts'
import { startServe } from './running.ts'

const isFull = process.env.PROOF === 'full'
const processes = isFull ? 20 : 5
const names = Object.keys(migrations)
const now = '2026-06-01T08:00:00.000Z'
const schemas = join(import.meta.dirname, '../fixtures/schemas')
const starter = resolve(import.meta.dirname, '../store/starter.ts')

const entry = (entity: string): Change => ({
  ...{ kind: 'audit', actor: 'ana', place: '#launches', action: 'register' },
  ...{ entity, detail: {} },
})

/** Marks a store as a newer program does that changes it in a way which older ones do not understand. */
const outgrow = (file: string): void => {
  const driver = new Sqlite(file, { timeout: 5_000 })
  driver.exec(`insert into schema_marker (name, breaking, migrated_at) values ('9999-shelves', 1, '2030')`)
  driver.close()
}

const outgrown = 'A newer Shelfready has changed this store (9999-shelves) in a way this version does not understand.'

describe('a store that a newer program has changed in a breaking way', () => {
  it('is written to no more by a program that has it open, from that moment on', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'store.db')
    const workspace = await openStore({ databaseUrl: `sqlite:${file}`, createFolder: false, workspace: 'default' })
    await using database = workspace.database
    expect(await apply(workspace, [entry('P-1')], null, now)).toBe('applied')
    outgrow(file)
    await expect(apply(workspace, [entry('P-2')], null, now)).rejects.toThrow(outgrown)
    const { rows } = await sql<{ entity: string }>`select entity from audit`.execute(database.kysely)
    expect(rows).toEqual([{ entity: 'P-1' }])
  })

  it('is left in order by the service that posts and by the one that stands by, each with a sentence', async () => {
    await using folder = await temporaryFolder()
    await using slack = await openFakeSlack()
    const file = join(folder.path, 'store.db')
    await using first = await startBot(slack, file)
    await using second = await startBot(slack, file)
    const said = await first.command('/intel add "A rival opens in June" until:"1 Dec 2030"')
    expect(said.status).toBe(200)
    outgrow(file)
    const ended = await Promise.race([Promise.all([first.ended, second.ended]), pause(15_000)])
    expect(ended).toEqual([1, 1])
    for (const bot of [first, second]) {
      expect(bot.log()).toContain(outgrown)
      expect(bot.log()).toContain('"msg":"stopping"')
      expect(bot.log()).not.toContain('"level":50')
    }
  })

  it('ends the chat in the terminal, which has kept what it confirmed', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'store.db')
    const service = startServe(file)
    await service.said(/^Launch readiness/m)
    outgrow(file)
    const ended = await Promise.race([service.ended, pause(15_000)])
    service.signal('SIGKILL')
    expect(ended).toMatchObject({ status: 1, err: expect.stringContaining(outgrown) })
  })
})

describe(`${processes} processes that start at once`, () => {
  const startAtOnce = async (folder: string, url: string) => {
    const all = Array.from({ length: processes }, () => start(execPath, [starter, url], { cwd: folder }))
    await Promise.all(all.map(({ said }) => said(/ready/)))
    for (const { input } of all) input.end(`${Date.now() + 300}`)
    return (await Promise.all(all.map(({ ended }) => ended))).filter(({ out, status }) => out !== '' || status !== 0)
  }

  const made = (file: string) => {
    const driver = new Sqlite(file, { readonly: true })
    const markers = driver.prepare('select name from schema_marker').pluck().all()
    const schema = schemaOf(driver)
    driver.close()
    return { markers: markers.toSorted(), schema }
  }

  const versions = ['an empty file', ...readdirSync(schemas)]
  it.each(versions)('on %s all start, and its schema is brought up to date once', async (version) => {
    await using folder = await temporaryFolder()
    const [file, fresh] = [join(folder.path, 'store.db'), join(folder.path, 'fresh.db')]
    if (version.endsWith('.sql')) new Sqlite(file).exec(readFileSync(join(schemas, version), 'utf8')).close()
    expect(await startAtOnce(folder.path, `sqlite:${file}`)).toEqual([])
    await using database = openDatabase(`sqlite:${fresh}`, { createFolder: false })
    await migrateSchema(database.kysely as never)
    expect(made(file)).toEqual(made(fresh))
    expect(made(file).markers).toEqual(names.toSorted())
  })
})

describe('a step that older programs may go on after', () => {
  /** What a program that does not know the step rests on: tables, their columns, and what a row must have. */
  const shape = (driver: Sqlite.Database) =>
    new Map(
      (driver.prepare(`select name from sqlite_master where type = 'table'`).pluck().all() as string[]).map((table) => [
        table,
        driver.prepare('select name, type, "notnull", pk, dflt_value from pragma_table_info(?)').all(table) as {
          readonly name: string
          readonly notnull: number
          readonly dflt_value: string | null
        }[],
      ]),
    )
  const guards = (driver: Sqlite.Database) =>
    driver
      .prepare(
        `select m.name from sqlite_master m, pragma_index_list(m.name) i where m.type = 'table' and i."unique" = 1
         and i.origin = 'c'`,
      )
      .pluck()
      .all() as string[]

  it.each(names.filter((name) => !migrations[name]?.breaking))('%s only adds', async (name) => {
    await using folder = await temporaryFolder()
    await using database = openDatabase(`sqlite:${join(folder.path, 'store.db')}`, { createFolder: false })
    const before = names.slice(0, names.indexOf(name))
    const pick = (some: readonly string[]): SchemaMigrations =>
      Object.fromEntries(some.map((one) => [one, migrations[one] as (typeof migrations)[string]]))
    await migrateSchema(database.kysely as never, pick(before))
    const [old, oldGuards] = [shape(database.driver), guards(database.driver)]
    await migrateSchema(database.kysely as never, pick([...before, name]))
    const newer = shape(database.driver)
    for (const [table, columns] of old) {
      const kept = newer.get(table) ?? []
      expect(kept).toEqual(expect.arrayContaining(columns))
      const needed = kept.filter((column) => column.notnull === 1 && column.dflt_value === null)
      expect(needed.map((column) => column.name)).toEqual(
        columns.filter((column) => column.notnull === 1 && column.dflt_value === null).map((column) => column.name),
      )
    }
    expect(guards(database.driver).filter((table) => old.has(table))).toEqual(oldGuards)
  })
})

describe('migrate --dry', () => {
  it('prints what an upgrade would run, values and copied rows included, and changes and creates nothing', async () => {
    await using line = await commandLine()
    const file = line.database.slice('sqlite:'.length)
    const fresh = await line.run('migrate', '--dry')
    expect(fresh).toMatchObject({ status: 0, err: '' })
    expect(fresh.out).toContain(`-- ${names.length} steps in one transaction`)
    expect(readdirSync(line.folder)).toEqual([])

    new Sqlite(file).exec(readFileSync(join(schemas, '0.2.0.sql'), 'utf8')).close()
    const before = readFileSync(file)
    const old = await line.run('migrate', '--dry')
    expect(old).toMatchObject({ status: 0, err: '' })
    expect(old.out).toContain('-- 0002-orders (breaking)\ncreate table "inbound_delivery"')
    expect(old.out).toContain('\n-- 0004-expiry\nalter table')
    expect(old.out).toMatch(/insert into told_sales .* where workspace_id = 1 and sold_on >= '2025-11-30';/)
    expect(readFileSync(file).equals(before)).toBe(true)

    const json = JSON.parse((await line.run('migrate', '--dry', '--json')).out)
    expect(json.steps.map(({ name }: { name: string }) => name)).toEqual(names.slice(1))
    await line.run('migrate')
    expect((await line.run('migrate', '--dry')).out).toBe('-- The store is up to date: an upgrade runs nothing.\n')
  })
})

const reason = whyNoPostgres()
if (reason !== null) console.warn(`Upgrades were not tried on PostgreSQL: ${reason}.`)

describe.skipIf(reason !== null)('on PostgreSQL', () => {
  let server: PostgresServer
  let admin: Kysely<never>
  beforeAll(async () => {
    server = await startPostgres()
    admin = server.connect()
  })
  afterAll(() => server?.[Symbol.asyncDispose]())

  const open = (databaseUrl: string): Promise<Workspace> =>
    openStore({ databaseUrl, createFolder: false, workspace: 'default' })

  const further = (up: SchemaMigrations[string]['up']): SchemaMigrations => ({
    ...migrations,
    '9999-shelves': { breaking: true, up },
  })

  it('20 programs that start at once on an empty database all start, and it is made once, without advisory locks', async () => {
    const url = await newDatabase(admin, server.url, 'at_once')
    const opened = await Promise.all(Array.from({ length: 20 }, () => open(url)))
    const [first] = opened as [Workspace]
    const { rows } = await sql<{ name: string }>`select name from schema_marker`.execute(first.database.kysely)
    expect(rows.map(({ name }) => name).toSorted()).toEqual(names.toSorted())
    const companies = await sql`select name from workspace`.execute(first.database.kysely)
    expect(companies.rows).toEqual([{ name: 'default' }])
    for (const { database } of opened) await database[Symbol.asyncDispose]()
  })

  it('who writes before a breaking upgrade is waited for, and who comes after it writes nothing', async () => {
    const url = await newDatabase(admin, server.url, 'in_turn')
    const [holder, early, late, newer] = [await open(url), await open(url), await open(url), await open(url)]
    await using _holder = holder.database
    await using _early = early.database
    await using _late = late.database
    await using _newer = newer.database
    const held = holding(holder, (transaction) =>
      transaction.selectFrom('workspace').select('id').forNoKeyUpdate().execute(),
    )
    await held.begun
    const before = apply(early, [entry('P-1')], null, now)
    await pause(200)
    let seen: unknown
    const upgrade = migrateSchema(
      newer.database.kysely as never,
      further(async (db) => {
        const { rows } = await sql`select entity, current_setting('lock_timeout') as patience,
          (select count(*)::integer from pg_locks where locktype = 'advisory') as advisory from audit`.execute(db)
        seen = rows
      }),
    )
    await pause(200)
    const after = apply(late, [entry('P-2')], null, now).catch((error: Error) => error.message)
    await pause(100)
    await held.release()
    expect(await before).toBe('applied')
    expect(await upgrade).toEqual(['9999-shelves'])
    expect(seen).toEqual([{ entity: 'P-1', patience: '3s', advisory: 0 }])
    expect(await after).toContain(outgrown)
    expect((await sql`select entity from audit`.execute(newer.database.kysely)).rows).toEqual([{ entity: 'P-1' }])
  })

  it('an upgrade that waits for a table holds people up for three seconds, and is made once the table is free', async () => {
    const url = await newDatabase(admin, server.url, 'held')
    const [reader, writer, newer] = [await open(url), await open(url), await open(url)]
    await using _reader = reader.database
    await using _writer = writer.database
    await using _newer = newer.database
    const held = holding(reader, (transaction) => transaction.selectFrom('item').select('sku').execute())
    await held.begun
    const upgrade = migrateSchema(
      newer.database.kysely as never,
      further(async (db) => void (await sql`alter table item add column colour text`.execute(db))),
    )
    await pause(200)
    const begun = performance.now()
    const written = await apply(writer, [entry('P-1')], null, now).catch((error: Error) => error.message)
    const waited = performance.now() - begun
    await held.release()
    expect(written).toBe('applied')
    expect(waited).toBeLessThan(4_500)
    expect(await upgrade).toEqual(['9999-shelves'])
  })
})

/** Holds what a transaction takes until it is released. */
const holding = (workspace: Workspace, take: (transaction: Transaction<Schema>) => Promise<unknown>) => {
  const [begun, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const ended = workspace.database.kysely.transaction().execute(async (transaction) => {
    await take(transaction)
    begun.resolve()
    await release.promise
  })
  return {
    begun: begun.promise,
    release: async () => {
      release.resolve()
      await ended
    },
  }
}
