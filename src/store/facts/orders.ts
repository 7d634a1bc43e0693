import { sql } from 'kysely'
import type { PlacedOrder } from '../../domain/assessment/cell.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { type Day, dayOf } from '../../domain/day.ts'
import type { Reader } from '../database/workspace.ts'
import { currentDeliveries } from '../feeds/deliveries.ts'
import type { FeedTables } from '../feeds/feed-tables.ts'
import { asKnown, cellTable } from '../feeds/newest.ts'
import { inSlices, isVisible, type Visibility } from '../feeds/visibility.ts'
import { orderOf } from './fact-rows.ts'
import { loadSnapshots } from './stocks.ts'

/** A delivery as the feeds last told of it; `isGone` where they have told of its place or order again without it. */
export type OrderRow = FeedTables['inbound'] & { readonly isGone: boolean }

/** Loads the deliveries of cells as the feeds last told of them; of those that are gone, the ones that had come in. */
export const loadOrderRows = async (
  workspace: Reader,
  visibility: Visibility,
  cells: readonly Cell[],
): Promise<readonly OrderRow[]> => {
  const rows = await inSlices(cells, async (slice) => {
    const found = await sql<FeedTables['inbound']>`with ${cellTable(slice)}
      select r.* from cell cross join inbound r
      where r.sku = cell.sku and r.location = cell.location and ${isVisible(visibility, 'inbound', 'r')}
      order by r.batch_id`.execute(workspace.database.kysely)
    return found.rows
  })
  const { current, replaced } = currentDeliveries(asKnown(rows, visibility, 'inbound'))
  const places = cells.map((cell) => cell.location)
  const snapshots = await loadSnapshots(workspace, visibility, 'inbound', places)
  return [
    ...current.map((row) => ({ ...row, isGone: row.batch_id < (snapshots.get(row.location)?.batch ?? 0) })),
    ...cameIn(replaced, current).map((row) => ({ ...row, isGone: true })),
  ]
}

/** Gives the newest day on which feeds told of orders, whichever they were; null where none did. */
export const loadOrdersToldOn = async (workspace: Reader, visibility: Visibility): Promise<Day | null> => {
  const hidden = [0, ...visibility.unpublished, ...(visibility.later.get('inbound') ?? [])]
  const row = await workspace.database.kysely
    .selectFrom('batch')
    .select(({ fn }) => fn.max('known_on').as('last'))
    .where('workspace_id', '=', visibility.workspaceId)
    .where('kind', '=', 'inbound')
    .where('state', '=', 'visible')
    .where('id', '<=', visibility.newest)
    .where('id', 'not in', hidden)
    .executeTakeFirst()
  return row?.last == null ? null : dayOf(row.last)
}

/** Lists the deliveries that came in and that a later file does not tell of any more, each as it was told of last. */
const cameIn = (replaced: readonly FeedTables['inbound'][], current: readonly FeedTables['inbound'][]) => {
  const key = (row: FeedTables['inbound']) => JSON.stringify([cellKey(row), row.order_id, row.line, row.delivery])
  const told = new Set(current.map(key))
  const last = new Map(replaced.map((row) => [key(row), row]))
  return [...last.values()].filter((row) => row.status === 'received' && !told.has(key(row)))
}

/** Loads the orders of cells as the feeds tell of them, by cell key; what a later file no longer names is gone. */
export const loadOrders = async (
  workspace: Reader,
  visibility: Visibility,
  cells: readonly Cell[],
): Promise<ReadonlyMap<string, readonly PlacedOrder[]>> => {
  const rows = (await loadOrderRows(workspace, visibility, cells)).filter((row) => !row.isGone)
  return new Map([...Map.groupBy(rows, cellKey)].map(([key, own]) => [key, own.map(orderOf)]))
}
