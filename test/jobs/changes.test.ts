import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openApp } from '../../src/app.ts'
import type { Card } from '../../src/cards/language/card.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import { readConfig } from '../../src/config.ts'
import type { MessengerPort, OutgoingMessage, SendResult } from '../../src/domain/delivery.ts'
import { eventually } from '../_helpers/slack/office.ts'
import { colaStage, newestId, type Stage } from '../commands/stage.ts'

/** A card in #launches that a channel sees, and what happens to its changes. */
type Posted = AsyncDisposable & { readonly id: string; readonly say: (words: string) => Promise<string> }

const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))

let cola: Stage
let sends = 0
beforeEach(async () => {
  cola = await colaStage()
  sends = 0
})
afterEach(() => cola[Symbol.asyncDispose]())

/** Posts the card of a promotion at risk on a platform that does this with every change. */
const posted = async (change: (message: OutgoingMessage) => Promise<SendResult>): Promise<Posted> => {
  const open = new AsyncDisposableStack()
  const begun = performance.now()
  const morning = Temporal.Instant.from(cola.app.now())
  const app = open.use(
    await openApp(readConfig({}), {
      databaseUrl: cola.app.workspace.database.url,
      createFolder: false,
      workspace: 'default',
      now: () => morning.add({ milliseconds: Math.round(performance.now() - begun) }),
      reach: { reaches: () => true, edits: true },
      deliversAtOnce: true,
    }),
  )
  const post: MessengerPort = {
    send: async (message) =>
      message.form === 'update' ? change(message) : { kind: 'delivered', messageId: `message-${++sends}` },
    look: async () => ({ kind: 'absent' }),
    reaches: () => true,
    edits: true,
    pace: () => 0,
    lanes: 4,
  }
  const jobs = await app.startJobs(post, (error) => {
    throw error
  })
  if (jobs === null) throw new Error('another process posts')
  open.use(jobs)
  const say = async (words: string) =>
    renderText(await app.handle({ key: null, person: { id: 'test:Ana', name: 'Ana' }, place: '#launches', words }))
  const id = newestId(await say('promo add "Big" sku:SKU-100 at:EAST dates:"1-3 Jul" units:90000'))
  await jobs.tick()
  await jobs.deliver()
  return { id, say, [Symbol.asyncDispose]: () => open.disposeAsync() }
}

const linesOf = (entity: string) => cola.rows("select state from outbox where form = 'update' and entity = ?", entity)

describe('the changes of a card', () => {
  it('are not tried for ever where the channel takes none, but again with the next that is done', async () => {
    let tried = 0
    await using card = await posted(async () => {
      tried++
      return { kind: 'refused', reason: 'is_archived', ofForm: false }
    })
    await card.say(`shelfready ack ${card.id}`)
    await eventually(() => expect(linesOf(card.id)).toContainEqual({ state: 'parked' }))
    await wait(1_500)
    const before = tried
    const written = cola.everything()
    await wait(3_000)
    expect(tried).toBe(before)
    expect(cola.everything()).toBe(written)
    await card.say(`shelfready snooze ${card.id} until:2026-06-10`)
    await eventually(() => expect(tried).toBeGreaterThan(before))
  })

  it('arrive in the order in which they were made, however long one takes', async () => {
    const arrived: string[] = []
    let release = () => {}
    const held = new Promise<void>((done) => {
      release = done
    })
    let isFirst = true
    await using card = await posted(async ({ card: drawn, target }) => {
      const isHeld = isFirst
      isFirst = false
      if (isHeld) await held
      arrived.push(renderText(drawn as Card))
      return { kind: 'delivered', messageId: target ?? '' }
    })
    await card.say(`shelfready ack ${card.id}`)
    await eventually(() => expect(isFirst).toBe(false))
    await card.say(`shelfready snooze ${card.id} until:2026-06-10`)
    await wait(1_500)
    expect(arrived).toEqual([])
    release()
    await eventually(() => expect(arrived).toHaveLength(2))
    expect(arrived[0]).toContain('· Ana · R-1')
    expect(arrived[1]).toContain('snoozed by Ana until Wed 10 Jun')
  })
})
