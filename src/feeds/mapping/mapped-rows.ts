import type { UnitsPer } from '../../domain/supply/packing.ts'
import { packingOf } from '../../parsing/packings.ts'
import type { Cell, OpenedFile, SheetRow } from '../files/sheet.ts'
import { type FieldSpec, type FieldType, kindFields } from './kind-fields.ts'
import type { FieldSource, Mapping } from './mapping.ts'
import { cellText, headerScore, isTotalRow, plainDigits, repeatsHeader } from './rows.ts'
import { plainFlag, plainNumber, readDateIn, serialDate } from './value-forms.ts'

/** Rows in the form of the contract, each with its line and with its cells as the sender has them. */
export type MappedSlice = {
  readonly rows: readonly (readonly string[])[]
  readonly lines: readonly number[]
  readonly originals: readonly (readonly string[])[]
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
    case 'column':
      return withSign(writtenAs(type, cells[source.at] ?? null, mapping), type, field)
    case 'sum':
      return plainDigits(source.of.reduce((sum, at) => sum + number(at), 0))
    case 'less':
      return plainDigits(Math.max(0, number(source.at) - number(source.less)))
  }
}

/** Writes a cell as a type is written in the contract; what is none stays as it is, and is rejected with its reason. */
const writtenAs = (type: FieldType, cell: Cell, { dateForm, decimal }: Mapping): string => {
  const text = cellText(cell)
  if (text === '' || (typeof cell === 'object' && cell?.kind === 'error')) return text
  switch (type) {
    case 'number':
      return typeof cell === 'number' ? text : (plainNumber(text, decimal)?.replace('%', '') ?? text)
    case 'percent':
      return typeof cell === 'number' ? text : percentOf(text, decimal)
    case 'date':
    case 'moment': {
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
  if (plain === null) return text
  return bare.length < text.length ? `${plain}x` : plain
}

/** An uplift below 100 % is on top of normal sales; of a higher one it is not known whether it is meant in all. */
const withSign = (text: string, type: FieldType, field: string): string =>
  type === 'percent' && field === 'uplift' && /^\d{1,2}(\.\d+)?%$/.test(text) ? `+${text}` : text

/** Reads the rows of a mapped file as a feed of the contract, without totals, blank rows and repeated headers. */
export async function* mappedRows(
  file: OpenedFile,
  mapping: Mapping,
  unitsPer: UnitsPer,
): AsyncGenerator<MappedSlice, void, void> {
  const write = rowWriter(mapping, unitsPer)
  const header = { names: mapping.header, line: mapping.headerLine }
  const width = mapping.header.length
  let isOver = false
  let hasRows = false
  for await (const { rows, bytes, totalBytes, fault } of file.read(mapping.sheet)) {
    const slice = { rows: [] as (readonly string[])[], lines: [] as number[], originals: [] as (readonly string[])[] }
    for (const row of rows) {
      if (row.line <= header.line || isTotalRow(row) || repeatsHeader(row, header)) continue
      isOver ||= hasRows && headerScore(row) >= 3
      if (isOver) break
      hasRows = true
      slice.rows.push(write(row))
      slice.lines.push(row.line)
      slice.originals.push(Array.from({ length: width }, (_, at) => cellText(row.cells[at])))
    }
    yield { ...slice, bytes, totalBytes, fault: isOver ? null : fault }
    if (isOver) return
  }
}

const shownRows = 3

/** Writes the first rows as they are read, under the columns of the contract. */
export const previewOf = (mapping: Mapping, rows: readonly SheetRow[]): readonly (readonly string[])[] => [
  mappedColumns(mapping),
  ...rows.slice(0, shownRows).map(rowWriter(mapping)),
]
