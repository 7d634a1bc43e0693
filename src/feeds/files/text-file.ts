import { createReadStream } from 'node:fs'
import { failed, ok } from '../../domain/result.ts'
import { csvRows } from '../csv-read.ts'
import { byteEncoding, type Encoding, encodingName, toUtf8, utf16In } from './encoding.ts'
import { type Separator, separatorIn } from './separator.ts'
import type { FileLimits, Opening, SheetSlice } from './sheet.ts'
import { unreadable } from './unreadable.ts'

/** A file on disk with its beginning. */
export type Source = { readonly path: string; readonly name: string; readonly size: number; readonly head: Buffer }

const byteOrderMark = '\ufeff'

/** The characters of the head as far as its lines are whole. */
const wholeLines = (head: string, isAll: boolean): string => {
  const text = head.startsWith(byteOrderMark) ? head.slice(1) : head
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'))
  return isAll || end === -1 ? text : text.slice(0, end + 1)
}

const formOf = ({ character }: Separator, encoding: Encoding): string => {
  const kind = character === '\t' ? 'TSV' : character === ',' ? 'CSV' : `CSV with ${character}`
  return encoding === 'utf-8' ? kind : `${kind}, ${encodingName(encoding)}`
}

/** Opens a text: its encoding and separator are found before anything is read of it. */
export const openText = async ({ path, name, size, head }: Source, limits: FileLimits): Promise<Opening> => {
  const wide = utf16In(head)
  if (wide === null && head.includes(0)) return failed(unreadable.notATable(name))
  const stream = () => createReadStream(path, { end: size - 1, signal: limits.signal })
  const encoding = wide ?? (await byteEncoding(stream()))
  const separator = separatorIn(wholeLines(new TextDecoder(encoding).decode(head), head.length === size))

  async function* read(): AsyncGenerator<SheetSlice, void, void> {
    let [bytes, rowsBefore] = [0, 0]
    async function* counted() {
      for await (const chunk of stream()) {
        bytes += chunk.length
        yield chunk as Buffer
      }
    }
    for await (const slice of csvRows(toUtf8(counted(), encoding), separator.character)) {
      const rows = slice.rows
        .map((cells, at) => ({ line: slice.lines[at] as number, cells }))
        .filter(({ line }) => line > 1 || !separator.isDeclared)
      const broken = brokenLimit(rows, rowsBefore, limits)
      if (broken !== null) return yield { ...broken, bytes }
      rowsBefore += rows.length
      yield { rows, bytes, fault: slice.fault }
    }
  }
  return ok({
    format: 'text',
    sheets: [{ name: '', isHidden: false }],
    form: formOf(separator, encoding),
    sizeOf: () => size,
    read,
    [Symbol.asyncDispose]: async () => {},
  })
}

/** Finds the first row that is past a limit, and the rows before it; null if there is none. */
const brokenLimit = (
  rows: SheetSlice['rows'],
  rowsBefore: number,
  limits: FileLimits,
): Pick<SheetSlice, 'rows' | 'fault'> | null => {
  const at = rows.findIndex(({ cells }, place) => cells.length > limits.columns || rowsBefore + place >= limits.rows)
  if (at === -1) return null
  const { line, cells } = rows[at] as SheetSlice['rows'][number]
  const reason =
    cells.length > limits.columns
      ? unreadable.columns(cells.length, limits.columns)
      : unreadable.rowsOfText(limits.rows)
  return { rows: rows.slice(0, at), fault: { line, reason } }
}
