import { sql } from 'kysely'
import type { Day } from '../../domain/day.ts'
import { isoOf } from '../../domain/day.ts'
import type { Reader } from '../database/workspace.ts'
import type { PromotionRow } from '../feeds/feed-rows.ts'
import { newestOf } from '../feeds/newest.ts'
import { type ExpandedLine, linesOf } from './promotions.ts'

/** Gives the lines of promotions as they were known on a day; the same list as long as no batch changes it. */
export type PromotionBook = (day: Day) => readonly ExpandedLine[]

/** Loads every promotion that ends on a day or later with all its versions, to tell on any day what was known of it. */
export const loadPromotionBook = async (
  { id, database }: Reader,
  endsFrom: Day,
  sellingLocations: ReadonlyMap<string, readonly string[]>,
): Promise<PromotionBook> => {
  const batches = await database.kysely
    .selectFrom('batch')
    .select(['id', 'known_on', 'known_on_given'])
    .where('workspace_id', '=', id)
    .where('kind', '=', 'promotions')
    .where('state', '=', 'visible')
    .orderBy('known_on')
    .orderBy('id')
    .execute()
  const { rows } = await sql<PromotionRow & { readonly batch_id: number }>`select r.* from promotion_line r
    where r.workspace_id = ${id} and r.end_on >= ${isoOf(endsFrom)}`.execute(database.kysely)
  const byBatch = Map.groupBy(rows, (row) => row.batch_id)
  let last: { readonly seen: string; readonly lines: readonly ExpandedLine[] } | null = null
  return (day) => {
    const on = isoOf(day)
    // As `--as-of` has it: an import that nobody dated also counts before the first one of its kind.
    const isEarly = !batches.some((batch) => batch.known_on <= on)
    const known = batches.filter((batch) => batch.known_on <= on || (isEarly && batch.known_on_given === 0))
    const seen = known.map((batch) => batch.id).join()
    if (last?.seen === seen) return last.lines
    const newest = newestOf(
      known.flatMap((batch) => byBatch.get(batch.id) ?? []),
      (row) => [row.promotion_id, row.sku, row.location].join('\u0000'),
    )
    const lines = [...Map.groupBy(newest, (row) => row.promotion_id)].flatMap(([promotionId, own]) => {
      const ranks = own.map((row) => row.batch_id)
      const promotion = {
        promotionId,
        name: promotionId,
        rows: own,
        rank: Math.min(...ranks),
        version: Math.max(...ranks),
      }
      return linesOf(promotion, sellingLocations)
    })
    last = { seen, lines }
    return lines
  }
}
