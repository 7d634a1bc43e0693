import type { FeedKind } from '../../store/feeds/feed-rows.ts'

/** The order of day, month and year in dates that are written with numbers alone. */
export type DateForm = 'ymd' | 'dmy' | 'mdy'

/** Where the values of a field come from: a column by its place, the sum of several, one less another, or one value for all rows. */
export type FieldSource =
  | { readonly kind: 'column'; readonly at: number }
  | { readonly kind: 'sum'; readonly of: readonly number[] }
  | { readonly kind: 'less'; readonly at: number; readonly less: number }
  | { readonly kind: 'value'; readonly value: string }

/** How the rows of a sheet are read as a feed. Plain data, which can be kept and used again for files of the same shape. */
export type Mapping = {
  readonly kind: FeedKind
  /** The place of the sheet in the file. */
  readonly sheet: number
  /** The line of the file on which the header ends. */
  readonly headerLine: number
  readonly header: readonly string[]
  /** By the column of the contract. */
  readonly fields: Readonly<Record<string, FieldSource>>
  readonly dateForm: DateForm
  readonly decimal: '.' | ','
  /** The column that names the unit of measure; null where there is none. */
  readonly unitAt: number | null
}

/** What somebody has to say before a file can be read: its choices, each with an example or what it means. */
export type Question = {
  readonly id: string
  readonly text: string
  readonly choices: readonly { readonly value: string; readonly label: string }[]
}

/** What a file is taken for. */
export type Recognised = {
  readonly mapping: Mapping
  /** Empty where nothing is left to ask. */
  readonly questions: readonly Question[]
  /** How the columns are read, for people: `Material = sku`. */
  readonly said: readonly string[]
  /** What is left out or taken on evidence, for people. */
  readonly notes: readonly string[]
  /** The first rows as they are read, with the columns of the contract as the first of them. */
  readonly preview: readonly (readonly string[])[]
  readonly rows: number
  /** The same for all files of one shape. */
  readonly shape: string
}
