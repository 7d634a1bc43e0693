import { sql } from 'kysely'
import { type Day, isoOf } from '../../domain/day.ts'
import type { Reader } from '../database/workspace.ts'
import { loadItems } from '../feeds/catalogue.ts'
import { inSlices, isVisible, type Visibility } from '../feeds/visibility.ts'

/** Lists the items with a promotion between two days. */
export const loadPromotedItems = async (
  { database }: Reader,
  visibility: Visibility,
  from: Day,
  to: Day,
): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ sku: string }>`select distinct r.sku from promotion_line r
    where ${isVisible(visibility, 'promotions', 'r')} and r.status <> 'cancelled' and r.end_on >= ${isoOf(from)}
    and r.start_on <= ${isoOf(to)}`.execute(database.kysely)
  return new Set(rows.map(({ sku }) => sku))
}

/** Lists the categories of items. */
export const loadCategoriesOf = async (
  reader: Reader,
  visibility: Visibility,
  skus: readonly string[],
): Promise<readonly string[]> => [
  ...new Set([...(await loadItems(reader, visibility, skus)).values()].flatMap(({ category }) => category ?? [])),
]

/** Lists the items of categories. */
export const loadItemsOfCategories = async (
  { database }: Reader,
  visibility: Visibility,
  categories: readonly string[],
): Promise<readonly string[]> =>
  (
    await inSlices(categories, async (slice) => {
      const found = await sql<{ sku: string }>`select distinct r.sku from item r
        where ${isVisible(visibility, 'items', 'r')} and r.category in (${sql.join([...slice])})`.execute(
        database.kysely,
      )
      return found.rows
    })
  ).map(({ sku }) => sku)
