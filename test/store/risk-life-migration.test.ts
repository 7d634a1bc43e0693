import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { expect, it } from 'vitest'

const folder = resolve(import.meta.dirname, '../../migrations')
const numbered = readdirSync(folder)
  .filter((file) => /^\d{4}-.*\.ts$/.test(file))
  .sort()

it('a store with risks of before keeps who has each, and tells what was put aside from what was closed by itself', async () => {
  const driver = new Sqlite(':memory:')
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: driver }) })
  const up = async (files: readonly string[]) => {
    for (const file of files) await (await import(resolve(folder, file))).up(db)
  }
  const first = numbered.findIndex((file) => file.startsWith('0010'))
  await up(numbered.slice(0, first))
  const insert =
    driver.prepare(`insert into risk (workspace_id, id, identity, kind, state, episode, verdict, money, subject,
    opened_at, handled_at, handled_on, handled_by, handler_name, handled_verdict, handled_money, snoozed_until, version)
    values (1, ?, ?, 'order-by', ?, 1, 'at-risk', '{}', '{}', '2026-06-01T08:00:00.000Z', ?, ?, ?, ?, 'at-risk', '{}', ?, 1)`)
  const [at, on] = ['2026-06-02T08:00:00.000Z', '2026-06-02']
  insert.run(1, 'a', 'open', null, null, null, null, null)
  insert.run(2, 'b', 'acknowledged', at, on, 'U1', 'Ana', null)
  insert.run(3, 'c', 'snoozed', at, on, 'U2', 'Ben', '2026-06-10')
  insert.run(4, 'd', 'closed', null, null, null, null, null)
  insert.run(5, 'e', 'resolved', at, on, 'U1', 'Ana', null)
  await up(numbered.slice(first))
  const rows = driver
    .prepare(
      'select id, state, owner_name, owner_on, snoozed_until, ended_at is not null as ended from risk order by id',
    )
    .all()
  expect(rows).toEqual([
    { id: 1, state: 'open', owner_name: null, owner_on: null, snoozed_until: null, ended: 0 },
    { id: 2, state: 'acknowledged', owner_name: 'Ana', owner_on: on, snoozed_until: null, ended: 0 },
    { id: 3, state: 'acknowledged', owner_name: 'Ben', owner_on: on, snoozed_until: '2026-06-10', ended: 0 },
    { id: 4, state: 'resolved', owner_name: null, owner_on: null, snoozed_until: null, ended: 1 },
    { id: 5, state: 'resolved', owner_name: 'Ana', owner_on: on, snoozed_until: null, ended: 0 },
  ])
  await db.destroy()
})
