import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { nextNumber } from '../../src/store/database/counter.ts'
import { openStore } from '../../src/store/database/open-store.ts'
import { addCompany } from '../../src/store/database/whose.ts'
import { openWorkspace, type Workspace, writeTogether } from '../../src/store/database/workspace.ts'
import { claimPull } from '../../src/store/imports/pulls.ts'
import { makeTemplate, temporaryDatabase } from '../_helpers/engine.ts'
import { type PostgresServer, startPostgres, whyNoPostgres } from '../_helpers/postgres.ts'

const reason = whyNoPostgres()
if (reason !== null) console.warn(`Writing to a store on PostgreSQL was not tried: ${reason}.`)

const now = '2026-06-01T08:00:00.000Z'

describe.skipIf(reason !== null)('a store on PostgreSQL', () => {
  let server: PostgresServer
  let closing: AsyncDisposableStack
  let one: Workspace
  let other: Workspace
  const open = async (url: string): Promise<Workspace> => {
    const workspace = await openStore({ databaseUrl: url, createFolder: false, workspace: 'default' })
    closing.use(workspace.database)
    return workspace
  }
  beforeAll(async () => {
    server = await startPostgres()
    await makeTemplate(server.url)
  })
  afterAll(() => server?.[Symbol.asyncDispose]())
  beforeEach(async () => {
    closing = new AsyncDisposableStack()
    const { url } = closing.use(await temporaryDatabase(null, '', server.url))
    one = await open(url)
    other = await open(url)
    return () => closing.disposeAsync()
  })

  /** Reads a number, waits, and writes the next one: only whoever takes turns counts right. */
  const countUp = (workspace: Workspace) =>
    writeTogether(workspace, now, async ({ transaction, workspaceId }) => {
      const counter = transaction.selectFrom('counter').select('value').where('workspace_id', '=', workspaceId)
      const value = (await counter.where('name', '=', 'doctor').executeTakeFirst())?.value ?? 0
      await sql`select pg_sleep(0.01)`.execute(transaction)
      await transaction.deleteFrom('counter').where('name', '=', 'doctor').execute()
      await transaction
        .insertInto('counter')
        .values({ workspace_id: workspaceId, name: 'doctor', value: value + 1 })
        .execute()
      return value + 1
    })

  it('lets those who write for one company take turns, whichever process they are in', async () => {
    const counted = await Promise.all(Array.from({ length: 20 }, (_, i) => countUp(i % 2 === 0 ? one : other)))
    expect(counted.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
  })

  it('lets nobody wait who writes while another process hangs in the middle of a transaction', async () => {
    let attempts = 0
    const hung = writeTogether(one, now, async (writer) => {
      if (++attempts === 1) await new Promise((wake) => setTimeout(wake, 7_000))
      return nextNumber(writer, 'audit')
    })
    await new Promise((begun) => setTimeout(begun, 200))
    const began = performance.now()
    expect(await countUp(other)).toBe(1)
    expect(performance.now() - began).toBeLessThan(6_500)
    expect(await hung).toBe(1)
    expect(attempts).toBe(2)
  })

  it('lets one process pull a source at a time, and another one when its claim is given back or too old', async () => {
    const until = '2026-06-01T08:15:00.000Z'
    const claims = await Promise.all([one, other, one].map((workspace) => claimPull(workspace, 'erp', now, until)))
    const [first] = claims.filter((claim) => claim !== null)
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1)
    expect(await claimPull(one, 'shop', now, until)).not.toBe(null)
    await first?.[Symbol.asyncDispose]()
    expect(await claimPull(other, 'erp', now, until)).not.toBe(null)
    expect(await claimPull(one, 'erp', '2026-06-01T08:14:59.000Z', '2026-06-01T08:29:59.000Z')).toBe(null)
    expect(await claimPull(one, 'erp', until, '2026-06-01T08:30:00.000Z')).not.toBe(null)
  })

  it('keeps nothing of what throws', async () => {
    const broken = writeTogether(one, now, async (writer) => {
      await nextNumber(writer, 'audit')
      throw new Error('broken')
    })
    await expect(broken).rejects.toThrow('broken')
    expect(await writeTogether(one, now, (writer) => nextNumber(writer, 'audit'))).toBe(1)
  })

  it('does work again that the server broke off or that lost its connection, and keeps it once', async () => {
    for (const end of [
      sql`do $$ begin raise exception 'x' using errcode = 'serialization_failure'; end $$`,
      sql`select pg_terminate_backend(pg_backend_pid())`,
    ]) {
      let attempts = 0
      await writeTogether(one, now, async (writer) => {
        await nextNumber(writer, 'audit')
        if (++attempts === 1) await end.execute(writer.transaction)
      })
      expect(attempts).toBe(2)
    }
    expect(await writeTogether(one, now, (writer) => nextNumber(writer, 'audit'))).toBe(3)
  })

  it('does again what a deadlock or a serialization failure broke off: each of many writers counts once', async () => {
    await addCompany(other.database, 'second', null, now)
    const writers = [one, await openWorkspace(other.database, 'second')]
    const names = ['doctor', 'audit', 'outbox']
    let tries = 0
    let asked = 0
    const writer = fc.record({
      by: fc.nat({ max: 1 }),
      rows: fc.shuffledSubarray(names, { minLength: 2 }),
      failsFirst: fc.boolean(),
    })
    const opposite = [
      { by: 0, rows: ['doctor', 'audit'], failsFirst: false },
      { by: 1, rows: ['audit', 'doctor'], failsFirst: true },
    ]
    await fc.assert(
      fc.asyncProperty(fc.array(writer, { minLength: 2, maxLength: 8 }), async (all) => {
        const { kysely } = one.database
        await sql`delete from counter where workspace_id = 1 and name = any(${names})`.execute(kysely)
        await sql`insert into counter (workspace_id, name, value) select 1, unnest(${names}::text[]), 0`.execute(kysely)
        const written = all.map(({ by, rows, failsFirst }) => {
          let isFirst = true
          asked++
          return writeTogether(writers[by] as Workspace, now, async ({ transaction }) => {
            tries++
            for (const name of rows) {
              await sql`update counter set value = value + 1 where workspace_id = 1 and name = ${name}`.execute(
                transaction,
              )
              await sql`select pg_sleep(0.02)`.execute(transaction)
            }
            if (!failsFirst || !isFirst) return
            isFirst = false
            await sql`do $$ begin raise exception 'x' using errcode = 'serialization_failure'; end $$`.execute(
              transaction,
            )
          })
        })
        await Promise.all(written)
        const counted = await sql<{ name: string; value: number }>`select name, value from counter
          where workspace_id = 1 and name = any(${names})`.execute(kysely)
        for (const { name, value } of counted.rows)
          expect(Number(value), name).toBe(all.filter(({ rows }) => rows.includes(name)).length)
      }),
      { numRuns: process.env.PROOF === 'full' ? 40 : 4, examples: [[opposite]] },
    )
    expect(tries).toBeGreaterThan(asked)
  })

  it('has another version after every write of any process, and the same while nobody writes', async () => {
    const before = await one.database.version()
    expect(await one.database.version()).toBe(before)
    await countUp(other)
    const after = await one.database.version()
    expect(after).not.toBe(before)
    await other.database.kysely.updateTable('workspace').set({ name: 'default' }).execute()
    expect(await one.database.version()).not.toBe(after)
  })

  it.each([
    ['a wrong password', (url: string) => url.replace(':shelfready@', ':s3cret@'), /refuses the user or the password/],
    ['no such database', (url: string) => url.replace(/[^/]*$/, 'nowhere'), /nowhere does not exist on its server/],
    ['no server', (url: string) => url.replace(/:\d+\//, ':1/'), /cannot be reached/],
    ['half an address', () => 'postgres://user:s3cret@:x/', /not an address of a PostgreSQL server/],
  ])('is refused with a sentence that shows no password: %s', async (_, wrong, words) => {
    const refused = openStore({ databaseUrl: wrong(server.url), createFolder: false, workspace: 'default' })
    const error = await refused.then(
      () => null,
      (cause: Error) => cause,
    )
    expect(error?.message).toMatch(words)
    expect(error?.message).not.toContain('s3cret')
    expect(error?.name).toBe('Refusal')
  })

  it('is refused where it orders texts as a language does', async () => {
    await sql`create database german template template0 encoding 'UTF8' locale_provider icu icu_locale 'de' locale 'C'`.execute(
      server.connect(),
    )
    const url = server.url.replace(/[^/]*$/, 'german')
    await expect(openStore({ databaseUrl: url, createFolder: false, workspace: 'default' })).rejects.toThrow(
      /orders texts as de in UTF8/,
    )
  })

  it('gives counts, sums and large numbers as numbers', async () => {
    const { rows } = await sql`select count(*) as n, sum(x) as s, max(x) as m from (values (1), (2)) v (x)`.execute(
      one.database.kysely,
    )
    expect(rows).toEqual([{ n: 2, s: 3, m: 2 }])
  })
})
