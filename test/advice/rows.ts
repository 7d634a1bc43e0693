/** One row of a feed; a column that is absent is empty. */
export type Row = Readonly<Record<string, string | number>>

/** The feeds in the order in which they are imported. */
export const kinds = [
  'items',
  'locations',
  'lead-times',
  'holidays',
  'demand-plan',
  'inventory',
  'inbound',
  'promotions',
] as const
type Kind = (typeof kinds)[number]

/** The rows of some feeds. */
export type Rows = Readonly<Partial<Record<Kind, readonly Row[]>>>

/** Puts the rows of several companies into one, each row once. */
export const together = (all: readonly Rows[]): Rows =>
  Object.fromEntries(
    kinds.map((kind) => {
      const rows = all.flatMap((one) => one[kind] ?? [])
      return [kind, [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()]]
    }),
  )

/** Writes rows as one CSV file. */
export const csvOf = (rows: readonly Row[]): string => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cell = (value: string | number) => (`${value}`.includes(',') ? `"${value}"` : `${value}`)
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
  return `${lines.map((cells) => cells.map(cell).join(',')).join('\n')}\n`
}

/** Gives the day so many days after an ISO date. */
export const plus = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString()

/** Counts the days from one ISO date to another. */
export const daysFrom = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days

export const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** Gives the short name of an ISO date's weekday. */
export const weekdayOf = (date: string): (typeof weekdayNames)[number] =>
  weekdayNames[Temporal.PlainDate.from(date).dayOfWeek - 1] as (typeof weekdayNames)[number]
