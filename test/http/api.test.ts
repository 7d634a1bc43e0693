import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../../src/app.ts'
import { openApp } from '../../src/app.ts'
import { type HttpDoor, openHttpDoor } from '../../src/chat/http-door.ts'
import { readConfig } from '../../src/config.ts'
import { openHttpApi } from '../../src/http/api.ts'
import { loadBatches } from '../../src/store/imports/batch-list.ts'
import { addToken, revokeToken } from '../../src/store/imports/tokens.ts'
import { driverOf } from '../_helpers/engine.ts'
import { workbookOf } from '../_helpers/workbook.ts'
import { temporaryFolder } from '../store/open-store.ts'

let app: App
let door: HttpDoor
let imported = 0
const stack = new AsyncDisposableStack()
let moment = '2026-06-01T08:00:00Z'
const tokens: Record<'stock' | 'reader' | 'short', string> = { stock: '', reader: '', short: '' }

beforeAll(async () => {
  const folder = stack.use(await temporaryFolder())
  app = stack.use(
    await openApp(readConfig({}), {
      databaseUrl: `sqlite:${folder.path}/store.db`,
      createFolder: false,
      workspace: 'default',
      now: () => Temporal.Instant.from(moment),
    }),
  )
  const { workspace, policy, timeZone, now, today } = app
  const handle = openHttpApi({
    ...{ workspace, policy, timeZone, now, today },
    onImported: () => void imported++,
    onSurprise: (error) => {
      throw error
    },
  })
  door = stack.use(await openHttpDoor({ port: 0, host: '127.0.0.1' }, new Map(), [{ path: '/v1/', handle }]))
  const token = { feeds: [], mayRead: false, person: null, expiresAt: null }
  const add = async (more: Partial<Parameters<typeof addToken>[1]> & { readonly name: string }) =>
    (await addToken(workspace, { ...token, ...more }, app.now())) as string
  tokens.stock = await add({ name: 'stock', feeds: ['inventory', 'items'] })
  tokens.reader = await add({ name: 'reader', mayRead: true })
  tokens.short = await add({ name: 'short', mayRead: true, expiresAt: '2026-06-01T09:00:00.000Z' })
})
afterAll(() => stack.disposeAsync())

const ask = async (
  path: string,
  { token = tokens.stock, ...init }: RequestInit & { readonly token?: string } = {},
): Promise<{ readonly status: number; readonly body: Record<string, unknown>; readonly headers: Headers }> => {
  const headers = new Headers(init.headers)
  if (token !== '') headers.set('authorization', `Bearer ${token}`)
  const response = await fetch(`http://127.0.0.1:${door.port}/v1${path}`, { ...init, headers })
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    headers: response.headers,
  }
}
const post = (
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
  token = tokens.stock,
) => ask(path, { method: 'POST', body, headers, token })

const stock = (units: number, skus = ['A', 'B']) =>
  `sku,location,on_hand,as_of\n${skus.map((sku) => `${sku},EAST,${units},2026-06-01\n`).join('')}`
const onHand = () =>
  driverOf(app.workspace.database)
    .prepare(
      `select distinct sku || ' ' || on_hand from inventory i join batch b on b.id = i.batch_id and b.state = 'visible' order by i.batch_id desc limit 2`,
    )
    .pluck()
    .all()

describe('a feed that a system sends', () => {
  it('counts as CSV, as gzip, as NDJSON and as a workbook', async () => {
    expect(await post('/feeds/inventory?file=mine.csv', stock(10))).toMatchObject({
      status: 201,
      body: { outcome: 'imported', inserted: 2 },
    })
    expect((await post('/feeds/inventory', new Uint8Array(gzipSync(stock(11))))).body).toMatchObject({ changed: 2 })
    const rows = ['A', 'B'].map((sku) => JSON.stringify({ sku, location: 'EAST', on_hand: 12, as_of: '2026-06-01' }))
    expect(
      (await post('/feeds/inventory', rows.join('\n'), { 'content-type': 'application/x-ndjson' })).body,
    ).toMatchObject({ changed: 2 })
    const sheet = workbookOf([
      {
        rows: [
          ['Material', 'Werk', 'Bestand', 'Stand'],
          ['A', 'EAST', 13, { date: '2026-06-01' }],
        ],
      },
    ])
    expect((await post('/feeds/inventory', new Uint8Array(sheet))).body).toMatchObject({ changed: 1 })
    expect(onHand()).toEqual(expect.arrayContaining(['A 13']))
    expect(imported).toBe(4)
    expect(
      (await loadBatches(app.workspace, { limit: 9 })).map(({ source, sender, door: by }) => [source, sender, by]),
    ).toEqual([...Array(3).fill(['inventory from stock', 'stock', 'http']), ['mine.csv', 'stock', 'http']])
  })

  it('is answered as the first time when it comes again with its key, and refused with another body', async () => {
    const key = { 'idempotency-key': 'monday' }
    const first = await post('/feeds/inventory', stock(20), key)
    const before = (await loadBatches(app.workspace, { limit: 99 })).length
    expect(await post('/feeds/inventory', stock(20), key)).toMatchObject({ status: 201, body: first.body })
    expect((await post('/feeds/inventory', stock(21), key)).status).toBe(422)
    expect((await post('/feeds/items', stock(20), key)).status).toBe(422)
    expect((await post('/feeds/inventory?snapshot=true', stock(20), key)).status).toBe(422)
    expect((await loadBatches(app.workspace, { limit: 99 })).length).toBe(before)
  })

  it('is taken once where it comes twice at one moment with its key', async () => {
    const key = { 'idempotency-key': 'twice' }
    const before = (await loadBatches(app.workspace, { limit: 99 })).length
    const both = await Promise.all([1, 2].map(() => post('/feeds/inventory', stock(25), key)))
    expect(both.every(({ status }) => status === 201 || status === 409)).toBe(true)
    expect((await post('/feeds/inventory', stock(25), key)).status).toBe(201)
    expect((await loadBatches(app.workspace, { limit: 99 })).length).toBe(before + 1)
  })

  it('counts among those received until it is taken, also where nobody waits for it', async () => {
    const many = Array.from({ length: 5 }, (_, i) =>
      post('/feeds/inventory', stock(30 + i), { prefer: 'respond-async' }),
    )
    const answers = await Promise.all(many)
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 202, 202, 429])
    for (const { body, status } of answers)
      while (status === 202 && (await ask(`/feeds/uploads/${body.upload}`)).body.state !== 'done') await delay(20)
  })

  it('is held with the reason, and refused whole with every problem', async () => {
    const many = Array.from({ length: 20 }, (_, i) => `M-${i}`)
    await post('/feeds/inventory', stock(5, many))
    const held = await post('/feeds/inventory', stock(60, many))
    expect(held).toMatchObject({ status: 202, body: { outcome: 'held', hold_reasons: [{ code: 'factor' }] } })
    expect((await ask(`/feeds/batches/${held.body.batch}`, { token: tokens.reader })).body).toMatchObject({
      state: 'held',
    })
    expect(await post('/feeds/inventory', `${stock(5)}C,EAST,x,2026-06-01\n`)).toMatchObject({
      status: 422,
      body: { problems: [{ line: 4, column: 'on_hand', value: 'x' }], rejected: 1 },
      headers: expect.any(Headers),
    })
    expect(
      (await post('/feeds/inventory', '{"sku":"A"\n', { 'content-type': 'application/x-ndjson' })).body.title,
    ).toBe('Line 1 is not JSON. Nothing was changed.')
  })

  it('is refused where it is cut off, damaged or one endless line, and the service goes on', async () => {
    const type = { 'content-type': 'application/x-ndjson' }
    const row = `${JSON.stringify({ sku: 'A', location: 'EAST', on_hand: 1, as_of: '2026-06-01' })}\n`
    const whole = gzipSync(row.repeat(2_000))
    const gzip = { ...type, 'content-encoding': 'gzip' }
    expect(await post('/feeds/inventory', new Uint8Array(whole.subarray(0, whole.length - 9)), gzip)).toMatchObject({
      status: 400,
      body: { title: expect.stringContaining('damaged or cut off') },
    })
    const damaged = new Uint8Array(whole).fill(7, 20, 60)
    expect((await post('/feeds/inventory', damaged, type)).status).toBe(400)
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(50_000_000, 'x')))
    expect((await post('/feeds/inventory', bomb, gzip)).body.title).toBe(
      'Line 1 is longer than 1 MB. Nothing was changed.',
    )
    expect((await post('/feeds/inventory', new Uint8Array(gzipSync(row)), gzip)).status).toBe(201)
  })

  it('can be asked for while it is read', async () => {
    const sent = await post('/feeds/inventory', stock(30), { prefer: 'respond-async' })
    expect(sent).toMatchObject({ status: 202, body: { state: 'reading' } })
    const at = String(sent.headers.get('location')).slice(3)
    await expect
      .poll(async () => (await ask(at)).body, { timeout: 60_000 })
      .toMatchObject({ state: 'done', status: 201, answer: { changed: 2 } })
  })
})

describe('who may', () => {
  it('needs a token that is in use and allows it', async () => {
    expect((await ask('/risks', { token: '' })).status).toBe(401)
    expect((await ask('/risks', { token: `sr_${'x'.repeat(43)}` })).status).toBe(401)
    expect((await ask('/risks', { token: tokens.stock })).status).toBe(403)
    expect((await post('/feeds/sales', stock(1))).status).toBe(403)
    expect((await post('/feeds/inventory', stock(1), {}, tokens.reader)).status).toBe(403)
    expect((await post('/feeds/frobs', stock(1))).status).toBe(404)
    expect((await ask('/risks', { token: tokens.short })).status).toBe(200)
    moment = '2026-06-01T09:00:00Z'
    expect((await ask('/risks', { token: tokens.short })).status).toBe(401)
    await revokeToken(app.workspace, 'stock', app.now())
    expect((await post('/feeds/inventory', stock(1))).status).toBe(401)
  })

  it('keeps no token, only its hash', () => {
    const kept = JSON.stringify(driverOf(app.workspace.database).prepare('select * from feed_token').all())
    for (const token of Object.values(tokens)) expect(kept).not.toContain(token)
  })
})

it('gives what is known page by page, and describes itself', async () => {
  const reader = { token: tokens.reader }
  expect((await ask('/promotions?limit=1', reader)).body).toEqual({ items: [], next: null })
  expect((await ask('/promotions?limit=0', reader)).status).toBe(400)
  expect((await ask('/feeds?frob=1', reader)).status).toBe(400)
  expect((await ask('/nothing', reader)).status).toBe(404)
  const { body } = await ask('/openapi.json', { token: '' })
  expect(body).toMatchObject({ openapi: '3.1.0' })
  expect(Object.keys(body.paths as object)).toContain('/v1/feeds/{kind}')
})
