import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { verifySlackRequest } from '@slack/bolt'
import { SocketModeClient } from '@slack/socket-mode'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeSlack, openFakeSlack } from './fake-slack.ts'
import { quiet } from './quiet.ts'
import {
  blockAction,
  blockActionPayload,
  eventCallback,
  eventPayload,
  signedRequest,
  slashCommand,
  slashCommandPayload,
} from './signed-request.ts'

let slack: FakeSlack

beforeEach(async () => {
  slack = await openFakeSlack()
})
afterEach(() => slack[Symbol.asyncDispose]())

describe('Socket Mode', () => {
  let client: SocketModeClient
  beforeEach(async () => {
    client = new SocketModeClient({
      appToken: slack.appToken,
      logger: quiet,
      clientPingTimeout: 500,
      clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
    })
    await client.start()
  })
  afterEach(() => client.disconnect())

  it('says hello, pushes, and hears what was acknowledged', async () => {
    const seen: unknown[] = []
    client.on('slash_commands', async ({ ack, body }) => {
      seen.push(body.text)
      await ack({ text: 'done' })
    })
    client.on('app_mention', async ({ ack, event, retry_num, retry_reason }) => {
      seen.push([event.text, retry_num, retry_reason])
      await ack()
    })
    const command = { type: 'slash_commands', payload: slashCommandPayload({ text: 'list' }) } as const
    expect(slack.sockets()).toBe(1)
    expect(await slack.envelope(command)).toEqual({ text: 'done' })
    const payload = eventPayload({ event: { type: 'app_mention', text: 'hi' } })
    expect(await slack.envelope({ type: 'events_api', payload, retry_attempt: 1, retry_reason: 'timeout' })).toBeNull()
    expect(seen).toEqual(['list', ['hi', 1, 'timeout']])
  })

  it('gives up on who does not acknowledge', async () => {
    const envelope = { type: 'interactive', payload: blockActionPayload(), timeout: 50 } as const
    await expect(slack.envelope(envelope)).rejects.toThrow('no acknowledgement within 50 ms')
  })

  it.each(['cut', 'disconnect'] as const)('comes back after a %s', async (how) => {
    const pending = slack.envelope({ type: 'interactive', payload: blockActionPayload() })
    // Ended before its hello, a client rejects a promise that nobody holds.
    const back = new Promise((done) => client.once('connected', done))
    const lost = expect(pending).rejects.toThrow('closed before')
    slack.dropSockets(how)
    await lost
    expect(slack.sockets()).toBe(0)
    await expect(slack.envelope({ type: 'interactive', payload: {} })).rejects.toThrow('no socket is open')
    await back
    expect(slack.sockets()).toBe(1)
    expect(slack.calls.filter(({ method }) => method === 'apps.connections.open')).toHaveLength(2)
  })

  it('needs a ticket of its own', async () => {
    const address = `${slack.url.replace('http', 'ws')}/link?ticket=0`
    const socket = new WebSocket(address)
    await new Promise((done) => socket.addEventListener('error', done))
    expect(slack.sockets()).toBe(1)
  })
})

describe('a response URL', () => {
  const respond = async (url: string, body: object) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return [answer.status, await answer.json()] as const
  }

  it('answers the person, or the channel', async () => {
    const channel = slack.addChannel()
    const url = slack.responseUrl({ channel: channel.id, user: 'U1' })
    expect(await respond(url, { text: 'for you' })).toEqual([200, { ok: true }])
    await respond(url, { text: 'for all', response_type: 'in_channel' })
    expect(slack.ephemerals).toMatchObject([{ channel: channel.id, user: 'U1', text: 'for you' }])
    expect(slack.messages(channel.id)).toMatchObject([{ text: 'for all', user: slack.bot.userId }])
    expect(slack.responses).toMatchObject([
      { url, body: { text: 'for you' }, error: null },
      { url, body: { text: 'for all', response_type: 'in_channel' }, error: null },
    ])
  })

  it('replaces and deletes the message whose button was pressed', async () => {
    const channel = slack.addChannel()
    const user = slack.addUser()
    channel.members.add(user.id)
    const of = { channel: channel.id, user: user.id }
    await respond(slack.responseUrl(of), { text: 'one' })
    const ts = slack.ephemerals[0]?.ts ?? ''
    const url = slack.responseUrl({ ...of, ts })
    await respond(url, { text: 'two', replace_original: true })
    expect(slack.ephemerals).toMatchObject([{ ts, text: 'two', edits: 1 }])
    await respond(url, { delete_original: true })
    expect(slack.ephemerals).toEqual([])
    const posted = slack.say(channel.id, { user: slack.bot.userId, text: 'card' })
    await respond(slack.responseUrl({ ...of, ts: posted.ts }), { text: 'edited', replace_original: true })
    expect(slack.messages(channel.id)).toMatchObject([{ ts: posted.ts, text: 'edited', edits: 1 }])
  })

  it('takes five uses, checks blocks, and ends', async () => {
    const url = slack.responseUrl()
    expect(await respond(url, { blocks: [{ type: 'nonsense' }] })).toMatchObject([400, { error: 'invalid_blocks' }])
    for (let i = 0; i < 4; i++) expect(await respond(url, { text: `${i}` })).toMatchObject([200, { ok: true }])
    expect(await respond(url, { text: 'x' })).toEqual([404, { ok: false, error: 'used_url' }])
    const other = slack.responseUrl()
    slack.expireResponseUrls()
    expect(await respond(other, { text: 'x' })).toEqual([404, { ok: false, error: 'expired_url' }])
    expect(await respond(slack.responseUrl(), { text: 'x' })).toMatchObject([200, { ok: true }])
  })
})

describe('a signed request', () => {
  const secret = 'test-signing-secret'

  it('is found true by the real check, and carries its body', async () => {
    const bodies: string[] = []
    const server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString()
      bodies.push(body)
      const headers = {
        'x-slack-signature': `${request.headers['x-slack-signature']}`,
        'x-slack-request-timestamp': Number(request.headers['x-slack-request-timestamp']),
      }
      try {
        verifySlackRequest({ signingSecret: secret, body, headers })
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ text: 'yes' }))
      } catch (error) {
        response.writeHead(401).end(`${error}`)
      }
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`
    const said = await signedRequest({ url, secret, body: slashCommand({ text: 'add "Sommer 50 %" für 2 €' }) })
    expect(said).toMatchObject({ status: 200, json: { text: 'yes' }, milliseconds: expect.any(Number) })
    const body = eventCallback({ event: { type: 'app_home_opened', user: 'U1' } })
    expect(await signedRequest({ url, secret, body })).toMatchObject({ status: 200 })
    const old = Math.floor(Date.now() / 1000) - 600
    expect(await signedRequest({ url, secret, body, timestamp: old })).toMatchObject({ status: 401, json: null })
    expect(await signedRequest({ url, secret: 'other', body })).toMatchObject({ status: 401 })
    expect(await signedRequest({ url, secret, body, headers: { 'x-slack-signature': 'v0=0' } })).toMatchObject({
      status: 401,
    })
    expect(new URLSearchParams(bodies[0]).get('text')).toBe('add "Sommer 50 %" für 2 €')
    server.closeAllConnections()
    server.close()
  })

  it('is a press on a button, a choice from a menu, or a press in a home', () => {
    const pressed = blockActionPayload({ action_id: 'ack', value: 'R-1', channel_id: 'C9', message_ts: '2.000000' })
    expect(pressed).toMatchObject({
      type: 'block_actions',
      user: { id: 'U00000001', username: 'ana', name: 'ana', team_id: slack.team.id },
      container: { type: 'message', message_ts: '2.000000', channel_id: 'C9', is_ephemeral: false },
      channel: { id: 'C9' },
      message: { ts: '2.000000' },
      actions: [{ type: 'button', action_id: 'ack', value: 'R-1' }],
    })
    const whispered = blockActionPayload({ is_ephemeral: true, thread_ts: '1.000000' })
    expect(whispered).toMatchObject({ container: { is_ephemeral: true, thread_ts: '1.000000' } })
    expect(whispered).not.toHaveProperty('message')
    const chosen = JSON.parse(
      `${new URLSearchParams(blockAction({ selected: 'snooze', label: 'Snooze' })).get('payload')}`,
    )
    expect(chosen.actions).toMatchObject([{ type: 'overflow', selected_option: { value: 'snooze' } }])
    const home = blockActionPayload({ view: { id: 'V1' } })
    expect(home).toMatchObject({ container: { type: 'view', view_id: 'V1' }, view: { type: 'home' } })
    expect(home).not.toHaveProperty('channel')
    expect(pressed.trigger_id).not.toBe(home.trigger_id)
    expect(slashCommandPayload({ command: '/stock' })).toMatchObject({ command: '/stock', team_domain: 'acme' })
  })
})
