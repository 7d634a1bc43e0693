import { failed } from '../domain/result.ts'
import type { FeedBatch, FeedKind, FeedRows, HoldReason, RefusedRow } from '../store/feeds/feed-rows.ts'
import { type CsvSlice, csvRows } from './csv-read.ts'
import type { ReadOptions } from './feed.ts'
import type { Inspected } from './gates/quality-gates.ts'
import { type ImportReport, newTally, noteFault, noteProblem, reportOf, type Tally } from './import-report.ts'
import { type CellProblem, type RowReader, rowReader } from './row-reader.ts'

/** Receives a bad row that is left out, with the cells as they are in the file, so that it can be mended. */
export type SkipBadRow = (
  line: number,
  cells: readonly string[],
  problems: readonly CellProblem[],
  header: readonly string[],
) => void | Promise<void>

/** Rows that were read otherwise than from the bytes of a CSV file, the first one the header of the contract's columns. */
export type RowSource = {
  readonly slices: () => AsyncGenerator<CsvSlice, void, void>
  /** The header as the sender has it, under which rejected rows go back. */
  readonly header: readonly string[]
  /** Names a column of the contract as the sender knows it. */
  readonly nameOf: (column: string) => string
}

/** One file to import: `open` begins the store's batch; times with an offset are converted to `timeZone`. */
export type ImportRequest<K extends FeedKind> = {
  readonly kind: K
  readonly source: AsyncIterable<Uint8Array> | RowSource
  readonly open: () => Promise<FeedBatch<K>>
  readonly timeZone: string
  /** The zone of a location, where it has one of its own. */
  readonly zoneOf?: ((location: string) => string | undefined) | undefined
  /** The last day on which stock of a location can have been counted; any day without it. */
  readonly lastDay?: ReadOptions['lastDay']
  /** How many units a case or a pallet of an item has; none is known without it. */
  readonly unitsPer?: ReadOptions['unitsPer']
  /** Says why a batch should not count before somebody has looked at it; without, every batch counts. */
  readonly holdReasons?: ((inspected: Inspected) => readonly HoldReason[]) | undefined
  /** A file without rows is meant to be empty. */
  readonly acceptEmpty?: boolean | undefined
  /** Where given, good rows are imported although there are bad ones, and the bad ones are handed to it. */
  readonly skipBadRows?: SkipBadRow | undefined
  /** Called after each slice with the rows and bytes that were read so far. */
  readonly progress?: ((rows: number, bytes: number) => void) | undefined
}

/** Tells whether a row has no content; spreadsheets leave rows of nothing but commas. */
const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '')

/** The rows of one slice: `good` ones to stage, with their `places` in the slice; `bad` ones by their place. */
type Sorted<K extends FeedKind> = {
  readonly good: FeedRows[K][]
  readonly places: number[]
  readonly bad: Map<number, readonly CellProblem[]>
}

const sortRows = <K extends FeedKind>(slice: CsvSlice, reader: RowReader<K>): Sorted<K> => {
  const sorted: Sorted<K> = { good: [], places: [], bad: new Map() }
  for (const [place, cells] of slice.rows.entries()) {
    const unread = slice.problems?.get(place)
    const result = unread === undefined ? reader.read(cells) : failed(unread)
    if (result.ok) {
      sorted.good.push(result.value)
      sorted.places.push(place)
    } else if (!isBlank(cells)) {
      sorted.bad.set(place, result.error)
    }
  }
  return sorted
}

/** Stages the good rows; one that repeats an earlier key becomes a bad one. */
const stageRows = async <K extends FeedKind>(
  batch: FeedBatch<K>,
  slice: CsvSlice,
  reader: RowReader<K>,
  sorted: Sorted<K>,
  tally: Tally,
): Promise<void> => {
  if (sorted.good.length === 0) return
  const lines = sorted.places.map((place) => slice.lines[place] as number)
  const outcomes = await batch.stage(sorted.good, lines)
  for (const [at, outcome] of outcomes.entries()) {
    if (outcome === 'held') continue
    if (outcome !== 'repeated' && outcome !== 'nested') {
      tally[outcome]++
      continue
    }
    const place = sorted.places[at] as number
    sorted.bad.set(place, [reader[outcome](slice.rows[place] as readonly string[])])
  }
}

/** Counts the bad rows of a slice from top to bottom, and passes them to `skipBadRow` where it is given. */
const rejectRows = async (
  bad: ReadonlyMap<number, readonly CellProblem[]>,
  slice: CsvSlice,
  { header, source }: { readonly header: readonly string[]; readonly source: ImportRequest<FeedKind>['source'] },
  tally: Tally,
  skipBadRow: SkipBadRow | undefined,
): Promise<void> => {
  const own = isRows(source) ? source : null
  for (const [place, found] of [...bad].sort(([one], [other]) => one - other)) {
    const line = slice.lines[place] as number
    const problems = own === null ? found : found.map((one) => ({ ...one, column: own.nameOf(one.column) }))
    const cells = (slice.originals ?? slice.rows)[place] as readonly string[]
    tally.rejected++
    noteProblem(tally, line, problems)
    await skipBadRow?.(line, cells, problems, own?.header ?? header)
  }
}

/** Tells what bad rows are about, so that what was known of it before does not go on in silence. */
const refusedRows = <K extends FeedKind>(
  bad: Sorted<K>['bad'],
  slice: CsvSlice,
  reader: RowReader<K>,
): readonly RefusedRow[] =>
  [...bad].flatMap(([place, problems]) => {
    const about = reader.about(slice.rows[place] as readonly string[])
    const reason = problems.map(({ column, reason: why }) => `${column} ${why}`.trim()).join('; ')
    return about === null ? [] : { ...about, reason }
  })

/** Stages the rows under a readable header and publishes or discards them. */
const importRows = async <K extends FeedKind>(
  request: ImportRequest<K>,
  first: CsvSlice,
  rest: AsyncGenerator<CsvSlice>,
  reader: RowReader<K>,
  tally: Tally,
): Promise<ImportReport> => {
  const batch = await request.open()
  try {
    const [header = []] = first.rows
    let slice: CsvSlice | undefined = { ...first, rows: first.rows.slice(1), lines: first.lines.slice(1) }
    while (slice !== undefined) {
      const sorted = sortRows(slice, reader)
      tally.rows += sorted.good.length + sorted.bad.size
      if (request.skipBadRows) await batch.refuse(refusedRows(sorted.bad, slice, reader))
      // The slice with the first bad row is still staged, so that keys it repeats are named together with it.
      if (tally.rejected === 0 || request.skipBadRows) await stageRows(batch, slice, reader, sorted, tally)
      await rejectRows(sorted.bad, slice, { header, source: request.source }, tally, request.skipBadRows)
      if (slice.fault !== null) noteFault(tally, 'file', { column: '', value: null, ...slice.fault })
      request.progress?.(tally.rows, slice.bytes)
      const next: IteratorResult<CsvSlice, unknown> = await rest.next()
      slice = next.done ? undefined : next.value
    }
    if (tally.rows === 0 && tally.fault === null && !request.acceptEmpty)
      noteFault(tally, 'empty', { line: 1, column: '', value: null, reason: 'has a header but no rows' })
    const refused = tally.fault !== null || (tally.rejected > 0 && !request.skipBadRows)
    if (refused) {
      await batch.discard()
      return reportOf(request.kind, tally, reader, null)
    }
    const inspection = await batch.inspect()
    const settled = reportOf(request.kind, tally, reader, { ...inspection, marked: 0 })
    const reasons = request.holdReasons?.({ report: settled, inspection }) ?? []
    const published = reasons.length > 0 ? await batch.hold(reasons) : await batch.publish()
    return { ...reportOf(request.kind, tally, reader, published), batch: batch.id, ...heldFor(reasons) }
  } catch (error) {
    // Staged rows stay invisible even if this fails too; the first error is the one to report.
    await batch.discard().catch(() => {})
    throw error
  }
}

const heldFor = (reasons: readonly HoldReason[]) =>
  reasons.length === 0 ? {} : { outcome: 'held' as const, holdReasons: reasons }

const isRows = (source: ImportRequest<FeedKind>['source']): source is RowSource => 'slices' in source

/**
 * Imports one CSV file into the store: all of it, or nothing and a report of what is wrong; with `skipBadRows` all good
 * rows, unless the header or the text of the file cannot be read.
 *
 * A refused file is read to its end, so that all bad rows are counted; rows are staged only up to the slice with the
 * first bad one. What the source or the store throws is thrown on, and nothing is imported.
 */
export const importFeed = async <K extends FeedKind>(request: ImportRequest<K>): Promise<ImportReport> => {
  const tally = newTally()
  const { source } = request
  const slices = isRows(source) ? source.slices() : csvRows(source)
  try {
    const first = (await slices.next()).value as CsvSlice
    const [header = []] = first.rows
    if (first.rows.length === 0 && first.fault !== null) {
      noteFault(tally, 'file', { column: '', value: null, ...first.fault })
      return reportOf(request.kind, tally, null, null)
    }
    const reader = rowReader(request.kind, header, request)
    if (!reader.ok) {
      noteFault(tally, 'header', { line: first.lines[0] ?? 1, ...reader.error })
      return reportOf(request.kind, tally, null, null)
    }
    return await importRows(request, first, slices, reader.value, tally)
  } finally {
    await slices.return()
  }
}
