import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apply } from '../../src/store/changes/apply.ts'
import { type AuditQuery, readAudit } from '../../src/store/changes/audit.ts'
import { testServer } from '../_helpers/engine.ts'
import { example, feed, openStore, type Store, secondWorkspace } from './open-store.ts'

const at = (second: number) => new Date(Date.UTC(2026, 5, 1, 8, 0, second)).toISOString()
const note = (entity: string, detail: unknown = {}) =>
  ({ kind: 'audit', actor: 'ana', place: '#launches', action: 'edit', entity, detail }) as const

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store[Symbol.asyncDispose]())

const all = { from: null, until: null, entity: null }
const read = async (wish: Partial<AuditQuery> = {}) => {
  const entries = []
  for await (const entry of readAudit(store.workspace, { ...all, ...wish })) entries.push(entry)
  return entries
}

/** What SQLite alone understands. */
const replacing = [
  `insert or replace into audit select workspace_id, id, happened_at, 'ben', place, action, entity, detail from audit`,
  `replace into audit select * from audit where id = 2`,
]

describe('what was done', () => {
  it('stays: no statement changes, removes or replaces a row', async () => {
    await apply(store.workspace, [note('P-1'), note('P-2')], null, at(0))
    const { driver } = store.database
    const rows = () => driver.prepare('select * from audit order by id').all()
    const before = rows()
    for (const statement of [
      `update audit set actor = 'ben'`,
      `update audit set detail = detail where id = 1`,
      'delete from audit',
      `delete from audit where entity = 'P-1'`,
      `insert into audit select * from audit where id = 1 on conflict (workspace_id, id) do update set actor = 'ben'`,
      ...(testServer === null ? replacing : []),
    ])
      expect(() => driver.prepare(statement).run(), statement).toThrow(/audit rows are never/)
    expect(rows()).toEqual(before)
  })

  it('is changed or removed by no code: only its own room adds to it', () => {
    const src = resolve(import.meta.dirname, '../../src')
    const sources = globSync('**/*.ts', { cwd: src }).map((path) => ({
      path,
      text: readFileSync(resolve(src, path), 'utf8'),
    }))
    const touching = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path)
    expect(touching(/insertInto\('audit'\)|insert into audit/i)).toEqual(['store/changes/audit.ts'])
    expect(
      touching(
        /(?:updateTable|deleteFrom|replaceInto|mergeInto)\('audit'\)|(?:update|delete from|replace into)\s+audit\b/i,
      ),
    ).toEqual([])
  })

  it('is read oldest first with what was imported between, whole over many pages, one company at a time', async () => {
    const second = await secondWorkspace(store)
    await apply(second, [note('P-9')], null, at(1))
    await feed(store.workspace, 'promotions', [{ ...example.promotions, promotion_id: 'P-1' }])
    for (let i = 0; i < 12; i++)
      await apply(
        store.workspace,
        Array.from({ length: 200 }, (_, k) => note(`Q-${i * 200 + k}`)),
        null,
        at(10 + i),
      )
    const entries = await read()
    const ids = entries.flatMap(({ id }) => id ?? [])
    expect(ids).toEqual(Array.from({ length: 2 + 12 * 200 }, (_, i) => i + 1))
    expect(entries.filter(({ action }) => action === 'import')).toMatchObject([{ id: null, entity: 'promotions' }])
    const moments = entries.map((entry) => entry.at)
    expect(moments).toEqual(moments.toSorted())
  })

  it('is read from a moment on, until another, or of one promotion with the feeds that told of it', async () => {
    expect((await read({ from: at(10), until: at(11) })).map(({ entity }) => entity)).toEqual(
      Array.from({ length: 200 }, (_, i) => `Q-${i}`),
    )
    const own = await read({ entity: 'P-1' })
    expect(own.map(({ action }) => action).toSorted()).toEqual(['edit', 'import'])
    expect(await read({ entity: 'P-9' })).toEqual([])
  })

  it('names a value alone by what was done', async () => {
    const role = { ...note('ben', { before: [], after: ['planner'] }), action: 'role' } as const
    await apply(store.workspace, [role], null, at(50))
    expect((await read({ entity: 'ben' }))[0]).toMatchObject({ before: { role: [] }, after: { role: ['planner'] } })
  })

  it('gives values before and after, and the name of who did it, apart from what else was said', async () => {
    await apply(
      store.workspace,
      [note('P-5', { name: 'Ana', before: { units: 1 }, after: { units: 2 }, reason: 'r' })],
      null,
      at(40),
    )
    expect((await read({ entity: 'P-5' }))[0]).toMatchObject({
      actor: 'ana',
      name: 'Ana',
      place: '#launches',
      before: { units: 1 },
      after: { units: 2 },
      detail: { reason: 'r' },
    })
  })
})
