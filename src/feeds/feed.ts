import * as z from 'zod'
import type { UnitsPer } from '../domain/supply/packing.ts'
import { days, nonNegative } from '../parsing/number-values.ts'
import { type CsvCell, Unfit } from '../parsing/values.ts'
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
  /** How many units a case or a pallet of an item has, where quantities may be counted in them. */
  readonly unitsPer?: UnitsPer | undefined
  /** Told of every cell that is not taken as it stands. */
  readonly noteReadAs?: ((note: ReadAs) => void) | undefined
}

/** The definition of a feed: the schema of its rows, over cells by field, and the columns of the fields. */
export type Feed<K extends FeedKind> = {
  readonly schema: z.ZodType<FeedRows[K]>
  /** Reads a row, its cells in the order of the fields, as the schema does but without saying what is wrong: null. */
  readonly readGood: (cells: readonly string[]) => FeedRows[K] | null
  /** Column by field, in the order of the contract. */
  readonly columns: ReadonlyMap<string, string>
  /** The columns that a header cannot do without. */
  readonly required: readonly string[]
  /** The columns that tell one row from another. */
  readonly key: readonly string[]
}

type Cells = Readonly<Record<string, CsvCell<unknown>>>
type Names = { readonly required: string; readonly key: string; readonly columns?: Readonly<Record<string, string>> }

/** Says what is wrong with a field that has a value. */
type Objection = (field: string, reason: string) => void

/** Makes the row of its fields, and objects to what contradicts another field. */
type Finish<K extends FeedKind, C extends Cells> = (
  row: { readonly [F in keyof C]: z.output<C[F]> },
  object: Objection,
) => FeedRows[K]

/** Defines a feed from its cells and column names; `finish` adds checks and changes that concern more than one cell. */
export const feed = <K extends FeedKind, C extends Cells>(cells: C, names: Names, finish: Finish<K, C>): Feed<K> => {
  const renamed = new Map(Object.entries(names.columns ?? {}))
  const fields = Object.keys(cells)
  return {
    schema: z.strictObject(cells).transform((row, context) =>
      finish(row as Parameters<Finish<K, C>>[0], (field, message) => {
        context.issues.push({ code: 'custom', message, path: [field], input: row })
      }),
    ),
    readGood: goodReader(
      fields,
      fields.map((field) => (cells[field] as CsvCell<unknown>).readCell),
      finish as unknown as Finish<K, Cells>,
    ),
    columns: new Map(fields.map((field) => [field, renamed.get(field) ?? field])),
    required: names.required.split(' '),
    key: names.key.split(' '),
  }
}

const goodReader = <K extends FeedKind>(
  fields: readonly string[],
  reads: readonly CsvCell<unknown>['readCell'][],
  finish: Finish<K, Cells>,
): Feed<K>['readGood'] => {
  let isWrong = false
  const object = () => {
    isWrong = true
  }
  return (cells) => {
    const row: Record<string, unknown> = {}
    for (let at = 0; at < fields.length; at++) {
      const value = (reads[at] as CsvCell<unknown>['readCell'])(cells[at] as string)
      if (value instanceof Unfit) return null
      row[fields[at] as string] = value
    }
    isWrong = false
    const finished = finish(row, object)
    return isWrong ? null : finished
  }
}

/** Reads an amount of money. */
export const money = nonNegative()

/** Reads how many days a row or a review period covers. */
export const span = days(1, 366)
