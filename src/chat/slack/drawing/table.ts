import type { KnownBlock } from '@slack/types'
import type { Block } from '../../../cards/language/card.ts'
import { type FoldedTable, foldTable } from '../../fold-table.ts'
import { hasLink, type Links, noLinks, partsOf } from '../../links.ts'
import type { Piece, Pieces } from '../../page.ts'
import { stripControl } from '../../strip-control.ts'
import { truncate } from '../../truncate.ts'
import { limits } from '../limits.ts'
import { uncalled, uncontrolled } from '../text.ts'

type Table = Extract<Block, { kind: 'table' }>

/** A table in pieces that may be left out from the end; `left` counts rows. */
export type DrawnTable = Pieces<KnownBlock> & { readonly isNative: boolean }

/** Short cells stay on one line. */
const widestColumn = 24

/** A few rows are a table; more are one that is turned page by page. */
const mostRowsAtOnce = 20

/** Draws a table natively where Slack takes one more, else as letters of one width; rows beyond the room are counted. */
export const drawTable = (table: Table, isNative: boolean, room: number, links: Links = noLinks): DrawnTable => {
  const { columns, rows } = foldTable(table)
  if (columns.length === 0 || rows.length === 0)
    return { isNative: false, title: [], pieces: [], left: table.left, where: table.where }
  const written = (text: string, most: number) => truncate(uncalled(stripControl(text).trim()), most)
  const head = { cells: columns.map(({ title }) => title), below: '' }
  const folded = {
    columns,
    rows: [head, ...rows].map(({ cells, below }) => ({
      cells: cells.map((cell) => written(cell, limits.cellText) || '-'),
      below: written(below, limits.cellText),
    })),
  }
  return isNative ? nativeTable(table, folded, room, links) : lettersTable(table, folded)
}

const raw = (text: string) => ({ type: 'raw_text' as const, text })

const run = (text: string) => ({ type: 'text' as const, text })

/** What stands below the words of a cell, whether its letters have one width, and where its ids lead. */
type Look = { readonly below: string; readonly isMono: boolean; readonly links: Links }

/** A cell with ids that lead somewhere, or with a line below its own. */
const rich = (text: string, { below, isMono, links }: Look) => ({
  type: 'rich_text' as const,
  elements: [
    {
      type: 'rich_text_section' as const,
      elements: [
        ...partsOf(text, links).map((part) =>
          typeof part === 'string'
            ? { ...run(part), ...(isMono ? { style: { code: true } } : {}) }
            : { type: 'link' as const, url: part.url, text: part.id },
        ),
        ...(below === '' ? [] : [{ ...run(`\n${below}`), style: { italic: true } }]),
      ],
    },
  ],
})

const cell = (text: string, look: Look) =>
  look.below || look.isMono || hasLink(text, look.links) ? rich(text, look) : raw(text)

type Cell = ReturnType<typeof cell>

const nativeTable = (table: Table, { columns, rows: all }: FoldedTable, room: number, links: Links): DrawnTable => {
  const isPaged = all.length - 1 > mostRowsAtOnce
  const most = isPaged ? limits.dataTableRows : limits.tableRows
  const rows: Cell[][] = []
  let [characters, json] = [0, 600]
  for (const [at, { cells, below }] of all.slice(0, most).entries()) {
    const drawn = cells.map((text, i) => {
      const isHead = at === 0
      const isMono = columns[i]?.isMono === true && !(isPaged && isHead)
      return cell(text, { below: i === 0 ? below : '', isMono, links: isHead ? noLinks : links })
    })
    characters += cells.reduce((sum, text) => sum + text.length, below.length + 1)
    json += JSON.stringify(drawn).length + 1
    if (characters > limits.tableCharacters || json > room) break
    rows.push(drawn)
  }
  const left = table.left + all.length - rows.length
  if (rows.length < 2) return { isNative: false, title: [], pieces: [], left, where: table.where }
  const block: KnownBlock = isPaged
    ? {
        type: 'data_table',
        caption: truncate(all[0]?.cells.join(', ') || '-', limits.caption),
        page_size: limits.dataTablePage,
        rows,
      }
    : {
        type: 'table',
        rows,
        column_settings: columns.map(({ align }, i) => ({
          align,
          is_wrapped: all.some(
            ({ cells, below }) => (cells[i]?.length ?? 0) > widestColumn || (i === 0 && below !== ''),
          ),
        })),
      }
  return { isNative: true, title: [], pieces: [{ elements: [block], left: rows.length - 1 }], left, where: table.where }
}

/** Letters of one width keep columns apart in every client; the marks that would end them are moved apart. */
const lettersTable = (table: Table, { columns, rows }: FoldedTable): DrawnTable => {
  const widths = columns.map((_, i) => Math.max(...rows.map(({ cells }) => cells[i]?.length ?? 0)))
  const written = rows.map(({ cells, below }) => {
    const line = cells
      .map((text, i) => (columns[i]?.align === 'right' ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
    return [line, ...(below === '' ? [] : [`  ${below}`])].map((one) => truncate(shown(one), longestLine)).join('\n')
  })
  const [head = '', ...body] = written
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
