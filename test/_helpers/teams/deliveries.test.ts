import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type ActivityHandler,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type Request,
  type Response,
  type TurnContext,
} from 'botbuilder'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { JsonObject } from '../slack/block-kit-shape.ts'
import { readBody } from '../slack/fake-http.ts'
import { readJson } from './fake-routes.ts'
import { type Conversation, type FakeTeams, type Forgery, openFakeTeams, type Person } from './fake-teams.ts'

type Bot = AsyncDisposable & { readonly url: string }

/** Opens a bot of the Bot Framework that finds its services in the stand-in. */
const openBot = async (teams: FakeTeams, turn: ActivityHandler['run']): Promise<Bot> => {
  const token = async () => {
    const answer = await fetch(teams.endpoints.tokenUrl, { method: 'POST', body: new URLSearchParams() })
    return `Bearer ${((await answer.json()) as { readonly access_token: string }).access_token}`
  }
  const signRequest = async (request: { readonly headers: { set: (name: string, value: string) => void } }) => {
    request.headers.set('authorization', await token())
    return request
  }
  const adapter = new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication(
      {
        ToChannelFromBotLoginUrl: teams.endpoints.tokenUrl,
        ToChannelFromBotOAuthScope: 'https://api.botframework.com',
        ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
        OAuthUrl: teams.url,
        ToBotFromChannelOpenIdMetadataUrl: teams.endpoints.openIdMetadataUrl,
        ToBotFromEmulatorOpenIdMetadataUrl: teams.endpoints.openIdMetadataUrl,
      },
      {
        isValidAppId: async (id: string) => id === teams.appId,
        isAuthenticationDisabled: async () => false,
        createCredentials: async () => ({ signRequest }) as never,
      },
    ),
  )
  const server = createServer(async (request, response) => {
    const body = readJson((await readBody(request)) ?? '') ?? {}
    const told = { body, headers: request.headers, method: 'POST' } as Request
    const answer = {
      socket: response.socket,
      status: (status: number) => {
        response.statusCode = status
      },
      header: (name: string, value: unknown) => void response.setHeader(name, `${value}`),
      send: (value: unknown) => void response.write(typeof value === 'string' ? value : JSON.stringify(value)),
      end: () => void response.end(),
    } as unknown as Response
    await adapter.process(told, answer, (context) => turn(context))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

let teams: FakeTeams
let bot: Bot
let ana: Person
let launches: Conversation
let heard: JsonObject[]
let answer: (context: TurnContext) => Promise<unknown>

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  teams = await openFakeTeams()
  ana = teams.addPerson({ name: 'Ana Lim' })
  launches = teams.addChannel({ name: 'Launches' })
  heard = []
  answer = async () => {}
  bot = await openBot(teams, async (context) => {
    heard.push(structuredClone(JSON.parse(JSON.stringify(context.activity))))
    await answer(context)
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await bot[Symbol.asyncDispose]()
  await teams[Symbol.asyncDispose]()
})

const card = (actions: readonly JsonObject[], body: readonly JsonObject[] = []) => ({
  type: 'message',
  summary: 'Cola',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: {
        type: 'AdaptiveCard',
        version: '1.5',
        fallbackText: 'Cola',
        speak: 'Cola',
        body: [{ type: 'TextBlock', text: 'Cola' }, ...body, { type: 'ActionSet', actions }],
      },
    },
  ],
})
const acknowledge = {
  type: 'Action.Execute',
  title: 'Acknowledge',
  verb: 'click',
  data: { id: 'r1' },
  fallback: { type: 'Action.Submit', title: 'Acknowledge', data: { id: 'old' } },
}

describe('a delivery', () => {
  it('is taken by the Bot Framework, whose answer is seen in the thread', async () => {
    answer = (context) => context.sendActivity('Here you are')
    const said = teams.says(ana, launches, 'promo list')
    expect(await teams.deliver(bot.url, said)).toMatchObject({ status: 200, body: null })
    expect(heard).toMatchObject([{ text: '<at>Shelfready</at> promo list', from: { aadObjectId: ana.aadObjectId } }])
    expect(teams.messages(launches)).toMatchObject([
      { id: said.id, from: ana.id },
      { root: said.id, from: teams.bot.id, activity: { text: 'Here you are' } },
    ])
    expect(teams.problems).toEqual([])
  })

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
    'other-serviceurl',
    'no-header',
    'empty-token',
    'not-bearer',
  ]
  it.each([...forgeries, 'no-serviceurl'] as const)('is refused where its token is forged: %s', async (forge) => {
    const { status } = await teams.deliver(bot.url, teams.says(ana, launches, 'promo list'), { forge })
    expect(status).toBeGreaterThanOrEqual(400)
    expect(heard).toEqual([])
  })
})

describe('what Teams tells the bot', () => {
  it('is a message in its place', () => {
    const personal = teams.says(ana, teams.personalChat(ana), 'promo list')
    expect(personal).toMatchObject({
      type: 'message',
      channelId: 'msteams',
      serviceUrl: teams.serviceUrl,
      text: 'promo list',
      conversation: { conversationType: 'personal', tenantId: teams.tenantId, id: expect.stringMatching(/^a:1/) },
      recipient: teams.bot,
      channelData: { tenant: { id: teams.tenantId } },
      entities: [{ type: 'clientInfo', locale: 'en-GB', country: 'GB', timezone: 'Europe/Berlin' }],
      locale: 'en-GB',
    })
    const first = teams.says(ana, launches, 'risks')
    expect(first).toMatchObject({
      conversation: { conversationType: 'channel', isGroup: true, id: `${launches.id};messageid=${first.id}` },
      channelData: { team: { id: teams.team.id }, channel: { id: launches.id } },
      entities: [{ type: 'mention', mentioned: teams.bot, text: '<at>Shelfready</at>' }, { type: 'clientInfo' }],
    })
    expect(teams.says(ana, launches, 'why', { thread: first.id })).toMatchObject({
      conversation: { id: `${launches.id};messageid=${first.id}` },
      replyToId: first.id,
    })
    expect(teams.says(ana, launches, 'help', { targeted: true })).toMatchObject({
      text: 'help',
      conversation: { id: launches.id },
      recipient: { id: teams.bot.id, isTargeted: true },
    })
    expect(teams.messages(launches)).toHaveLength(2)
    expect(teams.targeted).toEqual([])
  })

  it('is a pressed action of what it posted', async () => {
    const dialog = { type: 'Action.Submit', title: 'Edit', data: { msteams: { type: 'task/fetch' }, id: 'd1' } }
    const input = { type: 'Input.Number', id: 'units', label: 'Units', value: 5 }
    answer = (context) => context.sendActivity(card([acknowledge, dialog], [input]))
    await teams.deliver(bot.url, teams.says(ana, launches, 'risks'))
    const posted = teams.posted(launches)[0]
    if (!posted) throw new Error('nothing was posted')
    const place = { conversation: { id: `${launches.id};messageid=${posted.root}` }, replyToId: posted.id }
    expect(teams.presses(ana, posted, 'Acknow')).toMatchObject({
      ...place,
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb: 'click', data: { id: 'r1', units: '5' } }, trigger: 'manual' },
    })
    expect(teams.presses(ana, posted, 'Acknowledge', { fallback: true, inputs: { units: '7' } })).toMatchObject({
      ...place,
      type: 'message',
      value: { id: 'old', units: '7' },
    })
    expect(teams.presses(ana, posted, 'Edit')).toMatchObject({
      ...place,
      type: 'invoke',
      name: 'task/fetch',
      value: { data: { id: 'd1', msteams: { type: 'task/fetch' } }, context: { theme: 'default' } },
    })
    expect(() => teams.presses(ana, posted, 'Nope')).toThrow('no Nope in ["Acknowledge","Edit"]')
    expect(teams.problems).toEqual([])
  })

  it('is a dialog that was submitted, and a command on a message', () => {
    const said = teams.writes(ana, launches, 'Cola 10 % from Monday')
    expect(teams.submits(ana, launches, { units: '7' })).toMatchObject({
      type: 'invoke',
      name: 'task/submit',
      value: { data: { units: '7' } },
    })
    expect(teams.composes(ana, launches, { command: 'register', message: said })).toMatchObject({
      name: 'composeExtension/fetchTask',
      value: {
        commandId: 'register',
        commandContext: 'message',
        messagePayload: { id: said.id, body: { content: '<div>Cola 10 % from Monday</div>' } },
      },
    })
    const data = { name: 'Cola' }
    expect(teams.composes(ana, launches, { command: 'register', message: said, data })).toMatchObject({
      name: 'composeExtension/submitAction',
      value: { commandId: 'register', data },
    })
  })

  it('is where it comes and goes', async () => {
    const gone = teams.removes(launches, ana)
    expect(gone).toMatchObject([
      { type: 'installationUpdate', action: 'remove', conversation: { id: teams.team.id } },
      { type: 'conversationUpdate', membersRemoved: [{ id: teams.bot.id }], channelData: { team: teams.team } },
    ])
    answer = async (context) => {
      if (context.activity.membersAdded) await context.sendActivity('Hello')
    }
    for (const activity of teams.installs(launches, ana)) await teams.deliver(bot.url, activity)
    expect(heard.map(({ type, action }) => [type, action])).toEqual([
      ['installationUpdate', 'add'],
      ['conversationUpdate', undefined],
    ])
    expect(teams.posted(teams.team.id)).toMatchObject([{ activity: { text: 'Hello' } }])
    expect(teams.removes(ana, ana)).toMatchObject([
      { type: 'installationUpdate', action: 'remove', conversation: { conversationType: 'personal' } },
    ])
  })
})
