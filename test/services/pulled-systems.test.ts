import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type PullSource, readPullSources } from '../../src/common/pull-sources.ts'
import { PullFailure } from '../../src/services/imports/pull/fetched.ts'
import { readOdoo } from '../../src/services/imports/pull/from-odoo.ts'
import { readShopify } from '../../src/services/imports/pull/from-shopify.ts'
import { pullSource } from '../../src/services/imports/pull/pull-source.ts'
import { openStore } from '../store/open-store.ts'

type Asked = { readonly url: string; readonly headers: NodeJS.Dict<string | string[]>; readonly body: never }
type Answer = readonly [status: number, body: unknown]

/** Answers as the public documentation of a system says, written by hand; no real system was asked. */
let answer: (asked: Asked) => Answer
let asked: Asked[]
const server = createServer(async (request, response) => {
  const body = JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString())
  const one = { url: `${request.url}`, headers: request.headers, body: body as never }
  asked.push(one)
  const [status, said] = answer(one)
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said))
})
let host: string
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())
beforeEach(() => {
  asked = []
})

const fetching = () => ({
  ...{ to: '', etag: null, modified: null, egress: [host], timeZone: 'Europe/Berlin' },
  ...{ now: () => '2026-06-01T06:00:30.000Z', signal: AbortSignal.timeout(5_000) },
})
const sourceOf = (from: object, kind = 'inventory'): PullSource => {
  const text = JSON.stringify([{ name: 'system', kind, every: 15, from }])
  const read = readPullSources(text, () => ({ reveal: () => 'key' }))
  if (!read.ok) throw new Error(read.mistakes.join('\n'))
  return read.sources[0] as PullSource
}
type From<T> = Extract<PullSource['from'], { type: T }>

describe('Odoo', () => {
  const source = (fields: object) =>
    sourceOf({
      ...{ type: 'odoo', url: `http://${host}/`, database: 'shop', tokenEnv: 'K', model: 'stock.quant', fields },
      domain: [['location_id.usage', '=', 'internal']],
    })
  const read = async (fields: object) =>
    (await Array.fromAsync(readOdoo(source(fields).from as From<'odoo'>, 'key', fetching()))).flat()
  const quants = Array.from({ length: 1_200 }, (_, i) => ({
    id: 3 * i + 1,
    product_id: [i, `[SKU-${i}] Desk, "large"`],
    location_id: [8, 'WH/Stock'],
    quantity: i,
    write_date: '2026-05-31 23:30:00',
    lot_id: false,
  }))
  const search = ({ body }: Asked): Answer => {
    const { domain, limit } = body as { domain: [string, string, number][]; limit: number }
    const after = domain.at(-1)?.[2] as number
    return [200, quants.filter(({ id }) => id > after).slice(0, limit)]
  }
  const fields = { sku: 'product_id:code', location: 'location_id', on_hand: 'quantity', as_of: ':now' }

  it('gives all records, page by page, in the columns of the feed', async () => {
    answer = search
    const rows = await read({ ...fields, counted: 'write_date', lot: 'lot_id' })
    expect(rows.length).toBe(1_201)
    expect(rows.slice(0, 2)).toEqual([
      ['sku', 'location', 'on_hand', 'as_of', 'counted', 'lot'],
      ['SKU-0', 'WH/Stock', '0', '2026-06-01T06:00Z', '2026-06-01', null],
    ])
    expect(asked.length).toBe(3)
    expect(asked[1]).toMatchObject({
      url: '/json/2/stock.quant/search_read',
      headers: { authorization: 'bearer key', 'x-odoo-database': 'shop' },
      body: {
        domain: [
          ['location_id.usage', '=', 'internal'],
          ['id', '>', 1_498],
        ],
        fields: ['product_id', 'location_id', 'quantity', 'write_date', 'lot_id'],
        ...{ order: 'id', limit: 500 },
      },
    })
  })

  it.each([
    [[401, { name: 'werkzeug.exceptions.Unauthorized', message: 'Invalid apikey' }], 'HTTP 401: Invalid apikey'],
    [[200, { error: 'x' }], 'something else than a list of records'],
    [[200, [{ id: 1, quantity: 1 }]], 'gives no field product_id'],
    [[200, [{ id: 0, product_id: false }]], 'a page that it had given before'],
  ] as const)('answering %j fails', async (said, reason) => {
    answer = () => said
    await expect(read(fields)).rejects.toThrow(reason)
    await expect(read(fields)).rejects.toBeInstanceOf(PullFailure)
  })

  it('is imported', async () => {
    await using store = await openStore()
    answer = search
    const signal = new AbortController().signal
    const context = {
      ...fetching(),
      workspace: store.workspace,
      signal,
      onSurprise: (error: unknown) => expect.unreachable(String(error)),
    }
    expect((await pullSource(context, source(fields))).pulled.words).toEqual([
      'system.csv was imported: 1,200 new, 0 changed, 0 unchanged.',
    ])
  })

  it('takes no model or field that is none', () => {
    expect(() => source({ sku: 'a/b' })).toThrow('is not the name of a field')
  })
})

describe('Shopify', () => {
  const from = sourceOf({ type: 'shopify', shop: 'https://example.myshopify.com', tokenEnv: 'K', what: 'inventory' })
    .from as From<'shopify'>
  const read = async () =>
    (await Array.fromAsync(readShopify({ ...from, shop: `http://${host}` }, 'key', fetching()))).flat()
  const level = (name: string, onHand: number) => ({
    location: { name },
    quantities: [
      ...[
        { name: 'on_hand', quantity: onHand },
        { name: 'committed', quantity: 2 },
      ],
      ...[
        { name: 'damaged', quantity: 1 },
        { name: 'quality_control', quantity: 3 },
      ],
    ],
  })
  const part = (nodes: unknown, endCursor: string | null = null) => ({
    pageInfo: { hasNextPage: endCursor !== null, endCursor },
    nodes,
  })
  const cost = (currentlyAvailable: number) => ({
    cost: {
      requestedQueryCost: 100,
      throttleStatus: { maximumAvailable: 1_000, currentlyAvailable, restoreRate: 500 },
    },
  })
  const item = (sku: string | null, inventoryLevels: unknown, tracked = true) => ({
    ...{ id: `gid://shopify/InventoryItem/${sku}`, sku, tracked, inventoryLevels },
  })

  it('gives what is counted at each location, page by page', async () => {
    const pages: Record<string, unknown> = {
      first: { inventoryItems: part([item('A', part([level('EAST', 40)], 'l1')), item(null, part([]))], 'i1') },
      l1: { inventoryItem: { inventoryLevels: part([level('WEST', 7)]) } },
      i1: { inventoryItems: part([item('B', part([level('EAST', 0)])), item('C', part([level('EAST', 9)]), false)]) },
    }
    answer = ({ body }) => {
      const { variables } = body as { variables: { after: string | null } }
      return [200, { data: pages[variables.after ?? 'first'], extensions: cost(900) }]
    }
    expect(await read()).toEqual([
      ['sku', 'location', 'on_hand', 'allocated', 'unusable', 'as_of'],
      ['A', 'EAST', '40', '2', '4', '2026-06-01T06:00Z'],
      ['A', 'WEST', '7', '2', '4', '2026-06-01T06:00Z'],
      ['B', 'EAST', '0', '2', '4', '2026-06-01T06:00Z'],
    ])
    expect(asked.map(({ body }) => (body as { variables: unknown }).variables)).toEqual([
      { after: null },
      { after: 'l1' },
      { after: 'i1' },
    ])
    expect(JSON.stringify(asked[1])).toContain('gid://shopify/InventoryItem/A')
    expect(asked[0]).toMatchObject({
      url: '/admin/api/2026-10/graphql.json',
      headers: { 'x-shopify-access-token': 'key' },
    })
  })

  it('waits until the shop allows the next question', async () => {
    answer = () =>
      asked.length === 1
        ? [200, { errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }], extensions: cost(0) }]
        : [200, { data: { inventoryItems: part([]) }, extensions: cost(900) }]
    const start = performance.now()
    expect((await read()).length).toBe(1)
    expect(performance.now() - start).toBeGreaterThan(190)
    expect(asked.length).toBe(2)
  })

  it.each([
    [[200, { errors: [{ message: 'Access denied for inventoryItems field.' }] }], 'Shopify refuses: Access denied'],
    [[200, { data: { inventoryItems: null } }], 'another form than its documentation'],
    [
      [200, { data: { inventoryItems: part([item('A', part([{ location: { name: 'EAST' }, quantities: [] }]))]) } }],
      'on hand',
    ],
    [[404, {}], 'HTTP 404'],
  ] as const)('answering %j fails', async (said, reason) => {
    answer = () => said
    await expect(read()).rejects.toThrow(reason)
  })

  it('gives inventory alone', () => {
    expect(() => sourceOf(from, 'sales')).toThrow('a Shopify shop gives inventory alone')
  })
})
