import type { PlacedOrder } from '../../domain/assessment/cell.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import type { Reader } from '../database/workspace.ts'
import { loadNewestForCells } from '../feeds/newest.ts'
import type { Visibility } from '../feeds/visibility.ts'
import { orderOf } from './fact-rows.ts'
import { loadSnapshots } from './stocks.ts'

/** Loads the orders of cells as the feeds tell of them, by cell key; what a later snapshot of a place no longer names is gone. */
export const loadOrders = async (
  workspace: Reader,
  visibility: Visibility,
  cells: readonly Cell[],
): Promise<ReadonlyMap<string, readonly PlacedOrder[]>> => {
  const rows = await loadNewestForCells(workspace, visibility, 'inbound', cells)
  const places = cells.map((cell) => cell.location)
  const gone = await loadSnapshots(workspace, visibility, 'inbound', places)
  const open = rows.filter((row) => row.batch_id >= (gone.get(row.location)?.batch ?? 0))
  return new Map([...Map.groupBy(open, cellKey)].map(([key, own]) => [key, own.map(orderOf)]))
}
