import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayOf } from '../../src/domain/day.ts'
import { endSubscription, firstSubscription, setSubscription } from '../../src/store/channels/subscriptions.ts'
import { migrateSchema } from '../../src/store/database/migrate.ts'
import { openStore as openAnyStore } from '../../src/store/database/open-store.ts'
import type { Schema } from '../../src/store/database/schema.ts'
import { addCompany, removeCompany } from '../../src/store/database/whose.ts'
import { openWorkspace, type Writer } from '../../src/store/database/workspace.ts'
import { queryPostgres } from '../../src/store/foreign/postgres-query.ts'
import { forget } from '../../src/store/people/forget.ts'
import { type FoundPerson, findPersonalData, loadRowsNaming } from '../../src/store/people/personal-data.ts'
import { type PostgresServer, startPostgres, whyNoPostgres } from '../_helpers/postgres.ts'
import { openStore, type Store } from './open-store.ts'

/** The names that each engine has for one portable type. */
const portable: Readonly<Record<string, string>> = {
  ...{ text: 'text', integer: 'integer', int4: 'integer', bigint: 'bigint', int8: 'bigint' },
  ...{ 'double precision': 'double precision', float8: 'double precision', numeric: 'double precision' },
}

/** Describes every table: columns with type and whether they may be null, in order. */
const columnsOf = async (db: Kysely<never>) => {
  const tables = await db.introspection.getTables()
  return Object.fromEntries(
    tables.map(({ name, columns }) => [
      name,
      columns.map(
        (column) => `${column.name} ${portable[column.dataType.toLowerCase()]}${column.isNullable ? '?' : ''}`,
      ),
    ]),
  )
}

type Key = { readonly name: string; readonly columns: string }

const sqliteKeys = async (db: Kysely<never>) => {
  const primary = await sql<Key>`select m.name, group_concat(p.name, ' ' order by p.pk) as columns
    from sqlite_master m, pragma_table_info(m.name) p where m.type = 'table' and p.pk > 0
    group by m.name order by m.name`.execute(db)
  const indexes =
    await sql<Key>`select m.name, m.tbl_name || ' ' || group_concat(i.name, ' ' order by i.seqno) as columns
    from sqlite_master m, pragma_index_info(m.name) i where m.type = 'index' and m.sql is not null
    group by m.name, m.tbl_name order by m.name`.execute(db)
  return { primary: primary.rows, indexes: indexes.rows }
}

const postgresKeys = async (db: Kysely<never>) => {
  const keys = sql`pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
    join pg_attribute a on a.attrelid = t.oid and a.attnum = any (x.indkey::smallint[])
    where t.relnamespace = 'public'::regnamespace`
  const columns = sql`string_agg(a.attname, ' ' order by array_position(x.indkey::smallint[], a.attnum))`
  const primary = await sql<Key>`select t.relname as name, ${columns} as columns from ${keys} and x.indisprimary
    group by t.relname order by t.relname collate "C"`.execute(db)
  const indexes = await sql<Key>`select i.relname as name, t.relname || ' ' || ${columns} as columns from ${keys}
    and not x.indisprimary group by i.relname, t.relname order by i.relname collate "C"`.execute(db)
  return { primary: primary.rows, indexes: indexes.rows }
}

const reason = whyNoPostgres()

if (reason !== null) console.warn(`The migrations were not tried on PostgreSQL: ${reason}.`)

describe.skipIf(reason !== null)('on PostgreSQL', () => {
  let server: PostgresServer
  let store: Store
  beforeAll(async () => {
    server = await startPostgres()
    store = await openStore()
  })
  afterAll(async () => {
    await store?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })

  it('every migration runs once, though five processes start at once, and running again does nothing', async () => {
    const five = Array.from({ length: 5 }, () => server.connect())
    const names = (await Promise.all(five.map((db) => migrateSchema(db)))).filter((ran) => ran.length > 0)
    const markers = await sql<{ name: string }>`select name from schema_marker order by name`.execute(server.connect())
    expect(names).toEqual([markers.rows.map(({ name }) => name)])
    expect(names.flat()).toEqual(
      store.database.driver.prepare('select name from schema_marker order by name').pluck().all(),
    )
    expect(await migrateSchema(server.connect())).toEqual([])
  })

  it('tables have the columns, types and nulls that they have on SQLite', async () => {
    const db = server.connect()
    await migrateSchema(db)
    const columns = await columnsOf(db)
    expect(columns).toEqual(await columnsOf(store.database.kysely as never))
    expect(columns.workspace).toEqual([
      'id integer',
      'name text',
      'created_at text',
      'time_zone text?',
      'removed_at text?',
    ])
    expect(Object.values(columns).flat().join()).not.toContain('undefined')
  })

  it('tables have the primary keys and indexes that they have on SQLite', async () => {
    const db = server.connect()
    await migrateSchema(db)
    const keys = await postgresKeys(db)
    expect(keys).toEqual(await sqliteKeys(store.database.kysely as never))
    expect(keys.primary).toContainEqual({ name: 'item', columns: 'workspace_id sku batch_id' })
  })

  it('what was done stays there too: no statement changes, removes or empties it', async () => {
    const db = server.connect()
    await migrateSchema(db)
    await sql`insert into audit (workspace_id, id, happened_at, actor, place, action, entity, detail)
      values (1, 1, '2026', 'ana', '#launches', 'edit', 'P-1', '{}')`.execute(db)
    for (const statement of [
      sql`update audit set actor = 'ben'`,
      sql`delete from audit`,
      sql`truncate audit`,
      sql`insert into audit select * from audit on conflict (workspace_id, id) do update set actor = 'ben'`,
    ])
      await expect(statement.execute(db)).rejects.toThrow(/audit rows are never changed or removed/)
    const { rows } = await sql<{ actor: string }>`select actor from audit`.execute(db)
    expect(rows).toEqual([{ actor: 'ana' }])

    await sql`insert into forgotten values (1, 'former-1', '', 0)`.execute(db)
    await expect(sql`update audit set action = 'x'`.execute(db)).rejects.toThrow(/never changed/)
    await sql`update audit set actor = 'former-1'`.execute(db)
    await sql`update forgotten set is_done = 1`.execute(db)
    await expect(sql`update audit set actor = 'x'`.execute(db)).rejects.toThrow(/never changed/)
    await sql`update workspace set removed_at = ''`.execute(db)
    expect((await sql`delete from audit`.execute(db)).numAffectedRows).toBe(1n)
    await sql`update workspace set removed_at = null`.execute(db)
  })

  it('a person is forgotten, and a company removed with its audit log, as on SQLite', async () => {
    const workspace = await openAnyStore({ databaseUrl: server.url, createFolder: false, workspace: 'default' })
    await using database = workspace.database
    const db = server.connect()
    const words = JSON.stringify({ name: 'Ana Lind', said: 'ask <@U0ANA> or ana.lind@shop.example' })
    await sql`insert into account (workspace_id, id, person_id, platform, name, email, first_seen_at)
      values (1, 'U0ANA', 'U0ANA', 'slack', 'Ana Lind', 'ana.lind@shop.example', '2026')`.execute(db)
    await sql`insert into audit values (1, 70, '2026', 'U0ANA', '#launches', 'edit', 'P-1', ${words})`.execute(db)
    await sql`insert into standby (workspace_id, person_id, backup_id, backup_name) values (1, 'U0BEN', 'U0ANA', 'Ana Lind')`.execute(
      db,
    )
    const [person] = await findPersonalData(workspace, 'ana lind')
    expect((await loadRowsNaming(workspace, person as FoundPerson)).audit).toHaveLength(1)
    await forget(workspace, person as FoundPerson, { now: '2026-06-01T08:00:00.000Z', today: dayOf('2026-06-01') })
    expect((await sql`select actor, detail from audit where id = 70`.execute(db)).rows).toEqual([
      {
        actor: 'former-1',
        detail: JSON.stringify({ name: 'Former colleague 1', said: 'ask <@former-1> or Former colleague 1' }),
      },
    ])
    expect((await sql`select backup_id, backup_name from standby`.execute(db)).rows).toEqual([
      { backup_id: null, backup_name: null },
    ])
    expect(await findPersonalData(workspace, 'Ana Lind')).toEqual([])

    await addCompany(database, 'beta', null, '2026')
    const beta = await openWorkspace(database, 'beta')
    await sql`insert into audit values (${beta.id}, 1, '2026', 'x', '', 'edit', 'P-1', '{}')`.execute(db)
    expect(await removeCompany(beta, '2026')).toBe(1)
    expect((await sql`select id from audit where workspace_id = 1`.execute(db)).rows.length).toBeGreaterThan(0)
  })

  it('a subscription that ended begins anew as a later version of itself, and its mornings move along, as on SQLite', async () => {
    const db = server.connect()
    await migrateSchema(db)
    const subscription = { ...firstSubscription('@A', 'UTC', '2026-06-01T08:00:00.000Z', 'Ana'), person: 'A' }
    const began = [db, store.database.kysely as never as Kysely<never>].map(async (kysely) => {
      const within = <T>(work: (writer: Writer) => Promise<T>) =>
        (kysely as never as Kysely<Schema>)
          .transaction()
          .execute((transaction) =>
            work({ workspaceId: 1, transaction, now: '2026-06-01T08:00:00.000Z', tell: () => {} }),
          )
      const set = (version: number) =>
        within((writer) => setSubscription(writer, { subscription: { ...subscription, version } }))
      const end = (version: number) =>
        within((writer) =>
          endSubscription(writer, {
            kind: 'end-subscription',
            channel: '@A',
            version,
            by: 'Ana',
            movedTo: '@B',
          }),
        )
      const begun = [await set(0), await set(0), await set(1), await end(1)]
      await sql`insert into occurrence (workspace_id, channel, local_on, due_at, made_at)
        values (1, '@A', '2026-06-01', 'due', 'made'), (1, '@B', '2026-05-31', 'due', 'made')`.execute(kysely)
      begun.push(await end(2), await set(0), await set(0))
      const { rows } = await sql`select channel, local_on from occurrence order by channel, local_on`.execute(kysely)
      const versions = await sql<{ state: string; version: unknown }>`select state, version from subscription`.execute(
        kysely,
      )
      return { begun, rows, versions: versions.rows.map(({ state, version }) => `${state} ${version}`) }
    })
    for (const { begun, rows, versions } of await Promise.all(began)) {
      expect(begun).toEqual([true, false, true, false, true, true, false])
      expect(versions).toEqual(['active 4'])
      expect(rows).toEqual([
        { channel: '@A', local_on: '2026-06-01' },
        { channel: '@B', local_on: '2026-05-31' },
        { channel: '@B', local_on: '2026-06-01' },
      ])
    }
  })

  it('a newer schema that is marked as breaking is refused there too', async () => {
    const db = server.connect()
    await migrateSchema(db)
    await sql`insert into schema_marker (name, breaking, migrated_at) values ('9999-later', 1, '2030')`.execute(db)
    await expect(migrateSchema(db)).rejects.toThrow(/changed by a newer Shelfready \(9999-later\)/)
    await sql`delete from schema_marker where name = '9999-later'`.execute(db)
  })

  it('gives what a query reads as texts, in batches, and nothing that a query writes', async () => {
    const db = server.connect()
    await sql`create table stock (sku text, n numeric(9,3), seen timestamptz, day date, is_open boolean)`.execute(db)
    await sql`insert into stock select 'S' || i, i / 8.0, '2026-06-01 08:00+02', '2026-06-01', i = 1
      from generate_series(1, 4500) i`.execute(db)
    await sql`create function thieve() returns integer language plpgsql as $$ begin delete from stock; return 1; end $$`.execute(
      db,
    )
    const read = async (query: string, url = server.url, signal = new AbortController().signal) =>
      (await Array.fromAsync(queryPostgres(url, query, signal))).flat()
    const rows = await read('select sku, n, seen, day, is_open, null as gone from stock order by n;')
    expect(rows.slice(0, 2)).toEqual([
      ['sku', 'n', 'seen', 'day', 'is_open', 'gone'],
      ['S1', '0.125', '2026-06-01 06:00:00+00:00', '2026-06-01', 'true', null],
    ])
    expect(rows.length).toBe(4501)
    expect(await read('select sku from stock where false')).toEqual([['sku']])
    await expect(read('delete from stock')).rejects.toThrow('syntax error')
    await expect(read('select 1; commit; delete from stock')).rejects.toThrow('multiple commands')
    await expect(read('select thieve()')).rejects.toThrow('read-only transaction')
    await expect(read('with gone as (delete from stock returning *) select * from gone')).rejects.toThrow(
      'DECLARE CURSOR',
    )
    await expect(read('select 1', server.url.replace(':shelfready@', ':wrong@'))).rejects.toThrow('password')
    await expect(read('select pg_sleep(30)', server.url, AbortSignal.timeout(200))).rejects.toThrow()
    expect((await read('select count(*)::text from stock'))[1]).toEqual(['4500'])
    await sql`drop function thieve`.execute(db)
    await sql`drop table stock`.execute(db)
  })
})
