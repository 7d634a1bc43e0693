import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Stock } from '../../src/domain/assessment/cell.ts'
import { cellKey } from '../../src/domain/cell.ts'
import { dayOf } from '../../src/domain/day.ts'
import type { Database, SqliteDatabase } from '../../src/store/database/database.ts'
import { migrateSchema } from '../../src/store/database/migrate.ts'
import { openDatabase } from '../../src/store/database/open-database.ts'
import { isPostgres } from '../../src/store/database/store-file.ts'
import { openWorkspace, type Workspace } from '../../src/store/database/workspace.ts'
import { loadFacts } from '../../src/store/facts/facts.ts'
import type { BareFacts } from '../../src/store/facts/facts-query.ts'
import { openBatch } from '../../src/store/feeds/batches.ts'
import type { FeedKind, FeedRows, Published, Staged } from '../../src/store/feeds/feed-rows.ts'
import { loadVisibility } from '../../src/store/feeds/visibility.ts'
import { driverOf, temporaryDatabase, testServer } from '../_helpers/engine.ts'
import { copyStore } from '../_helpers/store-template.ts'

/** A real store in a folder of its own. */
export type Store = AsyncDisposable & { readonly database: SqliteDatabase; readonly workspace: Workspace }

/** Opens an existing store, by its file or its address; its statements wait so many milliseconds for another process. */
export const openFile = async (file: string, patience = 10_000): Promise<Store> => {
  const database = openDatabase((isPostgres(file) ? file : `sqlite:${file}`) as `sqlite:${string}`, {
    createFolder: false,
    patience,
  })
  await migrateSchema(database.kysely as never)
  const workspace = await openWorkspace(database, 'default')
  return { database, workspace, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() }
}

/** Makes a folder that is gone afterwards. */
export const temporaryFolder = async (): Promise<AsyncDisposable & { readonly path: string }> => {
  const path = await mkdtemp(join(tmpdir(), 'shelfready-store-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** Makes an empty store that is gone afterwards. */
export const openStore = async (): Promise<Store> => {
  if (testServer !== null) return openOnServer()
  const folder = await temporaryFolder()
  const file = join(folder.path, 'store.db')
  await copyStore('migrated', file, async (template) => {
    await using _ = await openFile(template)
  })
  const store = await openFile(file)
  const close = async () => {
    await store[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  }
  return { ...store, [Symbol.asyncDispose]: close }
}

/** Tests look into it as they look into a file. */
const openOnServer = async (): Promise<Store> => {
  const { url, ...made } = await temporaryDatabase()
  const database = openDatabase(url, { createFolder: false })
  const close = async () => {
    await database[Symbol.asyncDispose]()
    await made[Symbol.asyncDispose]()
  }
  const looked = Object.assign(database, { driver: driverOf(database) }) as Database as SqliteDatabase
  return { database: looked, workspace: await openWorkspace(database, 'default'), [Symbol.asyncDispose]: close }
}

/** Makes a second company in the same store. */
export const secondWorkspace = async ({ database }: Store): Promise<Workspace> => {
  database.driver.prepare(`insert into workspace (id, name, created_at) values (2, 'second', '2026-01-01')`).run()
  return openWorkspace(database, 'second')
}

const asIs = {
  items: {
    sku: 'A',
    name: 'Apple',
    category: 'fruit',
    item_group: 'g',
    unit_cost: 1.5,
    unit_price: 2,
    currency: 'EUR',
  },
  rest: {
    supplier: 'S',
    min_order_qty: 1,
    order_multiple: 2,
    units_per_case: 6,
    units_per_pallet: null,
    shelf_life_days: 30,
  },
  dates: { launch_on: '2026-01-01', discontinued_on: null, like_sku: 'B', substitute_sku: 'C' },
}

/** One full row of every feed. */
export const example: FeedRows = {
  items: { ...asIs.items, ...asIs.rest, ...asIs.dates },
  locations: {
    ...{ location: 'L', name: 'Lane', timezone: 'Europe/Berlin', kind: 'shop', supplied_by: 'DC' },
    ...{ dock_to_stock_days: 1, receiving_days: 31, on_shelf_days: 1, unmet: 'lost', presentation_min: null },
  },
  inventory: {
    ...{ sku: 'A', location: 'L', as_of_on: '2026-01-05', as_of_minute: 0 },
    ...{
      on_hand: 10,
      allocated: 1,
      unusable: 2,
      safety_stock: 3,
      presentation_min: null,
      expires_on: '2026-03-01',
      lots: null,
    },
  },
  kits: { kit_sku: 'A', component_sku: 'B', quantity: 2 },
  inbound: {
    ...{
      order_id: 'PO-1',
      sku: 'A',
      location: 'L',
      line: '',
      quantity: 5,
      promotion_id: null,
      due_on: '2026-01-09',
      supplier: 'S',
    },
    ...{ status: 'confirmed', promised_on: null, ordered_on: null, received_on: null, received_quantity: null },
  },
  'lead-times': {
    ...{ supplier: 'S', sku: '', location: '', lead_time_days: 5, calendar: 'calendar', lead_time_sd_days: 1 },
    ...{ review_days: 7, order_days: 31, order_cutoff: '14:00', max_per_week: null, expedite_days: null },
    ...{
      expedite_cost_per_unit: null,
      expedite_fixed_cost: null,
      min_order_value: null,
      order_fill_units: null,
      unit_cost: null,
    },
  },
  holidays: { calendar: 'S', holiday_on: '2026-01-06', name: 'Epiphany' },
  sales: {
    ...{ sku: 'A', location: 'L', sold_on: '2026-01-04', units: 3, days: 1, price: 2, base_price: 2, revenue: 6 },
    ...{ on_promo: 0, stockout: 0, holiday: 0 },
  },
  'demand-plan': { sku: 'A', location: 'L', planned_on: '2026-01-07', units: 4, days: 1 },
  promotions: {
    ...{ promotion_id: 'P-1', sku: 'A', location: 'L', name: 'Sale', start_on: '2026-02-01', end_on: '2026-02-07' },
    ...{ uplift: 1.5, units: null, extra: null, discount: 0.2, price: null, type: 'flyer', status: 'committed' },
    ...{ hero: 0, priority: 1, commit_on: null, owner: 'ana' },
  },
  costs: { spent_on: '2026-01-05', kind: 'freight', promotion_id: 'P-1', sku: 'A', amount: 12, currency: 'EUR' },
}

/** The example row of a feed with other values. */
export const row = <K extends FeedKind>(kind: K, other: Partial<FeedRows[K]>): FeedRows[K] => ({
  ...example[kind],
  ...other,
})

type Options = {
  readonly mode?: 'upsert' | 'snapshot'
  readonly knownOn?: string
  readonly knownSaid?: boolean
  readonly origin?: Parameters<typeof openBatch>[2]['origin']
  /** The moment at which it is opened and published. */
  readonly now?: string
}

/** Opens a batch known from the first of January 2026 on, unless told otherwise. */
export const open = <K extends FeedKind>(workspace: Workspace, kind: K, { now, ...options }: Options = {}) =>
  openBatch(workspace, kind, {
    ...{
      mode: 'upsert',
      source: 'test.csv',
      knownOn: '2026-01-01',
      knownSaid: true,
      holdFor: () => 0,
      now: () => now ?? new Date().toISOString(),
    },
    ...options,
  })

/** Stages rows as one batch and publishes it. */
export const feed = async <K extends FeedKind>(
  workspace: Workspace,
  kind: K,
  rows: readonly FeedRows[K][],
  options: Options = {},
): Promise<Published & { readonly staged: readonly Staged[] }> => {
  const batch = await open(workspace, kind, options)
  const staged = await batch.stage(rows)
  return { staged, ...(await batch.publish()) }
}

/** Counts what became of rows, those that were held until the end of the file included. */
export const countsOf = ({ staged, settled }: Pick<Published, 'settled'> & { readonly staged: readonly Staged[] }) => {
  const of = (outcome: keyof Published['settled']) => settled[outcome] + staged.filter((one) => one === outcome).length
  return { inserted: of('inserted'), changed: of('changed'), unchanged: of('unchanged') }
}

/** Loads what is known about a cell as of an ISO date. */
export const factsOf = async (
  workspace: Workspace,
  asOf = '2026-01-20',
  cell = { sku: 'A', location: 'L' },
): Promise<BareFacts> => {
  const visibility = await loadVisibility(workspace, asOf)
  const facts = await loadFacts(workspace, {
    visibility,
    cells: [cell],
    asOf: dayOf(asOf),
    until: dayOf(asOf) + 60,
  })
  return facts.get(cellKey(cell)) as BareFacts
}

/** The units on hand in a cell, or null where nobody counted. */
export const onHand = async (workspace: Workspace, sku = 'A', location = 'L', asOf = '2026-01-20') =>
  ((await factsOf(workspace, asOf, { sku, location })).stock as Stock | null)?.onHand ?? null

/** Every row of every table, by table, to tell whether anything was written. */
export const everything = (database: Database): Readonly<Record<string, readonly unknown[]>> => {
  const driver = driverOf(database)
  const names = driver.prepare(`select name from sqlite_master where type = 'table' order by name`).pluck().all()
  return Object.fromEntries(
    (names as string[]).map((name) => [name, driver.prepare(`select * from "${name}" order by 1, 2`).all()]),
  )
}
