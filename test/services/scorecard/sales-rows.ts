/** A row of the sales feed. */
export type SalesRow = {
  readonly date: string
  readonly sku: string
  readonly location: string
  readonly units: number
  readonly stockout: number
}

/** Writes rows of sales as CSV. */
export const salesCsv = (rows: readonly SalesRow[]): string =>
  `date,sku,location,units,stockout\n${rows.map((row) => [row.date, row.sku, row.location, row.units, row.stockout].join()).join('\n')}\n`

/** Lists the ISO dates from one to another. */
export const daysBetween = (from: string, to: string): readonly string[] => {
  const dates: string[] = []
  for (let day = Temporal.PlainDate.from(from); Temporal.PlainDate.compare(day, to) <= 0; day = day.add({ days: 1 }))
    dates.push(day.toString())
  return dates
}
