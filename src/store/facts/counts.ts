import { sql } from 'kysely'
import type { Count } from '../../domain/arrivals/taken-orders.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { Reader } from '../database/workspace.ts'
import { newestOf } from '../feeds/newest.ts'
import { inSlices, isVisible, type Visibility } from '../feeds/visibility.ts'

type CountRow = Cell & { readonly on_hand: number; readonly as_of_on: string; readonly as_of_minute: number }

/** Loads the counts of cells until a day, ascending: from the last one before the day `since` of each. */
export const loadCounts = async (
  workspace: Reader,
  visibility: Visibility,
  cells: readonly (Cell & { readonly since: Day })[],
  asOf: Day,
): Promise<ReadonlyMap<string, readonly Count[]>> => {
  const visible = (alias: string) => isVisible(visibility, 'inventory', alias)
  const rows = await inSlices(cells, async (slice) => {
    const due = sql.join(slice.map(({ sku, location, since }) => sql`(${sku}, ${location}, ${isoOf(since)})`))
    const found = await sql<CountRow>`with cell(sku, location, since) as (values ${due})
      select r.sku, r.location, r.on_hand, r.as_of_on, r.as_of_minute from cell cross join inventory r
      where r.sku = cell.sku and r.location = cell.location and ${visible('r')} and r.as_of_on <= ${isoOf(asOf)}
      and r.as_of_on >= coalesce((
        select max(n.as_of_on) from inventory n
        where ${visible('n')} and n.sku = cell.sku and n.location = cell.location and n.as_of_on < cell.since), cell.since)
      order by r.as_of_on, r.as_of_minute, r.batch_id`.execute(workspace.database.kysely)
    return found.rows
  })
  const distinct = newestOf(rows, (row) => JSON.stringify([cellKey(row), row.as_of_on, row.as_of_minute]))
  const counts = Map.groupBy(distinct, cellKey)
  return new Map(
    cells.map((cell) => [
      cellKey(cell),
      (counts.get(cellKey(cell)) ?? []).map((row) => ({
        onHand: row.on_hand,
        asOf: dayOf(row.as_of_on),
        minute: row.as_of_minute,
      })),
    ]),
  )
}
