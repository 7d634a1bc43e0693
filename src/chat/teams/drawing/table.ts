import type { Block } from '../../../cards/language/card.ts'
import { foldTable } from '../../fold-table.ts'
import { type Links, noLinks } from '../../links.ts'
import type { Pieces } from '../../page.ts'
import { truncate } from '../../truncate.ts'
import { type Element, runs, sizeOf } from '../element.ts'
import { limits } from '../limits.ts'
import { shown } from '../text.ts'
import { linked } from './blocks.ts'

type Table = Extract<Block, { kind: 'table' }>

/** Draws a table with as many rows as fit and counts the rest. */
export const tablePieces = (table: Table, room: number, links: Links = noLinks): Pieces<Element> => {
  const { columns, rows: all } = foldTable(table)
  const { left, where } = table
  if (columns.length === 0 || all.length === 0) return { title: [], pieces: [], left, where }
  const mono = columns.map(({ isMono = false }) => isMono)
  const head = tableRow(
    columns.map(({ title }) => title),
    { mono },
  )
  const widths = columns.map(({ title }, i) =>
    widthOf([title, ...all.map(({ cells, below }) => `${cells[i]}${i === 0 ? below : ''}`)]),
  )
  const empty = tableOf(columns, widths, [head])
  let size = sizeOf([empty])
  const rows: Element[] = []
  for (const { cells, below } of all) {
    const drawn = tableRow(cells, { below, links, mono })
    size += sizeOf([drawn])
    if (size > room) break
    rows.push(drawn)
  }
  const missing = left + all.length - rows.length
  return {
    title: [],
    pieces: rows.length === 0 ? [] : [{ elements: [tableOf(columns, widths, [head, ...rows])], left: rows.length }],
    left: missing,
    where,
  }
}

const [narrowest, widest] = [4, 24]

/** Weighs column widths by the longest cell, within bounds. */
const widthOf = (cells: readonly string[]): number =>
  cells.reduce((most, cell) => Math.max(most, Math.min(widest, cell.length)), narrowest)

const tableOf = (columns: Table['columns'], widths: readonly number[], rows: readonly Element[]): Element => ({
  type: 'Table',
  firstRowAsHeader: true,
  showGridLines: false,
  columns: columns.map(({ align }, i) => ({
    width: widths[i],
    ...(align === 'right' ? { horizontalCellContentAlignment: 'Right' } : {}),
  })),
  rows,
})

type Look = { readonly below?: string; readonly links?: Links; readonly mono: readonly boolean[] }

const tableRow = (cells: readonly string[], { below = '', links = noLinks, mono }: Look): Element => ({
  type: 'TableRow',
  cells: cells.map((cell, i) => {
    const small = i === 0 ? truncate(shown(below), limits.cellText) : ''
    return {
      type: 'TableCell',
      items: [
        runs(linked(truncate(shown(cell), limits.cellText) || '-', links, mono[i] ? { fontType: 'Monospace' } : {})),
        ...(small === '' ? [] : [runs([{ text: small, size: 'Small', isSubtle: true }], 'None')]),
      ],
    }
  }),
})
