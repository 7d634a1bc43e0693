import type { UnitsPer } from '../../domain/supply/packing.ts'
import { packingOf } from '../../parsing/packings.ts'
import type { Cell, OpenedFile, SheetRow } from '../files/sheet.ts'
import type { CellProblem } from '../row-reader.ts'
import { bareHeader } from './header-words.ts'
import { type FieldSpec, type FieldType, kindFields } from './kind-fields.ts'
import type { FieldSource, Mapping } from './mapping.ts'
import { cellText, isTotalRow, plainDigits, repeatsHeader, surelyHeads } from './rows.ts'
import { plainFlag, plainNumber, readDateIn, serialDate } from './value-forms.ts'
import { inContractWords } from './value-words.ts'
import { daysOfPeriod, periodIn } from './wide/period-words.ts'
import { unpivoter } from './wide/unpivot.ts'
import { sheetWidth } from './wide/wide-table.ts'

/** Rows in the form of the contract, each with its line and with its cells as the sender has them. */
export type MappedSlice = {
  readonly rows: readonly (readonly string[])[]
  readonly lines: readonly number[]
  readonly originals: readonly (readonly string[])[]
  /** What fits no form of the file, by the place of the row; it is not read in another one. */
  readonly problems: ReadonlyMap<number, readonly CellProblem[]>
  readonly bytes: number
  readonly totalBytes: number
  readonly fault: { readonly line: number; readonly reason: string } | null
}

const unitFields: ReadonlySet<string> = new Set([
  'on_hand',
  'allocated',
  'unusable',
  'safety_stock',
  'quantity',
  'units',
  'extra',
])

/** The columns of the contract that a mapping fills, in their order. */
export const mappedColumns = (mapping: Mapping): readonly string[] => [
  ...(makesIds(mapping) ? ['promotion_id'] : []),
  ...kindFields[mapping.kind].map(({ field }) => field).filter((field) => mapping.fields[field] !== undefined),
]

/** A marketing plan without ids: each promotion goes by its name and first day. */
const makesIds = ({ kind, fields }: Mapping): boolean => kind === 'promotions' && fields.promotion_id === undefined

const idOf = (name: string, start: string): string =>
  `${name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')}-${start}`

/** Makes the function that writes a row of a sheet in the form of the contract. */
const rowWriter = (mapping: Mapping, unitsPer: UnitsPer = () => null) => {
  const specs = kindFields[mapping.kind].filter(({ field }) => mapping.fields[field] !== undefined)
  const placeOf = (of: string) => specs.findIndex(({ field }) => field === of)
  const [skuAt, nameAt, startAt] = [placeOf('sku'), placeOf('name'), placeOf('start')]
  const isMade = makesIds(mapping)
  const withId = (values: readonly string[]) =>
    isMade ? [idOf(values[nameAt] ?? '', values[startAt] ?? ''), ...values] : values
  return ({ cells }: SheetRow): readonly string[] => {
    const values = specs.map(({ field, type }) =>
      fieldValue(mapping.fields[field] as FieldSource, { field, type }, cells, mapping),
    )
    const unit = mapping.unitAt === null ? '' : cellText(cells[mapping.unitAt])
    const packing = packingOf(unit)
    if (packing === 'each') return withId(values)
    const each = packing === null ? null : unitsPer(values[skuAt] ?? '', packing)
    const counted = values.map((value, at) => {
      if (!unitFields.has((specs[at] as (typeof specs)[number]).field) || value === '') return value
      return each === null ? `${value} ${unit}` : plainDigits(Number(value) * each)
    })
    return withId(counted)
  }
}

const fieldValue = (
  source: FieldSource,
  { field, type }: Pick<FieldSpec, 'field' | 'type'>,
  cells: readonly Cell[],
  mapping: Mapping,
): string => {
  const number = (at: number) => {
    const text = writtenAs('number', cells[at] ?? null, mapping)
    return text === '' ? 0 : Number(text)
  }
  switch (source.kind) {
    case 'value':
      return source.value
    case 'period':
      return partOf(cellText(cells[source.at]), source.part, mapping)
    case 'column': {
      const cell = cells[source.at] ?? null
      const header = bareHeader(`${mapping.header[source.at]}`.replaceAll(/[()[\]]/g, ' '))
      const text = inContractWords(mapping.kind, field, writtenAs(type, cell, mapping))
      if (type === 'code') return codeIn(text)
      if (type === 'date' && isWeekEnding(header)) return sixDaysBefore(text)
      if (type === 'date') return partOf(text, field === 'end' ? 'end' : 'start', mapping)
      return inItsMeaning(text, { field, type }, header, cell)
    }
    case 'sum':
      return plainDigits(source.of.reduce((sum, at) => sum + number(at), 0))
    case 'less':
      return plainDigits(Math.max(0, number(source.at) - number(source.less)))
  }
}

const partOf = (text: string, part: 'start' | 'end' | 'days', { year }: Mapping): string => {
  const period = periodIn(text, year ?? null)
  if (period === null) return part === 'days' ? '' : text
  return part === 'days' ? String(daysOfPeriod(period)) : period[part]
}

/** A moment with its zone is written as the contract writes it. */
const zoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/

/** Some systems write the code of an item before its name, `[A-1] Desk`. */
const codeIn = (text: string): string => /^\[([^\]]{1,40})\]\s/.exec(text)?.[1]?.trim() ?? text

const isWeekEnding = (header: string): boolean =>
  /\bweek end(ing|s)?\b|\bw e\b|semaine finissant|woche bis/.test(header)

/** A week that is named by its last day begins six days before. */
const sixDaysBefore = (text: string): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text).subtract({ days: 6 }).toString() : text

/** Writes a cell as a type is written in the contract; what is none stays as it is, and is rejected with its reason. */
const writtenAs = (type: FieldType, cell: Cell, { dateForm, decimal }: Mapping): string => {
  const text = cellText(cell)
  if (text === '' || (typeof cell === 'object' && cell?.kind === 'error')) return text
  switch (type) {
    case 'number':
      return typeof cell === 'number'
        ? text
        : (plainNumber(text, decimal)?.replace('%', '') ?? refused(text, otherForm(decimal)))
    case 'percent':
      return typeof cell === 'number' ? text : percentOf(text, decimal)
    case 'date':
    case 'moment': {
      if (type === 'moment' && zoned.test(text)) return text
      if (typeof cell === 'number' || /^\d{5}$/.test(text)) return serialDate(Number(text)) ?? text
      const date = typeof cell === 'object' && cell?.kind === 'date' ? cell : readDateIn(text, dateForm)
      if (date === null) return text
      return type === 'date' || date.minute === null ? date.on : cellText({ kind: 'date', ...date })
    }
    case 'flag':
      return plainFlag(text) ?? text
    default:
      return text
  }
}

const percentOf = (text: string, decimal: '.' | ','): string => {
  const bare = text.replace(/\s*x$/i, '')
  const plain = plainNumber(bare, decimal)
  if (plain === null) return refused(text, otherForm(decimal))
  return bare.length < text.length ? `${plain}x` : plain
}

const weeks = /\b(weeks?|wks?|wochen?|semaines?|semanas?|settimane|weken)\b/
const months = /\b(months?|monate?n?|mois|mes(es)?|mesi|maanden)\b/
const percents = /%|\b(percent|pct|prozent|pourcent|porcentaje|percentuale|procent)\b/

/** Reads a number by the name of its column: weeks are days, and per cent is said where only the header has the sign. */
const inItsMeaning = (
  text: string,
  { field, type }: Pick<FieldSpec, 'field' | 'type'>,
  header: string,
  cell: Cell,
): string => {
  const value = Number(text)
  if (text === '' || text.startsWith(mark)) return text
  if (field.endsWith('_days') && months.test(header)) return refused(text, 'is in months; give it in days')
  if (field.endsWith('_days') && weeks.test(header) && Number.isFinite(value)) return plainDigits(value * 7)
  if (type !== 'percent') return text
  if (field === 'discount' && /^-\d/.test(text)) return inItsMeaning(text.slice(1), { field, type }, header, cell)
  if (/^\d{1,2}(\.\d+)?%$/.test(text)) return field === 'uplift' ? `+${text}` : text
  if (!Number.isFinite(value) || /^[+-]/.test(text) || value === 0) return text
  if (percents.test(header)) return percentIn(field, value, typeof cell === 'number')
  return field === 'uplift' && value < 1
    ? refused(text, `can be +${plainDigits(value * 100)}% or ${text}x; which one?`)
    : text
}

/** Reads a number under a header with the sign for per cent; a workbook keeps 60 % as 0.6, a text does not. */
const percentIn = (field: string, value: number, isOfWorkbook: boolean): string => {
  const sign = field === 'uplift' ? '+' : ''
  const hundredfold = Number((value * 100).toFixed(6))
  if (isOfWorkbook && value <= 1) return `${sign}${plainDigits(hundredfold)}%`
  if (value >= 10) return `${sign}${plainDigits(value)}%`
  return refused(
    plainDigits(value),
    `can be ${plainDigits(value)}% or ${plainDigits(hundredfold)}%; write it with the sign`,
  )
}

/** A value that must not be read as it stands, with the reason. */
const mark = '\u0000'
const refused = (text: string, reason: string): string =>
  /^[+-]?[\d.]/.test(text) ? `${mark}${reason}${mark}${text}` : text

const otherForm = (decimal: '.' | ','): string =>
  `is not a number where "${decimal}" begins the decimals, as in the rest of the file`

/** Takes the marks off a row, and says what they meant. */
const unmarked = (
  values: readonly string[],
  columns: readonly string[],
): { readonly values: readonly string[]; readonly problems: readonly CellProblem[] } => {
  if (!values.some((value) => value.startsWith(mark))) return { values, problems: [] }
  const problems: CellProblem[] = []
  const plain = values.map((value, at) => {
    if (!value.startsWith(mark)) return value
    const [, reason = '', text = ''] = value.split(mark)
    problems.push({ column: columns[at] ?? '', value: text, reason })
    return text
  })
  return { values: plain, problems }
}

const mostRows = 4_000

const emptySlice = () => ({
  rows: [] as (readonly string[])[],
  lines: [] as number[],
  originals: [] as (readonly string[])[],
  problems: new Map<number, readonly CellProblem[]>(),
})

/** Reads the rows of a mapped file as a feed of the contract, without totals, blank rows and repeated headers. */
export async function* mappedRows(
  file: OpenedFile,
  mapping: Mapping,
  unitsPer: UnitsPer,
): AsyncGenerator<MappedSlice, void, void> {
  const write = rowWriter(mapping, unitsPer)
  const header = { names: mapping.header.slice(0, sheetWidth(mapping)), line: mapping.headerLine }
  const width = sheetWidth(mapping)
  const unpivot = unpivoter(mapping)
  const columns = mappedColumns(mapping)
  let isOver = false
  let hasRows = false
  for await (const { rows, bytes, totalBytes, fault } of file.read(mapping.sheet)) {
    let slice = emptySlice()
    for (const row of rows) {
      if (row.line <= header.line || isTotalRow(row) || repeatsHeader(row, header)) continue
      isOver ||= hasRows && surelyHeads(row) >= 2
      if (isOver) break
      hasRows = true
      const original = Array.from({ length: width }, (_, at) => cellText(row.cells[at]))
      for (const part of unpivot(row)) {
        const { values, problems } = unmarked(write(part), columns)
        if (problems.length > 0) slice.problems.set(slice.rows.length, problems)
        slice.rows.push(values)
        slice.lines.push(row.line)
        slice.originals.push(original)
      }
      // The rows of a wide table become many more than were read at once.
      if (slice.rows.length < mostRows) continue
      yield { ...slice, bytes, totalBytes, fault: null }
      slice = emptySlice()
    }
    yield { ...slice, bytes, totalBytes, fault: isOver ? null : fault }
    if (isOver) return
  }
}

const shownRows = 3

/** Writes the first rows as they are read, under the columns of the contract. */
export const previewOf = (mapping: Mapping, rows: readonly SheetRow[]): readonly (readonly string[])[] => [
  mappedColumns(mapping),
  ...rows
    .flatMap(unpivoter(mapping))
    .slice(0, shownRows)
    .map((row) => unmarked(rowWriter(mapping)(row), []).values),
]
