import { setImmediate as nextTurn } from 'node:timers/promises'
import { CsvError, Parser } from 'csv-parse'
import { type CsvFault, textPieces } from './text-pieces.ts'

/** Rows of a file in its order, each with the physical line it begins on; empty lines are left out. */
export type CsvSlice = {
  readonly rows: readonly (readonly string[])[]
  readonly lines: readonly number[]
  /** Bytes of the source read so far. */
  readonly bytes: number
  /** Why nothing after this slice can be read; null if the file goes on or has ended well. */
  readonly fault: CsvFault | null
}

const SLICE_ROWS = 2_000
const SLICE_BYTES = 4 * 1024 * 1024
const MAX_ROW_BYTES = 1024 * 1024

const reasons = new Map<string, string>([
  ['CSV_QUOTE_NOT_CLOSED', 'opens a quote that is never closed'],
  ['CSV_INVALID_CLOSING_QUOTE', 'has text after a closing quote; write a quote that belongs to the text twice'],
  [
    'INVALID_OPENING_QUOTE',
    'has a quote inside an unquoted cell; put the cell in quotes and write the inner one twice',
  ],
])
const tooLong = 'is longer than 1 MB; perhaps a quote was never closed'

const lineBreak = /\r\n|\r|\n/g

/** Counts the line breaks inside the cells of one row. */
const breaksIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.match(lineBreak)?.length ?? 0), 0)

/** Opens a csv-parse stream that collects the rows of what is written to it, with the line of each. */
const openParser = () => {
  const gathered = { rows: [] as string[][], lines: [] as number[], bytesSinceRow: 0 }
  let error: Error | null = null
  let line = 0
  let parserLine = 0
  let emptyLines = 0
  const add = (cells: string[], info: { readonly lines: number; readonly empty_lines: number }): null => {
    const empty = info.empty_lines - emptyLines
    // The parser counts CRLF inside quotes twice, so its count only tells that a row has more than one line.
    const breaks = info.lines - parserLine - empty === 1 ? 0 : breaksIn(cells)
    gathered.rows.push(cells)
    gathered.lines.push(line + empty + 1)
    gathered.bytesSinceRow = 0
    line += empty + 1 + breaks
    parserLine = info.lines
    emptyLines = info.empty_lines
    return null
  }
  const parser = new Parser({
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    on_record: add,
  })
  parser.on('error', (cause) => {
    error = cause
  })
  parser.resume()

  const fault = (): CsvFault | null => {
    const here = line + (parser.info.empty_lines - emptyLines) + 1
    if (error instanceof CsvError) return { line: here, reason: reasons.get(error.code) ?? 'is not valid CSV' }
    if (error !== null) throw error
    return gathered.bytesSinceRow > MAX_ROW_BYTES ? { line: here, reason: tooLong } : null
  }
  const write = async (bytes: Buffer): Promise<CsvFault | null> => {
    gathered.bytesSinceRow += bytes.length
    if (bytes.length > 0) {
      const failure = await new Promise<Error | null>((done) => parser.write(bytes, (cause) => done(cause ?? null)))
      error ??= failure
    }
    return fault()
  }
  const end = async (): Promise<CsvFault | null> => {
    await new Promise<void>((done) => parser.once('close', done).end())
    return fault()
  }
  return { gathered, write, end, [Symbol.dispose]: () => parser.destroy() }
}

/**
 * Reads RFC 4180 text in slices of at most 2,000 rows, with CRLF, LF and CR line ends in any mixture and with or
 * without a BOM; other tasks get their turn every 64 KiB.
 *
 * What breaks the text itself (not UTF-8, a zero byte, an open quote, a row above 1 MB) is the fault of the last slice;
 * errors of the source are thrown.
 */
export async function* csvRows(source: AsyncIterable<Uint8Array>): AsyncGenerator<CsvSlice, void, void> {
  using parser = openParser()
  const { gathered } = parser
  let bytes = 0
  let gatheredBytes = 0
  const take = (count: number, fault: CsvFault | null): CsvSlice => {
    gatheredBytes = 0
    return { rows: gathered.rows.splice(0, count), lines: gathered.lines.splice(0, count), bytes, fault }
  }
  for await (const piece of textPieces(source)) {
    const fault = (await parser.write(piece.bytes)) ?? piece.fault
    // The lines before what is not text are whole, and the parser holds back the end of the last one.
    if (fault !== null && fault === piece.fault && piece.bytes.length > 0) await parser.end()
    bytes = piece.read
    gatheredBytes += piece.bytes.length
    while (gathered.rows.length > SLICE_ROWS) yield take(SLICE_ROWS, null)
    if (fault !== null) return yield take(SLICE_ROWS, fault)
    if (gatheredBytes > SLICE_BYTES && gathered.rows.length > 0) yield take(SLICE_ROWS, null)
    await nextTurn()
  }
  const fault = await parser.end()
  while (gathered.rows.length > SLICE_ROWS) yield take(SLICE_ROWS, null)
  yield take(SLICE_ROWS, fault)
}
