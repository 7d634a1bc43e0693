import { expect, it } from 'vitest'
import { apply } from '../../src/store/changes/apply.ts'
import { loadRequestReceipt } from '../../src/store/changes/request-receipts.ts'
import { openWorkspace } from '../../src/store/database/workspace.ts'
import { loadItems, loadSimilar } from '../../src/store/feeds/catalogue.ts'
import type { FeedKind } from '../../src/store/feeds/feed-rows.ts'
import { feedTables } from '../../src/store/feeds/feed-tables.ts'
import { loadNewestBy } from '../../src/store/feeds/newest.ts'
import { loadVisibility } from '../../src/store/feeds/visibility.ts'
import {
  loadNextPromotionId,
  loadPromotions,
  loadPromotionsOfItems,
  loadSellingLocations,
} from '../../src/store/promotions/promotions.ts'
import { countsOf, example, factsOf, feed, onHand, openStore, row } from './open-store.ts'

const texts = [
  `'; drop table item --`,
  `"); delete from batch; --`,
  `\`x\` [y] "quoted" 'single' \\ back`,
  `%_ ? ?1 :name @name $name \${name}`,
  `null`,
  ``,
  `日本語 ñ e\u0301 ß`,
  `👩‍👩‍👧‍👦 🛒`,
  `\u202etxet\u202c \ufeff\u00a0`,
  `tab\tand\nline\r\n`,
  `constructor`,
  `x`.repeat(10_000),
]
const kinds = Object.keys(example) as FeedKind[]

it.each(kinds)('every text field of %s takes any text as it is, and no table suffers', async (kind) => {
  await using store = await openStore()
  const { workspace } = store
  const made = store.database.engine === 'sqlite' ? 'sql' : 'name'
  const tables = () => store.database.driver.prepare(`select ${made} from sqlite_master order by name`).all()
  const before = tables()
  const key = feedTables[kind].key.find((column) => typeof example[kind][column as never] === 'string') as never
  const rows = texts.map((text) => {
    const entries = Object.entries(example[kind]).map(([name, value]) => [
      name,
      // A kit is no component of itself.
      typeof value !== 'string' ? value : name === 'component_sku' ? `${text} of it` : text,
    ])
    return Object.fromEntries(entries)
  })
  for (const twice of ['inserted', 'unchanged'])
    expect(countsOf(await feed(workspace, kind, rows))).toMatchObject({ [twice]: texts.length })
  const visibility = await loadVisibility(workspace, '2026-01-20')
  const found = await loadNewestBy(workspace, visibility, kind, key, texts)
  expect(found.toSorted(byText(key))).toMatchObject(rows.sort(byText(key)))
  expect(tables()).toEqual(before)
})

const byText = (key: string) => (one: Record<string, unknown>, other: Record<string, unknown>) =>
  String(one[key]) < String(other[key]) ? -1 : 1

it('codes of any text are found again by everything that loads', async () => {
  await using store = await openStore()
  const { workspace } = store
  const codes = texts.filter((text) => text !== '')
  for (const code of codes) {
    await feed(workspace, 'inventory', [row('inventory', { sku: code, location: code, as_of_on: '2026-01-02' })])
    await feed(workspace, 'items', [row('items', { sku: code, supplier: code, like_sku: code })])
    await feed(workspace, 'lead-times', [row('lead-times', { supplier: code })])
    await feed(workspace, 'promotions', [row('promotions', { promotion_id: code, sku: code, location: code })])
  }
  const visibility = await loadVisibility(workspace, '2026-01-20')
  for (const code of codes) {
    expect(await onHand(workspace, code, code)).toBe(10)
    const { item, leadTime, like } = await factsOf(workspace, '2026-01-20', { sku: code, location: code })
    expect([item.supplier, leadTime?.supplier, like?.sku]).toEqual([code, code, code])
    expect([...(await loadItems(workspace, visibility, [code])).keys()]).toEqual([code])
    expect(await loadSellingLocations(workspace, visibility, [code])).toEqual(new Map([[code, [code]]]))
    expect(await loadSimilar(workspace, visibility, 'items', code)).toContainEqual({ code, name: 'Apple' })
    const [promotion] = await loadPromotionsOfItems(workspace, visibility, [code], '2026-01-20')
    expect(promotion?.promotionId).toBe(code)
  }
})

it('the source of a file, requests, notes and posts take any text as it is', async () => {
  await using store = await openStore()
  const { workspace, database } = store
  for (const [at, text] of texts.entries()) {
    const changes = [
      { kind: 'audit', actor: text, place: text, action: text, entity: text, detail: { text } },
      { kind: 'post', channel: text, about: 'promotion', entity: text, card: { text }, notAfter: text },
      { kind: 'keep-assessment', promotionId: text, asOf: text, verdict: text, inputsHash: text, summary: text },
      {
        kind: 'write-promotion',
        promotionId: `X${text}`,
        rows: [row('promotions', { promotion_id: `X${text}`, owner: text })],
      },
    ] as const
    const promotion = { ...changes[3], basedOn: 0, knownOn: '2026-01-01' }
    const receipt = { requestKey: text, argumentsHash: text, reply: { text } }
    expect(await apply(workspace, [...changes.slice(0, 3), promotion] as never, receipt, `${at}`)).toBe('applied')
    expect(await loadRequestReceipt(workspace, text)).toEqual(receipt)
  }
  const all = (table: string, column: string) =>
    database.driver
      .prepare(`select ${column} from ${table} order by ${database.engine === 'sqlite' ? 'rowid' : 'ctid'}`)
      .pluck()
      .all()
  for (const column of ['actor', 'place', 'action', 'entity']) expect(all('audit', column)).toEqual(texts)
  for (const column of ['channel', 'entity', 'not_after']) expect(all('outbox', column)).toEqual(texts)
  for (const column of ['promotion_id', 'verdict', 'inputs_hash']) expect(all('assessment', column)).toEqual(texts)
  expect(all('outbox', 'card').map((card) => JSON.parse(String(card)).text)).toEqual(texts)
  expect(all('promotion_line', 'owner')).toEqual(texts)
  const visibility = await loadVisibility(workspace, '2026-01-20')
  expect(
    await loadPromotions(
      workspace,
      visibility,
      texts.map((text) => `X${text}`),
    ),
  ).toHaveLength(texts.length)
  expect(await loadNextPromotionId(workspace)).toBe('P-1')
})

it('a workspace of any name is opened by that name', async () => {
  await using store = await openStore()
  const create = store.database.driver.prepare(`insert into workspace (id, name, created_at) values (?, ?, '')`)
  for (const [at, text] of texts.entries()) {
    create.run(at + 2, text)
    expect((await openWorkspace(store.database, text)).id).toBe(at + 2)
  }
})
