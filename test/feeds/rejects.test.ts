import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvRows } from '../../src/feeds/csv.ts'
import { rejectsCsvLine, rejectsWriter, withoutFormulas } from '../../src/feeds/rejects.ts'
import { all, sourceOf } from './bytes.ts'
import { importStock, stockStore } from './memory-store.ts'

const importSkipping = async (text: string) => {
  const store = stockStore()
  let rejects = ''
  const skipBadRows = rejectsWriter((written) => {
    rejects += written
  })
  await importStock(store, text, { skipBadRows })
  return { rejects, store }
}

describe('a line of rejected rows', () => {
  test('is RFC 4180 with the reason as the last cell', () => {
    expect(rejectsCsvLine(['SKU-1', 'a,b', '12" TV', 'two\nlines', ''], 'line 4: is missing')).toBe(
      'SKU-1,"a,b","12"" TV","two\nlines",,line 4: is missing\r\n',
    )
  })

  test('reads back as it was written unless it would be calculated', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '1', ' ', ',', '"', '\n', '\r', ';', 'é') })
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 5 }), async (cells) => {
        const slices = await all(csvRows(sourceOf(rejectsCsvLine(cells, 'why'))))
        expect(slices.flatMap((slice) => slice.rows)).toEqual([[...cells.map(withoutFormulas), 'why']])
      }),
    )
  })
})

describe('a text that a spreadsheet would calculate', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+cmd', "'+cmd"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['|calc', "'|calc"],
    ['＝1', "'＝1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠a', "'＠a"],
    ['\tx', "'\tx"],
    ['\rx', "'\rx"],
    ['  =1', "'  =1"],
    ['\u00a0=1', "'\u00a0=1"],
    ['\ufeff=1', "'\ufeff=1"],
    ['\u200b=1', "'\u200b=1"],
    ['\v=1', "'\v=1"],
    ['a\n=1', "a\n'=1"],
    ['a\r\n=1\r\nb', "a\r\n'=1\r\nb"],
    ['=1\n=2', "'=1\n'=2"],
    ['-', "'-"],
    ['+60%+1', "'+60%+1"],
  ])('%j is written as %j', (text, written) => {
    expect(withoutFormulas(text)).toBe(written)
  })

  test.each(['-5', '+60%', '-0.5', '+300', 'SKU-1', 'a=b', '', '12" TV', 'a\nb'])('%j is none', (text) => {
    expect(withoutFormulas(text)).toBe(text)
  })
})

describe('the file of rejected rows', () => {
  test('has the header of the file, the cells as they stood, and why and where each row was refused', async () => {
    const text = 'sku,location,on_hand,as_of\nA,EAST,-1,2026-06-01\nB,EAST,1,2026-06-01\n=C,EAST,x,\nD\n'
    expect((await importSkipping(text)).rejects).toBe(
      [
        '\ufeffsku,location,on_hand,as_of,reason',
        'A,EAST,-1,2026-06-01,"line 2: on_hand is below zero; write 0 or leave the row out"',
        '\'=C,EAST,x,,"line 4: on_hand is not a number; as_of is missing"',
        'D,,,,line 5: has 1 cell where the header has 4',
        '',
      ].join('\r\n'),
    )
  })

  test('is not begun when nothing is rejected', async () => {
    expect((await importSkipping('sku,location,on_hand,as_of\nA,EAST,1,2026-06-01\n')).rejects).toBe('')
  })

  test('is imported as it is once it is mended, and replaces the old reasons where it is not', async () => {
    const { rejects } = await importSkipping('sku,location,on_hand,as_of\nA,EAST,x,2026-06-01\nB,EAST,x,2026-06-01\n')
    const second = await importSkipping(rejects.replace('A,EAST,x', 'A,EAST,7'))
    expect([...second.store.visible.values()].map((row) => [row.sku, row.on_hand])).toEqual([['A', 7]])
    expect(second.rejects).toBe(
      '\ufeffsku,location,on_hand,as_of,reason\r\nB,EAST,x,2026-06-01,line 3: on_hand is not a number\r\n',
    )
  })
})
