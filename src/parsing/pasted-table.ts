import { failed, ok, type Result } from '../domain/result.ts'

/** Rows pasted below a command, by column name in small letters. */
export type Table = { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }

const delimiters = ['\t', ';', '|', ','] as const

/** A line is the header of a table if it has one of these columns; else the command goes on in it. */
const itemColumns = new Set(['sku', 'item'])

const mostRows = 200
const longestCell = 120
const longestText = 20_000

/** Tells whether a line begins a table: it names the columns, or opens a fence around them. */
export const isTableHeader = (line: string): boolean => line.startsWith('```') || headerOf(line) !== null

const headerOf = (line: string): { readonly delimiter: string; readonly columns: readonly string[] } | null => {
  const delimiter = delimiters.find((one) => line.includes(one)) ?? ','
  const columns = (cellsOf(line, delimiter) ?? []).map((cell) => cell.toLowerCase())
  return columns.some((column) => itemColumns.has(column)) ? { delimiter, columns } : null
}

/** The text of a command, and the table below it where there is one. */
type CommandAndTable = { readonly command: string; readonly table: Table | null }

/**
 * Splits a command from a table pasted below it: from a spreadsheet (tabs), a CSV with comma or semicolon, or a table
 * drawn with bars, its first row naming the columns, one of them `sku` or `item`. Lines that are no table belong to the
 * command. Fails with a sentence where a row does not fit or the text is too long.
 */
export const splitTable = (text: string): Result<CommandAndTable, string> => {
  if (text.length > longestText)
    return failed(
      `That is ${text.length.toLocaleString('en')} characters; with a table the limit is ${longestText.toLocaleString('en')}. Nothing was done. Import a promotions feed instead.`,
    )
  const lines = text.split('\n').map((line) => withoutFence(line.endsWith('\r') ? line.slice(0, -1) : line))
  for (let at = 1; at < lines.length; at++) {
    const header = headerOf(lines[at] as string)
    if (header === null) continue
    const { delimiter, columns } = header
    const rows = readRows(lines.slice(at + 1), delimiter, columns)
    const command = lines.slice(0, at).filter((line) => !isDecoration(line))
    return rows.ok ? ok({ command: command.join('\n'), table: { columns, rows: rows.value } }) : rows
  }
  return ok({ command: text, table: null })
}

/** A table may stand in a block of code whose marks share a line with a row. */
const withoutFence = (line: string): string =>
  line.length > longestFenced ? line : line.replace(/^\s*```(?=[^`]*[,;\t|])/, '').replace(/(?<=[^`])```\s*$/, '')

const longestFenced = 2_000

const readRows = (
  lines: readonly string[],
  delimiter: string,
  columns: readonly string[],
): Result<readonly (readonly string[])[], string> => {
  const rows: (readonly string[])[] = []
  for (const line of lines) {
    if (isDecoration(line)) continue
    const row = rows.length + 1
    const cells = cellsOf(line, delimiter)
    if (cells === null) return failed(`Row ${row} of the table has a quote that is never closed. Nothing was done.`)
    if (cells.length > columns.length && cells.slice(columns.length).some((cell) => cell !== ''))
      return failed(
        `Row ${row} of the table has ${cells.length} cells, but the header has ${columns.length} columns. Nothing was done. Put a cell that contains "${delimiter}" in quotes.`,
      )
    const long = cells.find((cell) => cell.length > longestCell)
    if (long !== undefined)
      return failed(
        `Row ${row} of the table has a cell of ${long.length.toLocaleString('en')} characters; the limit is ${longestCell}. Nothing was done.`,
      )
    rows.push(columns.map((_, column) => cells[column] ?? ''))
    if (rows.length > mostRows)
      return failed(
        `The table has more than ${mostRows} rows. Nothing was done. Import it as a promotions feed instead.`,
      )
  }
  return rows.length === 0 ? failed('The table has a header but no rows. Nothing was done.') : ok(rows)
}

/** Blank lines, code fences and the line under a drawn table's header hold no data. */
const isDecoration = (line: string): boolean => {
  if (line.trimStart().startsWith('```')) return true
  for (const letter of line) if (!' \t`|-:+='.includes(letter)) return false
  return true
}

/** Splits one line into trimmed cells; null when a quote is never closed. A quote inside quotes is written twice. */
const cellsOf = (line: string, delimiter: string): readonly string[] | null => {
  const cells: string[] = []
  let cell = ''
  let quoted = false
  for (let i = 0; i < line.length; i++) {
    const letter = line[i] as string
    if (quoted) {
      if (letter !== '"') cell += letter
      else if (line[i + 1] === '"') cell += line[i++]
      else quoted = false
    } else if (letter === '"' && cell.trim() === '') {
      quoted = true
      cell = ''
    } else if (letter === delimiter) {
      cells.push(cell.trim())
      cell = ''
    } else cell += letter
  }
  if (quoted) return null
  cells.push(cell.trim())
  if (delimiter !== '|') return cells
  return cells.slice(cells[0] === '' ? 1 : 0, cells.at(-1) === '' ? -1 : undefined)
}
