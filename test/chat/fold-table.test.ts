import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldTable } from '../../src/chat/fold-table.ts'

const table = (titles: readonly string[], minor: readonly string[], rows: readonly (readonly string[])[]) => ({
  kind: 'table' as const,
  columns: titles.map((title, i) => ({
    title,
    align: i === 0 ? ('left' as const) : ('right' as const),
    ...(minor.includes(title) ? { isMinor: true } : {}),
  })),
  rows,
  left: 0,
  where: '',
})

describe('a table where there is little room', () => {
  it('keeps its main columns, and the others stand below the first', () => {
    const titles = ['Option', 'Sells', 'Extra cost', 'Leftover cost', 'Brings', 'Against nothing', 'Runs out']
    const minor = ['Extra cost', 'Leftover cost', 'Against nothing']
    const row = ['Expedite', '650 of 700', 'EUR 1,885', '-', 'EUR 920', '', '3 %']
    const folded = foldTable(table(titles, minor, [row]))
    expect(folded.columns.map(({ title }) => title)).toEqual(['Option', 'Sells', 'Brings', 'Runs out'])
    expect(folded.rows).toEqual([
      { cells: ['Expedite', '650 of 700', 'EUR 920', '3 %'], below: 'Extra cost EUR 1,885' },
    ])
  })

  it('loses no figure, has no empty cell and at most four columns', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(9), fc.nat(40), (width, minor, rows) => {
        const titles = Array.from({ length: width }, (_, i) => `C${i}`)
        const cells = Array.from({ length: rows }, (_, r) =>
          titles.map((_, c) => ((r + c) % 5 === 0 ? '' : `${r}#${c}`)),
        )
        const folded = foldTable(table(titles, titles.slice(minor), cells))
        expect(folded.columns.length).toBe(Math.min(4, width))
        for (const [r, { cells: shown, below }] of folded.rows.entries()) {
          expect(shown.length).toBe(folded.columns.length)
          expect(shown.every((cell) => cell !== '')).toBe(true)
          for (const cell of cells[r] ?? []) expect(`${shown.join(' ')} ${below}`).toContain(cell)
        }
      }),
    )
  })
})
