import { sql } from 'kysely'
import type { Cell } from '../../domain/cell.ts'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { Reader } from '../database/workspace.ts'
import { inSlices, isVisible, type Visibility } from '../feeds/visibility.ts'

/** Loads every item and location that has sales, in the order of their codes. */
export const loadSoldCells = async (workspace: Reader, visibility: Visibility): Promise<readonly Cell[]> => {
  const { rows } = await sql<Cell>`select distinct r.sku, r.location from sales r
    where ${isVisible(visibility, 'sales', 'r')} order by r.sku, r.location`.execute(workspace.database.kysely)
  return rows
}

/** Tells the last day before another one that a row of sales covers, and whether any row has a stockout share. */
export const loadSalesEnd = async (
  workspace: Reader,
  visibility: Visibility,
  before: Day,
): Promise<{ readonly last: Day | null; readonly tellsStockouts: boolean }> => {
  const { kysely } = workspace.database
  const ends = await sql<{ day: string | null; days: number }>`select max(r.sold_on) as day, r.days from sales r
    where ${isVisible(visibility, 'sales', 'r')} and r.sold_on < ${isoOf(before)} group by r.days`.execute(kysely)
  const stockouts = await sql`select 1 from sales r
    where ${isVisible(visibility, 'sales', 'r')} and r.stockout is not null limit 1`.execute(kysely)
  const last = ends.rows.map(({ day, days }) => (day === null ? 0 : Math.min(dayOf(day) + Number(days), before) - 1))
  return { last: last.length === 0 ? null : Math.max(...last), tellsStockouts: stockouts.rows.length > 0 }
}

/**
 * Tells for each cell and its days whether a stock count found nothing available, up to the morning after the last day;
 * null where there was no count. Answers are in the order of `windows`.
 */
export const loadEmptied = async (
  workspace: Reader,
  visibility: Visibility,
  windows: readonly (Cell & { readonly start: Day; readonly end: Day })[],
): Promise<readonly (boolean | null)[]> => {
  const numbered = windows.map((window, i) => ({ ...window, i }))
  const rows = await inSlices(numbered, async (slice) => {
    const values = slice.map(
      ({ i, sku, location, start, end }) =>
        // The number is an integer of ours; as a parameter PostgreSQL would take it for a text.
        sql`(${sql.raw(String(i))}, ${sql.join([sku, location, isoOf(start), isoOf(end + 1)])})`,
    )
    const found = await sql<{ i: number; least: number }>`with asked_window(i, sku, location, first, last) as (
        values ${sql.join(values)})
      select asked_window.i, min(r.on_hand - coalesce(r.unusable, 0)) as least from asked_window cross join inventory r
      where r.sku = asked_window.sku and r.location = asked_window.location and r.as_of_on >= asked_window.first and r.as_of_on <= asked_window.last
      and ${isVisible(visibility, 'inventory', 'r')} group by asked_window.i`.execute(workspace.database.kysely)
    return found.rows
  })
  const least = new Map(rows.map((row) => [Number(row.i), row.least]))
  return windows.map((_, i) => (least.has(i) ? (least.get(i) as number) <= 0 : null))
}
