import { sql } from 'kysely'
import type { Silence } from '../../domain/assessment/cell.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import { silenceDays } from '../../domain/policy.ts'
import type { Reader } from '../database/workspace.ts'
import { inSlices, isVisible, type Visibility } from '../feeds/visibility.ts'

/** Loads, for cells of which nothing was sold lately, when the sales of their location came in and since when counts find stock. */
export const loadSilences = async (
  reader: Reader,
  visibility: Visibility,
  cells: readonly Cell[],
  asOf: Day,
): Promise<ReadonlyMap<string, Silence>> => {
  if (cells.length === 0) return new Map()
  const told = await loadTold(reader, visibility, cells, asOf)
  const counted = await loadCounted(reader, visibility, cells, asOf)
  return new Map(
    cells.map((cell) => [
      cellKey(cell),
      { toldOn: told.get(cell.location) ?? [], countedSince: counted.get(cellKey(cell)) ?? null },
    ]),
  )
}

/** Loads the days of the last weeks on which the sales of locations came in, ascending. */
const loadTold = async (
  { database }: Reader,
  visibility: Visibility,
  cells: readonly Cell[],
  asOf: Day,
): Promise<ReadonlyMap<string, readonly Day[]>> => {
  const rows = await inSlices([...new Set(cells.map(({ location }) => location))], async (slice) => {
    const found = await sql<{ location: string; day: string }>`select distinct t.location, t.sold_on as day
      from told_sales t where ${isVisible(visibility, 'sales', 't')} and t.location in (${sql.join([...slice])})
      and t.sold_on >= ${isoOf(asOf - silenceDays)} and t.sold_on < ${isoOf(asOf)} order by t.sold_on`.execute(
      database.kysely,
    )
    return found.rows
  })
  return new Map(
    [...Map.groupBy(rows, ({ location }) => location)].map(([location, own]) => [
      location,
      own.map(({ day }) => dayOf(day)).toSorted((a, b) => a - b),
    ]),
  )
}

type Counted = Cell & { readonly day: string; readonly minute: number; readonly units: number }

/** Finds the first of the latest counts of each cell that all find stock; what a snapshot leaves out is a count of nothing. */
const loadCounted = async (
  { database }: Reader,
  visibility: Visibility,
  cells: readonly Cell[],
  asOf: Day,
): Promise<ReadonlyMap<string, Day>> => {
  const [from, until] = [isoOf(asOf - silenceDays), isoOf(asOf)]
  const rows = await inSlices(cells, async (slice) => {
    const values = sql.join(slice.map(({ sku, location }) => sql`(${sku}, ${location})`))
    const found = await sql<Counted>`with cell(sku, location) as (values ${values})
      select r.sku, r.location, r.as_of_on as day, r.as_of_minute as minute, r.on_hand - coalesce(r.unusable, 0) as units
      from cell cross join inventory r where r.sku = cell.sku and r.location = cell.location
      and ${isVisible(visibility, 'inventory', 'r')} and r.as_of_on >= ${from} and r.as_of_on <= ${until}
      union all
      select cell.sku, cell.location, s.as_of_on, s.as_of_minute, 0 from cell cross join snapshot_location s
      where s.kind = 'inventory' and s.location = cell.location and ${isVisible(visibility, 'inventory', 's')}
      and s.as_of_on >= ${from} and s.as_of_on <= ${until} and not exists (select 1 from inventory i
        where i.workspace_id = s.workspace_id and i.sku = cell.sku and i.location = cell.location
        and i.as_of_on = s.as_of_on and i.as_of_minute = s.as_of_minute and i.batch_id = s.batch_id)`.execute(
      database.kysely,
    )
    return found.rows
  })
  const since = new Map<string, Day>()
  for (const [key, own] of Map.groupBy(rows, cellKey)) {
    const counts = own.toSorted((a, b) => (a.day === b.day ? b.minute - a.minute : a.day < b.day ? 1 : -1))
    for (const { day, minute, units } of counts) {
      if (units <= 0) break
      since.set(key, dayOf(day) + (minute > 0 ? 1 : 0))
    }
  }
  return since
}
