import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { execPath } from 'node:process'
import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { migrateSchema, migrations, type SchemaMigrations } from '../../src/store/database/migrate.ts'
import { type CommandLine, commandLine } from '../_helpers/command-line.ts'
import { onSqlite } from '../_helpers/on-sqlite.ts'
import { everything, example, feed, openFile, openStore, temporaryFolder } from './open-store.ts'
import { start } from './processes.ts'

const folder = resolve(import.meta.dirname, '../../migrations')
const names = readdirSync(folder)
  .filter((file) => /^\d{4}-.*\.ts$/.test(file))
  .map((file) => file.slice(0, -3))
  .sort()

/** Works on a store's file with a connection of our own, not the program's. */
const withFile = <T>(line: CommandLine, work: (driver: Sqlite.Database) => T): T => {
  const driver = new Sqlite(line.database.slice('sqlite:'.length))
  try {
    return work(driver)
  } finally {
    driver.close()
  }
}

const bytes = (line: CommandLine) => withFile(line, (driver) => driver.serialize().toString('base64'))
const tables = (line: CommandLine) =>
  withFile(line, (driver) =>
    driver.prepare(`select name from sqlite_master where type = 'table' order by name`).pluck().all(),
  )
const markers = (line: CommandLine) =>
  withFile(line, (driver) => ({
    ours: driver.prepare('select name from schema_marker order by name').pluck().all(),
    kysely: driver.prepare('select name from kysely_migration order by name').pluck().all(),
    workspaces: driver.prepare('select name from workspace').pluck().all(),
  }))

/** Marks a store as changed by a newer program, in the way that our own migrations would. */
const migrateFurther = (line: CommandLine, breaking: boolean) =>
  withFile(line, (driver) => {
    driver.exec(`
      alter table item add column colour text;
      alter table batch add column author text;
      create table shelf (workspace_id integer not null, id bigint not null, primary key (workspace_id, id));
      insert into shelf values (1, 1);
      insert into kysely_migration (name, timestamp) values ('9999-shelves', '2030-01-01T00:00:00.000Z');
      insert into schema_marker (name, breaking, migrated_at) values ('9999-shelves', ${breaking ? 1 : 0}, '2030-01-01');`)
  })

onSqlite.describe('the schema', () => {
  it('of an empty file is brought up to date by every file in migrations/, in order', async () => {
    await using line = await commandLine()
    withFile(line, () => {})
    expect(await line.run('migrate')).toEqual({ status: 0, out: 'The store is up to date.\n', err: '' })
    expect(markers(line)).toEqual({ ours: names, kysely: names, workspaces: ['default'] })
  })

  it('that is up to date is not touched by migrating again', async () => {
    await using line = await commandLine()
    await line.run('migrate')
    const before = bytes(line)
    expect(await line.run('migrate')).toMatchObject({ status: 0, err: '' })
    expect(bytes(line)).toBe(before)
    await using store = await openFile(line.database.slice('sqlite:'.length))
    expect(await migrateSchema(store.database.kysely as never)).toEqual([])
  })

  it('is made once when eight processes start at once on an empty store', async () => {
    await using line = await commandLine({ isOwnProcess: true })
    const runs = await Promise.all(Array.from({ length: 8 }, () => line.run('migrate')))
    expect(runs.filter(({ status, err }) => status !== 0 || err !== '')).toEqual([])
    expect(markers(line)).toEqual({ ours: names, kysely: names, workspaces: ['default'] })
  })

  it('is not half made when a migration fails, and is made when the obstacle is gone', async () => {
    await using line = await commandLine()
    withFile(line, (driver) => driver.exec('create table sales (obstacle text)'))
    const { status, err } = await line.run('migrate')
    expect(status).toBe(1)
    expect(err).toMatch(
      /^The store could not be brought up to date: the migration 0001-initial failed \(.*sales.*exists\)/,
    )
    expect(err).toMatch(/The data is as it was.*\n$/)
    expect(tables(line)).toEqual(['sales'])
    withFile(line, (driver) => driver.exec('drop table sales'))
    expect(await line.run('migrate')).toMatchObject({ status: 0, err: '' })
    expect(markers(line)).toEqual({ ours: names, kysely: names, workspaces: ['default'] })
  })
})

describe('a schema that a newer program has changed', () => {
  it('without breaking older ones is left alone, and everything works on it', async () => {
    await using line = await commandLine()
    await line.run('migrate')
    migrateFurther(line, false)
    await line.feed('items', 'sku,name\nA,Apple\n')
    await line.feed('items', 'sku,name\nA,Crisp apple\n')
    const again = await line.feed('items', 'sku,name\nA,Crisp apple\n')
    expect(again.out).toContain('0 inserted, 0 changed, 1 unchanged')
    await line.feed('inventory', 'sku,location,on_hand,as_of\nB,L,5,2026-01-05\n')
    await line.feed('promotions', 'promotion_id,sku,location,name,start,end\nP-1,B,L,Sale,2026-02-01,2026-02-07\n')
    const assessed = await line.run('assess', '--all', '--as-of', '2026-01-05', '--format', 'ndjson')
    expect(assessed).toMatchObject({ status: 0, err: '' })
    expect(assessed.out).toContain('"promotion_id":"P-1"')
    expect(markers(line).ours).toEqual([...names, '9999-shelves'])
    expect(withFile(line, (driver) => driver.prepare('select * from shelf').all())).toEqual([
      { workspace_id: 1, id: 1 },
    ])
  })

  it('and marked as breaking is refused by every command with a sentence, and not a byte is changed', async () => {
    await using line = await commandLine()
    await line.feed('items', 'sku,name\nA,Apple\n')
    migrateFurther(line, true)
    const before = bytes(line)
    const commands = ['migrate', 'assess --all', 'import items items.csv', 'explain P-1 A L', 'digest --dry-run']
    for (const { status, out, err } of await Promise.all(commands.map((words) => line.run(...words.split(' '))))) {
      expect({ status, out }).toEqual({ status: 1, out: '' })
      expect(err).toMatch(
        /^This store was changed by a newer Shelfready \(9999-shelves\).*Start the newer version.*\n$/,
      )
      expect(err.split('\n')).toHaveLength(2)
    }
    expect(bytes(line)).toBe(before)
  })
})

describe('a store of an unreleased version', () => {
  it('is refused by every command with a sentence, and not a byte is changed', async () => {
    await using line = await commandLine()
    await line.feed('items', 'sku,name\nA,Apple\n')
    withFile(line, (driver) =>
      driver.exec(`delete from schema_marker; delete from kysely_migration;
        insert into kysely_migration (name, timestamp) values ('0001-workspaces', '2026'), ('0003-records', '2026');
        insert into schema_marker (name, breaking, migrated_at)
          values ('0001-workspaces', 0, '2026'), ('0003-records', 0, '2026')`),
    )
    const before = bytes(line)
    for (const command of [['migrate'], ['assess', '--all'], ['digest', '--dry-run']]) {
      const { status, out, err } = await line.run(...command)
      expect({ status, out }).toEqual({ status: 1, out: '' })
      expect(err).toMatch(
        /^This store was made by an unreleased version of Shelfready \(before 0\.2\.0\).*cannot be upgraded/,
      )
      expect(err).toMatch(/Nothing was changed\. Move the file away.*import the feeds again\.\n$/)
    }
    expect(bytes(line)).toBe(before)
  })
})

onSqlite.describe('migrations that were merged in another order than they were made', () => {
  const creating = (table: string): SchemaMigrations[string] => ({
    up: async (db) => void (await sql`create table ${sql.table(table)} (id integer, name text)`.execute(db)),
    breaking: false,
  })
  const [second, third] = [{ '0002-second': creating('second') }, { '0003-third': creating('third') }]

  it('are run one after the other, the earlier one after the later one', async () => {
    await using store = await openStore()
    const db = store.database.kysely as never
    expect(await migrateSchema(db, { ...migrations, ...third })).toEqual(['0003-third'])
    expect(await migrateSchema(db, { ...migrations, ...second, ...third })).toEqual(['0002-second'])
    expect(await migrateSchema(db, { ...migrations, ...second, ...third })).toEqual([])
  })

  it('are run beside one of another program that this one does not know', async () => {
    await using store = await openStore()
    const db = store.database.kysely as never
    await migrateSchema(db, { ...migrations, ...third })
    expect(await migrateSchema(db, { ...migrations, ...second })).toEqual(['0002-second'])
    expect(Object.keys(everything(store.database))).toEqual(expect.arrayContaining(['second', 'third']))
  })

  it('are undone as a whole when one fails, and the sentence names it with the cause', async () => {
    await using store = await openStore()
    const failing: SchemaMigrations[string] = {
      up: async (db) => {
        await creating('half').up(db)
        await sql`insert into nowhere values (1)`.execute(db)
      },
      breaking: false,
    }
    const run = migrateSchema(store.database.kysely as never, { ...migrations, ...second, '0003-failing': failing })
    await expect(run).rejects.toThrow(/the migration 0003-failing failed \(no such table: nowhere\)/)
    expect(Object.keys(everything(store.database))).not.toEqual(expect.arrayContaining(['half']))
  })
})

onSqlite.describe('a connection that we open', () => {
  it('keeps what was confirmed through a power cut, checks keys, and trusts no schema', async () => {
    await using store = await openStore()
    const pragma = (name: string) => store.database.driver.pragma(name, { simple: true })
    const pragmas = ['journal_mode', 'synchronous', 'foreign_keys', 'trusted_schema', 'busy_timeout']
    expect(pragmas.map(pragma)).toEqual(['wal', 2, 1, 0, 0])
  })

  it('is had by both of two processes that open a new file at the same moment', async () => {
    await using folder = await temporaryFolder()
    const words = [resolve(import.meta.dirname, 'opener.ts'), folder.path, '150']
    const two = [1, 2].map(() => start(execPath, words, { cwd: folder.path }))
    await Promise.all(two.map((one) => one.said(/ready/)))
    for (const { input } of two) input.end(`${Date.now() + 50}`)
    expect(await Promise.all(two.map(({ ended }) => ended))).toEqual(
      Array(2).fill({ status: 0, out: '', err: 'ready' }),
    )
  })

  it('writes in transactions that take the lock at once, so that a second writer waits instead of failing', async () => {
    await using store = await openStore()
    await using second = await openFile(store.database.file, 0)
    await store.database.kysely.transaction().execute(async () => {
      await expect(feed(second.workspace, 'items', [example.items])).rejects.toThrow(/locked/)
    })
    await feed(second.workspace, 'items', [example.items])
    expect(everything(store.database).item).toHaveLength(1)
  })
})
