import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { isTeamsService } from '../../src/operator/serve/teams-connection.ts'
import { registration } from '../_helpers/registered.ts'
import type { JsonObject } from '../_helpers/slack/block-kit-shape.ts'
import { shortCola } from '../_helpers/slack/stocked-store.ts'
import type { DeliverHow, Forgery, Message } from '../_helpers/teams/fake-teams.ts'
import { authorizationOf } from '../_helpers/teams/fake-tokens.ts'
import { openTeamsOffice, type TeamsOffice } from '../_helpers/teams/teams-office.ts'

let office: TeamsOffice
let card: Message
let before: Readonly<Record<string, string>>
let asked: number
const printed: string[] = []
beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation((first) => void printed.push(`${first}`.slice(0, 60)))
  office = await openTeamsOffice()
  await office.says(office.ana, office.launches, shortCola('Summer BOGO'))
  card = await office.message(office.launches, 'NOT READY')
  await office.settled()
})
beforeEach(() => {
  before = office.everything()
  asked = connectorCalls()
})
afterAll(async () => {
  vi.restoreAllMocks()
  await office[Symbol.asyncDispose]()
})

const login = ['token', 'openid', 'keys']
const connectorCalls = () => office.teams.calls.filter(({ method }) => !login.includes(method)).length
const untouched = async () => {
  await office.settled()
  expect(office.everything()).toEqual(before)
  expect(connectorCalls()).toBe(asked)
}

let address = 1
/** Delivers from an address of its own, so that nothing is refused for what was sent before; status 0 where the door hung up. */
const send = (activity: JsonObject, how: Pick<DeliverHow, 'forge' | 'claims' | 'raw'> = {}): Promise<number> =>
  new Promise((done) => {
    const { hostname, port } = new URL(office.url)
    const { appId, serviceUrl } = office.teams
    const authorization = authorizationOf({ appId, serviceUrl, forge: how.forge, claims: how.claims })
    const body = how.raw ?? JSON.stringify(activity)
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'content-length': `${Buffer.byteLength(body)}`,
      ...(authorization === null ? {} : { authorization }),
    }
    const [method, path, localAddress] = ['POST', '/api/messages', `127.0.0.${++address}`]
    const sent = request({ hostname, port, method, path, localAddress, agent: false, headers }, (answer) => {
      answer.resume()
      answer.on('close', () => done(answer.statusCode ?? 0))
    })
    sent.on('error', () => done(0))
    sent.end(body)
  })

const registering = () => office.teams.says(office.ana, office.launches, shortCola('Forged'))
const acknowledging = () => office.teams.presses(office.ana, card, 'Acknowledge')
const leaving = () => ({
  ...office.teams.says(office.ana, office.launches, ''),
  type: 'installationUpdate',
  action: 'remove',
})
const kinds: Readonly<Record<string, () => JsonObject>> = {
  words: registering,
  'a pressed button': acknowledging,
  'a removal': leaving,
}

describe('an activity that the Bot Framework did not sign', () => {
  const forgeries: readonly Forgery[] = [
    'alg-none',
    'hmac-with-public-key',
    'wrong-key',
    'unknown-key-id',
    'broken-signature',
    'issuer',
    'audience',
    'expired',
    'not-yet-valid',
    'no-serviceurl',
    'other-serviceurl',
    'no-header',
    'empty-token',
    'not-bearer',
  ]
  it.each(forgeries.flatMap((forge) => Object.keys(kinds).map((kind) => [forge, kind] as const)))(
    'is refused: %s, for %s',
    async (forge, kind) => {
      expect(await send(kinds[kind]?.() ?? {}, { forge })).toBe(401)
      await untouched()
    },
  )

  it.each<[string, JsonObject]>([
    ['for nobody', { aud: undefined }],
    ['for another bot', { aud: '00000000-0000-4000-8000-000000000000' }],
    ['of no issuer', { iss: undefined }],
    ['of an issuer that only begins like it', { iss: 'https://api.botframework.com.evil.example' }],
    ['of a user of a tenant', { iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/' }],
    ['that never expires', { exp: undefined }],
    ['that expired an hour ago', { exp: Math.floor(Date.now() / 1000) - 3600 }],
    ['for a service that is a list', { serviceurl: ['http://127.0.0.1/'] }],
  ])('is refused although its signature is good: a token %s', async (_, claims) => {
    expect(await send(registering(), { claims })).toBe(401)
    await untouched()
  })

  it('is taken once its token is right, so that all of the above was refused for the token', async () => {
    expect(await send(office.teams.says(office.ana, office.launches, 'promo list'))).toBe(200)
    await office.settled()
    expect(office.everything()).not.toEqual(before)
  })
})

const withTenant = (id: string | undefined) => (activity: JsonObject) => ({
  ...activity,
  conversation: { ...(activity.conversation as JsonObject), tenantId: id },
  channelData: { ...(activity.channelData as JsonObject), tenant: id === undefined ? undefined : { id } },
})

describe('a signed activity from elsewhere', () => {
  const other = '99999999-2222-4333-8444-555555555555'
  const elsewhere: readonly (readonly [string, (activity: JsonObject) => JsonObject])[] = [
    ['of another tenant', withTenant(other)],
    ['of no tenant', withTenant(undefined)],
    ['of an empty tenant', withTenant('')],
    [
      'whose channel data name another tenant',
      (activity) => ({ ...activity, channelData: { ...(activity.channelData as JsonObject), tenant: { id: other } } }),
    ],
    ['of the emulator', (activity) => ({ ...activity, channelId: 'emulator' })],
    ['of a web chat', (activity) => ({ ...activity, channelId: 'webchat' })],
    ['of Direct Line', (activity) => ({ ...activity, channelId: 'directline' })],
    ['of Slack', (activity) => ({ ...activity, channelId: 'slack' })],
    ['of Teams in other letters', (activity) => ({ ...activity, channelId: 'MSTeams' })],
    ['of no channel', (activity) => ({ ...activity, channelId: undefined })],
  ]
  it.each(elsewhere.flatMap(([what, make]) => Object.keys(kinds).map((kind) => [what, kind, make] as const)))(
    'is refused: one %s, for %s',
    async (_, kind, make) => {
      const status = await send(make(kinds[kind]?.() ?? {}))
      expect([400, 401, 403]).toContain(status)
      await untouched()
    },
  )

  const lookalikes = [
    'https://smba.trafficmanager.net.evil.example/emea/',
    'https://evil.example/smba.trafficmanager.net/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://user:pass@smba.trafficmanager.net/emea/',
    'https://user@smba.trafficmanager.net/emea/',
    'http://smba.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net:8443/emea/',
    'https://xsmba.trafficmanager.net/emea/',
    'https://evil.example#smba.trafficmanager.net',
    'https://evil.example?smba.trafficmanager.net',
    'ftp://smba.trafficmanager.net/',
    'smba.trafficmanager.net/emea/',
    '//smba.trafficmanager.net/emea/',
    'http://127.0.0.1:9/',
    'http://169.254.169.254/latest/meta-data/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '',
  ]
  it.each(lookalikes)('that names another service is refused, though its token names it as well: %s', async (url) => {
    expect(isTeamsService(url)).toBe(false)
    const status = await send({ ...registering(), serviceUrl: url }, { claims: { serviceurl: url } })
    expect([400, 401, 403]).toContain(status)
    await untouched()
  })

  it.each(['https://smba.trafficmanager.net/emea/', 'https://smba.trafficmanager.net/teams/'])(
    'that names a service of Teams which its token does not name is refused: %s',
    async (serviceUrl) => {
      expect(isTeamsService(serviceUrl)).toBe(true)
      expect(await send({ ...registering(), serviceUrl })).toBe(401)
      await untouched()
    },
  )

  it('without a service is refused', async () => {
    const status = await send({ ...registering(), serviceUrl: undefined })
    expect([400, 401, 403]).toContain(status)
    await untouched()
  })
})

describe('a body that makes no sense, signed or not', () => {
  const raws: readonly (readonly [string, () => string])[] = [
    ['nothing', () => ''],
    ['words', () => 'promo list'],
    ['half an object', () => JSON.stringify(registering()).slice(0, -5)],
    ['a list', () => JSON.stringify([registering()])],
    ['null', () => 'null'],
    ['a number', () => '7'],
    ['an empty object', () => '{}'],
    ['an activity without its person', () => JSON.stringify({ ...registering(), from: undefined })],
    ['a person without an id', () => JSON.stringify({ ...registering(), from: { name: 'Ana' } })],
    ['an activity without its conversation', () => JSON.stringify({ ...registering(), conversation: undefined })],
    ['a conversation that is a list', () => JSON.stringify({ ...registering(), conversation: [] })],
    ['words that are an object', () => JSON.stringify({ ...registering(), text: {} })],
    ['an id of 10,001 characters', () => JSON.stringify({ ...registering(), id: 'x'.repeat(10_001) })],
    ['nothing but a prototype', () => '{"__proto__":{"type":"message","channelId":"msteams"}}'],
    [
      'an activity that is only a prototype',
      () => `{"__proto__":${JSON.stringify(registering())},"constructor":{"prototype":{"polluted":true}}}`,
    ],
  ]
  it.each(raws)('is refused: %s', async (_, raw) => {
    expect(await send({}, { raw: raw() })).toBe(400)
    expect(await send({}, { raw: raw(), forge: 'wrong-key' })).toBeGreaterThanOrEqual(400)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    await untouched()
  })

  it('is refused where it is larger than Teams ever sends', async () => {
    const activity = registering()
    const room = 256_000 - Buffer.byteLength(JSON.stringify({ ...activity, padding: '' }))
    const padded = (more: number) => ({ ...activity, padding: 'x'.repeat(room + more) })
    expect(await send(padded(1))).toBe(413)
    expect(await send(padded(5_000_000))).toBe(413)
    await untouched()
    expect(await send(withTenant('')(padded(0)))).not.toBe(413)
    await untouched()
  })

  it('is refused unread where its token does not even claim to be right', async () => {
    const large = { ...registering(), padding: 'x'.repeat(5_000_000) }
    expect([0, 401]).toContain(await send(large, { forge: 'no-header' }))
    await untouched()
  })

  it('carries keys named as a prototype is, and pollutes nothing', async () => {
    const raw = JSON.stringify({ ...office.teams.says(office.ana, office.launches, 'promo list') }).replace(
      /^\{/,
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
    )
    expect(await send({}, { raw })).toBe(200)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    expect((Object as { polluted?: boolean }).polluted).toBeUndefined()
  })
})

describe('the door of a playground, which asks nobody who they are,', () => {
  let playground: TeamsOffice
  beforeAll(async () => {
    const none = { TEAMS_APP_ID: '', TEAMS_APP_PASSWORD: '', TEAMS_TENANT_ID: '' }
    playground = await openTeamsOffice({ env: { ...none, TEAMS_LOCAL_PLAYGROUND: '1' } })
  })
  afterAll(() => playground[Symbol.asyncDispose]())

  /** Sends all but the last byte, and gives how that is answered before the rest has come; null where it is not. */
  const knock = (headers: Readonly<Record<string, string>>): Promise<number | null> =>
    new Promise((done) => {
      const { hostname, port } = new URL(playground.url)
      const body = JSON.stringify(playground.teams.says(playground.ana, playground.launches, shortCola('Knocked')))
      const length = { 'content-type': 'application/json', 'content-length': `${Buffer.byteLength(body)}` }
      const [method, path] = ['POST', '/api/messages']
      const sent = request({ hostname, port, method, path, agent: false, headers: { ...length, ...headers } })
      const end = (status: number | null) => {
        clearTimeout(timer)
        sent.destroy()
        done(status)
      }
      const timer = setTimeout(end, 500, null)
      sent.on('response', (answer) => end(answer.statusCode ?? 0))
      sent.on('error', () => {})
      sent.write(body.slice(0, -1))
    })

  it.each<[string, Readonly<Record<string, string>>]>([
    ['by a page of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['by a page that hides its origin', { origin: 'null' }],
    ['by a page of this machine', { origin: 'http://127.0.0.1:8080' }],
    ['by a page of the same site', { 'sec-fetch-site': 'same-site' }],
    ['by an address bar', { 'sec-fetch-site': 'none' }],
    ['under a foreign name that leads here', { host: 'evil.example' }],
    ['under one that begins like this machine', { host: 'localhost.evil.example:3000' }],
    ['under one that ends like it', { host: 'evil-localhost' }],
    ['as plain text, which a page may send unasked', { 'content-type': 'text/plain' }],
    ['as a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['as something that only begins like JSON', { 'content-type': 'application/jsonp' }],
    ['as nothing', { 'content-type': '' }],
  ])('refuses what is sent %s before it has read it', async (_, headers) => {
    expect(await knock(headers)).toBe(401)
    expect(playground.rows('select * from promotion_line')).toEqual([])
    expect(playground.rows('select * from conversation')).toEqual([])
  })

  it.each(['127.0.0.1:3978', 'localhost:3978', 'localhost', '[::1]:3978'])('reads what is sent to %s', async (host) => {
    expect(await knock({ host, 'content-type': 'application/json; charset=utf-8' })).toBeNull()
  })

  it('takes what the playground sends', async () => {
    await playground.says(playground.ana, playground.launches, shortCola('Played'))
    await playground.message(playground.launches, registration('Played'))
  })
})

describe('after all that', () => {
  it('nothing was printed past the log: whoever forges could fill the disk', () => {
    expect([...new Set(printed)]).toEqual([])
  })

  it('a genuine press still counts', async () => {
    expect(await send(acknowledging())).toBe(200)
    expect(office.rows('select person_name from acknowledgement')).toEqual([{ person_name: 'Ana Lim' }])
    expect(office.rows(`select distinct name from promotion_line`)).toEqual([{ name: 'Summer BOGO' }])
    expect(office.surprises).toEqual([])
    expect(office.teams.problems).toEqual([])
  })
})
