import type { Cell, OpenedFile, SheetRow } from '../files/sheet.ts'
import { cellText, findHeader, type Header, isTotalRow, type PlaceOf, repeatsHeader, surelyHeads } from './rows.ts'
import { dateEvidence, numberEvidence, serialDate } from './value-forms.ts'
import { periodEvidence } from './wide/period-words.ts'

/** What the values of a column are like, over the whole sheet. */
export type ColumnProfile = {
  readonly name: string
  filled: number
  numbers: number
  dates: number
  /** Numbers by which spreadsheets count days. */
  serials: number
  dmy: number
  mdy: number
  /** A date that can be read in two ways. */
  eitherDate: string | null
  /** Weeks, months and spans of days. */
  periods: number
  /** A week, month or span that does not say its year. */
  yearless: string | null
  comma: number
  point: number
  /** A number that can be read in two ways. */
  eitherNumber: string | null
  /** The last date of those that can be read in one way alone, as a text that compares. */
  readonly distinct: Set<string>
}

/** What a sheet is like: its header, its columns and some of its rows. */
export type SheetProfile = {
  readonly sheet: number
  readonly name: string
  readonly header: Header
  readonly columns: readonly ColumnProfile[]
  /** The texts above the header. */
  readonly titles: readonly string[]
  readonly first: readonly SheetRow[]
  rows: number
  readonly totals: number[]
  /** The line on which another table begins; null where there is none. */
  readonly secondTable: number | null
}

const buffered = 60
const mostDistinct = 300
const shownRows = 5

/** Looks through a sheet once; null where it has no header. */
export const profileSheet = async (file: OpenedFile, sheet: number, placeOf: PlaceOf): Promise<SheetProfile | null> => {
  const waiting: SheetRow[] = []
  let state: Mutable | null = null
  const begin = () => {
    const header = findHeader(waiting, placeOf)
    if (header === null) return null
    const begun = openProfile(file, sheet, header, waiting)
    for (const row of waiting) take(begun, row)
    return begun
  }
  for await (const { rows } of file.read(sheet))
    for (const row of rows) {
      if (state === null) {
        waiting.push(row)
        if (waiting.length < buffered) continue
        state = begin()
        if (state === null) return null
      } else if (!take(state, row)) return state
    }
  return state ?? begin()
}

/** Makes the profile of a column of which nothing is seen yet. */
export const newColumn = (name: string): ColumnProfile => ({
  name,
  ...{ filled: 0, numbers: 0, dates: 0, serials: 0, dmy: 0, mdy: 0, eitherDate: null, periods: 0, yearless: null },
  ...{ comma: 0, point: 0, eitherNumber: null, distinct: new Set<string>() },
})

type Mutable = { -readonly [K in keyof SheetProfile]: SheetProfile[K] } & { first: SheetRow[]; totals: number[] }

const openProfile = (file: OpenedFile, sheet: number, header: Header, rows: readonly SheetRow[]): Mutable => ({
  sheet,
  name: file.sheets[sheet]?.name ?? '',
  header,
  columns: header.names.map(newColumn),
  titles: rows
    .filter(({ line }) => line < header.line)
    .flatMap(({ cells }) => cells.map(cellText).filter((text) => text !== '')),
  first: [],
  rows: 0,
  totals: [],
  secondTable: null,
})

/** Takes a row in; answers false where another table begins. */
const take = (state: Mutable, row: SheetRow): boolean => {
  if (row.line <= state.header.line || state.secondTable !== null) return state.secondTable === null
  if (isTotalRow(row)) {
    state.totals.push(row.line)
    return true
  }
  if (repeatsHeader(row, state.header)) return true
  if (state.rows > 0 && surelyHeads(row) >= 2) {
    state.secondTable = row.line
    return false
  }
  state.rows++
  if (state.first.length < shownRows) state.first.push(row)
  for (const [at, column] of state.columns.entries()) look(column, row.cells[at] ?? null)
  return true
}

const look = (column: ColumnProfile, cell: Cell) => {
  if (cell === null) return
  column.filled++
  if (column.distinct.size < mostDistinct) column.distinct.add(cellText(cell))
  if (typeof cell === 'number') {
    column.numbers++
    if (serialDate(cell) !== null) column.serials++
  } else if (typeof cell === 'object') {
    if (cell.kind === 'date') column.dates++
  } else if (typeof cell === 'string') lookAtText(column, cell)
}

const lookAtText = (column: ColumnProfile, text: string) => {
  const number = numberEvidence(text)
  if (number !== null) {
    column.numbers++
    if (number === 'comma') column.comma++
    else if (number === 'point') column.point++
    else if (number === 'either') column.eitherNumber ??= text.trim()
    else if (/^\d{5}$/.test(text.trim()) && serialDate(Number(text)) !== null) column.serials++
  }
  const date = dateEvidence(text)
  if (date === null && number === null) lookAtPeriod(column, text)
  if (date === null) return
  column.dates++
  if (date === 'dmy') column.dmy++
  else if (date === 'mdy') column.mdy++
  else if (date === 'either') column.eitherDate ??= text.trim()
}

const lookAtPeriod = (column: ColumnProfile, text: string) => {
  const period = periodEvidence(text)
  if (period === null) return
  column.periods++
  if (period === 'no year') column.yearless ??= text.trim()
}
