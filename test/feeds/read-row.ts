import { type CellProblem, rowReader } from '../../src/feeds/row-reader.ts'
import type { FeedKind, FeedRows } from '../../src/store/feeds/feed-rows.ts'

export const options = { timeZone: 'Europe/Berlin' }

export type CellsByColumn = Readonly<Record<string, string>>

const result = <K extends FeedKind>(kind: K, cells: CellsByColumn) => {
  const reader = rowReader(kind, Object.keys(cells), options)
  if (!reader.ok) throw new Error(JSON.stringify(reader.error))
  return reader.value.read(Object.values(cells))
}

/** The row that cells by column make. */
export const row = <K extends FeedKind>(kind: K, cells: CellsByColumn): FeedRows[K] => {
  const read = result(kind, cells)
  if (!read.ok) throw new Error(JSON.stringify(read.error))
  return read.value
}

/** What is wrong with cells by column. */
export const problems = (kind: FeedKind, cells: CellsByColumn): readonly CellProblem[] => {
  const read = result(kind, cells)
  return read.ok ? [] : read.error
}

/** What is wrong with a header. */
export const headerProblem = (kind: FeedKind, ...header: string[]): CellProblem | null => {
  const reader = rowReader(kind, header, options)
  return reader.ok ? null : reader.error
}
