import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../slack/block-kit-shape.ts'
import { type Conversation, type FakeTeams, openFakeTeams, type Person, refusals } from './fake-teams.ts'

let teams: FakeTeams
let ana: Person
let ben: Person
let launches: Conversation
let token: string

const newToken = async () => {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: teams.appId, client_secret: 'x' })
  const answer = await fetch(teams.endpoints.tokenUrl, { method: 'POST', body })
  return ((await answer.json()) as { readonly access_token: string }).access_token
}

beforeEach(async () => {
  teams = await openFakeTeams()
  ana = teams.addPerson({ name: 'Ana Lim' })
  ben = teams.addPerson({ name: 'Ben', guest: true })
  launches = teams.addChannel({ name: 'Launches' })
  token = await newToken()
})
afterEach(() => teams[Symbol.asyncDispose]())

type Got = { readonly status: number; readonly body: JsonObject; readonly headers: Headers }

const ask = async (method: string, parts: readonly string[], body?: object, query = ''): Promise<Got> => {
  const response = await fetch(`${teams.serviceUrl}v3/${parts.map(encodeURIComponent).join('/')}${query}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(2000),
  })
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : {}, headers: response.headers }
}
const message = (text = 'Cola is short') => ({ type: 'message', text })
const send = (id: string, activity: object = message(), query = '') =>
  ask('POST', ['conversations', id, 'activities'], activity, query)
const edit = (id: string, activityId: string, activity: object = message('Cola is fine')) =>
  ask('PUT', ['conversations', id, 'activities', activityId], activity)
const remove = (id: string, activityId: string) => ask('DELETE', ['conversations', id, 'activities', activityId])
const texts = (conversation: Conversation) => teams.messages(conversation).map(({ activity }) => activity.text)

describe('a message', () => {
  it('in a channel starts a thread, in which more can be written', async () => {
    const first = await send(launches.id)
    expect(first).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^\d{13}$/) } })
    const root = `${first.body.id}`
    const second = await send(`${launches.id};messageid=${root}`, message('Since Monday'))
    const third = await ask('POST', ['conversations', launches.id, 'activities', root], message('A new post'))
    expect(teams.messages(launches)).toMatchObject([
      { id: root, root, from: teams.bot.id, activity: message(), editedAt: null, history: [] },
      { id: second.body.id, root, activity: message('Since Monday') },
      { id: third.body.id, root: third.body.id, activity: message('A new post') },
    ])
    expect(teams.messages(`${launches.id};messageid=${root}`)).toHaveLength(2)
  })

  it('is edited in its place with its past kept, and deleted', async () => {
    const { body } = await send(launches.id)
    expect(await edit(launches.id, `${body.id}`)).toMatchObject({ status: 200, body: { id: body.id } })
    expect(teams.messages(launches)).toMatchObject([
      { id: body.id, activity: message('Cola is fine'), editedAt: expect.any(String), history: [message()] },
    ])
    expect(await remove(launches.id, `${body.id}`)).toMatchObject({ status: 200 })
    expect(teams.messages(launches)).toEqual([])
    expect(await edit(launches.id, `${body.id}`)).toMatchObject(refusals.activityNotFound)
    expect(await send(`${launches.id};messageid=${body.id}`)).toMatchObject({ status: 201 })
  })

  it('that a person deleted or wrote cannot be edited by the bot', async () => {
    const said = teams.writes(ana, launches, 'Hello')
    const { body } = await send(launches.id)
    teams.deleteMessage({ ...said, id: `${body.id}` })
    expect(await edit(launches.id, `${body.id}`)).toMatchObject(refusals.activityNotFound)
    expect(await edit(launches.id, said.id)).toMatchObject(refusals.forbidden)
    expect(texts(launches)).toEqual(['Hello'])
    expect(teams.posted(launches)).toEqual([])
  })

  it('in a group chat has no thread, and is refused one', async () => {
    const chat = teams.addGroupChat()
    const { body } = await send(chat.id)
    expect(teams.messages(chat)).toMatchObject([{ id: body.id, root: null }])
    expect(await send(`${chat.id};messageid=${body.id}`)).toMatchObject({ status: 400, body: { error: {} } })
  })

  it('to a person opens one conversation by either id', async () => {
    const create = (id: string, more: object = { tenantId: teams.tenantId }) =>
      ask('POST', ['conversations'], { isGroup: false, bot: teams.bot, members: [{ id }], ...more })
    const first = await create(ana.id)
    expect(first).toMatchObject({ status: 201, body: { id: teams.personalChat(ana).id } })
    expect((await create(ana.aadObjectId)).body).toEqual(first.body)
    expect(await create(ana.id, {})).toMatchObject({ status: 400 })
    expect(await create('29:stranger')).toMatchObject({ status: 400 })
    await send(`${first.body.id}`)
    expect(texts(teams.personalChat(ana))).toEqual(['Cola is short'])
  })

  it('that is created in a channel answers where its thread is', async () => {
    const { status, body } = await ask('POST', ['conversations'], {
      isGroup: true,
      channelData: { channel: { id: launches.id } },
      activity: message(),
    })
    expect(status).toBe(201)
    expect(body).toEqual({ id: `${launches.id};messageid=${body.activityId}`, activityId: body.activityId })
    expect(teams.messages(launches)).toMatchObject([{ id: body.activityId, root: body.activityId }])
  })

  it('that is targeted is seen by one person alone, and not told whose it is again', async () => {
    const recipient = { id: ana.id, isTargeted: true }
    const { body } = await send(launches.id, { ...message(), recipient })
    await send(launches.id, { ...message('Also'), recipient: { id: ana.id } }, '?isTargetedActivity=true')
    expect(teams.messages(launches)).toEqual([])
    expect(teams.targeted).toMatchObject([
      { to: ana.id, conversationId: launches.id, activity: { text: 'Cola is short' } },
      { to: ana.id, activity: { text: 'Also' } },
    ])
    expect(await edit(launches.id, `${body.id}`, { ...message('Fine'), recipient })).toMatchObject({ status: 400 })
    expect(await edit(launches.id, `${body.id}`)).toMatchObject({ status: 200 })
    expect(teams.targeted).toMatchObject([{ activity: { text: 'Cola is fine' } }, {}])
    expect(await send(teams.personalChat(ana).id, { ...message(), recipient })).toMatchObject({ status: 400 })
  })

  it('is refused where Teams refuses it, and its problems are kept', async () => {
    expect(await send('19:nowhere@thread.tacv2')).toMatchObject(refusals.conversationNotFound)
    expect(await send(`${launches.id};messageid=1`)).toMatchObject(refusals.conversationNotFound)
    expect(await send(launches.id, message(' '))).toMatchObject({ status: 400 })
    expect(await send(launches.id, message('x'.repeat(82_000)))).toMatchObject(refusals.tooBig)
    expect(teams.problems).toEqual([expect.stringMatching(/^says nothing/), expect.stringMatching(/^is \d+ bytes/)])
    expect(teams.messages(launches)).toEqual([])
    token = 'wrong'
    expect(await send(launches.id)).toMatchObject(refusals.unauthorized)
    token = await newToken()
    expect(await send(launches.id)).toMatchObject({ status: 201 })
    teams.expireTokens()
    expect(await send(launches.id)).toMatchObject(refusals.unauthorized)
  })
})

describe('people and places', () => {
  it('are told to the bot', async () => {
    const roster = ['conversations', launches.id]
    const known = {
      id: ana.id,
      aadObjectId: ana.aadObjectId,
      name: 'Ana Lim',
      email: 'ana.lim@acme.example',
      userPrincipalName: 'ana.lim@acme.example',
      tenantId: teams.tenantId,
      userRole: 'user',
    }
    expect(await ask('GET', [...roster, 'members', ana.id])).toMatchObject({ status: 200, body: known })
    expect(await ask('GET', [...roster, 'members', ana.aadObjectId])).toMatchObject({ status: 200, body: known })
    expect((await ask('GET', [...roster, 'members', ben.id])).body).toMatchObject({
      userRole: 'guest',
      userPrincipalName: 'ben_acme.example#EXT#@acme.example',
    })
    expect(await ask('GET', [...roster, 'members', '29:x'])).toMatchObject(refusals.memberNotFound)
    const page = await ask('GET', [...roster, 'pagedmembers'], undefined, '?pageSize=1')
    expect(page.body).toMatchObject({ members: [known], continuationToken: '1' })
    const rest = await ask('GET', [...roster, 'pagedmembers'], undefined, '?pageSize=1&continuationToken=1')
    expect(rest.body).toEqual({ members: [expect.objectContaining({ id: ben.id })] })
    expect((await ask('GET', ['teams', teams.team.id])).body).toEqual(teams.team)
    expect((await ask('GET', ['teams', teams.team.id, 'conversations'])).body).toEqual({
      conversations: [
        { id: teams.team.id, name: null },
        { id: launches.id, name: 'Launches' },
      ],
    })
  })

  it('that are not of a chat are not in it', async () => {
    const chat = teams.addGroupChat({ members: [ana] })
    expect(await ask('GET', ['conversations', chat.id, 'members', ben.id])).toMatchObject(refusals.memberNotFound)
  })

  it('that blocked or removed the bot are not reached', async () => {
    const chat = teams.personalChat(ana)
    const { body } = await send(chat.id)
    teams.block(ana)
    expect(await send(chat.id)).toMatchObject({ status: 403, body: { subCode: 'MessageWritesBlocked' } })
    expect(await edit(chat.id, `${body.id}`)).toMatchObject(refusals.writesBlocked)
    teams.block(ana, 'conversation')
    expect(await send(chat.id)).toMatchObject(refusals.blockedByUser)
    teams.unblock(ana)
    teams.uninstall(chat)
    expect(await send(chat.id)).toMatchObject(refusals.writesBlocked)
    teams.uninstall(teams.team)
    expect(await send(launches.id)).toMatchObject(refusals.notInRoster)
    expect(await ask('GET', ['teams', teams.team.id])).toMatchObject(refusals.notInRoster)
    teams.install(teams.team)
    expect(await send(launches.id)).toMatchObject({ status: 201 })
    expect(teams.messages(chat)).toHaveLength(1)
  })
})

describe('a fault', () => {
  it('hides the effect, or what came of it', async () => {
    teams.script({ method: 'send', fault: { kind: 'rate-limited', retryAfter: 3 } })
    teams.script({ method: 'send', fault: { kind: 'answer', answer: refusals.gatewayTimeout, commits: true } })
    teams.script({ method: 'send', fault: { kind: 'status', status: 502, commits: false } })
    teams.script({ method: 'send', fault: { kind: 'reset', commits: true } })
    const limited = await send(launches.id, message('1'))
    expect(limited).toMatchObject(refusals.throttled)
    expect(limited.headers.get('retry-after')).toBe('3')
    expect(await send(launches.id, message('2'))).toMatchObject(refusals.gatewayTimeout)
    await expect(send(launches.id, message('3'))).rejects.toThrow('not valid JSON')
    await expect(send(launches.id, message('4'))).rejects.toThrow('fetch failed')
    await send(launches.id, message('5'))
    expect(texts(launches)).toEqual(['2', '4', '5'])
    expect(teams.calls.slice(1).map(({ method, outcome }) => [method, outcome.fault, outcome.committed])).toEqual([
      ['send', 'rate-limited', false],
      ['send', 'answer', true],
      ['send', 'status', false],
      ['send', 'reset', true],
      ['send', null, true],
    ])
  })

  it('happens to the calls that are meant, so many times', async () => {
    const { body } = await send(launches.id)
    teams.script({
      method: 'edit',
      when: ({ activityId }) => activityId === body.id,
      times: 2,
      fault: { kind: 'answer', answer: refusals.serviceError, commits: false },
    })
    expect(await edit(launches.id, `${body.id}`)).toMatchObject(refusals.serviceError)
    expect(await send(launches.id)).toMatchObject({ status: 201 })
    expect(await edit(launches.id, `${body.id}`)).toMatchObject(refusals.serviceError)
    expect(await edit(launches.id, `${body.id}`)).toMatchObject({ status: 200 })
  })

  it('is drawn by chance until told to be honest', async () => {
    teams.lie(() => 0.4, 0.5, [(commits) => ({ kind: 'answer', answer: refusals.badGateway, commits })])
    expect(await send(launches.id)).toMatchObject({ status: 502 })
    teams.honest()
    expect(await send(launches.id)).toMatchObject({ status: 201 })
    expect(texts(launches)).toHaveLength(2)
  })
})

describe('the pace', () => {
  it('is too fast above seven messages a second in a conversation', async () => {
    for (let sent = 0; sent < 7; sent += 1) await send(launches.id)
    expect(teams.tooFast()).toEqual([])
    await send(launches.id)
    expect(teams.tooFast()).toEqual([{ what: 'conversation', id: launches.id, most: 8 }])
  })

  it('is too fast above twenty-five requests a second of a tenant', async () => {
    await Promise.all(Array.from({ length: 26 }, () => ask('GET', ['teams', teams.team.id])))
    expect(teams.tooFast()).toEqual([{ what: 'tenant', id: teams.tenantId, most: 26 }])
  })
})
