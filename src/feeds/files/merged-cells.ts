import type { Cell, SheetRow } from './sheet.ts'

/** A merged range: rows by line and columns by place, first and last. */
export type Merge = {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

/** Gives the place of a column, 0 for A, of a reference such as `AB12`. */
export const columnOf = (reference: string): number => {
  let column = 0
  for (let at = 0; at < reference.length; at++) {
    const letter = reference.charCodeAt(at) & 0xdf
    if (letter < 65 || letter > 90) break
    column = column * 26 + (letter - 64)
  }
  return column - 1
}

/** Reads a merged range such as `A1:C1`; null where it is none. */
export const mergeOf = (range: string): Merge | null => {
  const [from, to] = range.split(':')
  if (from === undefined || to === undefined) return null
  const [top, bottom] = [Number(from.replace(/\D+/, '')), Number(to.replace(/\D+/, ''))]
  const [left, right] = [columnOf(from), columnOf(to)]
  return top >= 1 && bottom >= top && left >= 0 && right >= left ? { top, bottom, left, right } : null
}

/** A figure is not repeated: what was counted once must not count for every row that it is drawn across. */
const isRepeated = (value: Cell): boolean =>
  typeof value === 'string' || (typeof value === 'object' && value?.kind === 'date')

/**
 * Makes the function that gives the cells of merged ranges the text or date of their first cell, row by row from the top,
 * as far as the `width` of the sheet goes.
 */
export const mergeFiller = (merges: readonly Merge[], width: number): ((row: SheetRow) => SheetRow) => {
  const waiting = merges.toSorted((a, b) => b.top - a.top)
  let active: { readonly merge: Merge; readonly value: Cell }[] = []
  return (row) => {
    const { line } = row
    active = active.filter(({ merge }) => merge.bottom >= line)
    while ((waiting.at(-1)?.top ?? Number.POSITIVE_INFINITY) <= line) {
      const merge = waiting.pop() as Merge
      const value = row.cells[merge.left] ?? null
      if (merge.top === line && isRepeated(value)) active.push({ merge, value })
    }
    if (active.length === 0) return row
    const cells: Cell[] = [...row.cells]
    for (const { merge, value } of active)
      for (let at = merge.left; at <= Math.min(merge.right, width - 1); at++) {
        while (cells.length < at) cells.push(null)
        cells[at] ??= value
      }
    return { line, cells }
  }
}
