import { sql } from 'kysely'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import { addMoney, type Money, sumMoney } from '../../domain/money.ts'
import { freightDays } from '../../domain/policy.ts'
import type { Freight } from '../../domain/prices/freight.ts'
import type { PromotionFreight } from '../../domain/prices/price-lines.ts'
import type { Reader } from '../database/workspace.ts'
import type { FeedRows } from '../feeds/feed-rows.ts'
import { feedTables } from '../feeds/feed-tables.ts'
import { loadNewestBy } from '../feeds/newest.ts'
import { inSlices, isVisible, type Visibility } from '../feeds/visibility.ts'
import { loadOrderRows } from './orders.ts'
import { loadRowsOfCells } from './rows-of-cells.ts'

/** Loads what was paid in the last year to bring items in, by item, without what was paid for one promotion; items of which nothing is known are absent. */
export const loadFreight = async (
  reader: Reader,
  visibility: Visibility,
  skus: readonly string[],
  asOf: Day,
): Promise<ReadonlyMap<string, Freight>> => {
  const codes = [...new Set(skus)]
  const since = asOf - freightDays
  const between = { from: isoOf(since), before: isoOf(asOf + 1) }
  const rows = (await loadNewestBy(reader, visibility, 'costs', 'sku', codes)).filter(
    (row) => row.promotion_id === '' && isFreight(row, between),
  )
  if (rows.length === 0) return new Map()
  const paid = Map.groupBy(rows, (row) => row.sku)
  const received = await receivedUnits(reader, visibility, [...paid.keys()], between)
  const unreceived = [...paid.keys()].filter((sku) => !received.has(sku))
  const sold = await soldUnits(reader, visibility, unreceived, between)
  return new Map(
    [...paid].map(([sku, own]) => [
      sku,
      {
        paid: sumMoney(own),
        units: received.get(sku) ?? sold.get(sku) ?? null,
        basis: received.has(sku) ? 'received' : 'sold',
        since,
      } as const,
    ]),
  )
}

/** Loads what was paid until a day to bring in the units of promotions; promotions for which nothing was paid are absent. */
export const loadPromotionFreight = async (
  reader: Reader,
  visibility: Visibility,
  promotions: readonly string[],
  asOf: Day,
): Promise<ReadonlyMap<string, PromotionFreight>> => {
  if (promotions.length === 0) return new Map()
  const rows = (await loadNewestBy(reader, visibility, 'costs', 'promotion_id', promotions)).filter((row) =>
    isFreight(row, { from: '', before: isoOf(asOf + 1) }),
  )
  return new Map(
    [...Map.groupBy(rows, (row) => row.promotion_id)].map(([promotionId, own]) => {
      const ofItems = new Map<string, Money>()
      for (const [sku, some] of Map.groupBy(own, (row) => row.sku)) ofItems.set(sku, sumMoney(some))
      const ofAll = addMoney([ofItems.get('') ?? {}])
      ofItems.delete('')
      return [promotionId, { ofItems, ofAll }] as const
    }),
  )
}

type Between = { readonly from: string; readonly before: string }

const isWithin = (date: string, { from, before }: Between): boolean => date >= from && date < before

const isFreight = ({ kind, spent_on }: FeedRows['costs'], between: Between): boolean =>
  kind === 'freight' && isWithin(spent_on, between)

/** Sums the units of items that came in between two dates, as far as feeds still tell of them; items of which none did are absent. */
const receivedUnits = async (
  reader: Reader,
  visibility: Visibility,
  skus: readonly string[],
  between: Between,
): Promise<ReadonlyMap<string, number>> => {
  const rows = await loadOrderRows(reader, visibility, await cellsIn(reader, visibility, 'inbound', skus))
  return sumBySku(
    rows.flatMap(({ sku, received_on, received_quantity }) =>
      received_on !== null && received_quantity !== null && isWithin(received_on, between)
        ? [{ sku, units: received_quantity }]
        : [],
    ),
  )
}

const soldUnits = async (
  reader: Reader,
  visibility: Visibility,
  skus: readonly string[],
  between: Between,
): Promise<ReadonlyMap<string, number>> => {
  const cells = await cellsIn(reader, visibility, 'sales', skus)
  const sales = await loadRowsOfCells(reader, visibility, 'sales', cells, between)
  return sumBySku(
    cells.flatMap((cell) => (sales.get(cellKey(cell)) ?? []).map(({ units }) => ({ sku: cell.sku, units }))),
  )
}

const cellsIn = (
  { database }: Reader,
  visibility: Visibility,
  kind: 'inbound' | 'sales',
  skus: readonly string[],
): Promise<readonly Cell[]> =>
  inSlices(skus, async (slice) => {
    const { table } = feedTables[kind]
    const found = await sql<Cell>`select distinct r.sku, r.location from ${sql.table(table)} r
      where ${isVisible(visibility, kind, 'r')} and r.sku in (${sql.join([...slice])})`.execute(database.kysely)
    return found.rows
  })

const sumBySku = (parts: readonly { readonly sku: string; readonly units: number }[]): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>()
  for (const { sku, units } of parts) if (units > 0) sums.set(sku, (sums.get(sku) ?? 0) + units)
  return sums
}
