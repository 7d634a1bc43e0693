import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type App, openApp, openCompanyApp } from '../../src/app.ts'
import type { Card } from '../../src/cards/language/card.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import { readConfig } from '../../src/config.ts'
import { importFeed } from '../../src/feeds/import-feed.ts'
import { addCompany } from '../../src/store/database/whose.ts'
import { openWorkspace } from '../../src/store/database/workspace.ts'
import { openBatch } from '../../src/store/feeds/batches.ts'
import type { FeedKind } from '../../src/store/feeds/feed-rows.ts'
import { driverOf, temporaryDatabase, testServer } from './engine.ts'
import { copyStore } from './store-template.ts'

/** Who says something, and where; Ana in #launches unless said otherwise. `locale` is what her platform tells of her. */
export type Speaker = {
  readonly name?: string
  readonly place?: string
  readonly key?: string
  readonly locale?: string
}

/** Whether somebody said since when a feed is known: this morning, or nobody did. */
type Known = 'today' | 'unsaid'

/** A company with a store and a clock of its own, asked in process through the path every door takes. */
export type Company = AsyncDisposable & {
  readonly app: App
  readonly now: () => Temporal.Instant
  /** Sets the clock: a day (08:00 UTC) or an instant. */
  readonly at: (when: string | Temporal.Instant) => void
  /** Imports a feed; throws when it is refused. */
  readonly feed: (kind: FeedKind, csv: string, known?: Known, mode?: 'upsert' | 'snapshot') => Promise<void>
  /** Imports a feed and answers how that ended, refused or not. */
  readonly tryFeed: (kind: FeedKind, csv: string, known?: Known, mode?: 'upsert' | 'snapshot') => Promise<string>
  readonly ask: (words: string, speaker?: Speaker) => Promise<Card>
  /** Says a line and reads the answer as text. */
  readonly say: (words: string, speaker?: Speaker) => Promise<string>
  /** Counts the rows of a table. */
  readonly count: (table: string) => number
  readonly rows: <Row = Record<string, unknown>>(sql: string, ...values: readonly unknown[]) => readonly Row[]
}

type CompanyOptions = {
  /** The store; a file in a folder of its own unless one is named. */
  readonly file?: string
  readonly settings?: Readonly<Record<string, string>>
  /** Its platform can change messages that are there. */
  readonly edits?: boolean
  /** What feeds say they came from. */
  readonly source?: string
  /** Another company, in whose open store this one is. */
  readonly beside?: Pick<Company, 'app'>
  /** Writes the store that the company begins with, where no file is named; an empty one unless said. */
  readonly begin?: Begin
}

/** Writes a store into a file. */
export type Begin = (file: string) => Promise<void>

const empty: Begin = (file) =>
  copyStore('empty', file, async (template) => {
    await using _ = await openCompany('2026-01-01', { file: template })
  })

/** Opens an empty company on a day (08:00 UTC) or at an instant. */
export const openCompany = async (
  when: string | Temporal.Instant,
  { file, settings = {}, edits = false, source = 'test', begin = empty, beside }: CompanyOptions = {},
): Promise<Company> => {
  const folder = file === undefined && beside === undefined ? await mkdtemp(join(tmpdir(), 'shelfready-')) : null
  const store = file ?? beside?.app.workspace.database.file ?? join(folder as string, 'store.db')
  const onServer =
    folder !== null && testServer !== null ? await temporaryDatabase(begin === empty ? null : begin, store) : null
  if (folder !== null && onServer === null) await begin(store)
  let now = instantOf(when)
  const options = { now: () => now, reach: { reaches: () => true, edits } }
  const app =
    beside === undefined
      ? await openApp(readConfig(settings), {
          ...{ databaseUrl: onServer?.url ?? `sqlite:${store}`, createFolder: false, workspace: 'default' },
          ...options,
        })
      : openCompanyApp(readConfig(settings), options, await secondWorkspace(beside.app.workspace))
  const tryFeed: Company['tryFeed'] = async (kind, csv, known = 'today', mode = 'upsert') => {
    const report = await importFeed({
      kind,
      source: Readable.from([Buffer.from(csv)]),
      timeZone: app.timeZone,
      open: () =>
        openBatch(app.workspace, kind, {
          mode,
          source,
          knownOn: app.now().slice(0, 10),
          knownSaid: known === 'today',
          holdFor: () => 0,
          now: app.now,
        }),
    })
    return report.outcome === 'imported' ? 'imported' : JSON.stringify(report.problems)
  }
  const ask: Company['ask'] = (words, { name = 'Ana', place = '#launches', key, locale } = {}) => {
    const person = { id: `test:${name}`, name, ...(locale === undefined ? {} : { locale }) }
    return app.handle({ key: key ?? null, person, place, words })
  }
  return {
    app,
    now: () => now,
    at: (later) => {
      now = instantOf(later)
    },
    tryFeed,
    feed: async (kind, csv, known, mode) => {
      const outcome = await tryFeed(kind, csv, known, mode)
      if (outcome !== 'imported') throw new Error(`${kind}: ${outcome}`)
    },
    ask,
    say: async (words, speaker) => renderText(await ask(words, speaker)),
    count: (table) => Number(driverOf(app.workspace.database).prepare(`select count(*) from ${table}`).pluck().get()),
    rows: <Row>(sql: string, ...values: readonly unknown[]) =>
      driverOf(app.workspace.database)
        .prepare(sql)
        .all(...values) as readonly Row[],
    [Symbol.asyncDispose]: async () => {
      await app[Symbol.asyncDispose]()
      await onServer?.[Symbol.asyncDispose]()
      if (folder !== null) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Makes a second company in the store of another one. */
const secondWorkspace = async ({ database }: App['workspace']): Promise<App['workspace']> => {
  await addCompany(database, 'second', null, '2026-01-01')
  return openWorkspace(database, 'second')
}

const instantOf = (when: string | Temporal.Instant): Temporal.Instant =>
  typeof when !== 'string' ? when : Temporal.Instant.from(when.length === 10 ? `${when}T08:00:00Z` : when)

/** How a story about cola and lemonade differs from the usual one; days are calendar days. */
export type ColaStory = {
  readonly leadDays?: number
  /** Units of lemonade in each shop. */
  readonly lemonade?: number
  /** Days that the demand plan covers. */
  readonly planDays?: number
  /** Units of cola in the distribution centre; without them the company is the shop EAST alone, with nothing ordered. */
  readonly hub?: number | null
}

/**
 * Fills a company: cola sells 10 a day in EAST with 400 on hand, lemonade sells 2 a day and is plentiful, and the supplier
 * of both needs so many days. With a hub there are WEST and HUB as well, and 150 cola come in three weeks.
 */
export const sellCola = async (
  { app, feed }: Pick<Company, 'app' | 'feed'>,
  { leadDays = 10, lemonade = 500, planDays = 90, hub = 0 }: ColaStory = {},
): Promise<void> => {
  const today = app.now().slice(0, 10)
  const due = Temporal.PlainDate.from(today).add({ days: 21 })
  const isLarge = hub !== null
  await feed(
    'items',
    `sku,name,unit_cost,unit_price,currency,supplier,min_order_qty,order_multiple
SKU-100,Cola 1.5 l,5.59,7.99,EUR,ACME,200,50
SKU-110,Lemonade,0.5,1,EUR,ACME,,
`,
  )
  await feed(
    'locations',
    `location,name,kind\nEAST,East Street,shop\n${isLarge ? 'WEST,West Park,shop\nHUB,Hub,dc\n' : ''}`,
  )
  await feed(
    'inventory',
    [
      'sku,location,on_hand,as_of',
      `SKU-100,EAST,400,${today}`,
      ...(isLarge && hub > 0 ? [`SKU-100,HUB,${hub},${today}`] : []),
      `SKU-110,EAST,${lemonade},${today}`,
      ...(isLarge ? [`SKU-110,WEST,${lemonade},${today}`] : []),
    ].join('\n'),
  )
  if (isLarge) await feed('inbound', `order_id,sku,location,quantity,due_date\nPO-77,SKU-100,EAST,150,${due}\n`)
  await feed('lead-times', `supplier,lead_time_days\nACME,${leadDays}\n`)
  await feed(
    'demand-plan',
    [
      'date,sku,location,units,days',
      `${today},SKU-100,EAST,${10 * planDays},${planDays}`,
      `${today},SKU-110,EAST,${2 * planDays},${planDays}`,
      ...(isLarge ? [`${today},SKU-110,WEST,${planDays},${planDays}`] : []),
    ].join('\n'),
  )
}

/** The company of the story on Mon 1 Jun 2026: cola, lemonade and a supplier of so many days. */
export const colaCompany = async (story: ColaStory = {}): Promise<Company> => {
  const cola = await openCompany('2026-06-01')
  await sellCola(cola, { hub: 90, ...story })
  return cola
}
