import { describe, expect, test } from 'vitest'
import { sourceOf } from './bytes.ts'
import { stockHeader as header, importStock, onHand, stockRows, stockStore } from './memory-store.ts'

describe('a file with a mistake', () => {
  test('is refused with line, column, value and reason, and changes nothing', async () => {
    const store = stockStore()
    await importStock(store, `${header}A,EAST,1,2026-06-01\n`)
    const report = await importStock(store, `${header}A,EAST,5,2026-06-01\nB,EAST,12O,2026-06-01\n,EAST,1,2026-06-01\n`)
    expect(report).toMatchObject({ outcome: 'refused', rows: 3, inserted: 0, changed: 0, unchanged: 0, rejected: 2 })
    expect(report.problems).toEqual([
      { line: 3, column: 'on_hand', value: '12O', reason: 'is not a number' },
      { line: 4, column: 'sku', value: '', reason: 'is missing' },
    ])
    expect(onHand(store)).toEqual(['A 1'])
    expect(store.staged.size).toBe(0)
    expect(store.batches).toEqual(['published', 'discarded'])
  })

  test('is read to its end: all bad rows are counted, the first 20 problems are kept', async () => {
    const store = stockStore()
    const bad = 'X,EAST,1O,2026-06-01\n'
    const report = await importStock(store, header + stockRows(7_000) + bad + stockRows(7_000) + bad.repeat(30))
    expect(report).toMatchObject({ outcome: 'refused', rows: 14_031, rejected: 31, problemCount: 31 })
    expect(report.problems).toHaveLength(20)
    expect(report.problems.slice(0, 2).map(({ line }) => line)).toEqual([7_002, 14_003])
  })

  test('is staged no further than the slice with its first bad row', async () => {
    const store = stockStore()
    const bad = 'X,EAST,1O,2026-06-01\n'
    expect(await importStock(store, header + bad + stockRows(12_000))).toMatchObject({ rows: 12_001, rejected: 1 })
    expect(store.offered.rows).toBeLessThan(5_000)
  })

  test('names the physical line of a row after cells that span lines', async () => {
    const report = await importStock(
      stockStore(),
      `note,${header}"two\r\nlines",A,EAST,1,2026-06-01\n\n,B,EAST,x,2026-06-01\n`,
    )
    expect(report.problems).toEqual([{ line: 5, column: 'on_hand', value: 'x', reason: 'is not a number' }])
  })

  test('in the width of a row is refused', async () => {
    const report = await importStock(stockStore(), `${header}A,EAST,1\nB,EAST,1,200,2026-06-01\n`)
    expect(report.problems).toEqual([
      { line: 2, column: '', value: null, reason: 'has 3 cells where the header has 4' },
      { line: 3, column: '', value: null, reason: 'has 5 cells where the header has 4' },
    ])
  })

  test('that is a key given twice with other values is refused with the key', async () => {
    const store = stockStore()
    const text = `${header}A,EAST,1,2026-06-01\nB,EAST,x,2026-06-01\nA,EAST,1,2026-06-01\nA,EAST,2,2026-06-01\n`
    const report = await importStock(store, text)
    expect(report).toMatchObject({ outcome: 'refused', rows: 4, rejected: 2 })
    expect(report.problems).toEqual([
      { line: 3, column: 'on_hand', value: 'x', reason: 'is not a number' },
      {
        line: 5,
        column: 'sku, location',
        value: 'A, EAST',
        reason: 'the same key is earlier in this file with other values',
      },
    ])
    expect(store.visible.size).toBe(0)
  })

  test('in the header opens no batch', async () => {
    const store = stockStore()
    const report = await importStock(store, '\nsku,location\nA,EAST\n')
    expect(report).toMatchObject({ outcome: 'refused', fault: 'header', rows: 0, rejected: 0, problemCount: 1 })
    expect(report.problems[0]).toMatchObject({ line: 2, column: 'on_hand, as_of', value: null })
    expect(store.batches).toEqual([])
  })

  test('of having no header opens no batch', async () => {
    const store = stockStore()
    const report = await importStock(store, '')
    expect(report.problems).toEqual([
      {
        line: 1,
        column: '',
        value: null,
        reason:
          'is empty; the header needs sku, location, on_hand, as_of and may have allocated, unusable, safety_stock, presentation_min, expires_on',
      },
    ])
    expect(store.batches).toEqual([])
  })

  test('in the header closes the source without reading on', async () => {
    let closed = false
    const source = async function* () {
      try {
        for (;;) yield Buffer.from('nonsense\n'.repeat(10_000))
      } finally {
        closed = true
      }
    }
    expect(await importStock(stockStore(), '', { source: source() })).toMatchObject({ fault: 'header' })
    expect(closed).toBe(true)
  })

  test('in the text is refused from its line on, even where bad rows are skipped', async () => {
    const store = stockStore()
    const text = `${header}A,EAST,1,2026-06-01\nB,EAST,x,2026-06-01\n"C,EAST,1,2026-06-01\n`
    const report = await importStock(store, text, { skipBadRows: () => {} })
    expect(report).toMatchObject({ outcome: 'refused', fault: 'file', rows: 2, rejected: 1, problemCount: 2 })
    expect(report.problems).toEqual([
      { line: 4, column: '', value: null, reason: 'has a quote that is never closed' },
      { line: 3, column: 'on_hand', value: 'x', reason: 'is not a number' },
    ])
    expect(store.visible.size).toBe(0)
    expect(store.batches).toEqual(['discarded'])
  })

  test('of encoding in the header opens no batch', async () => {
    const store = stockStore()
    const source = sourceOf(Buffer.from(`\ufeff${header}`, 'utf16le'))
    expect((await importStock(store, '', { source })).problems).toEqual([
      { line: 1, column: '', value: null, reason: 'is not UTF-8; save it as "CSV UTF-8"' },
    ])
    expect(store.batches).toEqual([])
  })
})
