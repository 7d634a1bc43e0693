import { join } from 'node:path'
import type { App } from '../../../src/app.ts'
import type { FeedRows, InventoryRow, PromotionRow } from '../../../src/store/feeds/feed-rows.ts'
import { fill, items, leadTime, morning, openShop, promotionRow, shop, sku } from '../shop.ts'

/** Lines of a company that is no small one; a quicker try has fewer. */
export const manyLines = Number(process.env.LINES || 50_000)
/** Lines of a promotion. */
const linesEach = 10
const shops = 100
/** Days of the demand plan from the morning on. */
const planDays = 90
/** Promotions of which the owner is Cleo, in a store of any size: what a channel with a filter sees. */
const cleos = 50

type Terms = Partial<FeedRows['lead-times']>

/** What suppliers need: some are near, some far, and at some of them ordinary orders go on. */
const suppliers: readonly Terms[] = [
  { lead_time_days: 5, review_days: null },
  { lead_time_days: 10, review_days: null },
  { lead_time_days: 10, review_days: 7 },
  { lead_time_days: 7, review_days: 3 },
  { lead_time_days: 21, review_days: null },
  { lead_time_days: 45, review_days: null },
  { lead_time_days: 10, review_days: 7, calendar: 'calendar' },
  { lead_time_days: 14, review_days: 14 },
]

const dayAfter = (days: number) => Temporal.PlainDate.from(morning).add({ days }).toString()

/** The number of items of a company of so many lines. */
export const itemsOf = (lines: number): number => Math.ceil(lines / 80)

const sold = (item: number, place: number) => 1 + ((item + place) % 5)

/** Items in twelve categories at eight suppliers. */
const catalogue = function* (count: number): Generator<FeedRows['items']> {
  let i = 0
  for (const item of items(count)) {
    yield { ...item, category: `CATEGORY-${i % 12}`, supplier: `SUPPLIER-${i % suppliers.length}` }
    i++
  }
}

/** Stock that lasts for most promotions, is short for some, and is missing for a few; every tenth position another day. */
const stock = function* (count: number, turn = 0): Generator<InventoryRow> {
  for (let i = 0; i < count; i++)
    for (let j = 0; j < shops; j++) {
      const grade = (i * 3 + j * 7 + turn) % 10
      const days = grade < 6 ? 120 + grade : grade < 8 ? 30 : grade === 8 ? 12 : 0
      yield {
        ...{ sku: sku(i), location: shop(j), as_of_on: morning, as_of_minute: turn, on_hand: days * sold(i, j) },
        ...{
          allocated: null,
          unusable: null,
          safety_stock: null,
          presentation_min: null,
          expires_on: null,
          lots: null,
        },
      }
    }
}

/** The plan of each position in one row; one item of fifty has none, and nothing is known of its sales. */
const plans = function* (count: number): Generator<FeedRows['demand-plan']> {
  for (let i = 0; i < count; i++)
    for (let j = 0; j < shops && i % 50 !== 7; j++)
      yield { sku: sku(i), location: shop(j), planned_on: morning, units: planDays * sold(i, j), days: planDays }
}

/** The promotion of a number: one item in ten shops for a week, three days to nine weeks ahead; some of them share their units. */
const promotionOf = (number: number, count: number, all: number): readonly PromotionRow[] => {
  const first = Math.floor(number / count) * linesEach + (number % 10 === 3 ? 5 : 0)
  const start = 3 + ((number * 13) % 60)
  return Array.from({ length: linesEach }, (_, j) => ({
    ...promotionRow(promotionId(number), sku(number % count), shop((first + j) % shops)),
    start_on: dayAfter(start),
    end_on: dayAfter(start + 6),
    owner: number % Math.max(1, all / cleos) === 0 ? 'Cleo' : 'Ana',
  }))
}

/** Orders on their way to one position of twenty. */
const orders = function* (count: number): Generator<FeedRows['inbound']> {
  for (let n = 0; n < (count * shops) / 20; n++)
    yield {
      ...{ order_id: `PO-${n}`, sku: sku(n % count), location: shop((n * 11) % shops), line: '', quantity: 120 },
      ...{ promotion_id: null, due_on: dayAfter(5 + (n % 30)), supplier: null, status: 'confirmed', promised_on: null },
      ...{ ordered_on: dayAfter(-5), received_on: null, received_quantity: null },
    }
}

/** The id of a promotion of the company. */
export const promotionId = (number: number): string => `P-${number}`

/** Fills a store with a company of so many promotion lines: promotions of ten lines in a hundred shops. */
const fillLarge = async (app: App, lines: number): Promise<void> => {
  const count = itemsOf(lines)
  const all = lines / linesEach
  await fill(app, 'items', catalogue(count))
  await fill(
    app,
    'lead-times',
    suppliers.map((terms, i) => ({ ...leadTime, ...terms, supplier: `SUPPLIER-${i}` })),
  )
  await fill(app, 'inventory', stock(count))
  await fill(app, 'demand-plan', plans(count))
  await fill(app, 'inbound', orders(count))
  await fill(app, 'promotions', Array.from({ length: all }, (_, n) => promotionOf(n, count, all)).flat())
}

/** Subscribes channels to everything, or to what a filter names, with a digest at a time in UTC. */
export const subscribe = async (app: App, channels: readonly string[], at: string, filter = ''): Promise<void> => {
  for (const place of channels) {
    const words = `shelfready subscribe at:${at} days:daily ${filter}`.trim()
    const { title } = await app.handle({ key: null, person: { id: 'UBENCH', name: 'Bench' }, place, words })
    if (!/digest/i.test(title)) throw new Error(`${place}: ${title}`)
  }
}

/** Makes the store of a company of so many lines in a folder. */
export const largeStore = async (folder: string, lines: number): Promise<string> => {
  const file = join(folder, `company-${lines}.db`)
  await using app = await openShop(file)
  await fillLarge(app, lines)
  return file
}
