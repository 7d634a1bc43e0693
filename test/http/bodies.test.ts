import { once } from 'node:events'
import { type ClientRequest, request } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HttpDoor, openHttpDoor } from '../../src/chat/http-door.ts'
import { openHttpApi } from '../../src/http/api.ts'
import { mostBodies, mostBodyBytes } from '../../src/http/context.ts'
import { openApi } from '../../src/http/openapi.ts'
import { receiveBody } from '../../src/http/receive-body.ts'
import { addToken } from '../../src/store/imports/tokens.ts'
import { openCompany } from '../_helpers/company.ts'

const stack = new AsyncDisposableStack()
const surprises: unknown[] = []
let door: HttpDoor
let token: string
let batches: () => number
beforeAll(async () => {
  const { app, count } = stack.use(await openCompany('2026-06-01'))
  batches = () => count('batch')
  const { workspace, policy, timeZone, now, today } = app
  const handle = openHttpApi({
    ...{ workspace, policy, timeZone, now, today },
    onImported: () => {},
    onSurprise: (error) => String(surprises.push(error)),
  })
  door = stack.use(await openHttpDoor({ port: 0, host: '127.0.0.1' }, new Map(), [{ path: '/v1/', handle }]))
  const wish = { name: 'erp', feeds: ['inventory' as const], mayRead: false, person: null, expiresAt: null }
  token = (await addToken(workspace, wish, now())) as string
})
afterAll(async () => {
  await stack.disposeAsync()
  expect(surprises).toEqual([])
})

/** Begins to send a body, and leaves it open. */
const begin = (headers: Record<string, string | number> = {}): ClientRequest => {
  const sent = request({
    ...{ port: door.port, host: '127.0.0.1', path: '/v1/feeds/inventory', method: 'POST' },
    headers: { authorization: `Bearer ${token}`, ...headers },
  })
  sent.on('error', () => {})
  return sent
}
const answered = async (sent: ClientRequest): Promise<{ readonly status: number; readonly title: string }> => {
  const [response] = await once(sent, 'response')
  let text = ''
  for await (const piece of response) text += piece
  return { status: response.statusCode, title: JSON.parse(text).title }
}
const whole = 'sku,location,on_hand,as_of\nA,EAST,1,2026-06-01\n'

describe('a body that is sent over HTTP', () => {
  it('is refused by the length that it is said to have, before any of it comes', async () => {
    const sent = begin({ 'content-length': mostBodyBytes + 1 })
    sent.flushHeaders()
    expect(await answered(sent)).toEqual({
      status: 413,
      title: 'The body is longer than 500 MB. Nothing was changed. Compress or split it.',
    })
    sent.destroy()
  })

  it('is one of so many at once; the next is told to come again, and a place is free once one was cut off', async () => {
    const open = Array.from({ length: mostBodies }, () => begin())
    for (const sent of open) sent.write('sku,')
    await expect
      .poll(async () => {
        const next = begin()
        next.end(whole.replace(',1,', ',x,'))
        return (await answered(next)).status
      })
      .toBe(429)
    for (const sent of open) sent.destroy()
    await expect
      .poll(async () => {
        const next = begin()
        next.end(whole)
        return (await answered(next)).status
      })
      .toBe(201)
    expect(batches()).toBe(1)
  })

  it('that is cut off before its end counts for nothing', async () => {
    const sent = begin({ 'content-length': whole.length + 50 })
    sent.write(whole)
    await delay(50)
    sent.destroy()
    await delay(50)
    expect(batches()).toBe(1)
  })
})

describe('a body that is received', () => {
  const limits = { mostBytes: 1_000, saidBytes: null }
  const stream = (pieces: () => AsyncGenerator<Uint8Array>) =>
    Readable.toWeb(Readable.from(pieces())) as ReadableStream<Uint8Array>

  it('is refused once more of it came than it may have', async () => {
    let given = 0
    const endless = stream(async function* () {
      for (;;) {
        given += 100
        yield new Uint8Array(100)
      }
    })
    await expect(receiveBody(endless, limits)).rejects.toMatchObject({ status: 413 })
    expect(given).toBeLessThan(100_000)
  })

  it('is refused where nothing comes for too long', async () => {
    const silent = stream(async function* () {
      yield new Uint8Array(10)
      await delay(10_000, null, { ref: false })
    })
    await expect(receiveBody(silent, { ...limits, silentMilliseconds: 40 })).rejects.toMatchObject({ status: 408 })
  })

  it('is refused where it comes drop by drop, though never silent', async () => {
    const drops = stream(async function* () {
      for (;;) {
        yield new Uint8Array(1)
        await delay(10)
      }
    })
    await expect(receiveBody(drops, { ...limits, silentMilliseconds: 60 })).rejects.toMatchObject({ status: 408 })
  })
})

it('is described as OpenAPI 3.1 demands', async () => {
  const validator = new Validator()
  expect(await validator.validate(structuredClone(openApi()) as never)).toMatchObject({ valid: true })
  expect(validator.version).toBe('3.1')
  const broken = { ...openApi(), paths: { '/v1/risks': { get: { responses: { 200: { content: 'text' } } } } } }
  expect(await new Validator().validate(broken as never)).toMatchObject({ valid: false })
})
