import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { webhookMessenger } from '../../src/http/webhook-messenger.ts'
import type { EventName } from '../../src/services/webhooks/notices.ts'
import { eventNames, notices } from '../../src/services/webhooks/notices.ts'
import { openWebhook } from '../../src/services/webhooks/tell-webhooks.ts'
import { removeWebhook, type Webhook } from '../../src/store/webhooks/webhooks.ts'
import { colaStage, newestId, type Stage } from '../commands/stage.ts'

type Received = { readonly headers: IncomingHttpHeaders; readonly body: string; readonly at: number }

let stack: AsyncDisposableStack
let cola: Stage
let received: Received[]
let answers: number[]
let url = ''

beforeEach(async () => {
  stack = new AsyncDisposableStack()
  cola = stack.use(await colaStage())
  received = []
  answers = []
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece) => pieces.push(piece))
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(pieces).toString(), at: Date.now() })
      response.writeHead(answers.shift() ?? 204, { location: 'http://127.0.0.1:1/inside' }).end()
    })
  })
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open))
  stack.defer(() => void server.close())
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`
})
afterEach(() => stack.disposeAsync())

const add = async (events: readonly EventName[] = eventNames): Promise<Webhook> => {
  const { app } = cola
  const webhook = await openWebhook({ ...app, today: app.today(), now: app.now() }, { url, events })
  return webhook as Webhook
}

/** Lets a service run that has just begun, so that nothing waits for further feeds. */
const serve = async (egress = [new URL(url).host]) => {
  const { app } = cola
  const jobs = await app.startJobs(webhookMessenger({ ...app, egress }), (error) => {
    throw error
  })
  await jobs?.tick()
  await jobs?.[Symbol.asyncDispose]()
}
const told = () => received.map(({ body }) => JSON.parse(body) as { type: EventName; data: Record<string, unknown> })
const outbox = () =>
  cola.rows("select state, reason from outbox where kind = 'webhook' order by id").map((row) => ({ ...row }))
const onHand = (units: number, at: string) =>
  cola.feed('inventory', `sku,location,on_hand,as_of\nSKU-110,EAST,${units},${at}\n`)
const picnic = () => cola.say('promo add "Picnic" sku:SKU-110 at:EAST dates:"3-5 Jun" units:700')

describe('a system that is told what happens', () => {
  it('is told what changes from then on, once, in bodies that are as described', async () => {
    await cola.say('promo add "Early" sku:SKU-100 at:EAST dates:"3-5 Jun" units:9000')
    await add()
    await serve()
    expect(received).toEqual([])
    const id = newestId(await picnic())
    await serve()
    expect(told().map(({ type }) => type)).toEqual(['verdict.changed'])
    await onHand(20, '2026-06-01')
    await serve()
    await serve()
    expect(told().slice(1)).toMatchObject([
      { type: 'verdict.changed', data: { promotion_id: id, from: 'ready', to: 'not-ready' } },
      {
        type: 'ads.pause',
        data: { promotion_id: id, items: [{ sku: 'SKU-110', location: 'EAST', sells_out_on: '2026-06-03' }] },
      },
      { type: 'risk.opened', data: { kind: 'stockout', promotions: [id] } },
    ])
    await onHand(4_000, '2026-06-01T02:00')
    await serve()
    expect(told().slice(4)).toMatchObject([
      { type: 'verdict.changed', data: { from: 'not-ready', to: 'ready' } },
      { type: 'ads.resume', data: { promotion_id: id, start: '2026-06-03' } },
    ])
    for (const one of told()) expect(notices[one.type].safeParse(one)).toMatchObject({ success: true })
  })

  it('can prove who tells it, by Standard Webhooks', async () => {
    const { secret } = await add(['verdict.changed'])
    await picnic()
    await serve()
    const [{ headers, body }] = received as [Received]
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(text).digest('base64')}`)
    expect(Number(headers['webhook-timestamp'])).toBe(Date.parse(cola.app.now()) / 1_000)
  })

  it('is told only what it asks for', async () => {
    await add(['ads.resume', 'ads.pause'])
    await picnic()
    await onHand(20, '2026-06-01')
    await serve()
    expect(told().map(({ type }) => type)).toEqual(['ads.pause'])
  })

  it('hears of an agreed decision', async () => {
    const id = newestId(await picnic())
    await onHand(20, '2026-06-01')
    await add(['decision.agreed'])
    await cola.say(`promo decide ${id} date reason:"no stock"`, { name: 'Ben' })
    await cola.say(`promo agree ${id}`, { name: 'Ana' })
    await serve()
    expect(told()).toMatchObject([{ type: 'decision.agreed', data: { promotion_id: id, option: 'date' } }])
  })

  it('is told again with the same id where it was in trouble, and not where it refuses', async () => {
    await add(['verdict.changed'])
    await picnic()
    answers = [503]
    await serve()
    expect(outbox()).toEqual([{ state: 'pending', reason: 'answered 503' }])
    cola.at(Temporal.Instant.from('2026-06-01T08:05:00Z'))
    await serve()
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([expect.any(String), expect.any(String)])
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(outbox()).toEqual([{ state: 'sent', reason: null }])
    await onHand(20, '2026-06-01')
    answers = [404]
    await serve()
    expect(outbox()[1]).toEqual({ state: 'parked', reason: 'answered 404' })
  })

  it('is never followed elsewhere, and reached in a private place only where the operator allows its host', async () => {
    await add(['verdict.changed'])
    await picnic()
    answers = [302]
    await serve()
    expect(received.length).toBe(1)
    expect(outbox()[0]).toMatchObject({ state: 'parked', reason: expect.stringContaining('not followed') })
    await onHand(20, '2026-06-01')
    await serve([])
    expect(received.length).toBe(1)
    expect(outbox()[1]).toMatchObject({ state: 'parked', reason: 'its address is not an https address' })
  })

  it('hears nothing more once it is removed', async () => {
    const { id } = await add()
    await picnic()
    answers = [500]
    await serve()
    await removeWebhook(cola.app.workspace, id, cola.app.now())
    await onHand(20, '2026-06-01')
    cola.at(Temporal.Instant.from('2026-06-01T09:00:00Z'))
    await serve()
    expect(received.length).toBe(1)
    expect(outbox()).toMatchObject([{ state: 'expired' }])
  })
})
