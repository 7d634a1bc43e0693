/** One line of the table; `limit` is what the ratio or figure must stay under. */
export type Figure = {
  readonly name: string
  readonly figures: Readonly<Record<string, number | string>>
}

/** Gives the value below which a share of the list lies. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number
}

/** Times a piece of work in milliseconds. */
export const timed = async (work: () => unknown): Promise<number> => {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Rounds for reading. */
export const round = (value: number, digits = 2): number => Number(value.toFixed(digits))

/** Prints figures as lines of a table. */
export const print = (figures: readonly Figure[]): void => {
  for (const { name, figures: values } of figures)
    console.log(
      name.padEnd(22),
      Object.entries(values)
        .map(([key, value]) => `${key} ${value}`)
        .join('   '),
    )
}

/** Prints all figures as one JSON object, which is the last line. */
export const printLast = (figures: readonly Figure[]): void =>
  console.log(JSON.stringify(Object.fromEntries(figures.map(({ name, figures: values }) => [name, values]))))
