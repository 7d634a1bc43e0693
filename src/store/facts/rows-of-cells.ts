import { sql } from 'kysely'
import { type Cell, cellKey } from '../../domain/cell.ts'
import type { Reader } from '../database/workspace.ts'
import type { FeedRows } from '../feeds/feed-rows.ts'
import { feedTables } from '../feeds/feed-tables.ts'
import { asKnown, newestOf } from '../feeds/newest.ts'
import { inSlices, isVisible, type Visibility } from '../feeds/visibility.ts'

/** The columns that facts are made from; the first is the date of a row. */
const columns = {
  sales: ['sold_on', 'units', 'days', 'price', 'base_price', 'on_promo', 'stockout', 'holiday'],
  'demand-plan': ['planned_on', 'units', 'days'],
} as const

type Kind = keyof typeof columns
/** A day's sales, or a part of a demand plan. */
export type RowOfCell<K extends Kind> = Pick<FeedRows[K], (typeof columns)[K][number] & keyof FeedRows[K]>
type Stored<K extends Kind> = RowOfCell<K> & { readonly batch_id: number }
/** A row with the number of its cell in place of its codes, which are long and the same for many rows. */
type Numbered<K extends Kind> = Stored<K> & { readonly cell: number }

/** Loads the current rows of a feed between two ISO dates, by cell, each list ascending by date. */
export const loadRowsOfCells = async <K extends Kind>(
  { database }: Reader,
  visibility: Visibility,
  kind: K,
  cells: readonly Cell[],
  between: { readonly from: string; readonly before: string },
): Promise<ReadonlyMap<string, readonly RowOfCell<K>[]>> => {
  const date = sql.ref(`r.${columns[kind][0]}`)
  const told = sql.join(columns[kind].map((column) => sql.ref(`r.${column}`)))
  const byCell = new Map<string, Stored<K>[]>()
  await inSlices(cells, async (slice) => {
    const found = await sql<Numbered<K>>`with ${numberedCells(slice)}
      select cell.number as cell, r.batch_id, ${told} from cell cross join ${sql.table(feedTables[kind].table)} r
      where r.sku = cell.sku and r.location = cell.location and ${isVisible(visibility, kind, 'r')}
      and ${date} >= ${between.from} and ${date} < ${between.before}`.execute(database.kysely)
    addByCell(byCell, slice, found.rows)
    return []
  })
  const dateOf = (row: Stored<K>) => row[columns[kind][0] as keyof Stored<K>] as string
  return new Map(
    [...byCell].map(([key, own]) => [
      key,
      isAscending(own, dateOf) ? own : newestByDate(asKnown(own.toSorted(byBatch), visibility, kind), dateOf),
    ]),
  )
}

const byBatch = (a: { readonly batch_id: number }, b: { readonly batch_id: number }) => a.batch_id - b.batch_id

/** Writes cells as a table to join with, each with its number: one of ours, so that it is written as it is. */
const numberedCells = (cells: readonly Cell[]) =>
  sql`cell(number, sku, location) as (values ${sql.join(
    cells.map(({ sku, location }, number) => sql`(${sql.raw(String(number))}, ${sku}, ${location})`),
  )})`

/** Adds rows to those of their cells; those of one cell come one after the other. */
const addByCell = <T>(
  byCell: Map<string, T[]>,
  cells: readonly Cell[],
  rows: readonly (T & { readonly cell: number })[],
): void => {
  let last = -1
  let group: T[] = []
  for (const row of rows) {
    if (row.cell !== last) {
      const key = cellKey(cells[row.cell] as Cell)
      group = byCell.get(key) ?? []
      byCell.set(key, group)
      last = row.cell
    }
    group.push(row)
  }
}

const isAscending = <T>(rows: readonly T[], dateOf: (row: T) => string): boolean =>
  rows.every((row, i) => i === 0 || dateOf(rows[i - 1] as T) < dateOf(row))

/** Keeps the last version of the row of each date, ascending by date. */
const newestByDate = <T>(rows: readonly T[], dateOf: (row: T) => string): readonly T[] =>
  newestOf(rows, dateOf).toSorted((a, b) => (dateOf(a) < dateOf(b) ? -1 : 1))
