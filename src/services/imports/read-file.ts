import type { UnitsPer } from '../../domain/supply/packing.ts'
import type { CsvSlice } from '../../feeds/csv-read.ts'
import type { OpenedFile } from '../../feeds/files/sheet.ts'
import type { RowSource } from '../../feeds/import-feed.ts'
import { mappedColumns, mappedRows } from '../../feeds/mapping/mapped-rows.ts'
import type { Mapping } from '../../feeds/mapping/mapping.ts'
import { sheetWidth } from '../../feeds/mapping/wide/wide-table.ts'
import { columnsOf, rowReader } from '../../feeds/row-reader.ts'
import type { FeedKind } from '../../store/feeds/feed-rows.ts'

const plainForm = 'text with commas'

/** Tells whether a file is written in the form and with the columns of the contract, or means to be. */
export const isOfContract = async (file: OpenedFile, kind: FeedKind): Promise<boolean> => {
  if (file.form !== plainForm) return false
  for await (const { rows } of file.read(0)) {
    const [header] = rows
    if (header === undefined) return true
    const names = header.cells.map((cell) => String(cell ?? ''))
    const found = rowReader(kind, names, { timeZone: 'UTC' })
    return found.ok || own(kind, names) * 2 > names.length
  }
  return true
}

/** Counts the columns that a kind knows by their names. */
const own = (kind: FeedKind, names: readonly string[]): number =>
  names.filter((name) => columnsOf(kind).has(name.trim().toLowerCase())).length

/** Makes the rows of a mapped file what an import reads, the header of the contract first. */
export const mappedSource = (file: OpenedFile, mapping: Mapping, unitsPer: UnitsPer, size: number): RowSource => {
  const columns = mappedColumns(mapping)
  const nameOf = (column: string) => {
    const source = mapping.fields[column]
    const isOfSheet = source?.kind === 'column' && source.at < sheetWidth(mapping)
    const name = isOfSheet ? mapping.header[source.at] : undefined
    return name === undefined || name === '' || name === column ? column : `${name} (${column})`
  }
  return {
    header: mapping.header.slice(0, sheetWidth(mapping)),
    nameOf,
    slices: async function* (): AsyncGenerator<CsvSlice, void, void> {
      yield { rows: [columns], lines: [mapping.headerLine], bytes: 0, fault: null }
      for await (const slice of mappedRows(file, mapping, unitsPer))
        yield { ...slice, bytes: slice.totalBytes === 0 ? size : (slice.bytes / slice.totalBytes) * size }
    },
  }
}
