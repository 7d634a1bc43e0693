import { resolve } from 'node:path'
import { execPath } from 'node:process'
import { describe, expect, it } from 'vitest'
import { apply } from '../../src/store/changes/apply.ts'
import type { Change } from '../../src/store/changes/change.ts'
import { loadRequestReceipt } from '../../src/store/changes/request-receipts.ts'
import type { Workspace } from '../../src/store/database/workspace.ts'
import type { PromotionRow } from '../../src/store/feeds/feed-rows.ts'
import { loadVisibility } from '../../src/store/feeds/visibility.ts'
import { loadNextPromotionId, loadPromotions } from '../../src/store/promotions/promotions.ts'
import { testServer } from '../_helpers/engine.ts'
import { everything, feed, open, openStore, row } from './open-store.ts'
import { start } from './processes.ts'

const now = '2026-01-20T10:00:00.000Z'

const write = (promotionId: string, basedOn: number, other: Partial<PromotionRow> = {}) =>
  ({
    kind: 'write-promotion',
    promotionId,
    rows: [row('promotions', { promotion_id: promotionId, ...other })],
    basedOn,
    knownOn: '2026-01-20',
  }) satisfies Change
const note: Change = { kind: 'audit', actor: 'ana', place: 'C1', action: 'add', entity: 'P-1', detail: { hero: true } }
const post: Change = {
  ...{ kind: 'post', channel: 'C1', about: 'promotion', entity: 'P-1', card: { title: 'Sale' }, notAfter: null },
}
const judged: Change = {
  ...{ kind: 'keep-assessment', promotionId: 'P-1', asOf: '2026-01-20', verdict: 'ready', inputsHash: 'h' },
  summary: { lines: 1 },
}
const receipt = { requestKey: 'key-1', argumentsHash: 'a', reply: { title: 'Done' } }

const promotion = async (workspace: Workspace, id = 'P-1') =>
  (await loadPromotions(workspace, await loadVisibility(workspace, '2026-01-20'), [id]))[0]

describe('what a request comes to', () => {
  it('is written all together: changes, audit row, message and receipt', async () => {
    await using store = await openStore()
    const { workspace, database } = store
    expect(await apply(workspace, [write('P-1', 0), judged, note, post], receipt, now)).toBe('applied')
    expect(await promotion(workspace)).toMatchObject({ promotionId: 'P-1', name: 'Sale', version: 1, rank: 1 })
    expect(await loadRequestReceipt(workspace, 'key-1')).toEqual(receipt)
    expect(await loadRequestReceipt(workspace, 'key-2')).toBeNull()
    const { audit, outbox, assessment, batch } = everything(database)
    expect(audit).toMatchObject([{ id: 1, happened_at: now, actor: 'ana', place: 'C1', action: 'add', entity: 'P-1' }])
    expect(outbox).toMatchObject([{ id: 1, channel: 'C1', state: 'pending', attempt: 0, card: '{"title":"Sale"}' }])
    expect(assessment).toMatchObject([{ promotion_id: 'P-1', verdict: 'ready', inputs_hash: 'h', assessed_at: now }])
    expect(batch).toMatchObject([{ id: 1, kind: 'promotions', state: 'visible', known_on: '2026-01-20' }])
  })

  const unwritable: readonly (readonly [string, Change])[] = [
    ['a message', { ...post, channel: null } as never],
    ['an audit row', { ...note, actor: null } as never],
    ['an assessment', { ...judged, verdict: null } as never],
    ['a line of a promotion', write('P-1', 0, { status: null } as never)],
  ]
  it.each(unwritable)('is not written at all when %s cannot be', async (_, change) => {
    await using store = await openStore()
    const before = everything(store.database)
    const changes = [write('P-2', 0), judged, note, post, change]
    await expect(apply(store.workspace, changes, receipt, now)).rejects.toThrow(/not.null/i)
    expect(everything(store.database)).toEqual(before)
  })

  it('is not written at all when its receipt cannot be', async () => {
    await using store = await openStore()
    const before = everything(store.database)
    const unwritten = { ...receipt, argumentsHash: null } as never
    await expect(apply(store.workspace, [write('P-1', 0), note, post], unwritten, now)).rejects.toThrow(/not.null/i)
    expect(everything(store.database)).toEqual(before)
  })
})

describe('a change of a promotion', () => {
  it('that was decided on an older version answers stale and writes nothing', async () => {
    await using store = await openStore()
    const { workspace, database } = store
    await apply(workspace, [write('P-1', 0)], null, now)
    await apply(workspace, [write('P-1', 1, { name: 'Big sale' })], null, now)
    const before = everything(database)
    for (const basedOn of [0, 1, 3])
      expect(await apply(workspace, [note, post, write('P-1', basedOn)], receipt, now)).toBe('stale')
    expect(everything(database)).toEqual(before)
    expect(await apply(workspace, [note, post, write('P-1', 2)], receipt, now)).toBe('applied')
  })

  it('goes to one of those who decide at once', async () => {
    await using store = await openStore()
    const names = ['One', 'Two', 'Three']
    const outcomes = await Promise.all(
      names.map((name) => apply(store.workspace, [write('P-1', 0, { name })], null, now)),
    )
    expect(outcomes.toSorted()).toEqual(['applied', 'stale', 'stale'])
    const name = names[outcomes.indexOf('applied')]
    expect(await promotion(store.workspace)).toMatchObject({ name, version: 1 })
  })

  it('goes to one of those who decide at once in several processes, and the others decide again', async () => {
    await using store = await openStore()
    const writer = resolve(import.meta.dirname, 'writer.ts')
    const words = [writer, testServer === null ? store.database.file : store.database.url, 'ten requests']
    const runs = [1, 2, 3].map(() => start(execPath, words, { cwd: import.meta.dirname }).ended)
    for (const ran of await Promise.all(runs)) expect(ran).toEqual({ status: 0, out: 'done', err: '' })
    const { promotion_line, audit, outbox, request_receipt } = everything(store.database)
    const ids = new Set((promotion_line as PromotionRow[]).map((line) => line.promotion_id))
    expect(ids).toEqual(new Set(Array.from({ length: 30 }, (_, i) => `P-${i + 1}`)))
    expect([promotion_line, audit, outbox, request_receipt].map((rows) => rows?.length)).toEqual([30, 30, 30, 30])
    expect(await loadNextPromotionId(store.workspace)).toBe('P-31')
  })

  it('shares one history with the feed: either is stale after the other', async () => {
    await using store = await openStore()
    const { workspace } = store
    await apply(workspace, [write('P-1', 0, { name: 'Typed' })], null, now)
    await feed(workspace, 'promotions', [row('promotions', { promotion_id: 'P-1', name: 'Imported' })], {
      knownOn: '2026-01-20',
    })
    expect(await promotion(workspace)).toMatchObject({ name: 'Imported', version: 2, rank: 1 })
    expect(await apply(workspace, [write('P-1', 1)], null, now)).toBe('stale')
    expect(await apply(workspace, [write('P-1', 2, { name: 'Typed again' })], null, now)).toBe('applied')
    expect(await promotion(workspace)).toMatchObject({ name: 'Typed again', version: 3, rank: 1 })
  })

  it('is not stale because of an import that is still on its way, or was killed there', async () => {
    await using store = await openStore()
    const { workspace } = store
    await apply(workspace, [write('P-1', 0)], null, now)
    await (await open(workspace, 'promotions')).stage([row('promotions', { promotion_id: 'P-1', name: 'Half-read' })])
    const version = (await promotion(workspace))?.version ?? 0
    expect(await apply(workspace, [write('P-1', version, { name: 'Typed' })], null, now)).toBe('applied')
    expect(await promotion(workspace)).toMatchObject({ name: 'Typed' })
  })

  it('is not stale because of an import that will be known from a later day', async () => {
    await using store = await openStore()
    const { workspace } = store
    await apply(workspace, [{ ...write('P-1', 0), knownOn: '2026-01-01' }], null, now)
    const later = row('promotions', { promotion_id: 'P-1', name: 'Later' })
    await feed(workspace, 'promotions', [later], { knownOn: '2026-02-01' })
    const version = (await promotion(workspace))?.version ?? 0
    expect(await apply(workspace, [write('P-1', version, { name: 'Typed' })], null, now)).toBe('applied')
  })
})

describe('a request of the same key', () => {
  it('answers stale the second time and writes nothing, whatever it asks', async () => {
    await using store = await openStore()
    const { workspace, database } = store
    await apply(workspace, [write('P-1', 0), note], receipt, now)
    const before = everything(database)
    expect(await apply(workspace, [write('P-1', 1), note, post], receipt, now)).toBe('stale')
    expect(await apply(workspace, [write('P-2', 0)], { ...receipt, argumentsHash: 'other' }, now)).toBe('stale')
    expect(await apply(workspace, [], { ...receipt, reply: {} }, now)).toBe('stale')
    expect(everything(database)).toEqual(before)
  })

  it('is answered once when it comes many times at once', async () => {
    await using store = await openStore()
    const many = Array.from({ length: 20 }, () => apply(store.workspace, [note, post], receipt, now))
    const outcomes = await Promise.all(many)
    expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(1)
    expect(everything(store.database)).toMatchObject({ audit: [{ id: 1 }], outbox: [{ id: 1 }] })
  })
})

describe('the next number of a promotion', () => {
  it('counts on from the last typed one and skips those that a feed has taken', async () => {
    await using store = await openStore()
    const { workspace } = store
    expect(await loadNextPromotionId(workspace)).toBe('P-1')
    await feed(
      workspace,
      'promotions',
      ['P-1', 'P-3', 'P-4'].map((promotion_id) => row('promotions', { promotion_id })),
    )
    expect(await loadNextPromotionId(workspace)).toBe('P-2')
    await apply(workspace, [write('P-2', 0)], null, now)
    expect(await loadNextPromotionId(workspace)).toBe('P-5')
    await apply(workspace, [write('P-9', 0)], null, now)
    expect(await loadNextPromotionId(workspace)).toBe('P-10')
    await apply(workspace, [write('P-6', 0)], null, now)
    expect(await loadNextPromotionId(workspace)).toBe('P-10')
  })

  it('is not one that an import on its way is about to take', async () => {
    await using store = await openStore()
    await (await open(store.workspace, 'promotions')).stage([row('promotions', { promotion_id: 'P-1' })])
    expect(await loadNextPromotionId(store.workspace)).toBe('P-2')
  })
})
