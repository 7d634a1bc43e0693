import type { KnownBlock } from '@slack/types'
import type { Block } from '../../cards/language/card.ts'
import type { Piece, Pieces } from '../page.ts'
import { stripControl } from '../strip-control.ts'
import { truncate } from '../truncate.ts'
import { limits } from './limits.ts'
import { uncalled, uncontrolled } from './text.ts'

type Table = Extract<Block, { kind: 'table' }>

/** A table in pieces that may be left out from the end; `left` counts rows. */
export type DrawnTable = Pieces<KnownBlock> & { readonly isNative: boolean }

/** Short cells stay on one line. */
const widestColumn = 24

/** A few rows are a table; more are one that is turned page by page. */
const mostRowsAtOnce = 20

/** Draws a table natively where Slack takes one more, else as letters of one width; rows beyond the room are counted. */
export const drawTable = (table: Table, isNative: boolean, room: number): DrawnTable => {
  const columns = table.columns.slice(0, limits.tableColumns)
  if (columns.length === 0 || table.rows.length === 0)
    return { isNative: false, title: [], pieces: [], left: table.left, where: table.where }
  const cells = [
    columns.map(({ title }) => title),
    ...table.rows.map((row) => columns.map((_, i) => row[i] ?? '')),
  ].map((row) => row.map((cell) => truncate(uncalled(stripControl(cell).trim()) || ' ', limits.cellText)))
  return isNative ? nativeTable(table, cells, room) : lettersTable(table, cells)
}

const cell = (text: string) => ({ type: 'raw_text' as const, text })

const nativeTable = (table: Table, cells: readonly (readonly string[])[], room: number): DrawnTable => {
  const isPaged = cells.length - 1 > mostRowsAtOnce
  const most = isPaged ? limits.dataTableRows : limits.tableRows
  const rows: ReturnType<typeof cell>[][] = []
  let [characters, json] = [0, 600]
  for (const row of cells.slice(0, most)) {
    const drawn = row.map(cell)
    characters += row.reduce((sum, text) => sum + text.length, 0)
    json += JSON.stringify(drawn).length + 1
    if (characters > limits.tableCharacters || json > room) break
    rows.push(drawn)
  }
  const left = table.left + cells.length - rows.length
  if (rows.length < 2) return { isNative: false, title: [], pieces: [], left, where: table.where }
  const block: KnownBlock = isPaged
    ? {
        type: 'data_table',
        caption: truncate((cells[0] as readonly string[]).join(', '), limits.caption),
        page_size: limits.dataTablePage,
        rows,
      }
    : {
        type: 'table',
        rows,
        column_settings: table.columns.slice(0, limits.tableColumns).map(({ align }, i) => ({
          align,
          is_wrapped: cells.some((row) => (row[i] as string).length > widestColumn),
        })),
      }
  return { isNative: true, title: [], pieces: [{ elements: [block], left: rows.length - 1 }], left, where: table.where }
}

/** Letters of one width keep columns apart in every client; the marks that would end them are moved apart. */
const lettersTable = (table: Table, cells: readonly (readonly string[])[]): DrawnTable => {
  const widths = (cells[0] as readonly string[]).map((_, i) =>
    Math.max(...cells.map((row) => (row[i] as string).length)),
  )
  const written = cells.map((row) =>
    row
      .map((text, i) =>
        table.columns[i]?.align === 'right' ? text.padStart(widths[i] as number) : text.padEnd(widths[i] as number),
      )
      .join('  ')
      .trimEnd(),
  )
  const [head = '', ...body] = written.map((line) => truncate(shown(line), longestLine))
  const pieces: Piece<KnownBlock>[] = []
  let lines: string[] = [head]
  const flush = () => {
    if (lines.length > 1) pieces.push({ elements: [letters(lines.join('\n'))], left: lines.length - 1 })
    lines = [head]
  }
  for (const line of body) {
    if (lines.join('\n').length + line.length >= lettersTogether) flush()
    lines.push(line)
  }
  flush()
  return { isNative: false, title: [], pieces, left: table.left, where: table.where }
}

const longestLine = 1_000
const lettersTogether = limits.sectionText - 100

const shown = (text: string) => uncontrolled(text).replaceAll('`', '\u200b`\u200b')

const letters = (text: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: `\`\`\`${text}\`\`\``, verbatim: true },
})
