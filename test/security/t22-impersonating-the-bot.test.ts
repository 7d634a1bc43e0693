import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { noteCard } from '../../src/cards/language/plain-card.ts'
import { openDirectory } from '../../src/chat/slack/directory.ts'
import { openIdentity } from '../../src/chat/slack/identity.ts'
import { slackPost } from '../../src/chat/slack/send.ts'
import { openCalls } from '../../src/chat/slack/web-api.ts'
import type { MessengerPort, OutgoingMessage } from '../../src/domain/delivery.ts'
import { type FakeSlack, openFakeSlack } from '../_helpers/slack/fake-slack.ts'

let fake: FakeSlack
let post: MessengerPort
let channel: string
let message: OutgoingMessage
beforeEach(async () => {
  fake = await openFakeSlack()
  const calls = openCalls(fake.token, fake.apiUrl)
  const { identity, introduce } = openIdentity(calls)
  await introduce()
  post = slackPost({
    ...{ calls, directory: openDirectory(calls), identity, links: async () => new Map() },
    now: () => new Date().toISOString(),
  })
  channel = fake.addChannel({ name: 'launches' }).id
  message = {
    ...{ outboxId: '1-7', createdAt: new Date().toISOString(), channel, form: 'post', person: null, target: null },
    ...{ mayShare: false, card: noteCard('Picnic weekend is ready.'), plain: false, repeated: false },
  }
})
afterEach(() => fake[Symbol.asyncDispose]())

const metadata = () => ({
  event_type: 'shelfready_message',
  event_payload: { outbox_id: message.outboxId, created_at: message.createdAt },
})

describe('looking whether a message has arrived', () => {
  it('finds ours', async () => {
    const sent = await post.send(message)
    expect(await post.look(message)).toEqual({ kind: 'found', messageId: (sent as { messageId: string }).messageId })
  })

  it('takes nothing for ours that a person wrote with the same metadata', async () => {
    const stranger = fake.addUser({ name: 'eve' })
    fake.say(channel, { user: stranger.id, text: 'Picnic weekend is ready.', metadata: metadata() })
    expect(await post.look(message)).toEqual({ kind: 'absent' })
  })

  it.each([
    ['another message of ours', { outbox_id: '1-8' }],
    ['one of the same number from a store before', { created_at: '2026-01-01T00:00:00.000Z' }],
  ])('takes nothing for it that is %s', async (_, other) => {
    const { event_type, event_payload } = metadata()
    fake.say(channel, {
      ...{ user: fake.bot.userId, text: 'x' },
      metadata: { event_type, event_payload: { ...event_payload, ...other } },
    })
    expect(await post.look(message)).toEqual({ kind: 'absent' })
  })

  it('asks for nothing that is older than ten minutes before it was written', async () => {
    await post.look(message)
    const asked = fake.calls.find(({ method }) => method === 'conversations.history')
    const oldest = Number((asked as { args: Record<string, unknown> }).args.oldest)
    expect(Date.parse(message.createdAt) / 1_000 - oldest).toBeGreaterThanOrEqual(600)
    expect(Date.parse(message.createdAt) / 1_000 - oldest).toBeLessThan(602)
  })
})
