import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type App, openApp } from '../../src/app.ts'
import type { Card } from '../../src/cards/language/card.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import { readConfig } from '../../src/config.ts'
import type { OutgoingMessage } from '../../src/domain/delivery.ts'
import { importFeed } from '../../src/feeds/import.ts'
import { openBatch } from '../../src/store/feeds/batches.ts'
import type { FeedKind } from '../../src/store/feeds/feed-rows.ts'

/** Who says something, and where; Ana in #launches unless said otherwise. `locale` is what her platform tells of her. */
export type Said = { readonly name?: string; readonly place?: string; readonly key?: string; readonly locale?: string }

/** A company whose clock the test moves. */
export type Stage = AsyncDisposable & {
  readonly app: App
  /** Sets the clock: a day (08:00 UTC) or an instant. */
  readonly at: (when: string) => void
  readonly feed: (kind: FeedKind, csv: string) => Promise<void>
  /** Imports a feed and answers how that ended, refused or not. */
  readonly tryFeed: (kind: FeedKind, csv: string) => Promise<string>
  readonly say: (words: string, said?: Said) => Promise<string>
  readonly ask: (words: string, said?: Said) => Promise<Card>
  readonly rows: (sql: string, ...values: readonly unknown[]) => readonly Record<string, unknown>[]
  /** Everything the store holds, as text: equal before and after means that nothing at all was written. */
  readonly everything: () => string
  /** The cards in the outbox of a channel, oldest first, as text. */
  readonly posted: (channel?: string) => readonly string[]
  /** Lets what is due happen, and answers what was posted, as `#channel: text`. */
  readonly tick: () => Promise<string[]>
}

type Env = Readonly<Record<string, string>>

/** Opens an empty company on a morning; `edits` tells that its platform can change messages that are there, `env` has its settings. */
export const stage = async (morning: string, edits = false, env: Env = {}): Promise<Stage> => {
  const folder = await mkdtemp(join(tmpdir(), 'shelfready-'))
  const instantOf = (when: string) => Temporal.Instant.from(when.length === 10 ? `${when}T08:00:00Z` : when)
  let now = instantOf(morning)
  const app = await openApp(readConfig(env), {
    databaseUrl: `sqlite:${join(folder, 'store.db')}`,
    createFolder: false,
    workspace: 'default',
    now: () => now,
    reach: { reaches: () => true, edits },
  })
  const { driver } = app.workspace.database
  const rows = (sql: string, ...values: readonly unknown[]) =>
    driver.prepare(sql).all(...values) as readonly Record<string, unknown>[]
  const tryFeed = async (kind: FeedKind, csv: string): Promise<string> => {
    const report = await importFeed({
      kind,
      source: Readable.from([Buffer.from(csv)]),
      timeZone: 'UTC',
      open: () =>
        openBatch(app.workspace, kind, {
          mode: 'upsert',
          source: 'test',
          knownOn: now.toString().slice(0, 10),
          knownSaid: true,
          holdFor: 0,
          now: app.now(),
        }),
    })
    return report.outcome === 'imported' ? 'imported' : JSON.stringify(report.problems)
  }
  const ask = (words: string, { name = 'Ana', place = '#launches', key, locale }: Said = {}) => {
    const person = { id: `test:${name}`, name, ...(locale === undefined ? {} : { locale }) }
    return app.handle({ key: key ?? null, person, place, words })
  }
  return {
    app,
    at: (when) => {
      now = instantOf(when)
    },
    feed: async (kind, csv) => {
      const said = await tryFeed(kind, csv)
      if (said !== 'imported') throw new Error(`${kind}: ${said}`)
    },
    tryFeed,
    ask,
    say: async (words, said) => renderText(await ask(words, said)),
    rows,
    everything: () =>
      rows(`select name from sqlite_master where type = 'table' order by name`)
        .map(({ name }) => `${name} ${JSON.stringify(rows(`select * from "${name}" order by rowid`))}`)
        .join('\n'),
    posted: (channel = '#launches') =>
      rows('select card from outbox where channel = ? order by id', channel).map(({ card }) =>
        renderText(JSON.parse(card as string) as Card),
      ),
    tick: async () => {
      const sent: string[] = []
      const jobs = await app.startJobs(
        {
          send: async ({ channel, card, outboxId }: OutgoingMessage) => {
            sent.push(`${channel}: ${renderText(card as Card)}`)
            return { kind: 'delivered', messageId: outboxId }
          },
          look: async () => ({ kind: 'absent' }),
          reaches: () => true,
          edits: false,
          pace: () => 0,
          lanes: 1,
        },
        (error) => sent.push(`surprise: ${String(error)}`),
      )
      if (jobs === null) throw new Error('another process posts')
      await using running = jobs
      await running.tick()
      await running.deliver()
      return sent
    },
    [Symbol.asyncDispose]: async () => {
      await app[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The id of the newest promotion, such as `P-3`. */
export const newestId = (said: string): string => {
  const id = /is registered as (P-\d+)/.exec(said)?.[1]
  if (id === undefined) throw new Error(`not registered: ${said}`)
  return id
}

/** A company on Mon 1 Jun: cola sells 10 a day in EAST (400 on hand, 150 to come on 22 Jun), lemonade is plentiful. */
export const colaStage = async (leadDays = 10, edits = false, env: Env = {}): Promise<Stage> => {
  const cola = await stage('2026-06-01', edits, env)
  await cola.feed(
    'items',
    'sku,name,unit_cost,unit_price,currency,supplier,min_order_qty,order_multiple\n' +
      'SKU-100,Cola 1.5 l,5.59,7.99,EUR,ACME,200,50\nSKU-110,Lemonade,0.5,1,EUR,ACME,,\n',
  )
  await cola.feed('locations', 'location,name,kind\nEAST,East Street,shop\nWEST,West Park,shop\nHUB,Hub,dc\n')
  await cola.feed(
    'inventory',
    'sku,location,on_hand,as_of\nSKU-100,EAST,400,2026-06-01\nSKU-110,EAST,5000,2026-06-01\nSKU-110,WEST,5000,2026-06-01\n',
  )
  await cola.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-77,SKU-100,EAST,150,2026-06-22\n')
  await cola.feed('lead-times', `supplier,lead_time_days\nACME,${leadDays}\n`)
  await cola.feed(
    'demand-plan',
    'date,sku,location,units,days\n2026-06-01,SKU-100,EAST,2000,200\n2026-06-01,SKU-110,EAST,400,200\n2026-06-01,SKU-110,WEST,200,200\n',
  )
  return cola
}
