import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { markServer } from '../../src/operator/backup-commands.ts'
import { runCommand } from '../_helpers/command-line.ts'
import { type PostgresServer, startPostgres, whyNoPostgres } from '../_helpers/postgres.ts'
import { newDatabase, openPostgresStore } from '../store/imports/postgres-store.ts'

const reason = whyNoPostgres()
if (reason !== null) console.warn(`A restored PostgreSQL store was not tried: ${reason}.`)

const moment = Temporal.Instant.from('2026-06-03T07:00:00Z')

describe.skipIf(reason !== null)('a PostgreSQL store that was restored', () => {
  let server: PostgresServer
  let kysely: Kysely<never>
  let url: string
  beforeAll(async () => {
    server = await startPostgres()
    kysely = server.connect()
    url = await newDatabase(kysely, server.url, 'restored')
  }, 60_000)
  afterAll(() => server[Symbol.asyncDispose]())

  it('gives no number twice once it is marked', async () => {
    {
      await using store = await openPostgresStore(url)
      await sql`insert into counter (workspace_id, name, value)
        values (${store.workspace.id}, 'promotion', 7)`.execute(store.kysely)
    }
    expect(await markServer(url, 'default', readConfig({}), () => moment)).toMatchObject([
      { workspace: 'default', unsettled: 0, next: 'P-1008' },
    ])
    await using store = await openPostgresStore(url)
    const { rows } = await sql`select last_kept, first_new from lost_number where name = 'promotion'`.execute(
      store.kysely,
    )
    expect(rows).toMatchObject([{ last_kept: 7, first_new: 1008 }])
  }, 60_000)

  it('is backed up and restored by commands that are named, and nothing is done', async () => {
    const cwd = process.cwd()
    const backup = await runCommand(['backup', 'x.dump', '--db', url], { cwd })
    expect(backup).toMatchObject({ status: 1, out: '' })
    expect(backup.err).toContain('pg_dump --format=custom --file=x.dump "$DATABASE_URL"')
    const restore = await runCommand(['restore', 'x.dump', '--db', url], { cwd })
    expect(restore).toMatchObject({ status: 1, out: '' })
    expect(restore.err).toMatch(/pg_restore .*x\.dump.*restore --mark/s)
    expect((await runCommand(['restore', '--db', url], { cwd })).status).toBe(2)
  }, 60_000)
})
