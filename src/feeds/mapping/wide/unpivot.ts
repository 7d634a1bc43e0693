import type { Cell, SheetRow } from '../../files/sheet.ts'
import type { Mapping } from '../mapping.ts'
import { daysOfPeriod } from './period-words.ts'
import { periodsOf } from './wide-periods.ts'
import { sheetWidth } from './wide-table.ts'

/** Makes the function that turns a row of a wide table into one row for each of its columns that is filled; any other row stays as it is. */
export const unpivoter = (mapping: Mapping): ((row: SheetRow) => readonly SheetRow[]) => {
  const { wide } = mapping
  if (wide === undefined) return (row) => [row]
  const width = sheetWidth(mapping)
  const heads = headsOf(mapping, wide)
  return ({ line, cells }) => {
    const own = Array.from({ length: width }, (_, at) => cells[at] ?? null)
    return wide.columns.flatMap(({ at }, i) => {
      const cell = cells[at] ?? null
      return cell === null || cell === ''
        ? []
        : [{ line, cells: [...own, heads[i]?.[0] ?? null, cell, heads[i]?.[1] ?? null] }]
    })
  }
}

/** What heads each column, as a cell, and its days; what cannot be read stays as it is, and is rejected. */
const headsOf = (
  { dateForm, year }: Mapping,
  wide: NonNullable<Mapping['wide']>,
): readonly (readonly [Cell, Cell])[] => {
  if (wide.of === 'locations') return wide.columns.map(({ value }) => [value, null])
  return periodsOf(wide, dateForm, year ?? null).map((period, i) =>
    period === null
      ? [wide.columns[i]?.value ?? null, null]
      : [{ kind: 'date', on: period.start, minute: null }, daysOfPeriod(period)],
  )
}
