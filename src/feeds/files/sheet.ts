import type { Result } from '../../domain/result.ts'

/** A date as a workbook stores it: an ISO day, and minutes since midnight where the cell has a time. */
export type SheetDate = { readonly kind: 'date'; readonly on: string; readonly minute: number | null }

/** A formula that failed, such as `#N/A`. */
export type SheetError = { readonly kind: 'error'; readonly text: string }

/** What stands in a cell; null where it is empty. Cells of a text are strings; a number whose format pads zeros is the padded string. */
export type Cell = string | number | boolean | null | SheetDate | SheetError

/** A row with its line as the file numbers it, from 1; rows without a value are left out. */
export type SheetRow = { readonly line: number; readonly cells: readonly Cell[] }

/** Rows of a sheet in its order. */
export type SheetSlice = {
  readonly rows: readonly SheetRow[]
  /** Bytes of the source read so far: of the file if it is a text, of the prepared sheet if it is a workbook. */
  readonly bytes: number
  /** Why nothing after this slice can be read; null if the sheet goes on or has ended well. */
  readonly fault: { readonly line: number; readonly reason: string } | null
}

/** How much of a file is read before it is refused, and where what was read may lie meanwhile. */
export type FileLimits = {
  /** A folder in which each workbook makes a folder of its own, which is removed when the file is disposed of. */
  readonly folder: string
  readonly bytes: number
  /** Bytes of a workbook's parts, counted while they are inflated. */
  readonly inflatedBytes: number
  readonly entries: number
  readonly sheets: number
  /** Rows with a value, of all sheets together. */
  readonly rows: number
  readonly columns: number
  readonly cellCharacters: number
  /** Bytes of the texts that a workbook's cells share, which are held in memory. */
  readonly sharedBytes: number
  /** Ends the reading with an error when it is aborted. */
  readonly signal?: AbortSignal | undefined
}

/** Why a file cannot be read, in whole sentences: what failed, what is safe, what to do. */
export type FileFault = { readonly reason: string }

/** A file whose sheets can be read. */
export type OpenedFile = AsyncDisposable & {
  readonly format: 'xlsx' | 'text'
  /** The sheets in the order of the file; a text has one, without a name. */
  readonly sheets: readonly { readonly name: string; readonly isHidden: boolean }[]
  /** What it is, for people: "XLSX, 2 sheets" or "CSV with ;, Windows-1252". */
  readonly form: string
  /** Bytes that reading a sheet to its end counts, for its progress. */
  readonly sizeOf: (sheet: number) => number
  /** Reads a sheet from its beginning, as often as it is called. */
  readonly read: (sheet: number) => AsyncGenerator<SheetSlice, void, void>
}

/** A file that can be read, or why it cannot. */
export type Opening = Result<OpenedFile, FileFault>

const MB = 1024 * 1024

/** What Excel itself allows in a sheet, and what this machine can bear; the folder is the caller's. */
export const fileLimits = (folder: string): FileLimits => ({
  folder,
  bytes: 4096 * MB,
  inflatedBytes: 1024 * MB,
  entries: 10_000,
  sheets: 500,
  rows: 5_000_000,
  columns: 16_384,
  cellCharacters: 32_767,
  sharedBytes: 96 * MB,
})
