import { count } from '../../parsing/numbers.ts'
import type { FileFault } from './sheet.ts'

const fault = (what: string, mend: string): FileFault => ({ reason: `${what} Nothing was changed. ${mend}` })

const saveAsXlsx = 'Save it as XLSX or as "CSV UTF-8" and send that.'

/** What is said of a file, or of a line of it, that cannot be read. */
export const unreadable = {
  empty: (name: string) => fault(`${name} is empty.`, 'Export it again and send that.'),
  tooLarge: (name: string, limit: number) =>
    fault(`${name} is larger than ${megabytes(limit)}.`, 'Send it in several parts.'),
  notATable: (name: string) => fault(`${name} is neither a workbook nor a text with a table.`, saveAsXlsx),
  columns: (columns: number, limit: number) => `has ${count(columns)} columns; the limit is ${count(limit)}`,
  rowsOfText: (limit: number) => `is past the limit of ${count(limit)} rows; send the file in several parts`,
} as const

const megabytes = (bytes: number): string => `${count(Math.round(bytes / 1024 / 1024))} MB`
