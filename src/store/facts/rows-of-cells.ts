import { sql } from 'kysely'
import { type Cell, cellKey } from '../../domain/cell.ts'
import type { Reader } from '../database/workspace.ts'
import type { FeedRows } from '../feeds/feed-rows.ts'
import { feedTables } from '../feeds/feed-tables.ts'
import { asKnown, cellTable, newestOf } from '../feeds/newest.ts'
import { inSlices, isVisible, type Visibility } from '../feeds/visibility.ts'

/** The columns that facts are made from; the first is the date of a row. */
const columns = {
  sales: ['sold_on', 'units', 'days', 'price', 'base_price', 'on_promo', 'stockout', 'holiday'],
  'demand-plan': ['planned_on', 'units', 'days'],
} as const

type Kind = keyof typeof columns
/** A day's sales, or a part of a demand plan. */
export type RowOfCell<K extends Kind> = Cell & Pick<FeedRows[K], (typeof columns)[K][number] & keyof FeedRows[K]>
type Stored<K extends Kind> = RowOfCell<K> & { readonly batch_id: number }

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
  const rows = await inSlices(cells, async (slice) => {
    const found = await sql<Stored<K>>`with ${cellTable(slice)}
      select r.sku, r.location, r.batch_id, ${told} from cell cross join ${sql.table(feedTables[kind].table)} r
      where r.sku = cell.sku and r.location = cell.location and ${isVisible(visibility, kind, 'r')}
      and ${date} >= ${between.from} and ${date} < ${between.before}`.execute(database.kysely)
    return found.rows
  })
  const dateOf = (row: Stored<K>) => row[columns[kind][0] as keyof Stored<K>] as string
  return new Map(
    [...groupedByCell(rows)].map(([key, own]) => [
      key,
      isAscending(own, dateOf) ? own : newestByDate(asKnown(own.toSorted(byBatch), visibility, kind), dateOf),
    ]),
  )
}

const byBatch = (a: { readonly batch_id: number }, b: { readonly batch_id: number }) => a.batch_id - b.batch_id

/** Groups rows by cell; those of one cell nearly always come one after the other. */
const groupedByCell = <T extends Cell>(rows: readonly T[]): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>()
  let last: T | null = null
  let group: T[] = []
  for (const row of rows) {
    if (last === null || row.sku !== last.sku || row.location !== last.location) {
      const key = cellKey(row)
      group = groups.get(key) ?? []
      groups.set(key, group)
    }
    group.push(row)
    last = row
  }
  return groups
}

const isAscending = <T>(rows: readonly T[], dateOf: (row: T) => string): boolean =>
  rows.every((row, i) => i === 0 || dateOf(rows[i - 1] as T) < dateOf(row))

/** Keeps the last version of the row of each date, ascending by date. */
const newestByDate = <T>(rows: readonly T[], dateOf: (row: T) => string): readonly T[] =>
  newestOf(rows, dateOf).toSorted((a, b) => (dateOf(a) < dateOf(b) ? -1 : 1))
