import { setImmediate as nextTurn } from 'node:timers/promises'
import { CsvError, Parser } from 'csv-parse'
import type { CellProblem } from './row-reader.ts'
import { type CsvFault, textPieces } from './text-pieces.ts'

/** Rows of a file in its order, each with the physical line it begins on; empty lines are left out. */
export type CsvSlice = {
  readonly rows: readonly (readonly string[])[]
  readonly lines: readonly number[]
  /** The rows as their sender has them, where they were read as something else. */
  readonly originals?: readonly (readonly string[])[]
  /** What fits no form of the file, by the place of the row. */
  readonly problems?: ReadonlyMap<number, readonly CellProblem[]>
  /** Bytes of the source read so far. */
  readonly bytes: number
  /** Why nothing after this slice can be read; null if the file goes on or has ended well. */
  readonly fault: CsvFault | null
}

const SLICE_ROWS = 2_000
const SLICE_BYTES = 4 * 1024 * 1024
const MAX_ROW_BYTES = 1024 * 1024

const reasons = new Map<string, string>([
  ['CSV_QUOTE_NOT_CLOSED', 'has a quote that is never closed'],
  ['CSV_INVALID_CLOSING_QUOTE', 'has text after a closing quote; double a quote that is part of the text'],
  ['INVALID_OPENING_QUOTE', 'has a quote inside an unquoted cell; put the cell in quotes and double the inner quote'],
])
const tooLong = 'is longer than 1 MB; perhaps a quote was never closed'

const lineBreak = /\r\n|\r|\n/g

/** Counts the line breaks inside the cells of one row. */
const breaksIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.match(lineBreak)?.length ?? 0), 0)

/** Rows that were read and not handed on yet, each with its line; the lines read before what comes next; and the bytes since a row ended. */
type Gathered = { readonly rows: string[][]; readonly lines: number[]; line: number; bytesSinceRow: number }

/** Reads pieces of a file into what is gathered; each step says why nothing after it can be read. */
type Reader = Disposable & {
  readonly write: (bytes: Buffer) => Promise<CsvFault | null>
  readonly end: () => Promise<CsvFault | null>
}

const faultOf = ({ bytesSinceRow }: Gathered, line: number): CsvFault | null =>
  bytesSinceRow > MAX_ROW_BYTES ? { line, reason: tooLong } : null

/** Opens a csv-parse stream for the text from some line on. */
const openParser = (gathered: Gathered, isStart: boolean, separator: string): Reader => {
  let error: Error | null = null
  let parserLine = 0
  let emptyLines = 0
  const add = (cells: string[], info: { readonly lines: number; readonly empty_lines: number }): null => {
    const empty = info.empty_lines - emptyLines
    // The parser counts CRLF inside quotes twice, so its count only tells that a row has more than one line.
    const breaks = info.lines - parserLine - empty === 1 ? 0 : breaksIn(cells)
    gathered.rows.push(cells)
    gathered.lines.push(gathered.line + empty + 1)
    gathered.bytesSinceRow = 0
    gathered.line += empty + 1 + breaks
    parserLine = info.lines
    emptyLines = info.empty_lines
    return null
  }
  const parser = new Parser({
    bom: isStart,
    delimiter: separator,
    // Other programs than those of commas write quotes as they stand, such as inches.
    relax_quotes: separator !== ',',
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
    const here = gathered.line + (parser.info.empty_lines - emptyLines) + 1
    if (error instanceof CsvError) return { line: here, reason: reasons.get(error.code) ?? 'is not valid CSV' }
    if (error !== null) throw error
    return faultOf(gathered, here)
  }
  return {
    write: async (bytes) => {
      gathered.bytesSinceRow += bytes.length
      if (bytes.length > 0) {
        const failure = await new Promise<Error | null>((done) => parser.write(bytes, (cause) => done(cause ?? null)))
        error ??= failure
      }
      return fault()
    },
    end: async () => {
      await new Promise<void>((done) => parser.once('close', done).end())
      return fault()
    },
    [Symbol.dispose]: () => void parser.destroy(),
  }
}

const QUOTE = 34
const LF = 10
const CR = 13
const byteOrderMark = '\ufeff'

/**
 * Reads lines without a quote by cutting them at their separators, several times as fast as a parser, and leaves the rest of the
 * file to the parser from the first quote on.
 */
const openReader = (gathered: Gathered, separator: string): Reader => {
  let parser: Reader | null = null
  let begun: Buffer = Buffer.alloc(0)
  let isStart = true
  const addLine = (line: string) => {
    gathered.line++
    if (line === '') return
    gathered.rows.push(line.split(separator))
    gathered.lines.push(gathered.line)
    gathered.bytesSinceRow = 0
  }
  /** A line as it ends with LF, which carriage returns may cut into several. */
  const addLines = (text: string) => {
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text
    for (const line of whole.split('\r')) addLine(line)
  }
  const cut = (bytes: Buffer) => {
    const hasReturns = bytes.includes(CR)
    let from = 0
    const upTo = (end: number) => {
      const text = bytes.toString('utf8', from, end)
      const line = isStart && text.startsWith(byteOrderMark) ? text.slice(1) : text
      isStart = false
      return line
    }
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, from)) {
      if (hasReturns) addLines(upTo(end))
      else addLine(upTo(end))
      from = end + 1
    }
    const last = hasReturns ? bytes.lastIndexOf(CR) : -1
    if (last >= from) {
      for (const line of upTo(last).split('\r')) addLine(line)
      from = last + 1
    }
    begun = bytes.subarray(from)
  }
  return {
    write: async (bytes) => {
      if (parser === null && bytes.includes(QUOTE)) {
        parser = openParser(gathered, isStart, separator)
        return parser.write(Buffer.concat([begun, bytes]))
      }
      if (parser !== null) return parser.write(bytes)
      gathered.bytesSinceRow += bytes.length
      cut(begun.length === 0 ? bytes : Buffer.concat([begun, bytes]))
      return faultOf(gathered, gathered.line + 1)
    },
    end: async () => {
      if (parser !== null) return parser.end()
      if (begun.length > 0) cut(Buffer.concat([begun, Buffer.from([LF])]))
      return faultOf(gathered, gathered.line + 1)
    },
    [Symbol.dispose]: () => parser?.[Symbol.dispose](),
  }
}

/**
 * Reads RFC 4180 text in slices of at most 2,000 rows, with CRLF, LF and CR line ends in any mixture and with or
 * without a BOM; other tasks get their turn every 64 KiB.
 *
 * What breaks the text itself (not UTF-8, a zero byte, an open quote, a row above 1 MB) is the fault of the last slice;
 * errors of the source are thrown.
 */
export async function* csvRows(
  source: AsyncIterable<Uint8Array>,
  separator = ',',
): AsyncGenerator<CsvSlice, void, void> {
  const gathered: Gathered = { rows: [], lines: [], line: 0, bytesSinceRow: 0 }
  using reader = openReader(gathered, separator)
  let bytes = 0
  let gatheredBytes = 0
  const take = (count: number, fault: CsvFault | null): CsvSlice => {
    gatheredBytes = 0
    return { rows: gathered.rows.splice(0, count), lines: gathered.lines.splice(0, count), bytes, fault }
  }
  for await (const piece of textPieces(source)) {
    const fault = (await reader.write(piece.bytes)) ?? piece.fault
    // The lines before what is not text are whole, and the parser holds back the end of the last one.
    if (fault !== null && fault === piece.fault && piece.bytes.length > 0) await reader.end()
    bytes = piece.read
    gatheredBytes += piece.bytes.length
    while (gathered.rows.length > SLICE_ROWS) yield take(SLICE_ROWS, null)
    if (fault !== null) return yield take(SLICE_ROWS, fault)
    if (gatheredBytes > SLICE_BYTES && gathered.rows.length > 0) yield take(SLICE_ROWS, null)
    await nextTurn()
  }
  const fault = await reader.end()
  while (gathered.rows.length > SLICE_ROWS) yield take(SLICE_ROWS, null)
  yield take(SLICE_ROWS, fault)
}
