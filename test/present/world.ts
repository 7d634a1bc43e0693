import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { importFeed } from '../../src/feeds/import-feed.ts'
import { openRefresher, type Refresher } from '../../src/jobs/refresh.ts'
import { openBatch } from '../../src/store/feeds/batches.ts'
import type { FeedKind } from '../../src/store/feeds/feed-rows.ts'
import { type Company, openCompany } from '../_helpers/company.ts'
import { copyStore } from '../_helpers/store-template.ts'

/** How one file comes in. */
export type Told = {
  readonly mode?: 'upsert' | 'snapshot'
  /** The day from which it is known, ISO; today, without anybody saying so, where it is null. */
  readonly knownOn?: string | null
}

/** A program on a store: what people and feeds say to it goes through its real doors. */
export type Program = Company & {
  readonly refresher: Refresher
  /** Answers `imported`, or why it was refused. */
  readonly bring: (kind: FeedKind, csv: string, told?: Told) => Promise<string>
}

/** A company whose store two programs work on by one clock. */
export type World = AsyncDisposable & {
  readonly file: string
  readonly settings: () => Readonly<Record<string, string>>
  readonly now: () => Temporal.Instant
  readonly today: () => Temporal.PlainDate
  readonly setClock: (to: Temporal.Instant) => void
  /** One of the two programs. */
  readonly program: (which: number) => Program
  /** Ends both programs and starts them anew, with other settings. */
  readonly restart: (settings: Readonly<Record<string, string>>) => Promise<void>
}

export const skus = ['N1', 'N2', 'N3', 'S1', 'S2', 'W1', 'W2', 'E1'] as const
export const shops = ['NS1', 'NS2', 'SS1', 'SS2', 'WS1', 'ES1'] as const
export const places = [...shops, 'NDC'] as const
export const suppliers = ['ACME', 'BRAVO', 'CARGO', 'DELTA', 'NDC'] as const
const firstMorning = Temporal.Instant.from('2026-06-01T06:00:00Z')

/** Where each item is sold. */
export const placesOf: Readonly<Record<string, readonly string[]>> = {
  N1: ['NS1', 'NS2'],
  N2: ['NS1', 'NS2'],
  N3: ['NS1'],
  S1: ['SS1', 'SS2'],
  S2: ['SS1', 'SS2'],
  W1: ['WS1', 'SS1'],
  W2: ['WS1'],
  E1: ['ES1'],
}

const dayFrom = (start: string, days: number) => Temporal.PlainDate.from(start).add({ days }).toString()
const table = (header: string, rows: readonly (readonly (string | number)[])[]) =>
  [header, ...rows.map((row) => row.join(','))].join('\n')

/**
 * Four parts of a company that share little: in the north two rivals and a newcomer that goes by one of them, in shops that an
 * own location supplies; in the south a supplier with a weekly limit; in the west ordinary replenishment and an hour by which
 * to order; in the east one item alone.
 */
const found = async (company: Company): Promise<void> => {
  const day = '2026-06-01'
  await company.feed(
    'items',
    table(
      'sku,name,unit_cost,unit_price,currency,supplier,item_group,min_order_qty,order_multiple,like_sku,launch_date',
      [
        ['N1', 'Cola', 1, 3, 'EUR', 'ACME', 'DRINKS', 20, 10, '', ''],
        ['N2', 'Lemonade', 1, 2, 'EUR', 'ACME', 'DRINKS', '', '', '', ''],
        ['N3', 'Cola zero', 1, 3, 'EUR', 'ACME', 'ZERO', '', '', 'N1', ''],
        ['S1', 'Crisps', 2, 4, 'EUR', 'BRAVO', 'SNACKS', 10, '', '', ''],
        ['S2', 'Nuts', 2, 5, 'USD', 'BRAVO', 'SNACKS', '', 12, '', ''],
        ['W1', 'Soap', 1, 2, 'EUR', 'CARGO', 'SOAP', '', '', '', ''],
        ['W2', 'Cream', 3, 6, 'EUR', 'CARGO', 'CREAM', 6, 6, '', ''],
        ['E1', 'Tea', 3, 6, 'EUR', 'DELTA', 'TEA', '', '', '', ''],
      ],
    ).replace('item_group', 'group'),
  )
  await company.feed(
    'locations',
    table('location,name,kind,supplied_by,timezone,receiving_days,dock_to_stock_days', [
      ['NDC', 'North hub', 'dc', '', '', '', ''],
      ['NS1', 'North one', 'shop', 'NDC', '', '', ''],
      ['NS2', 'North two', 'shop', 'NDC', '', 'mon-fri', ''],
      ['SS1', 'South one', 'shop', '', '', '', 1],
      ['SS2', 'South two', 'shop', '', '', '', ''],
      ['WS1', 'West one', 'shop', '', 'America/New_York', '', ''],
      ['ES1', 'East one', 'shop', '', '', '', ''],
    ]),
  )
  await company.feed(
    'lead-times',
    table(
      'supplier,sku,location,lead_time_days,review_days,order_days,order_cutoff,max_per_week,lead_time_sd_days,calendar',
      [
        ['ACME', '', '', 7, 7, '', '15:00', '', 1, 'calendar'],
        ['NDC', '', '', 2, 2, '', '', '', '', 'calendar'],
        ['BRAVO', '', '', 5, '', 'mon-thu', '', 60, '', 'weekdays'],
        ['CARGO', '', '', 4, 3, '', '11:00', '', 2, 'calendar'],
        ['DELTA', '', '', 10, '', '', '', '', '', 'calendar'],
      ],
    ).replace('mon-thu', '"mon,tue,wed,thu"'),
  )
  const cells = skus.flatMap((sku) => (placesOf[sku] ?? []).map((location) => [sku, location] as const))
  await company.feed(
    'inventory',
    table('sku,location,on_hand,as_of', [
      ...cells.map(([sku, location], i) => [sku, location, 10 + ((i * 37) % 90), day] as const),
      ['N1', 'NDC', 60, day],
      ['N2', 'NDC', 90, day],
      ['N3', 'NDC', 0, day],
    ]),
  )
  await company.feed(
    'demand-plan',
    table(
      'date,sku,location,units,days',
      cells
        .filter(([sku]) => sku !== 'N3' && sku !== 'W2')
        .map(([sku, location], i) => [day, sku, location, 120 * (2 + (i % 4)), 120] as const),
    ),
  )
  await company.feed(
    'sales',
    table(
      'date,sku,location,units,price,base_price,on_promo',
      cells
        .filter(([sku]) => sku !== 'N3' && sku !== 'E1')
        .flatMap(([sku, location], i) =>
          Array.from({ length: 42 }, (_, k) => {
            const isPromoted = k % 14 > 11
            const units = (2 + ((i * 3 + k * 7) % 4)) * (isPromoted ? 2 : 1)
            return [dayFrom(day, k - 42), sku, location, units, isPromoted ? 2 : 3, 3, Number(isPromoted)] as const
          }),
        ),
    ),
  )
  await company.feed(
    'inbound',
    table('order_id,sku,location,quantity,due_date', [
      ['PO-1', 'S1', 'SS1', 30, dayFrom(day, 9)],
      ['PO-2', 'N1', 'NDC', 40, dayFrom(day, 6)],
      ['PO-3', 'W2', 'WS1', 20, dayFrom(day, 12)],
    ]),
  )
  await company.feed(
    'promotions',
    table('promotion_id,sku,location,name,start,end,uplift,units,status,priority,price', [
      ['F-1', 'N1', 'NS1', 'Cola week', dayFrom(day, 12), dayFrom(day, 18), 1.8, '', '', 1, ''],
      ['F-1', 'N1', 'NS2', 'Cola week', dayFrom(day, 12), dayFrom(day, 18), 1.8, '', '', 1, ''],
      ['F-2', 'N2', '', 'Lemonade days', dayFrom(day, 14), dayFrom(day, 20), 2.5, '', '', '', 1.5],
      ['F-3', 'S1', 'SS1', 'Crisps', dayFrom(day, 10), dayFrom(day, 16), '', 90, '', '', ''],
      ['F-3', 'S2', 'SS1', 'Crisps', dayFrom(day, 10), dayFrom(day, 16), '', 40, '', '', ''],
      ['F-4', 'S1', '', 'Snack fair', dayFrom(day, 13), dayFrom(day, 19), '', 200, 'tentative', '', ''],
      ['F-5', 'W1', 'WS1', 'Clean up', dayFrom(day, 5), dayFrom(day, 12), 3, '', '', '', ''],
      ['F-6', 'E1', 'ES1', 'Tea time', dayFrom(day, 20), dayFrom(day, 26), 4, '', '', '', ''],
      ['F-7', 'N1', 'NS1', 'Cola and soap', dayFrom(day, 16), dayFrom(day, 24), 1.5, '', '', '', ''],
      ['F-7', 'W1', 'SS1', 'Cola and soap', dayFrom(day, 16), dayFrom(day, 24), 1.5, '', '', '', ''],
    ]),
  )
  await company.app.learn(20_605, null)
}

const programOf = (company: Company): Program => {
  const { workspace, policy, timeZone, today, now } = company.app
  const reach = { reaches: () => true, edits: true }
  return {
    ...company,
    refresher: openRefresher({ workspace, policy, timeZone, today, now, reach }),
    bring: async (kind, csv, { mode = 'upsert', knownOn = null } = {}) => {
      const report = await importFeed({
        kind,
        source: Readable.from([Buffer.from(csv)]),
        timeZone,
        ...(knownOn === null ? {} : { lastDay: () => ({ on: knownOn, isSaid: true }) }),
        open: () =>
          openBatch(workspace, kind, {
            mode,
            source: `${kind}.csv`,
            knownOn: knownOn ?? now().slice(0, 10),
            knownSaid: knownOn !== null,
            holdFor: () => 0,
            now,
          }),
      })
      return report.outcome === 'imported' ? 'imported' : JSON.stringify(report.problems)
    },
  }
}

/** Opens the company on its first morning. */
export const openWorld = async (): Promise<World> => {
  const folder = await mkdtemp(join(tmpdir(), 'shelfready-present-'))
  const file = join(folder, 'store.db')
  await copyStore('present', file, async (template) => {
    await using company = await openCompany(firstMorning, { file: template })
    await found(company)
  })
  let now = firstMorning
  let settings: Readonly<Record<string, string>> = {}
  const start = () => Promise.all([0, 1].map(async () => programOf(await openCompany(now, { file, settings }))))
  let programs = await start()
  const end = async () => {
    for (const program of programs) await program[Symbol.asyncDispose]()
  }
  return {
    file,
    settings: () => settings,
    now: () => now,
    today: () => now.toZonedDateTimeISO('UTC').toPlainDate(),
    setClock: (to) => {
      now = to
      for (const program of programs) program.at(to)
    },
    program: (which) => programs[which % 2] as Program,
    restart: async (other) => {
      await end()
      settings = other
      programs = await start()
    },
    [Symbol.asyncDispose]: async () => {
      await end()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
