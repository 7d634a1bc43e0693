import { execPath } from 'node:process'
import Sqlite from 'better-sqlite3'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrateSchema } from '../../src/store/database/migrate.ts'
import { takePostingLock } from '../../src/store/database/posting-lock.ts'
import { type CommandLine, commandLine, runCommand } from '../_helpers/command-line.ts'
import { type PostgresServer, startPostgres, whyNoPostgres } from '../_helpers/postgres.ts'
import { wholeStore } from '../store/imports/on-both-engines.ts'
import { newDatabase } from '../store/imports/postgres-store.ts'
import { openFile } from '../store/open-store.ts'
import { main, start, stockCsv } from '../store/processes.ts'

const reason = whyNoPostgres()
if (reason !== null) console.warn(`Moving to PostgreSQL was not tried: ${reason}.`)

const fileOf = (line: CommandLine) => line.database.slice('sqlite:'.length)

const opened = (file: string) => {
  const driver = new Sqlite(file)
  return Object.assign(driver, { [Symbol.dispose]: () => void driver.close() })
}

/** Fills a store with what is hard to carry over: odd characters, small and large numbers, what people said. */
const fill = async (line: CommandLine, rows: number) => {
  await line.feed(
    'items',
    'sku,name,unit_cost,unit_price,currency\nA,"And ""quotes"" \\N",0.1,999999999.99,EUR\nß,日本 🥤,0.0000001,2,EUR\n',
  )
  await line.feed('inventory', stockCsv(rows))
  await line.feed(
    'promotions',
    'promotion_id,sku,location,name,start,end,uplift\nP-1,S1,L1,Sale,2026-07-06,2026-07-12,1.6\n',
  )
  await line.run('token', 'add', 'erp', '--feeds', 'all')
  using driver = opened(fileOf(line))
  driver
    .prepare('update item set category = ?, unit_cost = ? where sku = ?')
    .run('\\a\b\tc\nd\ve\ff\r\\.', 1e-17 / 3, 'A')
}

describe.skipIf(reason !== null)('moving a store to PostgreSQL', () => {
  let server: PostgresServer
  let line: CommandLine
  let databases = 0
  beforeAll(async () => {
    server = await startPostgres()
    line = await commandLine()
    await fill(line, 20_000)
  })
  afterAll(async () => {
    await line?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })
  const target = async (): Promise<{ readonly url: string; readonly kysely: Kysely<never> }> => {
    const name = `target_${databases++}`
    return { url: await newDatabase(server.connect(), server.url, name), kysely: server.connect(name) }
  }
  const rowsIn = async (kysely: Kysely<never>) => Object.values(await wholeStore(kysely)).flat().length
  const refused = async (url: string, words: RegExp) => {
    const ran = await line.run('move', '--to', url)
    expect(ran).toMatchObject({ status: 1, out: '' })
    expect(ran.err).toMatch(words)
    expect(ran.err).not.toContain('shelfready:shelfready')
  }

  it('takes every row of every table along, and says what it compared', async () => {
    const { url, kysely } = await target()
    const ran = await line.run('move', '--to', url)
    expect(ran).toMatchObject({ status: 0, err: '' })
    expect(ran.out).toMatch(/^inventory +20,000 rows · [0-9a-f]{16}$/m)
    expect(ran.out).toContain('Counts and checksums of every table agree.')
    await using store = await openFile(fileOf(line))
    expect(await wholeStore(kysely)).toEqual(await wholeStore(store.database.kysely as never))
    await refused(url, /is not empty: it has rows in audit, batch, batch_item/)
  })

  it('gives the same answers as before, to every command that reads', async () => {
    await using company = await commandLine()
    await company.feed('items', 'sku,name,unit_cost,unit_price,currency,supplier\nA,Cola,1,2,EUR,ACME\n')
    await company.feed('inventory', 'sku,location,on_hand,as_of\nA,EAST,400,2026-06-01\n', '--as-of', '2026-06-01')
    await company.feed('lead-times', 'supplier,lead_time_days\nACME,10\n', '--as-of', '2026-06-01')
    const promotion = 'promotion_id,sku,location,name,start,end,units\nP-1,A,EAST,Summer,2026-07-06,2026-07-12,700\n'
    await company.feed('promotions', promotion, '--as-of', '2026-06-01')
    const { url } = await target()
    const commands = ['assess --all --format ndjson --ledger', 'digest --dry-run', 'requirements', 'explain P-1 A EAST']
    const words = [
      ...commands.map((command) => [...command.split(' '), '--as-of', '2026-06-02']),
      ...['audit', 'feeds', 'scorecard', 'backtest', 'export ana'].map((command) => command.split(' ')),
    ]
    const answers = async (database: string) => {
      const told = []
      for (const one of words) told.push(await runCommand([...one, '--db', database], { cwd: company.folder }))
      return told
    }
    const before = await answers(company.database)
    expect(before[0]?.out).toContain('"verdict":"at-risk"')
    expect(await company.run('move', '--to', url)).toMatchObject({ status: 0 })
    expect(await answers(url)).toEqual(before)
  })

  it('moves nothing while a service runs, a message is being sent or a file comes in', async () => {
    const { url, kysely } = await target()
    using lock = takePostingLock({ file: fileOf(line) })
    await refused(url, /A service is running on this store\. Nothing was moved/)
    lock?.[Symbol.dispose]()
    using driver = opened(fileOf(line))
    driver.exec(`update batch set state = 'staging' where id = 1`)
    await refused(url, /A file is being imported/)
    driver.exec(`update batch set state = 'visible' where id = 1`)
    driver.exec(`insert into outbox (workspace_id, id, channel, kind, entity, card, state, attempt, created_at)
      values (1, 1, '#a', 'news', '', '{}', 'sending', 1, '2026')`)
    await refused(url, /1 message is still being sent, and nobody knows whether it arrived/)
    driver.exec('delete from outbox')
    driver.exec("update schema_marker set name = name || 9 where name like '0030%'")
    await refused(url, /is older than this version/)
    driver.exec(`update schema_marker set name = '0030-result-months' where name like '0030%'`)
    await migrateSchema(kysely)
    expect(await rowsIn(kysely)).toBe(0)
  })

  it('keeps nothing where a row came out differently, or the schema of the database is another', async () => {
    const { url, kysely } = await target()
    await migrateSchema(kysely)
    await sql`create function alter_count() returns trigger language plpgsql as
      $$ begin if new.sku = 'S777' then new.on_hand = new.on_hand + 1; end if; return new; end $$`.execute(kysely)
    await sql`create trigger alter_count before insert on inventory for each row execute function alter_count()`.execute(
      kysely,
    )
    await refused(url, /The table inventory is not the same after copying: 20000 rows with checksum/)
    expect(await rowsIn(kysely)).toBe(0)
    await sql`drop trigger alter_count on inventory`.execute(kysely)
    await sql`insert into schema_marker (name, breaking, migrated_at) values ('9999-later', 0, '2030')`.execute(kysely)
    await refused(url, /The schema of the database differs from the store's \(9999-later\)/)
    expect(await rowsIn(kysely)).toBe(0)
  })

  it('leaves an empty database when it is killed, and can be repeated', async () => {
    const { url, kysely } = await target()
    await migrateSchema(kysely)
    await sql`create function wait() returns trigger language plpgsql as $$ begin perform pg_sleep(60); return new; end $$`.execute(
      kysely,
    )
    await sql`create trigger wait before insert on promotion_line for each row execute function wait()`.execute(kysely)
    const killed = start(execPath, [main, 'move', '--to', url, '--db', line.database], { cwd: line.folder })
    for (const giveUp = performance.now() + 20_000; performance.now() < giveUp; ) {
      const { rows } =
        await sql`select 1 from pg_stat_activity where query like 'copy "promotion_line"%' and state = 'active'
        and datname = current_database()`.execute(kysely)
      if (rows.length > 0) break
      await new Promise((resume) => setTimeout(resume, 20))
    }
    killed.kill()
    expect(await killed.ended).toMatchObject({ status: null, out: '' })
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()
      and datname = current_database() and query like 'copy%'`.execute(kysely)
    expect(await rowsIn(kysely)).toBe(0)
    await sql`drop trigger wait on promotion_line`.execute(kysely)
    expect(await line.run('move', '--to', url)).toMatchObject({ status: 0, err: '' })
    expect(await rowsIn(kysely)).toBeGreaterThan(20_000)
  })

  it('says what to do where it has no address, no database or no store', async () => {
    expect(await line.run('move')).toMatchObject({ status: 2 })
    await refused(
      server.url.replace(/[^/]*$/, 'nowhere'),
      /127\.0\.0\.1:\d+\/nowhere cannot be reached \(database "nowhere" does not exist\)/,
    )
    await refused(server.url.replace(':shelfready@', ':wrong@'), /password authentication failed/)
    const none = start(execPath, [main, 'move', '--to', server.url, '--db', 'sqlite:./none.db'], { cwd: line.folder })
    expect((await none.ended).err).toMatch(/There is no store .*none\.db to move\. Nothing was changed/)
  })
})
