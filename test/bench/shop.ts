import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openBatch } from '../../src/store/feeds/batches.ts'
import type { FeedKind, FeedRows, InventoryRow, PromotionRow } from '../../src/store/feeds/feed-rows.ts'

/** The morning on which every benchmark judges. */
export const morning = '2026-06-01'

/** A folder that is gone when the benchmark is. */
export const folder = async () => {
  const path = await mkdtemp(join(tmpdir(), 'shelfready-bench-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** Opens a store on the morning of the benchmark, at an hour in UTC. */
export const openShop = (file: string, hour = '06'): Promise<App> =>
  openApp(readConfig({}), {
    databaseUrl: `sqlite:${file}`,
    createFolder: false,
    workspace: 'default',
    now: () => Temporal.Instant.from(`${morning}T${hour}:00:00Z`),
  })

/** Puts rows of a feed into a store, in slices as an import does. */
export const fill = async <K extends FeedKind>(app: App, kind: K, rows: Iterable<FeedRows[K]>): Promise<void> => {
  const batch = await openBatch(app.workspace, kind, {
    mode: 'upsert',
    source: 'bench',
    knownOn: morning,
    knownSaid: true,
    holdFor: () => 0,
    now: app.now,
  })
  let slice: FeedRows[K][] = []
  for (const row of rows) {
    slice.push(row)
    if (slice.length < 5_000) continue
    await batch.stage(slice)
    slice = []
  }
  await batch.stage(slice)
  await batch.publish()
}

const code = (prefix: string, number: number) => `${prefix}-${String(number).padStart(6, '0')}`
export const sku = (number: number): string => code('SKU', number)
export const shop = (number: number): string => code('SHOP', number)

/** Items of one supplier that differ only in their code. */
export const items = function* (count: number): Generator<FeedRows['items']> {
  for (let i = 0; i < count; i++)
    yield {
      sku: sku(i),
      name: `Item ${i}`,
      category: null,
      item_group: null,
      unit_cost: 2,
      unit_price: 5,
      currency: 'EUR',
      supplier: 'ACME',
      min_order_qty: 20,
      order_multiple: 10,
      units_per_case: null,
      units_per_pallet: null,
      shelf_life_days: null,
      launch_on: null,
      discontinued_on: null,
      like_sku: null,
      substitute_sku: null,
    }
}

export const leadTime: FeedRows['lead-times'] = {
  supplier: 'ACME',
  sku: '',
  location: '',
  lead_time_days: 10,
  calendar: 'weekdays',
  lead_time_sd_days: 1,
  review_days: 7,
  order_days: null,
  order_cutoff: null,
  max_per_week: null,
  expedite_days: null,
  expedite_cost_per_unit: null,
  expedite_fixed_cost: null,
  min_order_value: null,
  order_fill_units: null,
  unit_cost: null,
}

/** Stock of every item at every shop. */
export const inventory = function* (skus: number, shops: number): Generator<InventoryRow> {
  for (let i = 0; i < skus; i++)
    for (let j = 0; j < shops; j++)
      yield {
        sku: sku(i),
        location: shop(j),
        as_of_on: morning,
        as_of_minute: 0,
        on_hand: 20 + ((i * 31 + j * 17) % 200),
        allocated: null,
        unusable: null,
        safety_stock: null,
        presentation_min: null,
        expires_on: null,
        lots: null,
      }
}

/** A sixty-day demand plan of every item at every shop, in weeks as plans come. */
export const plan = function* (skus: number, shops: number): Generator<FeedRows['demand-plan']> {
  for (let i = 0; i < skus; i++)
    for (let j = 0; j < shops; j++)
      for (let week = 0; week < 9; week++)
        yield {
          sku: sku(i),
          location: shop(j),
          planned_on: Temporal.PlainDate.from(morning)
            .add({ days: 7 * week })
            .toString(),
          units: 7 * (1 + ((i + j) % 5)),
          days: 7,
        }
}

/** One row of a promotion over sixty days from the morning on: four weeks ahead, one week long. */
export const promotionRow = (id: string, item: string, location: string): PromotionRow => ({
  promotion_id: id,
  sku: item,
  location,
  name: `Promotion ${id}`,
  start_on: '2026-07-24',
  end_on: '2026-07-30',
  uplift: 1.8,
  units: null,
  extra: null,
  discount: 0.2,
  price: null,
  type: null,
  status: 'committed',
  hero: 0,
  priority: null,
  commit_on: null,
  owner: 'Ana',
})
