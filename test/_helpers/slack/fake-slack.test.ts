import { WebAPIPlatformError, WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeChannel, type FakeSlack, type FakeUser, openFakeSlack } from './fake-slack.ts'
import { quiet } from './quiet.ts'

let slack: FakeSlack
let client: WebClient
let launches: FakeChannel
let ana: FakeUser

beforeEach(async () => {
  slack = await openFakeSlack()
  client = new WebClient(slack.token, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logger: quiet })
  ana = slack.addUser({ name: 'ana', real_name: 'Ana Lim', tz: 'Asia/Tokyo' })
  launches = slack.addChannel({ name: 'launches', members: [slack.bot.userId, ana.id] })
})
afterEach(() => slack[Symbol.asyncDispose]())

const refused = async (call: Promise<unknown>): Promise<{ readonly [name: string]: unknown }> => {
  const error = await call.then(
    () => null,
    (reason) => reason,
  )
  expect(error).toBeInstanceOf(WebAPIPlatformError)
  return (error as WebAPIPlatformError).data as unknown as { readonly [name: string]: unknown }
}
const word = async (call: Promise<unknown>) => (await refused(call)).error
const post = (more: object = {}) =>
  client.chat.postMessage({ channel: launches.id, text: 'Cola is short', ...more } as { channel: string; text: string })
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } }) as const
const metadata = (id: string) => ({ event_type: 'shelfready_message', event_payload: { id } })
const raw = async (method: string, init: RequestInit) => {
  const answer = await fetch(`${slack.apiUrl}${method}`, { method: 'POST', ...init })
  return (await answer.json()) as { readonly [name: string]: unknown }
}

describe('a message', () => {
  it('is seen with all that was sent, and can be edited and deleted', async () => {
    const { ts, channel } = await post({ blocks: [section('*Cola*')], metadata: metadata('1') })
    expect(ts).toMatch(/^\d{10}\.\d{6}$/)
    expect(slack.messages(launches.id)).toEqual([
      {
        ts,
        text: 'Cola is short',
        blocks: [section('*Cola*')],
        metadata: metadata('1'),
        user: slack.bot.userId,
        bot_id: slack.bot.botId,
        app_id: slack.bot.appId,
        edits: 0,
        broadcast: false,
      },
    ])
    await client.chat.update({ channel: `${channel}`, ts: `${ts}`, text: 'Cola is fine' })
    expect(slack.messages(launches.id)).toMatchObject([
      { text: 'Cola is fine', blocks: [section('*Cola*')], metadata: metadata('1'), edits: 1 },
    ])
    await client.chat.delete({ channel: `${channel}`, ts: `${ts}` })
    expect(slack.messages(launches.id)).toEqual([])
    expect(slack.calls.map(({ method, outcome }) => [method, outcome.answer, outcome.committed])).toEqual([
      ['chat.postMessage', 'ok', true],
      ['chat.update', 'ok', true],
      ['chat.delete', 'ok', true],
    ])
  })

  it('is numbered upwards by the clock it was given, even where that stands still', async () => {
    await using still = await openFakeSlack({ now: () => 1_764_093_600_000 })
    const channel = still.addChannel()
    const first = still.say(channel.id, { user: 'U1', text: 'one' })
    const second = still.say(channel.id, { user: 'U1', text: 'two' })
    expect([first.ts, second.ts]).toEqual(['1764093600.000000', '1764093600.000100'])
  })

  it('arrives as a form or as JSON, with the token in the header or among the arguments', async () => {
    const form = new URLSearchParams({
      token: slack.token,
      channel: launches.id,
      blocks: JSON.stringify([section('a')]),
    })
    expect(await raw('chat.postMessage', { body: form })).toMatchObject({ ok: true })
    const headers = { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${slack.token}` }
    const json = { channel: launches.id, blocks: [section('b')] }
    expect(await raw('chat.postMessage', { headers, body: JSON.stringify(json) })).toMatchObject({ ok: true })
    expect(slack.messages(launches.id).map(({ blocks }) => blocks)).toEqual([[section('a')], [section('b')]])
    expect(slack.calls[0]?.args).toEqual({ channel: launches.id, blocks: [section('a')] })
  })

  it('to a person opens one conversation', async () => {
    const first = await post({ channel: ana.id })
    const opened = await client.conversations.open({ users: ana.id })
    expect(first.channel).toMatch(/^D/)
    expect(opened.channel?.id).toBe(first.channel)
    expect(slack.messages(`${first.channel}`)).toHaveLength(1)
  })

  it('is refused where Slack refuses it', async () => {
    const secret = slack.addChannel({ is_private: true, members: [ana.id] })
    const other = slack.addChannel({ members: [ana.id] })
    const old = slack.addChannel({ is_archived: true })
    expect(await word(post({ channel: 'C404' }))).toBe('channel_not_found')
    expect(await word(post({ channel: secret.id }))).toBe('channel_not_found')
    expect(await word(post({ channel: other.id }))).toBe('not_in_channel')
    expect(await word(post({ channel: old.id }))).toBe('is_archived')
    expect(await word(post({ text: '' }))).toBe('no_text')
    expect(await word(post({ text: 'x'.repeat(40_001) }))).toBe('msg_too_long')
    expect(await word(post({ thread_ts: '' }))).toBe('invalid_thread_ts')
    expect(await word(post({ blocks: 'nonsense' }))).toBe('invalid_blocks_format')
    expect(await word(post({ metadata: { event_type: 'x' } }))).toBe('invalid_metadata_schema')
    expect(await word(post({ blocks: Array.from({ length: 5 }, () => section('x'.repeat(2500))) }))).toBe(
      'msg_blocks_too_long',
    )
    expect(slack.messages(launches.id)).toEqual([])
    slack.addScope('chat:write.public')
    expect(await post({ channel: other.id })).toMatchObject({ ok: true })
  })

  it('with wrong blocks is refused with the places, which are kept for the test', async () => {
    const said = await refused(post({ blocks: [section('')] }))
    const problem = 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'
    expect(said).toMatchObject({
      error: 'invalid_blocks',
      errors: [problem],
      response_metadata: { messages: [`[ERROR] ${problem}`] },
    })
    expect(slack.problems).toEqual([problem])
  })

  it('that notifies everybody is posted, as Slack would, and kept as a problem', async () => {
    await post({ text: '<!channel>', blocks: [section('<!here>')] })
    expect(slack.messages(launches.id)).toHaveLength(1)
    expect(slack.problems).toEqual([
      'raw control sequence [json-pointer:/text]',
      'raw control sequence [json-pointer:/blocks/0/text/text]',
    ])
  })

  it('of somebody else cannot be edited', async () => {
    const theirs = slack.say(launches.id, { user: ana.id, text: 'hello' })
    const place = { channel: launches.id, ts: theirs.ts }
    expect(await word(client.chat.update({ ...place, text: 'bye' }))).toBe('cant_update_message')
    expect(await word(client.chat.delete(place))).toBe('cant_delete_message')
    expect(await word(client.chat.update({ ...place, ts: '1.000000', text: 'bye' }))).toBe('message_not_found')
  })

  it('has a link', async () => {
    const { ts } = await post()
    const link = await client.chat.getPermalink({ channel: launches.id, message_ts: `${ts}` })
    expect(link.permalink).toBe(`https://acme.slack.com/archives/${launches.id}/p${`${ts}`.replace('.', '')}`)
  })

  it('that comes too soon after another in its channel is told', async () => {
    await post()
    await post({ channel: ana.id })
    const { ts } = await post()
    expect(slack.tooFast()).toMatchObject([{ channel: launches.id, ts: [expect.any(String), ts] }])
    expect(slack.tooFast(0)).toEqual([])
  })
})

describe('an ephemeral message', () => {
  const whisper = (user: string, channel = launches.id) => client.chat.postEphemeral({ channel, user, text: 'psst' })

  it('is seen by one person', async () => {
    const { message_ts } = await whisper(ana.id)
    expect(slack.ephemerals).toEqual([
      { ts: message_ts, channel: launches.id, user: ana.id, text: 'psst', blocks: [], edits: 0 },
    ])
    expect(slack.messages(launches.id)).toEqual([])
  })

  it('needs the person and the bot in the channel', async () => {
    const ben = slack.addUser()
    expect(await word(whisper(ben.id))).toBe('user_not_in_channel')
    expect(await word(whisper('U404'))).toBe('user_not_found')
    expect(await word(whisper(ana.id, slack.addChannel({ members: [ana.id] }).id))).toBe('not_in_channel')
  })
})

describe('history', () => {
  it('is newest first, in pages, with metadata only when asked for', async () => {
    for (const id of ['1', '2', '3']) await post({ text: id, metadata: metadata(id) })
    const plain = await client.conversations.history({ channel: launches.id })
    expect(plain.messages?.map(({ text }) => text)).toEqual(['3', '2', '1'])
    expect(plain.messages?.some((message) => message.metadata)).toBe(false)
    const first = await client.conversations.history({ channel: launches.id, limit: 2, include_all_metadata: true })
    expect(first.messages?.map((message) => message.metadata)).toEqual([metadata('3'), metadata('2')])
    expect(first.has_more).toBe(true)
    const cursor = `${first.response_metadata?.next_cursor}`
    const rest = await client.conversations.history({ channel: launches.id, limit: 2, cursor })
    expect(rest.messages?.map(({ text }) => text)).toEqual(['1'])
    expect(rest.has_more).toBe(false)
    expect(await word(client.conversations.history({ channel: launches.id, cursor: 'x' }))).toBe('invalid_cursor')
  })

  it('has bounds that are left out unless included', async () => {
    const ts = []
    for (const id of ['1', '2', '3']) ts.push(`${(await post({ text: id })).ts}`)
    const between = async (more: object) =>
      (await client.conversations.history({ channel: launches.id, ...more })).messages?.map(({ text }) => text)
    expect(await between({ oldest: ts[0] })).toEqual(['3', '2'])
    expect(await between({ oldest: ts[0], inclusive: true })).toEqual(['3', '2', '1'])
    expect(await between({ oldest: ts[0], latest: ts[2] })).toEqual(['2'])
  })

  it('leaves replies to their thread, unless they were shown to all', async () => {
    const root = `${(await post({ text: 'root' })).ts}`
    await post({ text: 'quiet', thread_ts: root })
    await post({ text: 'loud', thread_ts: root, reply_broadcast: true })
    await post({ text: 'lost', thread_ts: '1.000000' })
    const seen = await client.conversations.history({ channel: launches.id })
    expect(seen.messages?.map(({ text }) => text)).toEqual(['loud', 'root'])
    expect(seen.messages?.[1]).toMatchObject({ reply_count: 2, thread_ts: root })
    const thread = await client.conversations.replies({ channel: launches.id, ts: root })
    expect(thread.messages?.map(({ text }) => text)).toEqual(['root', 'quiet', 'loud'])
    expect(await word(client.conversations.replies({ channel: launches.id, ts: '2.000000' }))).toBe('thread_not_found')
    expect(slack.messages(launches.id).map(({ broadcast }) => broadcast)).toEqual([false, false, true, false])
  })

  it('is closed to a bot that is not there', async () => {
    const other = slack.addChannel({ members: [] })
    expect(await word(client.conversations.history({ channel: other.id }))).toBe('not_in_channel')
    await client.conversations.join({ channel: other.id })
    expect(await client.conversations.history({ channel: other.id })).toMatchObject({ ok: true, messages: [] })
  })
})

describe('people and places', () => {
  it('are looked up', async () => {
    expect((await client.auth.test()).user_id).toBe(slack.bot.userId)
    const { user } = await client.users.info({ user: ana.id })
    expect(user).toMatchObject({ real_name: 'Ana Lim', tz: 'Asia/Tokyo', tz_offset: 32_400, is_restricted: false })
    expect((await client.users.lookupByEmail({ email: 'ANA@acme.example' })).user?.id).toBe(ana.id)
    expect((await client.conversations.info({ channel: launches.id })).channel).toMatchObject({
      name: 'launches',
      is_member: true,
      is_ext_shared: false,
    })
    expect((await client.conversations.members({ channel: launches.id })).members).toEqual([slack.bot.userId, ana.id])
    expect(await word(client.users.info({ user: 'U404' }))).toBe('user_not_found')
    expect(await word(client.users.lookupByEmail({ email: 'x@y.z' }))).toBe('users_not_found')
  })

  it('change while the test runs', async () => {
    ana.is_restricted = true
    launches.is_archived = true
    launches.members.delete(slack.bot.userId)
    expect((await client.users.info({ user: ana.id })).user?.is_restricted).toBe(true)
    expect((await client.conversations.info({ channel: launches.id })).channel).toMatchObject({
      is_archived: true,
      is_member: false,
    })
  })
})

describe('a home', () => {
  const view = (text: string) => ({ type: 'home' as const, blocks: [section(text)] })

  it('is published for one person, under one id', async () => {
    const first = await client.views.publish({ user_id: ana.id, view: view('one') })
    const second = await client.views.publish({ user_id: ana.id, view: view('two') })
    expect(second.view?.id).toBe(first.view?.id)
    expect(slack.views.get(ana.id)).toMatchObject({ blocks: [section('two')], publications: 2 })
    expect(await word(client.views.publish({ user_id: ana.id, hash: first.view?.hash ?? '', view: view('x') }))).toBe(
      'hash_conflict',
    )
    expect(await word(client.views.publish({ user_id: ana.id, view: view('') }))).toBe('invalid_blocks')
    expect(await word(client.views.publish({ user_id: 'U404', view: view('x') }))).toBe('user_not_found')
  })
})

describe('permission', () => {
  it('is missing without the scope, which is named', async () => {
    slack.removeScope('users:read')
    slack.removeScope('groups:read')
    expect(await refused(client.users.info({ user: ana.id }))).toMatchObject({
      error: 'missing_scope',
      needed: 'users:read',
      provided: expect.stringContaining('chat:write'),
    })
    const secret = slack.addChannel({ is_private: true })
    expect(await refused(client.conversations.info({ channel: secret.id }))).toMatchObject({ needed: 'groups:read' })
    expect(await client.conversations.info({ channel: launches.id })).toMatchObject({ ok: true })
  })

  it('ends with the token', async () => {
    expect(await word(client.chat.postMessage({ token: 'xoxb-other', channel: launches.id, text: 'x' }))).toBe(
      'invalid_auth',
    )
    expect(await raw('auth.test', {})).toMatchObject({ error: 'not_authed' })
    slack.revokeToken()
    expect(await word(post())).toBe('token_revoked')
    slack.revokeToken('account_inactive')
    expect(await word(post())).toBe('account_inactive')
    slack.restoreToken()
    expect(await post()).toMatchObject({ ok: true })
  })

  it('does not make methods', async () => {
    expect(await word(client.apiCall('no.such'))).toBe('unknown_method')
    expect(await word(client.apiCall('constructor'))).toBe('unknown_method')
  })
})

describe('abuse', () => {
  it('is survived', async () => {
    const headers = { 'content-type': 'application/json' }
    expect(await raw('auth.test', { headers, body: '{' })).toMatchObject({ error: 'invalid_json' })
    expect(await raw('auth.test', { headers: { 'content-type': 'text/xml' }, body: '<' })).toMatchObject({
      error: 'invalid_post_type',
    })
    expect((await fetch(slack.url)).status).toBe(404)
    await expect(fetch(`${slack.apiUrl}auth.test`, { method: 'POST', body: 'x'.repeat(6_000_000) })).rejects.toThrow()
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    expect(await word(post({ blocks: deep }))).toBe('invalid_blocks')
    expect(await post()).toMatchObject({ ok: true })
  })
})
