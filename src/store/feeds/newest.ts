import { sql } from 'kysely'
import type { Cell } from '../../domain/cell.ts'
import type { Reader } from '../database/workspace.ts'
import type { FeedKind, FeedRows } from './feed-rows.ts'
import { feedTables } from './feed-tables.ts'
import { inSlices, isVisible, type Visibility } from './visibility.ts'

type Stored<K extends FeedKind> = FeedRows[K] & { readonly batch_id: number }

/** Keeps the newest version of each row; `rows` come with the oldest batch first. */
export const newestOf = <T>(rows: readonly T[], key: (row: T) => string): readonly T[] => {
  const newest = new Map<string, T>()
  for (const row of rows) newest.set(key(row), row)
  return [...newest.values()]
}

/** Puts rows that were imported out of order into the order they were known in; a code that is only named stays before its description. */
export const asKnown = <T extends { readonly batch_id: number; readonly code_only?: number | null }>(
  rows: readonly T[],
  { knownOn }: Visibility,
  kind: FeedKind,
): readonly T[] => {
  const days = knownOn.get(kind)
  if (days === undefined) return rows
  const rank = (row: T) => `${row.code_only == null ? 1 : 0}${days.get(row.batch_id) ?? ''}`
  return rows.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : a.batch_id - b.batch_id))
}

/** Loads the current rows of a feed for the values of one column, such as the items of these codes; of some places only, where they are named. */
export const loadNewestBy = async <K extends FeedKind>(
  workspace: Reader,
  visibility: Visibility,
  kind: K,
  column: keyof FeedRows[K] & string,
  values: readonly string[],
  places: readonly string[] | null = null,
): Promise<readonly Stored<K>[]> => {
  const { table, key } = feedTables[kind]
  const there = places === null ? sql`` : sql`and r.location in (${sql.join([...places])})`
  const describedLast = kind === 'items' || kind === 'locations' ? sql`r.code_only is null, ` : sql``
  const rows = await inSlices([...new Set(values)], async (slice) => {
    const found = await sql<Stored<K>>`select r.* from ${sql.table(table)} r
      where ${isVisible(visibility, kind, 'r')} and ${sql.ref(`r.${column}`)} in (${sql.join([...slice])}) ${there}
      order by ${describedLast}r.batch_id`.execute(workspace.database.kysely)
    return found.rows
  })
  const inOrder = asKnown(rows, visibility, kind)
  return newestOf(inOrder, (row) => key.map((name) => row[name as keyof Stored<K>]).join('\u0000'))
}

/** Writes cells as a table to join with. */
export const cellTable = (cells: readonly Cell[]) =>
  sql`cell(sku, location) as (values ${sql.join(cells.map((cell) => sql`(${cell.sku}, ${cell.location})`))})`
