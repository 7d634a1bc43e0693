import type { Block } from '../cards/language/card.ts'

type Table = Extract<Block, { kind: 'table' }>

/** A table with few columns: each row has its cells, and what stands small below the first one. */
export type FoldedTable = {
  readonly columns: Table['columns']
  readonly rows: readonly { readonly cells: readonly string[]; readonly below: string }[]
}

/** Wider tables have to be scrolled sideways. */
const mostColumns = 4

const nothing = '-'
const isNothing = (cell: string) => cell.trim() === '' || cell === nothing

/** Folds a table to as many columns as are seen at once; the others, the minor ones first, stand below the first cell. No cell is empty. */
export const foldTable = ({ columns, rows, isNarrow = false }: Table): FoldedTable => {
  const order = columns.map((_, i) => i).slice(1)
  const minor = order.filter((i) => columns[i]?.isMinor)
  const over = isNarrow ? minor.length : columns.length - mostColumns
  const folded = new Set(
    over <= 0 ? [] : [...minor, ...order.filter((i) => !columns[i]?.isMinor).reverse()].slice(0, over),
  )
  const kept = columns.map((_, i) => i).filter((i) => !folded.has(i))
  const below = order.filter((i) => folded.has(i))
  return {
    columns: kept.map((i) => columns[i] as Table['columns'][number]),
    rows: rows.map((row) => ({
      cells: kept.map((i) => (isNothing(row[i] ?? '') ? nothing : (row[i] as string))),
      below: below
        .filter((i) => !isNothing(row[i] ?? ''))
        .map((i) => `${columns[i]?.title} ${row[i]}`.trim())
        .join(' · '),
    })),
  }
}
