import { count } from './count.ts'
import type { SkipBadRow } from './import.ts'
import type { CellProblem } from './kinds.ts'

// What a spreadsheet takes as the start of a formula, also behind blanks and in full-width form (OWASP, CSV injection).
const formula = /^(?:[\t\r]|[\t\v\f\p{Zs}\p{Cf}]*[=+\-@|＝＋－＠])/u
const signedWhole = /^[+-]\d+%?$/
const signedDecimal = /^[+-]\d*\.\d+%?$/
const lineStart = /^/gm
const needsQuotes = /[",;\t\r\n]|^\s|\s$/

/** Puts a `'` before each line of a text that a spreadsheet would calculate; plain signed numbers stay as they are. */
export const withoutFormulas = (text: string): string => {
  if (signedWhole.test(text) || signedDecimal.test(text)) return text
  return text.replace(lineStart, (_, at: number) => (formula.test(text.slice(at)) ? "'" : ''))
}

const quoted = (text: string): string => (needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Writes one row of REJECTS.csv: the cells as they stood, safe to open in a spreadsheet, and the reason as the last. */
export const rejectsCsvLine = (cells: readonly string[], reason: string): string =>
  `${[...cells, reason].map((cell) => quoted(withoutFormulas(cell))).join(',')}\r\n`

/** Says in one line what is wrong with a row and where it stood. */
const reasonOf = (line: number, problems: readonly CellProblem[]): string => {
  const reasons = problems.map(({ column, reason }) => (column === '' ? reason : `${column} ${reason}`))
  return `line ${count(line)}: ${reasons.join('; ')}`
}

/**
 * Makes the taker of bad rows that writes them as CSV with a BOM and the file's own header, so that the mended rows can
 * be imported as they are. A `reason` that the file brought along from an earlier round is replaced.
 */
export const rejectsWriter = (write: (text: string) => void | Promise<void>): SkipBadRow => {
  let begun = false
  return async (line, cells, problems, header) => {
    const columns = header.at(-1)?.trim().toLowerCase() === 'reason' ? header.length - 1 : header.length
    if (!begun) await write(`\ufeff${rejectsCsvLine(header.slice(0, columns), 'reason')}`)
    begun = true
    const kept = cells.length === header.length ? cells.slice(0, columns) : cells
    const padding = Array<string>(Math.max(0, columns - kept.length)).fill('')
    await write(rejectsCsvLine([...kept, ...padding], reasonOf(line, problems)))
  }
}
