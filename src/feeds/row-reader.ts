import { type Failed, failed, ok, type Result } from '../domain/result.ts'
import { count } from '../parsing/numbers.ts'
import type { FeedKind, FeedRows, RefusedRow } from '../store/feeds/feed-rows.ts'
import { code } from './code.ts'
import { costs, demandPlan, promotions, sales } from './demand-kinds.ts'
import type { Feed, ReadAs, ReadOptions } from './feed.ts'
import { holidays, inbound, inventory, items, kits, leadTimes, locations } from './supply-kinds.ts'
import { hasUnits, inEaches, unitColumn } from './unit-column.ts'

/** The eleven feeds by kind; times with an offset are read in the zone of the options. */
export const feeds: { readonly [K in FeedKind]: (options: ReadOptions) => Feed<K> } = {
  items,
  locations,
  inventory,
  kits,
  inbound,
  'lead-times': leadTimes,
  holidays,
  sales,
  'demand-plan': demandPlan,
  promotions,
  costs,
}

/** The columns that a kind knows. */
export const columnsOf = (kind: FeedKind): ReadonlySet<string> =>
  new Set((feeds[kind] as (options: ReadOptions) => Feed<FeedKind>)({ timeZone: 'UTC' }).columns.values())

/** What is wrong with one cell; `column` is empty and `value` null where the fault is not one cell's. */
export type CellProblem = { readonly column: string; readonly value: string | null; readonly reason: string }

/** Reads the rows under one header. */
export type RowReader<K extends FeedKind> = {
  /** Reads one row of cells; fails with every problem in it. */
  readonly read: (cells: readonly string[]) => Result<FeedRows[K], readonly CellProblem[]>
  /** The problem of a row that makes a kit of kits. */
  readonly nested: (cells: readonly string[]) => CellProblem
  /** The problem of a row whose key an earlier row of the file has with other values. */
  readonly repeated: (cells: readonly string[]) => CellProblem
  /** What a bad row is about, where its key can be read and the store marks it; else null. */
  readonly about: (cells: readonly string[]) => Omit<RefusedRow, 'reason'> | null
  /** What was not taken as it stands in the rows that were read, and in how many of them. */
  readonly readAs: () => readonly (ReadAs & { readonly rows: number })[]
  /** Header names that the feed does not know, in the order of the file. */
  readonly ignoredColumns: readonly string[]
}

const MAX_COLUMNS = 60

const fault = (column: string, reason: string): Failed<CellProblem> => failed({ column, value: null, reason })

/** Says which columns a feed's header needs and which it may have. */
const columnList = (feed: Pick<Feed<FeedKind>, 'columns' | 'required'>): string => {
  const others = [...feed.columns.values()].filter((column) => !feed.required.includes(column))
  const optional = others.length === 0 ? '' : ` and may have ${others.join(', ')}`
  return `the header needs ${feed.required.join(', ')}${optional}`
}

/** Finds the place in the row of every column that the feed knows; fails with what is wrong with the header. */
const columnPlaces = (
  names: readonly string[],
  feed: Pick<Feed<FeedKind>, 'columns' | 'required'>,
): Result<ReadonlyMap<string, number>, CellProblem> => {
  if (names.every((name) => name === '')) return fault('', `is empty; ${columnList(feed)}`)
  if (names.length > MAX_COLUMNS) return fault('', `has ${count(names.length)} columns; the limit is 60`)
  if (names.length === 1 && /[;\t]/.test(names[0] ?? '')) {
    return fault('', `does not separate its columns with commas; save the file as comma-separated "CSV UTF-8"`)
  }
  const known = new Set(feed.columns.values())
  const places = new Map<string, number>()
  for (const [place, name] of names.entries()) {
    if (!known.has(name)) continue
    if (places.has(name)) return fault(name, 'is in the header twice; keep one of them')
    places.set(name, place)
  }
  const missing = feed.required.filter((column) => !places.has(column))
  if (missing.length === 0) return ok(places)
  return fault(missing.join(', '), `${missing.length === 1 ? 'is' : 'are'} missing; ${columnList(feed)}`)
}

/**
 * Makes the reader of the rows under a header; fails with what is wrong with the header.
 *
 * Column names are compared trimmed and in small letters; they are looked up in maps and never become keys of an object.
 */
export const rowReader = <K extends FeedKind>(
  kind: K,
  header: readonly string[],
  options: ReadOptions,
): Result<RowReader<K>, CellProblem> => {
  const notes = readAsNotes()
  const feed: Feed<K> = feeds[kind]({ ...options, noteReadAs: notes.note })
  const names = header.map((name) => name.trim().toLowerCase())
  const found = columnPlaces(names, feed)
  if (!found.ok) return found
  const places = found.value
  const fields = [...feed.columns.keys()]
  const columns = [...feed.columns.values()]
  const placeOf = columns.map((column) => places.get(column) ?? -1)
  const isCounted = hasUnits(kind) && names.includes(unitColumn)
  const unitsPer = options.unitsPer ?? (() => null)
  const placeNamed = (column: string) => names.indexOf(column)
  // One array for all rows.
  const ordered = fields.map(() => '')

  const read: RowReader<K>['read'] = (cells) => {
    if (cells.length !== header.length) return failed([widthProblem(cells.length, header.length)])
    const inUnits = isCounted ? inEaches(kind, cells, placeNamed, unitsPer) : null
    if (inUnits?.ok === false) return inUnits
    const eaches = inUnits?.value ?? cells
    for (let at = 0; at < fields.length; at++) ordered[at] = eaches[placeOf[at] as number] ?? ''
    notes.begin()
    const good = feed.readGood(ordered)
    if (good !== null) {
      notes.keep()
      return ok(good)
    }
    const result = feed.schema.safeParse(Object.fromEntries(fields.map((field, at) => [field, ordered[at]])))
    if (result.success) throw new Error('A row is read in two ways')
    return failed(
      result.error.issues.map((issue) => {
        const at = fields.indexOf(String(issue.path[0]))
        return { column: columns[at] ?? '', value: cells[placeOf[at] ?? -1] ?? '', reason: issue.message }
      }),
    )
  }
  const codeIn = (cells: readonly string[], column: string): string | null => {
    const cell = cells[places.get(column) ?? -1]?.trim() ?? ''
    return cell !== '' && typeof code(cell) === 'string' ? cell : null
  }
  const about: RowReader<K>['about'] = (cells) => {
    if ((kind !== 'inventory' && kind !== 'inbound') || cells.length !== header.length) return null
    const [sku, location] = [codeIn(cells, 'sku'), codeIn(cells, 'location')]
    const orderId = kind === 'inbound' ? codeIn(cells, 'order_id') : ''
    return sku === null || location === null || orderId === null ? null : { sku, location, orderId }
  }
  // A column that may be absent tells rows apart only where it is there.
  const keyColumns = feed.key.filter((column) => column !== 'expires_on' || places.has(column))
  return ok({
    read,
    about,
    readAs: notes.all,
    nested: (cells) => ({
      column: 'component_sku',
      value: cells[places.get('component_sku') ?? -1]?.trim() ?? '',
      reason: 'makes a kit of kits; list what the inner kit is made of instead',
    }),
    repeated: (cells) => ({
      column: keyColumns.join(', '),
      value: keyColumns.map((column) => cells[places.get(column) ?? -1]?.trim() ?? '').join(', '),
      reason: 'the same key is earlier in this file with other values',
    }),
    ignoredColumns: header
      .filter((_, place) => !columns.includes(names[place] ?? '') && !(isCounted && names[place] === unitColumn))
      .map((name) => name.trim()),
  })
}

const widthProblem = (cells: number, columns: number): CellProblem => ({
  column: '',
  value: null,
  reason: `has ${count(cells)} ${cells === 1 ? 'cell' : 'cells'} where the header has ${columns}`,
})

/** Collects what is not taken as it stands; only rows that are read whole count. */
const readAsNotes = () => {
  const counted = new Map<string, ReadAs & { readonly rows: number }>()
  let ofRow: ReadAs[] = []
  return {
    begin: () => {
      if (ofRow.length > 0) ofRow = []
    },
    note: (note: ReadAs) => void ofRow.push(note),
    keep: () => {
      for (const note of ofRow) {
        const key = `${note.column} ${note.value}`
        counted.set(key, { ...note, rows: (counted.get(key)?.rows ?? 0) + 1 })
      }
    },
    all: () => [...counted.values()].sort((a, b) => b.rows - a.rows),
  }
}
