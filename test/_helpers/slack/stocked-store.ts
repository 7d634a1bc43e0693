import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FeedKind } from '../../../src/store/feeds/feed-rows.ts'
import { openCompany, sellCola } from '../company.ts'
import { copyStore } from '../store-template.ts'

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
  const open = () => openCompany(Temporal.Now.instant(), { file })
  await copyStore(`stocked ${inDays(0)}`, file, async (template) => {
    await using company = await openCompany(Temporal.Now.instant(), { file: template })
    await sellCola(company, { leadDays: 70, lemonade: 9_000, hub: null })
  })
  return {
    file,
    feed: async (kind, csv) => {
      await using company = await open()
      await company.feed(kind, csv)
    },
    rows: async <Row>(sql: string) => {
      await using company = await open()
      return company.rows<Row>(sql)
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
