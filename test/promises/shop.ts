import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../../src/store/database/database.ts'
import { openDatabase } from '../../src/store/database/open-database.ts'
import type { FeedKind } from '../../src/store/feeds/feed-rows.ts'
import { openCompany } from '../_helpers/company.ts'

/** A folder with one store that is filled once and copied as often as needed. */
export type Shop = AsyncDisposable & {
  /** Copies the store; answers the new file. */
  readonly copy: () => Promise<string>
}

/** A channel that wants a digest at eight in the morning of its zone, every day. */
export type Channel = { readonly name: string; readonly timeZone: string }

export const skus: readonly string[] = Array.from({ length: 30 }, (_, i) => `SKU-${i + 1}`)

/** Makes a store with items, their stock, two promotions and channels that want digests, as of a moment. */
export const openShop = async (now: Temporal.Instant, channels: readonly Channel[]): Promise<Shop> => {
  const folder = await mkdtemp(join(tmpdir(), 'shelfready-promises-'))
  const template = join(folder, 'template.db')
  const today = now.toZonedDateTimeISO('UTC').toPlainDate()
  let copies = 0
  {
    await using company = await openCompany(now, { file: template })
    const feed = (kind: FeedKind, lines: readonly string[]) => company.feed(kind, lines.join('\n'))
    await feed('items', [
      'sku,name,unit_cost,unit_price,currency,supplier',
      ...skus.map((sku) => `${sku},${sku},1,2,EUR,ACME`),
    ])
    await feed('inventory', ['sku,location,on_hand,as_of', ...skus.map((sku) => `${sku},EAST,400,${today}`)])
    await feed('demand-plan', ['date,sku,location,units,days', ...skus.map((sku) => `${today},${sku},EAST,900,90`)])
    await feed('lead-times', ['supplier,lead_time_days', 'ACME,10'])
    const [start, end] = [today.add({ days: 30 }), today.add({ days: 36 })]
    await feed('promotions', [
      'promotion_id,sku,location,name,start,end,units',
      `BOGO,SKU-1,EAST,Summer BOGO,${start},${end},700`,
      `LAUNCH,SKU-2,EAST,Launch,${start},${end},100`,
    ])
    for (const { name, timeZone } of channels) {
      const person = { id: 'test:ana', name: 'Ana' }
      const words = `shelfready digest at 08:00 daily ${timeZone}`
      const { title } = await company.app.handle({ key: null, person, place: name, words })
      if (!title.includes('08:00')) throw new Error(title)
    }
  }
  return {
    copy: async () => {
      const file = join(folder, `store-${++copies}.db`)
      await copyFile(template, file)
      return file
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Reads rows of a store, whatever state its last process left it in. */
export const rowsOf = async <Row>(file: string, sql: string): Promise<readonly Row[]> => {
  await using database: Database = openDatabase(`sqlite:${file}`, { createFolder: false })
  return database.driver.prepare(sql).all() as Row[]
}

/** The transcript that belongs to a store. */
export const transcriptFile = (file: string): string => `${file}.transcript.jsonl`
