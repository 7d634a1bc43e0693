import { sql } from 'kysely'
import type { Stock } from '../../domain/assessment/cell.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { Reader } from '../database/workspace.ts'
import type { InventoryRow } from '../feeds/feed-rows.ts'
import { cellTable, newestOf } from '../feeds/newest.ts'
import { lotsOf } from '../feeds/staging/lots.ts'
import { inSlices, isVisible, type Visibility } from '../feeds/visibility.ts'

/** Loads the newest count of each cell, or the zero that a newer snapshot of its location says without naming it. */
export const loadStocks = async (
  workspace: Reader,
  visibility: Visibility,
  cells: readonly Cell[],
  asOf: Day,
): Promise<ReadonlyMap<string, Stock>> => {
  const visible = (alias: string) => isVisible(visibility, 'inventory', alias)
  const rows = await inSlices(cells, async (slice) => {
    const found = await sql<InventoryRow & { batch_id: number }>`with ${cellTable(slice)}
      select r.* from cell cross join inventory r
      where r.workspace_id = ${visibility.workspaceId} and r.sku = cell.sku and r.location = cell.location
      and (r.as_of_on, r.as_of_minute, r.batch_id) = (
        select n.as_of_on, n.as_of_minute, n.batch_id from inventory n
        where ${visible('n')} and n.sku = cell.sku and n.location = cell.location and n.as_of_on <= ${isoOf(asOf)}
        order by n.as_of_on desc, n.as_of_minute desc, n.batch_id desc limit 1)`.execute(workspace.database.kysely)
    return found.rows
  })
  const snapshots = await loadSnapshots(
    workspace,
    visibility,
    'inventory',
    cells.map((cell) => cell.location),
    isoOf(asOf),
  )
  const counted = new Map(rows.map((row) => [cellKey(row), row]))
  const stocks = new Map<string, Stock>()
  for (const cell of cells) {
    const row = counted.get(cellKey(cell))
    const snapshot = snapshots.get(cell.location)
    const absent = snapshot && (!row || (row.batch_id !== snapshot.batch && isOlder(row, snapshot)))
    if (absent)
      stocks.set(cellKey(cell), {
        onHand: 0,
        allocated: 0,
        unusable: 0,
        safetyStock: row === undefined ? null : protectionOf(row),
        asOf: dayOf(snapshot.as_of_on),
        minute: snapshot.as_of_minute,
      })
    else if (row)
      stocks.set(cellKey(cell), {
        onHand: row.on_hand,
        allocated: row.allocated ?? 0,
        unusable: row.unusable ?? 0,
        safetyStock: protectionOf(row),
        asOf: dayOf(row.as_of_on),
        minute: row.as_of_minute,
        ...expiryOf(row),
      })
  }
  return stocks
}

/** What must stay on the shelf protects like a safety stock: the larger of both counts. */
const protectionOf = ({ safety_stock, presentation_min }: InventoryRow): number | null =>
  presentation_min === null ? safety_stock : Math.max(presentation_min, safety_stock ?? 0)

const expiryOf = (row: InventoryRow): Pick<Stock, 'expiresOn' | 'lots'> => {
  if (row.lots === null) return row.expires_on === null ? {} : { expiresOn: dayOf(row.expires_on) }
  return {
    lots: lotsOf(row).map(([expiresOn, onHand, , unusable]) => ({
      units: Math.max(0, onHand - (unusable ?? 0)),
      expiresOn: expiresOn === null ? null : dayOf(expiresOn),
    })),
  }
}

type Snapshot = { readonly batch: number; readonly as_of_on: string; readonly as_of_minute: number }

const isOlder = (row: InventoryRow & { batch_id: number }, snapshot: Snapshot): boolean => {
  const of = (on: string, minute: number, batch: number) =>
    `${on} ${String(minute).padStart(4, '0')} ${String(batch).padStart(15, '0')}`
  return of(row.as_of_on, row.as_of_minute, row.batch_id) < of(snapshot.as_of_on, snapshot.as_of_minute, snapshot.batch)
}

/** The newest snapshot of each place: what it does not name is not there. */
export const loadSnapshots = async (
  workspace: Reader,
  visibility: Visibility,
  kind: 'inventory' | 'inbound',
  places: readonly string[],
  asOf = '9999-12-31',
): Promise<ReadonlyMap<string, Snapshot>> => {
  const rows = await inSlices([...new Set(places)], async (slice) => {
    const found = await sql<Snapshot & { location: string }>`select s.location, s.batch_id as batch,
      coalesce(s.as_of_on, '') as as_of_on, s.as_of_minute
      from snapshot_location s where ${isVisible(visibility, kind, 's')} and s.kind = ${kind}
      and s.location in (${sql.join([...slice])}) and coalesce(s.as_of_on, '') <= ${asOf}
      order by as_of_on, s.as_of_minute, s.batch_id`.execute(workspace.database.kysely)
    return found.rows
  })
  return new Map(newestOf(rows, (row) => row.location).map((row) => [row.location, row]))
}
