import { count } from '../parsing/numbers.ts'
import { byteOrderMark, csvRow } from './csv-write.ts'
import type { SkipBadRow } from './import-feed.ts'
import type { CellProblem } from './row-reader.ts'

/** Writes in one line what is wrong with a row, with its line number. */
const problemsText = (line: number, problems: readonly CellProblem[]): string => {
  const reasons = problems.map(({ column, reason }) => (column === '' ? reason : `${column} ${reason}`))
  return `line ${count(line)}: ${reasons.join('; ')}`
}

/**
 * Makes a `SkipBadRow` that writes bad rows as CSV with a BOM and the file's own header, so that the mended rows can be
 * imported as they are. A last column `reason`, from an earlier round, is replaced.
 */
export const rejectsWriter = (write: (text: string) => void | Promise<void>): SkipBadRow => {
  let begun = false
  return async (line, cells, problems, header) => {
    const columns = header.at(-1)?.trim().toLowerCase() === 'reason' ? header.length - 1 : header.length
    if (!begun) await write(`${byteOrderMark}${csvRow([...header.slice(0, columns), 'reason'])}\r\n`)
    begun = true
    const kept = cells.length === header.length ? cells.slice(0, columns) : cells
    const padding = Array<string>(Math.max(0, columns - kept.length)).fill('')
    await write(`${csvRow([...kept, ...padding, problemsText(line, problems)])}\r\n`)
  }
}
