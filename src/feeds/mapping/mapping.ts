import type { FeedKind } from '../../store/feeds/feed-rows.ts'

/** The order of day, month and year in dates that are written with numbers alone. */
export type DateForm = 'ymd' | 'dmy' | 'mdy'

/** Where the values of a field come from: a column by its place, the sum of several, one less another, one value for all rows, or a period. */
export type FieldSource =
  | { readonly kind: 'column'; readonly at: number }
  | { readonly kind: 'sum'; readonly of: readonly number[] }
  | { readonly kind: 'less'; readonly at: number; readonly less: number }
  | { readonly kind: 'value'; readonly value: string }
  /** A part of the period that a column says, such as `KW 27`. */
  | { readonly kind: 'period'; readonly at: number; readonly part: 'start' | 'end' | 'days' }

/** Columns of which each stands for one location or period: a row of the sheet is one row of the feed for each of them. */
export type Wide = {
  readonly of: 'locations' | 'periods'
  /** By their places, with the code of the location or what heads the column. */
  readonly columns: readonly { readonly at: number; readonly value: string }[]
  /** What a column that is headed by a day stands for; null where the days themselves tell. */
  readonly each: 'day' | 'week' | 'month' | null
}

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
  /** Behind the columns of the sheet, the header then has what heads a wide column, its value, and its days. */
  readonly wide?: Wide
  /** The year of weeks and days that say none. */
  readonly year?: number
}

/** What somebody has to say before a file can be read: its choices, each with an example or what it means. */
export type Question = {
  readonly id: string
  readonly text: string
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  /** Somebody wants to map it once more, and may leave it as it is. */
  readonly isAgain?: boolean
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
