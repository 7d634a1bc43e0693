/** A date of a workbook: an ISO day, and minutes since its midnight where it has a time. */
type SheetDate = { readonly kind: 'date'; readonly on: string; readonly minute: number | null }

/** An error of a formula, such as `#N/A`. */
type SheetError = { readonly kind: 'error'; readonly text: string }

/** What a cell holds; null where it is empty. Cells of a text file are all strings. */
export type Cell = string | number | boolean | null | SheetDate | SheetError

/** A row with content, and the line by which the file numbers it, from 1. */
export type SheetRow = { readonly line: number; readonly cells: readonly Cell[] }

/** Why a file cannot be read, or not from a line on; the reason goes on from the name of the file. */
type FileFault = { readonly line: number; readonly reason: string }

/** Rows in the order of the file; `bytes` counts what was read so far, of `totalBytes` in all. */
export type SheetSlice = {
  readonly rows: readonly SheetRow[]
  readonly bytes: number
  readonly totalBytes: number
  /** Why nothing after this slice can be read; null if the sheet goes on or has ended well. */
  readonly fault: FileFault | null
}

/** A file whose sheets can be read, however often. */
export type OpenedFile = {
  readonly format: 'workbook' | 'text'
  /** The sheets in their order; a text file has one without a name. */
  readonly sheets: readonly { readonly name: string; readonly isHidden: boolean }[]
  /** What it is, for people: `XLSX, 2 sheets`, `CSV with semicolons, Windows-1252`. */
  readonly form: string
  /** Where the bytes of a text lie, unpacked; null for a workbook. */
  readonly textPath: string | null
  readonly read: (sheet: number) => AsyncGenerator<SheetSlice, void, void>
}

/**
 * What a file may take: bytes once it is inflated, and characters of its rows as they wait to be read; characters of the
 * texts that are held in memory, and of a cell; columns.
 */
export type FileLimits = {
  readonly inflatedBytes: number
  readonly textCharacters: number
  readonly cellCharacters: number
  readonly columns: number
}

/** The limits of every door. */
export const fileLimits: FileLimits = {
  inflatedBytes: 600_000_000,
  textCharacters: 40_000_000,
  cellCharacters: 32_767,
  columns: 1_000,
}
