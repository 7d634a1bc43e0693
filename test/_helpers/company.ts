import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type App, openApp } from '../../src/app.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import { readConfig } from '../../src/config.ts'
import { importFeed } from '../../src/feeds/import.ts'
import { openBatch } from '../../src/store/feeds/batches.ts'
import type { FeedKind } from '../../src/store/feeds/feed-rows.ts'

/** A company with a store of its own, asked in process through the path every door takes. */
export type Company = AsyncDisposable & {
  readonly app: App
  /** Imports a feed that is known from this morning on, or one of the past of which nobody says since when it was known. */
  readonly feed: (kind: FeedKind, csv: string, known?: 'today' | 'unsaid') => Promise<void>
  /** Says a line in the channel and reads the answer as text. */
  readonly say: (words: string, more?: { readonly key?: string; readonly name?: string }) => Promise<string>
  readonly count: (table: 'promotion_line' | 'audit' | 'outbox' | 'receipt' | 'assessment' | 'batch') => number
}

/** Opens a company on a morning. */
export const company = async (morning: string): Promise<Company> => {
  const folder = await mkdtemp(join(tmpdir(), 'shelfready-'))
  const app = await openApp(readConfig({}), {
    databaseUrl: `sqlite:${join(folder, 'store.db')}`,
    createFolder: false,
    workspace: 'default',
    now: () => Temporal.Instant.from(`${morning}T08:00:00Z`),
  })
  return {
    app,
    feed: async (kind, csv, known = 'today') => {
      const report = await importFeed({
        kind,
        source: Readable.from([Buffer.from(csv)]),
        timeZone: 'UTC',
        open: () =>
          openBatch(app.workspace, kind, {
            mode: 'upsert',
            source: 'test',
            knownOn: morning,
            knownSaid: known === 'today',
            holdFor: 0,
            now: app.now(),
          }),
      })
      if (report.outcome !== 'imported') throw new Error(JSON.stringify(report.problems))
    },
    say: async (words, { key, name = 'Ana' } = {}) =>
      renderText(
        await app.handle({ key: key ?? null, person: { id: `test:${name}`, name }, place: '#launches', words }),
      ),
    count: (table) => Number(app.workspace.database.driver.prepare(`select count(*) from ${table}`).pluck().get()),
    [Symbol.asyncDispose]: async () => {
      await app[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The company of the story: cola that sells 10 a day, 400 on hand, 150 to come, a supplier of so many days. */
export const colaCompany = async (leadDays: number): Promise<Company> => {
  const cola = await company('2026-06-01')
  await cola.feed(
    'items',
    'sku,name,unit_cost,unit_price,currency,supplier,min_order_qty,order_multiple\nSKU-100,Cola 1.5 l,5.59,7.99,EUR,ACME,200,50\nSKU-110,Lemonade,0.5,1,EUR,ACME,,\n',
  )
  await cola.feed('locations', 'location,name,kind\nEAST,East Street,shop\nWEST,West Park,shop\nHUB,Hub,dc\n')
  await cola.feed(
    'inventory',
    'sku,location,on_hand,as_of\nSKU-100,EAST,400,2026-06-01\nSKU-100,HUB,90,2026-06-01\nSKU-110,EAST,500,2026-06-01\nSKU-110,WEST,500,2026-06-01\n',
  )
  await cola.feed('inbound', 'order_id,sku,location,quantity,due_date\nPO-77,SKU-100,EAST,150,2026-06-22\n')
  await cola.feed('lead-times', `supplier,lead_time_days\nACME,${leadDays}\n`)
  await cola.feed(
    'demand-plan',
    'date,sku,location,units,days\n2026-06-01,SKU-100,EAST,900,90\n2026-06-01,SKU-110,EAST,180,90\n2026-06-01,SKU-110,WEST,90,90\n',
  )
  return cola
}
