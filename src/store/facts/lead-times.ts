import { sql } from 'kysely'
import type { Cell } from '../../domain/cell.ts'
import type { Reader } from '../database/workspace.ts'
import type { LeadTimeRow } from '../feeds/feed-rows.ts'
import { asKnown, newestOf } from '../feeds/newest.ts'
import { inSlices, isVisible, type Visibility } from '../feeds/visibility.ts'

/** Loads the lead times of suppliers that may apply to the items. */
export const loadLeadTimes = async (
  workspace: Reader,
  visibility: Visibility,
  suppliers: readonly string[],
  skus: readonly string[],
): Promise<readonly LeadTimeRow[]> => {
  if (suppliers.length === 0) return []
  const rows = await inSlices(['', ...new Set(skus)], async (slice) => {
    const found = await sql<LeadTimeRow & { readonly batch_id: number }>`select r.* from lead_time r
      where ${isVisible(visibility, 'lead-times', 'r')} and r.supplier in (${sql.join([...new Set(suppliers)])})
      and r.sku in (${sql.join([...slice])}) order by r.batch_id`.execute(workspace.database.kysely)
    return found.rows
  })
  return newestOf(
    asKnown(rows, visibility, 'lead-times'),
    (row) => `${row.supplier}\u0000${row.sku}\u0000${row.location}`,
  )
}

/** Picks the row that names the item and the location, else the item, else the location, else the supplier alone. */
export const mostSpecific = (rows: readonly LeadTimeRow[], cell: Cell): LeadTimeRow | undefined => {
  const rank = (row: LeadTimeRow) => (row.sku === '' ? 0 : 2) + (row.location === '' ? 0 : 1)
  return rows
    .filter(
      (row) => (row.sku === '' || row.sku === cell.sku) && (row.location === '' || row.location === cell.location),
    )
    .reduce<LeadTimeRow | undefined>((best, row) => (best && rank(best) >= rank(row) ? best : row), undefined)
}
