import { sql } from 'kysely'
import { dayOf, isoOf } from '../../domain/day.ts'
import type { AskedUnits } from '../../domain/reviews/capacity.ts'
import type { Period } from '../../domain/scorecard/period.ts'
import type { Reader } from '../database/workspace.ts'

/** Loads what promotions that are over asked of suppliers on the days of a period: units sold and estimated lost ones. */
export const loadAskedBefore = async (
  { id, database }: Reader,
  { from, to }: Period,
): Promise<readonly (AskedUnits & { readonly promotionId: string })[]> => {
  const rows = await database.kysely
    .selectFrom('line_result')
    .select(['promotion_id', 'sku', 'location', 'supplier', 'start_on', 'end_on'])
    .select(sql<number>`sold + lost`.as('units'))
    .where('workspace_id', '=', id)
    .where('end_on', '>=', isoOf(from))
    .where('start_on', '<=', isoOf(to))
    .execute()
  return rows.map((row) => ({
    promotionId: row.promotion_id,
    ...{ supplier: row.supplier, sku: row.sku, location: row.location },
    ...{ start: dayOf(row.start_on), end: dayOf(row.end_on), units: Number(row.units) },
  }))
}
