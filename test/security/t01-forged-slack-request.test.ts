import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { registration } from '../_helpers/registered.ts'
import { eventually, type Office, openOffice, patience } from '../_helpers/slack/office.ts'
import { secret } from '../_helpers/slack/running-bot.ts'
import { blockAction, eventCallback, signatureOf, slashCommand } from '../_helpers/slack/signed-request.ts'
import { shortCola } from '../_helpers/slack/stocked-store.ts'

let office: Office
let before: Readonly<Record<string, number>>
beforeAll(async () => {
  office = await openOffice({ env: { LOG_LEVEL: 'trace' }, isHurried: true })
})
beforeEach(() => {
  before = office.written()
})
afterAll(() => office[Symbol.asyncDispose]())

type Headers = Readonly<Record<string, string>>
type Sent = { readonly status: number; readonly text: string }

let address = 1
/**
 * Sends a request from an address of its own, so that none is refused for what another one did; status 0 where the door
 * hung up, or does not answer at all.
 */
const send = ({
  body = '',
  method = 'POST',
  path = '/slack/events',
  headers = {} as Headers,
  url = office.bot.url,
}): Promise<Sent> =>
  new Promise((done) => {
    const { hostname, port } = new URL(url)
    const content = { 'content-type': body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded' }
    const asked = request(
      {
        ...{ hostname, port, method, path, localAddress: `127.0.0.${++address}`, agent: false },
        headers: { ...(body ? { ...content, 'content-length': `${Buffer.byteLength(body)}` } : {}), ...headers },
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (more) => (text += more))
        answer.on('close', () => done({ status: answer.statusCode ?? 0, text }))
      },
    )
    asked.on('error', () => done({ status: 0, text: '' }))
    asked.setTimeout(2 * patience, () => asked.destroy())
    asked.end(body)
  })

const now = () => Math.floor(Date.now() / 1000)
const signed = (body: string, at = now(), key = secret): Headers => ({
  'x-slack-request-timestamp': `${at}`,
  'x-slack-signature': signatureOf(key, at, body),
})
const registering = () => {
  const [command = '', ...text] = shortCola('Forged').split(' ')
  const response_url = office.fake.responseUrl({ user: office.ana.id, channel: office.launches.id })
  return slashCommand({ command, text: text.join(' '), response_url })
}
const unchanged = () => expect(office.written()).toEqual(before)

describe('a request that Slack did not sign', () => {
  const body = () => registering()
  const at = now()
  const without = (headers: Headers, name: string) =>
    Object.fromEntries(Object.entries(headers).filter(([one]) => one !== name))

  it.each<[string, (body: string) => Headers]>([
    ['with another key', (text) => signed(text, at, 'e'.repeat(32))],
    ['with an empty key', (text) => signed(text, at, '')],
    ['without a signature', (text) => without(signed(text), 'x-slack-signature')],
    ['without a timestamp', (text) => without(signed(text), 'x-slack-request-timestamp')],
    ['without either', () => ({})],
    ['with an empty signature', (text) => ({ ...signed(text), 'x-slack-signature': '' })],
    ['with v0= and nothing behind it', (text) => ({ ...signed(text), 'x-slack-signature': 'v0=' })],
    [
      'with a signature of another version',
      (text) => ({ ...signed(text), 'x-slack-signature': signatureOf(secret, now(), text).replace('v0=', 'v1=') }),
    ],
    [
      'with an odd number of digits',
      (text) => ({ ...signed(text), 'x-slack-signature': signatureOf(secret, now(), text).slice(0, -1) }),
    ],
    [
      'with digits that are none',
      (text) => ({ ...signed(text), 'x-slack-signature': `${signatureOf(secret, now(), text).slice(0, -2)}zz` }),
    ],
    ['ten minutes ago', (text) => signed(text, now() - 600)],
    ['ten minutes from now', (text) => signed(text, now() + 600)],
    ['at a time that is no number', (text) => ({ ...signed(text), 'x-slack-request-timestamp': `${now()}x` })],
    ['at no time at all', (text) => ({ ...signed(text), 'x-slack-request-timestamp': 'NaN' })],
  ])('%s is refused, and nothing is written', async (_, headers) => {
    const text = body()
    const { status, text: said } = await send({ body: text, headers: headers(text) })
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(said).not.toContain('registered')
    unchanged()
  })

  it('in this form, one byte of it changed on the way, is refused', async () => {
    const text = registering()
    const headers = signed(text)
    for (const changed of [`${text.slice(0, -1)}x`, text.replace('units%3A700', 'units%3A701'), `${text} `]) {
      expect(changed).not.toBe(text)
      expect((await send({ body: changed, headers })).status).toBe(401)
    }
    unchanged()
  })

  it.each<[string, () => string]>([
    ['a command', () => `ssl_check=1&${registering()}`],
    ['a command before it', () => `${registering()}&ssl_check=1`],
    ['a pressed button', () => `ssl_check=1&${blockAction({ value: '1.acknowledge.0.P-1' })}`],
    ['two values of it', () => `ssl_check=1&ssl_check=0&${registering()}`],
  ])('that says it only checks the certificate acts on nothing, with %s smuggled in', async (_, made) => {
    const { status, text } = await send({ body: made() })
    expect([200, 401]).toContain(status)
    expect(text).not.toContain('registered')
    unchanged()
  })

  it('that asks for the URL to be confirmed learns nothing', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'canary-challenge', token: 'x' })
    const { status, text } = await send({ body })
    expect(status).toBe(401)
    expect(text).not.toContain('canary-challenge')
  })
})

describe('a signed request', () => {
  it('that confirms the URL gets its challenge back', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'canary-challenge', token: 'x' })
    const { status, text } = await send({ body, headers: signed(body) })
    expect(status).toBe(200)
    expect(text).toContain('canary-challenge')
  })

  const user = { id: 'U0000ANA1', team_id: 'T0ACME000' }
  const team = { id: 'T0ACME000' }
  const form = (payload: unknown) => new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  const envelope = JSON.parse(eventCallback({ event: { type: 'app_mention' } })) as Record<string, unknown>
  const garbage: readonly (readonly [what: string, body: string, type?: string])[] = [
    ['null', 'null', 'application/json'],
    ['a list', '[]', 'application/json'],
    ['a text', '"x"', 'application/json'],
    ['a number', '7', 'application/json'],
    ['half an object', '{"type":"event_callback"', 'application/json'],
    ['an empty object', '{}', 'application/json'],
    ['an unknown type', '{"type":"zzz"}', 'application/json'],
    ['an event callback without an event', JSON.stringify({ ...envelope, event: undefined })],
    ['an event that is null', JSON.stringify({ ...envelope, event: null })],
    ['an event that is a list', JSON.stringify({ ...envelope, event: [] })],
    ['an event without a type', JSON.stringify({ ...envelope, event: {} })],
    ['an event of an unknown type', JSON.stringify({ ...envelope, event: { type: 'zzz', user: 'U0000ANA1' } })],
    ['an event without its person', JSON.stringify({ ...envelope, event: { type: 'app_mention' } })],
    [
      'an event whose fields are objects',
      JSON.stringify({ ...envelope, event: { type: 'app_mention', user: {}, channel: {}, ts: {}, text: {} } }),
    ],
    ['an event named as a prototype is', JSON.stringify({ ...envelope, event: { type: '__proto__' } })],
    ['a payload that is a list', form([])],
    ['a payload that is no JSON', 'payload=%7B'],
    ['an empty payload', 'payload='],
    ['a payload of words', 'payload=canary-words'],
    ['words', 'canary-words', 'application/json'],
    ['a payload of an unknown type', form({ type: 'zzz', user, team })],
    ['a press without actions', form({ type: 'block_actions', user, team })],
    ['a press with nothing else', form({ type: 'block_actions' })],
    [
      'a submitted form that we never showed',
      form({ type: 'view_submission', team, user, view: { id: 'V1', callback_id: 'x', state: { values: {} } } }),
    ],
    ['a command without its person', 'command=%2Fpromo&text=add'],
    ['a command without text', 'command=%2Fpromo&user_id=U0000ANA1&team_id=T0ACME000&channel_id=C0LAUNCH1'],
    ['nothing', ''],
    ['bytes that are no text', '\u0000\u0001%ff%fe=%'],
    ['JSON that says it is a form', '{"a":1}', 'application/x-www-form-urlencoded'],
    ['a form that says it is JSON', 'command=%2Fpromo', 'application/json'],
    ['a picture', 'command=%2Fpromo', 'image/png'],
  ]

  it('that makes no sense is refused or answered, and nothing is written', async () => {
    const answers = await Promise.all(
      garbage.map(async ([what, body, type]) => {
        const headers = { ...signed(body), ...(type ? { 'content-type': type } : {}) }
        const { status, text } = await send({ body, headers })
        expect(text).not.toMatch(/\bat .*:\d+:\d+|Error:|node_modules/)
        return [what, status] as const
      }),
    )
    expect(answers.filter(([, status]) => status < 200 || status >= 500)).toEqual([])
    unchanged()
  })

  it.each([[['payload=null']], [['payload=true', 'payload=7', 'payload=%22x%22']]])(
    'whose payload is no object is refused, and the next one is served: %j',
    async (bodies) => {
      await using other = await openOffice({ isHurried: true })
      const answers = await Promise.all(bodies.map((body) => send({ body, headers: signed(body), url: other.bot.url })))
      for (const { status } of answers) {
        expect(status).toBeGreaterThanOrEqual(200)
        expect(status).toBeLessThan(500)
      }
      expect(await other.types('/promo list')).toMatchObject({ status: 200 })
    },
  )

  it('that hides a press in a command, or repeats its fields, is taken for one thing or refused', async () => {
    const smuggled = `${slashCommand({ command: '/shelfready', text: 'help' })}&${blockAction({ value: '1.acknowledge.0.P-1' })}`
    const { status } = await send({ body: smuggled, headers: signed(smuggled) })
    expect(status).toBeLessThan(500)
    expect(office.written().acknowledgement).toBe(0)
  })
})

describe('the door', () => {
  it.each([
    ['GET', '/slack/events'],
    ['PUT', '/slack/events'],
    ['DELETE', '/slack/events'],
    ['HEAD', '/slack/events'],
    ['OPTIONS', '/slack/events'],
    ['POST', '/'],
    ['POST', '//'],
    ['POST', '//slack/events'],
    ['POST', '/slack/events/'],
    ['POST', '/slack/../slack/events/..'],
    ['POST', '/slack/install'],
    ['GET', '/slack/oauth_redirect'],
    ['GET', '/'],
    ['GET', '//'],
    ['GET', '/%'],
    ['GET', '/.env'],
    ['GET', 'http://elsewhere.example/'],
  ])('does nothing on %s %s without a signature', async (method, path) => {
    const { status, text } = await send({ method, path, body: method === 'POST' ? registering() : '' })
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(text).not.toMatch(/node_modules|Error:/)
    unchanged()
  })

  it.each(['//', '/', '/slack/events/zzz', '/other'])('serves a signed command at %s to nobody', async (path) => {
    const body = registering()
    const { status } = await send({ path, body, headers: signed(body) })
    expect(status).toBe(404)
    unchanged()
  })
})

describe('after all that', () => {
  it('the process lives and serves, and its log holds no secret', async () => {
    const { fake, bot, types, rows, launches } = office
    fake.script({ method: 'chat.postMessage', fault: { kind: 'status', status: 500, commits: false } })
    fake.script({ method: 'response_url', fault: { kind: 'status', status: 500, commits: false } })
    const answer = await types(shortCola('Autumn plan'))
    expect(answer).toMatchObject({ status: 200, text: expect.stringMatching(registration(undefined, 'P-1')) })
    await office.presses({ value: 'none of ours', message_ts: '1764093600.000100' })
    await eventually(() => expect(fake.responses.length).toBeGreaterThan(0))
    expect(rows('select distinct name from promotion_line')).toEqual([{ name: 'Autumn plan' }])
    process.kill(bot.pid, 0)
    for (const word of [fake.token, secret, 'v0=', '/response/', 'verification-token', 'Autumn plan', 'SKU-100'])
      expect(bot.log()).not.toContain(word)
    expect(fake.messages(launches.id)).toEqual([])
  })

  it('no piece of a body is in its log', () => {
    expect(office.bot.log()).not.toContain('canary')
  })
})
