import { createEmulator, type Emulator } from 'emulate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noteCard } from '../../../src/cards/language/plain-card.ts'
import { openDirectory } from '../../../src/chat/slack/directory.ts'
import { openIdentity } from '../../../src/chat/slack/identity.ts'
import { slackScopes } from '../../../src/chat/slack/manifest.ts'
import { drawHome } from '../../../src/chat/slack/render.ts'
import { slackPost } from '../../../src/chat/slack/send.ts'
import { openCalls } from '../../../src/chat/slack/web-api.ts'
import type { MessengerPort, OutgoingMessage } from '../../../src/domain/delivery.ts'
import { colaStage, newestId } from '../../commands/stage.ts'

const token = 'xoxb-emulated'
const narrow = 'xoxb-narrow'
let emulator: Emulator
let post: MessengerPort
let calls: ReturnType<typeof openCalls>
let channel = ''
let person = ''

const message = (more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  outboxId: '1-1',
  createdAt: new Date().toISOString(),
  channel,
  form: 'post',
  person: null,
  target: null,
  mayShare: false,
  card: noteCard('Picnic weekend is ready.'),
  plain: false,
  repeated: false,
  ...more,
})

const delivered = (sent: Awaited<ReturnType<MessengerPort['send']>>): string => {
  if (sent.kind !== 'delivered') throw new Error(JSON.stringify(sent))
  return sent.messageId
}

const inChannel = async (id = channel): Promise<readonly Record<string, unknown>[]> => {
  const called = await calls.call('conversations.history', { channel: id, include_all_metadata: true, limit: 100 })
  if (called.kind !== 'done') throw new Error(JSON.stringify(called))
  return called.data.messages as readonly Record<string, unknown>[]
}

beforeAll(async () => {
  emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        team: { name: 'Sample', domain: 'sample' },
        users: [
          { name: 'ana', real_name: 'Ana', email: 'ana@example.com' },
          { name: 'ben', real_name: 'Ben', email: 'ben@example.com' },
        ],
        channels: [{ name: 'launches' }],
        bots: [{ name: 'shelfready' }],
        tokens: [
          { token, user: 'ana', scopes: [...slackScopes] },
          { token: narrow, user: 'ana', scopes: ['chat:write'] },
        ],
        strict_scopes: true,
      },
    } as never,
  })
  calls = openCalls(token, `${emulator.url}/api/`)
  const listed = await calls.call('conversations.list', {})
  if (listed.kind !== 'done') throw new Error(JSON.stringify(listed))
  channel = String((listed.data.channels as { id: string; name: string }[]).find(({ name }) => name === 'launches')?.id)
  const users = await calls.call('users.list', {})
  if (users.kind !== 'done') throw new Error(JSON.stringify(users))
  person = String((users.data.members as { id: string; name: string }[]).find(({ name }) => name === 'ben')?.id)
  const { identity } = openIdentity(calls)
  post = slackPost({
    calls,
    directory: openDirectory(calls),
    identity,
    now: () => new Date().toISOString(),
    links: async () => new Map(),
  })
})
afterAll(() => emulator.close())

describe('a Slack that nobody here wrote', () => {
  it('takes a message, keeps by what it is found again, and shows a change in its place', async () => {
    const sent = message({ outboxId: '1-7' })
    const ts = delivered(await post.send(sent))
    const [posted] = (await inChannel()).filter((one) => one.ts === ts)
    expect(posted).toMatchObject({ text: 'Picnic weekend is ready.' })
    expect(await post.look(sent)).toEqual({ kind: 'found', messageId: ts })
    expect(await post.look(message({ outboxId: '1-8' }))).toEqual({ kind: 'absent' })
    const update = message({ form: 'update', target: ts, card: noteCard('Picnic weekend is at risk.') })
    expect(await post.send(update)).toMatchObject({ kind: 'delivered', messageId: ts })
    const [changed] = (await inChannel()).filter((one) => one.ts === ts)
    expect(changed).toMatchObject({ text: 'Picnic weekend is at risk.' })
  })

  it('takes the card of a promotion with its buttons, and its story in the thread', async () => {
    await using cola = await colaStage(70)
    const id = newestId(
      await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST from:2026-07-06 to:2026-07-12 units:700 price:7.99'),
    )
    expect(cola.posted()).toHaveLength(1)
    const [{ card } = { card: '' }] = cola.rows('select card from outbox where entity = ?', id)
    const root = delivered(await post.send(message({ outboxId: '1-9', card: JSON.parse(String(card)) })))
    const story = message({ outboxId: '1-10', form: 'thread', target: root, card: noteCard('Ben has taken R-1.') })
    const ts = delivered(await post.send(story))
    expect(await post.look(story)).toEqual({ kind: 'found', messageId: ts })
    expect((await inChannel()).some((one) => one.ts === ts)).toBe(false)
  })

  it('shows a private answer to one person, and writes to their inbox', async () => {
    expect(await post.send(message({ form: 'private', person }))).toMatchObject({ kind: 'delivered' })
    const direct = message({ channel: `@${person}`, outboxId: '1-11' })
    const ts = delivered(await post.send(direct))
    expect(await post.look(direct)).toEqual({ kind: 'found', messageId: ts })
  })

  it('says what it will never take', async () => {
    expect(await post.send(message({ channel: 'C0NOWHERE' }))).toMatchObject({
      kind: 'refused',
      reason: 'channel_not_found',
    })
    expect(await post.send(message({ form: 'update', target: '1.000001' }))).toEqual({ kind: 'gone' })
    expect(await post.send(message({ channel: '#launches' }))).toMatchObject({ kind: 'refused' })
  })

  it('takes the page of a person', async () => {
    const called = await calls.call('views.publish', {
      user_id: person,
      view: { type: 'home', blocks: drawHome(noteCard('No open risks.')) },
    })
    expect(called.kind).toBe('done')
  })

  it('tells what a token may not do: what cannot be looked into is blind', async () => {
    const less = openCalls(narrow, `${emulator.url}/api/`)
    const { identity } = openIdentity(less)
    const narrowly = slackPost({
      calls: less,
      directory: openDirectory(less),
      links: async () => new Map(),
      identity,
      now: () => new Date().toISOString(),
    })
    const sent = message({ outboxId: '1-12' })
    expect(await less.call('conversations.history', { channel })).toEqual({ kind: 'error', word: 'missing_scope' })
    expect(await narrowly.send(sent)).toMatchObject({ kind: 'delivered' })
    expect(await narrowly.look(sent)).toEqual({ kind: 'blind' })
  })
})
