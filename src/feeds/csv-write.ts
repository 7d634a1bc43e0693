// What a spreadsheet takes as the start of a formula, also behind blanks and in full-width form (OWASP, CSV injection).
const formula = /^(?:[\t\r]|[\t\v\f\p{Zs}\p{Cf}]*[=+\-@|＝＋－＠])/u
const signedWhole = /^[+-]\d+%?$/
const signedDecimal = /^[+-]\d*\.\d+%?$/
// A spreadsheet may take a semicolon or a tab for the end of a cell, whatever the file means by it.
const cellStart = /^|(?<=[;\t])/gm
const needsQuotes = /[",;\t\r\n]|^\s|\s$/

/** Puts a `'` before each line, and each part behind a semicolon or tab, that a spreadsheet would calculate; plain signed numbers stay as they are. */
export const withoutFormulas = (text: string): string => {
  if (signedWhole.test(text) || signedDecimal.test(text)) return text
  return text.replace(cellStart, (_, at: number) => (formula.test(text.slice(at)) ? "'" : ''))
}

const quoted = (text: string): string => (needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Writes one row as RFC 4180 asks, without the end of its line; safe to open in a spreadsheet. */
export const csvRow = (cells: readonly string[]): string => cells.map((cell) => quoted(withoutFormulas(cell))).join(',')

/** Writes one row for a program to read, without the end of its line; every text stays as it is, and null is empty. */
export const csvLine = (cells: readonly (string | null)[]): string => cells.map((cell) => quoted(cell ?? '')).join(',')

/** Tells a spreadsheet that a file is UTF-8; it is written once, before everything else. */
export const byteOrderMark = '\ufeff'

/** Writes a whole file: the mark of its encoding, the header, and a line a row. */
export const csvFile = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  `${byteOrderMark}${[columns, ...rows].map((cells) => `${csvRow(cells)}\r\n`).join('')}`
