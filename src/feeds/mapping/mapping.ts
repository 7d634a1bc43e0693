import type { FeedKind } from '../../store/feeds/feed-rows.ts'

/** The order in which the dates of a column have their parts: year, month and day. */
export type DateForm = 'ymd' | 'dmy' | 'mdy'

/** Where the cells of a contract column come from; columns of the file count from 0. */
export type ColumnSource =
  /** One column of the file as it stands. */
  | { readonly from: 'column'; readonly at: number }
  /** The sum of some columns less that of others; empty cells are nothing, and all empty is empty. */
  | { readonly from: 'sum'; readonly plus: readonly number[]; readonly minus: readonly number[] }
  /** Columns joined by a sign, as in "1000/0001". */
  | { readonly from: 'joined'; readonly at: readonly number[]; readonly by: string }
  /** A code made of the words of columns, the same for the same words. */
  | { readonly from: 'slug'; readonly at: readonly number[] }
  /** One end of a window that a column holds, such as "KW 27" or "6-12 Jul". */
  | { readonly from: 'window'; readonly at: number; readonly end: 'start' | 'end' }
  /** The same for every row: a day, or a location. `rule` says how it was found, for the next file of the shape. */
  | { readonly from: 'constant'; readonly value: string; readonly rule: 'today' | 'file' | 'said' }

/** How a table in a file is read as rows of a feed; plain JSON, so that it can be kept for the next file of its shape. */
export type Mapping = {
  readonly sheet: number
  /** The first and the last line of the header; they differ where it has two rows. */
  readonly headerLine: number
  readonly headerEnd: number
  /** The last line of the table where another one follows on the sheet; null where it goes to the end. */
  readonly lastLine: number | null
  readonly kind: FeedKind
  /** The sender's own names of the columns of the file. */
  readonly header: readonly string[]
  /** By column of the contract, such as `due_date`. */
  readonly columns: Readonly<Record<string, ColumnSource>>
  /** The form of dates written as text, by column of the file. */
  readonly dateForms: Readonly<Record<string, DateForm>>
  /** The decimal sign of numbers written as text; null where the file has none that needs it. */
  readonly decimal: '.' | ',' | null
}

/** One answer that can be given: what it stands for, as people see it, and what it would make of the file's own cells. */
export type Choice = { readonly value: string; readonly label: string; readonly example?: string }

/** Something only a person can know; `id` says what an answer is about, such as `dates`, `decimal`, `kind` or `column:location`. */
export type Question = { readonly id: string; readonly text: string; readonly choices: readonly Choice[] }

/** Lines of the file that are not rows, and why; `last` is the last one of several in a row. */
export type SkippedLines = { readonly line: number; readonly last: number; readonly why: string }

/** What a file was taken for. */
export type Recognised = {
  readonly mapping: Mapping
  /** What has to be answered first, the most important one first. */
  readonly questions: readonly Question[]
  /** Nothing has to be answered. */
  readonly sure: boolean
  /** What was understood, a line each, such as "Material = item". */
  readonly said: readonly string[]
  /** The columns that the first rows show, and these rows as they are read. */
  readonly firstColumns: readonly string[]
  readonly first: readonly (readonly string[])[]
  /** Rows under the header; null where they need not be counted, because the file has the columns of the contract. */
  readonly rows: number | null
  readonly skipped: readonly SkippedLines[]
  /** The key under which the mapping is remembered: a hash of the names of the columns. */
  readonly shape: string
}

/** What recognising needs to know of the store and of whoever sends the file. */
export type Asking = {
  /** The name of the file, which may tell its kind and its day. */
  readonly name: string
  /** The ISO day on which the file came. */
  readonly today: string
  /** The kind, where the sender says it. */
  readonly kind: FeedKind | null
  /** Answers to earlier questions, by their ids. */
  readonly answers: Readonly<Record<string, string>>
  /** The mapping that is kept for a shape; null where none is. */
  readonly remembered: (shape: string) => Mapping | null | Promise<Mapping | null>
  readonly knownItems: (code: string) => boolean
  readonly knownLocations: (code: string) => boolean
  /** Locations to offer where the file names none, those that matter most first. */
  readonly locations: readonly { readonly code: string; readonly name: string }[]
}
