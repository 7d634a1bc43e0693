import * as z from 'zod'
import { days, nonNegative } from '../parsing/number-values.ts'
import type { CsvCell } from '../parsing/values.ts'
import type { FeedKind, FeedRows } from '../store/feeds/feed-rows.ts'

/** A cell that is not taken as it stands: `value` of a column is read as `meaning`. */
export type ReadAs = { readonly column: string; readonly value: string; readonly meaning: string }

/** An ISO date that no count can be after: the one given with the import, or today where the stock is. */
export type LastDay = { readonly on: string; readonly isSaid: boolean }

/** The IANA zone into which times with an offset are converted: that of the location where it is known, else `timeZone`. */
export type ReadOptions = {
  readonly timeZone: string
  readonly zoneOf?: ((location: string) => string | undefined) | undefined
  /** The last day on which stock of a location can have been counted, and whether somebody said that day. */
  readonly lastDay?: ((location: string) => LastDay) | undefined
  /** Told of every cell that is not taken as it stands. */
  readonly noteReadAs?: ((note: ReadAs) => void) | undefined
}

/** The definition of a feed: the schema of its rows, over cells by field, and the columns of the fields. */
export type Feed<K extends FeedKind> = {
  readonly schema: z.ZodType<FeedRows[K]>
  /** Column by field, in the order of the contract. */
  readonly columns: ReadonlyMap<string, string>
  /** The columns that a header cannot do without. */
  readonly required: readonly string[]
  /** The columns that tell one row from another. */
  readonly key: readonly string[]
}

type Cells = Readonly<Record<string, CsvCell<unknown>>>
type Names = { readonly required: string; readonly key: string; readonly columns?: Readonly<Record<string, string>> }

/** Defines a feed from its cells and column names; `finish` adds checks and changes that concern more than one cell. */
export const feed = <K extends FeedKind, C extends Cells>(
  cells: C,
  names: Names,
  finish: (row: z.ZodObject<C, z.core.$strict>) => z.ZodType<FeedRows[K]>,
): Feed<K> => {
  const renamed = new Map(Object.entries(names.columns ?? {}))
  return {
    schema: finish(z.strictObject(cells)),
    columns: new Map(Object.keys(cells).map((field) => [field, renamed.get(field) ?? field])),
    required: names.required.split(' '),
    key: names.key.split(' '),
  }
}

/** Reads an amount of money. */
export const money = nonNegative()

/** Reads how many days a row or a review period covers. */
export const span = days(1, 366)
