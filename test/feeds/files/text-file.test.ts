import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readBytes, readOne } from './opened.ts'

const utf16 = (text: string, isBig = false) => {
  const bytes = Buffer.from(text, 'utf16le')
  return isBig ? bytes.swap16() : bytes
}

/** Text as Windows-1252, of characters that Latin-1 and it share and the euro sign. */
const cp1252 = (text: string) => Buffer.from(text.replaceAll('€', '\x80'), 'latin1')

const table = 'Artikel;Größe;Preis\nA-1;groß;1,50 €\nA-2;klein;2,00 €\n'
const rows = [
  [1, 'Artikel', 'Größe', 'Preis'],
  [2, 'A-1', 'groß', '1,50 €'],
  [3, 'A-2', 'klein', '2,00 €'],
]

describe('a text', () => {
  test.each([
    ['UTF-8', table, 'CSV with ;'],
    ['UTF-8 with a byte order mark', `\ufeff${table}`, 'CSV with ;'],
    ['UTF-16 LE with a byte order mark', utf16(`\ufeff${table}`), 'CSV with ;, UTF-16'],
    ['UTF-16 BE with a byte order mark', utf16(`\ufeff${table}`, true), 'CSV with ;, UTF-16'],
    ['UTF-16 LE', utf16(table), 'CSV with ;, UTF-16'],
    ['UTF-16 BE', utf16(table, true), 'CSV with ;, UTF-16'],
    ['Windows-1252', cp1252(table), 'CSV with ;, Windows-1252'],
  ])('in %s is read', async (_, bytes, form) => {
    expect(await readOne(bytes)).toEqual({ form, rows, fault: null })
  })

  test.each([
    ['commas', 'sku,name\nA,"Cola; 1,5 l"\nB,x\n', 'CSV', 'Cola; 1,5 l'],
    ['semicolons beside decimal commas', 'sku;price\nA;1,5\nB;2,5\n', 'CSV with ;', '1,5'],
    ['tabs beside decimal commas', 'sku\tprice\nA\t1,5\nB\t2,5\n', 'TSV', '1,5'],
    ['bars', 'sku|price\nA|1;5,0\nB|2;5,0\n', 'CSV with |', '1;5,0'],
    ['what its first line says', 'sep=^\nsku^price\nA^1,5\n', 'CSV with ^', '1,5'],
    ['tabs below a title with commas', 'Stock, Main, East\n\nsku\tprice\nA\t1,5\nB\t2\n', 'TSV', '1,5'],
  ])('is cut at %s', async (_, text, form, value) => {
    const read = await readOne(text)
    expect(read.form).toBe(form)
    expect(read.rows.find(([, first]) => first === 'A')?.[2]).toBe(value)
  })

  test('that names its separator begins with the line after it', async () => {
    const read = await readOne('\ufeffsep=;\r\nsku;units\r\nA;1\r\n')
    expect(read.rows).toEqual([
      [2, 'sku', 'units'],
      [3, 'A', '1'],
    ])
  })

  test('of one column is read as such', async () => {
    expect((await readOne('sku\nA\nB\n')).rows).toEqual([
      [1, 'sku'],
      [2, 'A'],
      [3, 'B'],
    ])
  })

  test('whose first character beyond ASCII comes late is still read in its encoding', async () => {
    const late = `sku,name\n${'A,Cola\n'.repeat(60_000)}B,Grün\n`
    for (const bytes of [Buffer.from(late), cp1252(late)])
      expect((await readOne(bytes)).rows.at(-1)).toEqual([60_002, 'B', 'Grün'])
  })

  test('that is UTF-8 but for a damaged byte is refused at its line, not read as another encoding', async () => {
    const damaged = Buffer.concat([Buffer.from('sku,name\nA,Grün\nB,Öl\nC,'), Buffer.from([0xc3]), Buffer.from('x\n')])
    expect((await readOne(damaged)).fault).toEqual({ line: 4, reason: 'is not UTF-8; save it as "CSV UTF-8"' })
  })

  test('in UTF-16 that is cut off in a character is refused at its line', async () => {
    const cut = Buffer.concat([utf16('\ufeffsku;name\nA;x\nB;'), Buffer.from([0x3d])])
    expect((await readOne(cut)).fault?.line).toBe(3)
  })

  test('with a quote inside a cell is refused at its line, whatever its separator', async () => {
    expect((await readOne('sku;name\nA;TV 5" wide\n')).fault).toEqual({
      line: 2,
      reason: 'has a quote inside an unquoted cell; put the cell in quotes and double the inner quote',
    })
  })

  test('is refused where it has more rows or columns than the limits allow', async () => {
    expect(await readOne('a,b\n1,2\n3,4\n5,6\n', { limits: { rows: 3 } })).toMatchObject({
      rows: [
        [1, 'a', 'b'],
        [2, '1', '2'],
        [3, '3', '4'],
      ],
      fault: { line: 4, reason: 'is past the limit of 3 rows; send the file in several parts' },
    })
    expect((await readOne('a,b\n1,2,3\n', { limits: { columns: 2 } })).fault).toEqual({
      line: 2,
      reason: 'has 3 columns; the limit is 2',
    })
  })

  test('is refused before it is read where there is nothing to read, or too much, or no text', async () => {
    expect(await readBytes('')).toEqual({
      reason: 'stock.csv is empty. Nothing was changed. Export it again and send that.',
    })
    expect(await readBytes('a,b\n', { limits: { bytes: 2 } })).toMatchObject({
      reason: expect.stringContaining('is larger than 0 MB. Nothing was changed.'),
    })
    expect(await readBytes(Buffer.from([137, 80, 78, 71, 0, 0, 1, 2, 0, 7]))).toMatchObject({
      reason:
        'stock.csv is neither a workbook nor a text with a table. Nothing was changed. Save it as XLSX or as "CSV UTF-8" and send that.',
    })
  })

  test('reads back what was written, whatever separates and encodes it', async () => {
    const word = fc.stringMatching(/^[A-Za-z0-9äéß€ .-]{1,8}$/)
    await fc.assert(
      fc.asyncProperty(
        fc
          .integer({ min: 2, max: 5 })
          .chain((width) =>
            fc.array(fc.array(word, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
          ),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom<(text: string) => Uint8Array>(
          (text) => Buffer.from(text),
          (text) => utf16(`\ufeff${text}`),
          (text) => utf16(`\ufeff${text}`, true),
          cp1252,
        ),
        async (cells, separator, lineEnd, encoded) => {
          const text = cells.map((row) => row.join(separator) + lineEnd).join('')
          const read = await readOne(encoded(text))
          expect(read.rows).toEqual(cells.map((row, at) => [at + 1, ...row]))
        },
      ),
      { numRuns: 60 },
    )
  })
})
