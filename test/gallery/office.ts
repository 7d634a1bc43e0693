import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type App, openApp } from '../../src/app.ts'
import type { Card } from '../../src/cards/language/card.ts'
import type { ChatPerson, ChatRequest } from '../../src/chat/request.ts'
import { readConfig } from '../../src/config.ts'
import type { OutgoingMessage, SendResult } from '../../src/domain/delivery.ts'
import { importFeed } from '../../src/feeds/import.ts'
import { openBatch } from '../../src/store/feeds/batches.ts'
import type { FeedKind } from '../../src/store/feeds/feed-rows.ts'

/** The people of the made-up company; Chloe administers the bot. */
export const people = {
  Ana: { platform: 'slack', id: 'U0ANA0000', name: 'Ana', email: 'ana@example.com' },
  Ben: { platform: 'slack', id: 'U0BEN0000', name: 'Ben', email: 'ben@example.com' },
  Chloe: { platform: 'teams', id: '00000000-0000-0000-0000-00000000c10e', name: 'Chloe' },
  'Ben in Teams': { platform: 'teams', id: '00000000-0000-0000-0000-0000000000be', name: 'Ben Okafor' },
  'a guest': { platform: 'slack', id: 'U0GUEST00', name: 'Gil', guest: true },
} as const satisfies Readonly<Record<string, ChatPerson>>

export type Who = keyof typeof people

/** The channel where the company's marketing and supply talk. */
export const launches = { id: 'C0LAUNCH0', name: '#launches' } as const

/** A company with a store and a clock of its own. */
export type Office = AsyncDisposable & {
  readonly app: App
  /** Sets the clock to a moment. */
  readonly at: (moment: string) => void
  readonly feed: (kind: FeedKind, csv: string) => Promise<void>
  /** Asks as somebody, in the channel. */
  readonly ask: (words: ChatRequest['words'], who?: Who) => Promise<Card>
  readonly request: (words: ChatRequest['words'], who?: Who) => ChatRequest
  /** Lets everything happen that is due, and gives what was sent to channels. */
  readonly happen: () => Promise<readonly OutgoingMessage[]>
  /** Says what the platform makes of a message; it takes every one unless told otherwise. */
  readonly react: (how: (message: OutgoingMessage) => SendResult | null) => void
}

/** Opens an empty company at a moment, in a folder that goes with it. */
export const openOffice = async (moment: string): Promise<Office> => {
  const folder = await mkdtemp(join(tmpdir(), 'shelfready-gallery-'))
  let now = Temporal.Instant.from(moment)
  let reaction: (message: OutgoingMessage) => SendResult | null = () => null
  const app = await openApp(readConfig({ SHELFREADY_ADMINS: people.Chloe.id }), {
    databaseUrl: `sqlite:${join(folder, 'store.db')}`,
    createFolder: false,
    workspace: 'default',
    now: () => now,
    reach: { reaches: () => true, edits: true },
  })
  const request = (words: ChatRequest['words'], who: Who = 'Ana'): ChatRequest => ({
    key: null,
    person: people[who],
    place: launches.id,
    placeName: launches.name,
    words,
  })
  return {
    app,
    at: (later) => {
      now = Temporal.Instant.from(later)
    },
    feed: async (kind, csv) => {
      const report = await importFeed({
        kind,
        source: Readable.from([Buffer.from(csv)]),
        timeZone: app.timeZone,
        open: () =>
          openBatch(app.workspace, kind, {
            mode: 'upsert',
            source: 'gallery',
            knownOn: now.toString().slice(0, 10),
            knownSaid: true,
            holdFor: 0,
            now: app.now(),
          }),
      })
      if (report.outcome !== 'imported') throw new Error(`${kind}: ${JSON.stringify(report.problems)}`)
    },
    ask: (words, who) => app.handle(request(words, who)),
    request,
    react: (how) => {
      reaction = how
    },
    happen: async () => {
      const sent: OutgoingMessage[] = []
      await using jobs = await app.startJobs(
        {
          send: async (message) => {
            sent.push(message)
            return reaction(message) ?? { kind: 'delivered', messageId: `m${message.outboxId}` }
          },
          look: async () => ({ kind: 'absent' }),
          reaches: () => true,
          edits: true,
          pace: () => 0,
          lanes: 1,
        },
        (error) => {
          throw error
        },
      )
      await jobs?.tick()
      // Changes of many cards follow each other.
      now = now.add({ minutes: 5 })
      await jobs?.deliver()
      return sent
    },
    [Symbol.asyncDispose]: async () => {
      await app[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
