import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { openApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { importFeed } from '../../../src/feeds/import.ts'
import { openBatch } from '../../../src/store/feeds/batches.ts'
import type { FeedKind } from '../../../src/store/feeds/feed-rows.ts'

/** A store on disk that a bot can be started on, with stock as of today. */
export type StockedStore = AsyncDisposable & {
  readonly file: string
  readonly rows: <Row = Record<string, unknown>>(sql: string) => Promise<readonly Row[]>
  readonly feed: (kind: FeedKind, csv: string) => Promise<void>
}

/** Makes a store: cola that sells 10 a day in EAST with 400 on hand and a supplier of 70 days, and plenty of lemonade. */
export const stockedStore = async (): Promise<StockedStore> => {
  const folder = await mkdtemp(join(tmpdir(), 'shelfready-slack-'))
  const file = join(folder, 'store.db')
  const open = () =>
    openApp(readConfig({}), {
      databaseUrl: `sqlite:${file}`,
      createFolder: false,
      workspace: 'default',
      now: () => Temporal.Now.instant(),
    })
  const feed = async (kind: FeedKind, csv: string) => {
    await using app = await open()
    const report = await importFeed({
      kind,
      source: Readable.from([Buffer.from(csv)]),
      timeZone: 'UTC',
      open: () =>
        openBatch(app.workspace, kind, {
          ...{ mode: 'upsert', source: 'test', knownOn: app.now().slice(0, 10), knownSaid: true, holdFor: 0 },
          now: app.now(),
        }),
    })
    if (report.outcome !== 'imported') throw new Error(JSON.stringify(report.problems))
  }
  const today = Temporal.Now.plainDateISO('UTC')
  await feed(
    'items',
    'sku,name,unit_cost,unit_price,currency,supplier,min_order_qty,order_multiple\nSKU-100,Cola 1.5 l,5.59,7.99,EUR,ACME,200,50\nSKU-110,Lemonade,0.5,1,EUR,ACME,,\n',
  )
  await feed('locations', 'location,name,kind\nEAST,East Street,shop\n')
  await feed('inventory', `sku,location,on_hand,as_of\nSKU-100,EAST,400,${today}\nSKU-110,EAST,9000,${today}\n`)
  await feed('lead-times', 'supplier,lead_time_days\nACME,70\n')
  await feed(
    'demand-plan',
    `date,sku,location,units,days\n${today},SKU-100,EAST,900,90\n${today},SKU-110,EAST,180,90\n`,
  )
  return {
    file,
    feed,
    rows: async <Row>(sql: string) => {
      await using app = await open()
      return app.workspace.database.driver.prepare(sql).all() as Row[]
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

/** A date so many days from today, as ISO text. */
export const inDays = (days: number): string => Temporal.Now.plainDateISO('UTC').add({ days }).toString()

/** A promotion of the cola that no order saves, in one line. */
export const shortCola = (name: string, more = ''): string =>
  `/promo add "${name}" sku:SKU-100 at:EAST from:${inDays(30)} to:${inDays(36)} units:700 ${more}`.trim()

/** A promotion of the lemonade that is ready, in one line. */
export const plentyOfLemonade = (name: string): string =>
  `/promo add "${name}" sku:SKU-110 at:EAST from:${inDays(30)} to:${inDays(36)} units:50`
