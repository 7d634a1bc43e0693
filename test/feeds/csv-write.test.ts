import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvRows } from '../../src/feeds/csv-read.ts'
import { csvRow, withoutFormulas } from '../../src/feeds/csv-write.ts'
import { all, sourceOf } from './bytes.ts'

describe('a row of a file', () => {
  test('is RFC 4180', () => {
    expect(csvRow(['SKU-1', 'a,b', '12" TV', 'two\nlines', '', 'line 4: is missing'])).toBe(
      'SKU-1,"a,b","12"" TV","two\nlines",,line 4: is missing',
    )
  })

  test('reads back as it was written unless it would be calculated', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '1', ' ', ',', '"', '\n', '\r', ';', 'é') })
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 5 }), async (cells) => {
        const slices = await all(csvRows(sourceOf(`${csvRow([...cells, 'why'])}\r\n`)))
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
    ['a;=1', "a;'=1"],
    ['a\t=1', "a\t'=1"],
    ['a; @x', "a;' @x"],
  ])('%j is written as %j', (text, written) => {
    expect(withoutFormulas(text)).toBe(written)
  })

  test.each(['-5', '+60%', '-0.5', '+300', 'SKU-1', 'a=b', 'a;b', '', '12" TV', 'a\nb'])('%j is none', (text) => {
    expect(withoutFormulas(text)).toBe(text)
  })
})
