import { sql } from 'kysely'
import type { Cell } from '../../domain/assessment/cell.ts'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { Reader } from '../database/workspace.ts'
import { inSlices, isVisible, type Visibility } from '../feeds/visibility.ts'

/** Loads every item and location that sales were told of, in the order of their codes. */
export const loadSoldCells = async (workspace: Reader, visibility: Visibility): Promise<readonly Cell[]> => {
  const { rows } = await sql<Cell>`select distinct r.sku, r.location from sales r
    where ${isVisible(visibility, 'sales', 'r')} order by r.sku, r.location`.execute(workspace.database.kysely)
  return rows
}

/** Tells the last day before another one that a row of sales covers, and whether any row says for how long a shelf was empty. */
export const loadSalesEnd = async (
  workspace: Reader,
  visibility: Visibility,
  before: Day,
): Promise<{ readonly last: Day | null; readonly tellsStockouts: boolean }> => {
  const { kysely } = workspace.database
  const ends = await sql<{ day: string | null; days: number }>`select max(r.sold_on) as day, r.days from sales r
    where ${isVisible(visibility, 'sales', 'r')} and r.sold_on < ${isoOf(before)} group by r.days`.execute(kysely)
  const told = await sql`select 1 from sales r
    where ${isVisible(visibility, 'sales', 'r')} and r.stockout is not null limit 1`.execute(kysely)
  const last = ends.rows.map(({ day, days }) => (day === null ? 0 : Math.min(dayOf(day) + Number(days), before) - 1))
  return { last: last.length === 0 ? null : Math.max(...last), tellsStockouts: told.rows.length > 0 }
}

/**
 * Tells of shelves and their days whether a count found nothing there, up to the morning after the last one; null where
 * nobody counted. Answers come in the order of the questions.
 */
export const loadEmptied = async (
  workspace: Reader,
  visibility: Visibility,
  windows: readonly (Cell & { readonly start: Day; readonly end: Day })[],
): Promise<readonly (boolean | null)[]> => {
  const numbered = windows.map((window, i) => ({ ...window, i }))
  const rows = await inSlices(numbered, async (slice) => {
    const asked = slice.map(
      ({ i, sku, location, start, end }) =>
        // The number is an integer of ours; as a parameter PostgreSQL would take it for a text.
        sql`(${sql.raw(String(i))}, ${sql.join([sku, location, isoOf(start), isoOf(end + 1)])})`,
    )
    const found = await sql<{ i: number; least: number }>`with asked(i, sku, location, first, last) as (
        values ${sql.join(asked)})
      select asked.i, min(r.on_hand - coalesce(r.unusable, 0)) as least from asked cross join inventory r
      where r.sku = asked.sku and r.location = asked.location and r.as_of_on >= asked.first and r.as_of_on <= asked.last
      and ${isVisible(visibility, 'inventory', 'r')} group by asked.i`.execute(workspace.database.kysely)
    return found.rows
  })
  const least = new Map(rows.map((row) => [Number(row.i), row.least]))
  return windows.map((_, i) => (least.has(i) ? (least.get(i) as number) <= 0 : null))
}
