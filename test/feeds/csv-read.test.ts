import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvRows } from '../../src/feeds/csv-read.ts'
import { all, inParts, sourceOf } from './bytes.ts'

/** The rows of a file, each with its line in front, and its fault. */
const read = async (source: AsyncIterable<Uint8Array>) => {
  const slices = await all(csvRows(source))
  const rows = slices.flatMap((slice) => slice.rows.map((cells, at) => [slice.lines[at], ...cells]))
  return { rows, fault: slices.at(-1)?.fault ?? null }
}

const readText = (...parts: (string | Uint8Array)[]) => read(sourceOf(...parts))

describe('CSV text', () => {
  test('is read with LF, CRLF and CR in any mixture, with the line of each row', async () => {
    expect(await readText('a,b\r\n1,2\n3,4\r5,6\r\n')).toEqual({
      rows: [
        [1, 'a', 'b'],
        [2, '1', '2'],
        [3, '3', '4'],
        [4, '5', '6'],
      ],
      fault: null,
    })
  })

  test('is read without a line end after the last row', async () => {
    expect((await readText('a,b\n1,2')).rows).toEqual([
      [1, 'a', 'b'],
      [2, '1', '2'],
    ])
  })

  test('may begin with a BOM, also before a quote', async () => {
    expect((await readText('\ufeff"a",b\n')).rows).toEqual([[1, 'a', 'b']])
  })

  test('keeps blanks, doubled quotes, commas and line ends of quoted cells', async () => {
    expect((await readText('" a ","12"" TV","x,y","up\r\ndown"\n')).rows).toEqual([
      [1, ' a ', '12" TV', 'x,y', 'up\r\ndown'],
    ])
  })

  test('counts lines through quoted cells and past empty lines', async () => {
    expect((await readText('a,b\n1,"x\r\ny\rz\n"\n\n\r\n2,y\n"\n",z\n3,q')).rows.map(([line]) => line)).toEqual([
      1, 2, 8, 9, 11,
    ])
  })

  test('of nothing, and of nothing but line ends, has no rows', async () => {
    expect(await readText()).toEqual({ rows: [], fault: null })
    expect(await readText('')).toEqual({ rows: [], fault: null })
    expect(await readText('\n\r\n\r\r\n')).toEqual({ rows: [], fault: null })
    expect(await readText('\ufeff')).toEqual({ rows: [], fault: null })
  })

  test('comes in slices of at most 5,000 rows that know the bytes read', async () => {
    const text = 'a,b\n'.repeat(12_345)
    const slices = await all(csvRows(sourceOf(text)))
    expect(slices.map((slice) => slice.rows.length).every((rows) => rows <= 5_000)).toBe(true)
    expect(slices.flatMap((slice) => slice.lines)).toEqual(Array.from({ length: 12_345 }, (_, at) => at + 1))
    expect(slices.at(-1)?.bytes).toBe(text.length)
  })

  test.each([4_999, 5_000, 5_001, 10_000, 10_001])('of %d rows loses none between slices', async (rows) => {
    for (const end of ['', '\n']) {
      const text = Array.from({ length: rows }, (_, at) => `${at},x`).join('\n') + end
      const slices = await all(csvRows(inParts(Buffer.from(text), 65_536)))
      expect(slices.flatMap((slice) => slice.rows.map(([cell]) => Number(cell)))).toEqual([...Array(rows).keys()])
    }
  })

  test('comes in smaller slices when rows are big', async () => {
    const row = `${'x'.repeat(100_000)}\n`
    const slices = await all(csvRows(inParts(Buffer.from(row.repeat(200)), 65_536)))
    expect(slices.flatMap((slice) => slice.rows)).toHaveLength(200)
    expect(Math.max(...slices.map((slice) => slice.rows.length))).toBeLessThan(50)
  })

  test('with cells of any kind reads back as it was written, however it arrives', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '1', ' ', ',', '"', '\n', '\r', '\r\n', 'é', '😀', '\ufeff', ';'),
    })
    const row = fc.array(fc.tuple(cell, fc.boolean()), { minLength: 2, maxLength: 5 })
    const file = fc.array(fc.tuple(row, fc.constantFrom('\n', '\r\n', '\r')), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(file, fc.integer({ min: 1, max: 40 }), fc.boolean(), async (rows, size, bom) => {
        const written = rows.map(([cells, end]) => {
          const texts = cells.map(([text, quote]) =>
            quote || /[",\r\n\ufeff]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text,
          )
          return texts.join(',') + end
        })
        const bytes = Buffer.from((bom ? '\ufeff' : '') + written.join(''))
        const expected = rows.map(([cells], at) => [
          1 +
            (written
              .slice(0, at)
              .join('')
              .match(/\r\n|\r|\n/g)?.length ?? 0),
          ...cells.map(([text]) => text),
        ])
        expect(await read(inParts(bytes, size))).toEqual({ rows: expected, fault: null })
      }),
      { numRuns: 300 },
    )
  })

  test('of random bytes gives rows or a fault, and never an exception', async () => {
    const byte = fc.oneof(
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom(0x22, 0x2c, 0x0a, 0x0d, 0xef, 0xbb, 0xbf, 0xc3),
    )
    const bytes = fc.array(byte, { maxLength: 200 }).map((values) => Uint8Array.from(values))
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 50 }), async (input, size) => {
        const { rows, fault } = await read(inParts(input, size))
        const lines = rows.map(([line]) => Number(line))
        expect(lines).toEqual([...lines].sort((one, other) => one - other))
        expect(fault === null || fault.line >= (lines.at(-1) ?? 1)).toBe(true)
        const replacements = (text: string) => text.split('\ufffd').length - 1
        expect(replacements(JSON.stringify(rows))).toBeLessThanOrEqual(
          replacements(Buffer.from(input).toString('latin1').replaceAll('\xef\xbf\xbd', '\ufffd')),
        )
      }),
      { numRuns: 500 },
    )
  })
})

describe('a file that cannot be read', () => {
  test.each([
    ['a,b\n1,2\n3,"4\n5,6\n', 3, 'has a quote that is never closed'],
    ['a,b\n\n\n"x\ny', 4, 'has a quote that is never closed'],
    ['a,b\n"1"x,2\n', 2, 'has text after a closing quote; double a quote that is part of the text'],
    ['a,b\n12" TV,2\n', 2, 'has a quote inside an unquoted cell; put the cell in quotes and double the inner quote'],
  ])('%j breaks at line %d: it %s', async (text, line, reason) => {
    expect((await readText(text)).fault).toEqual({ line, reason })
  })

  test('still gives the rows before the fault', async () => {
    expect((await readText('a,b\n1,2\n"x')).rows).toEqual([
      [1, 'a', 'b'],
      [2, '1', '2'],
    ])
  })

  test('of another encoding is refused at the line where it shows, and nothing is replaced', async () => {
    const latin1 = Buffer.from('sku,name\n1,Cola\n2,Brûlée\n', 'latin1')
    expect(await readText(latin1)).toEqual({
      rows: [
        [1, 'sku', 'name'],
        [2, '1', 'Cola'],
      ],
      fault: { line: 3, reason: 'is not UTF-8; save it as "CSV UTF-8"' },
    })
  })

  test.each([
    ['UTF-16 with a BOM', Buffer.from('\ufeffsku,name\n1,x\n', 'utf16le')],
    ['UTF-16 without a BOM', Buffer.from('sku,name\n1,x\n', 'utf16le')],
    ['big-endian UTF-16', Buffer.from('\ufeffsku,name\n1,x\n', 'utf16le').swap16()],
    ['a workbook', Buffer.from([0x50, 0x4b, 3, 4, 0x14, 0, 6, 0, 8, 0])],
    ['a character that the end cuts', Buffer.from('sku,é').subarray(0, -1)],
  ])('being %s, is refused with how to save it', async (_, bytes) => {
    expect((await readText(bytes)).fault).toEqual({ line: 1, reason: 'is not UTF-8; save it as "CSV UTF-8"' })
  })

  test('for a zero byte is refused at its line', async () => {
    expect((await readText('a,b\r\n1,2\r', '\n3,\u0000\r\n')).fault).toEqual({
      line: 3,
      reason: 'contains a zero byte, so it is not plain text; save it again as "CSV UTF-8"',
    })
  })

  test.each([
    ['of letters', 'x'],
    ['of commas', ','],
    ['of quotes', '"'],
    ['of line ends in quotes', '\n'],
  ])('for a line without an end %s is given up after about 1 MB', async (_, unit) => {
    let taken = 0
    const part = Buffer.from(unit.repeat(65_536 / unit.length))
    const endless = async function* () {
      yield Buffer.from('a,b\n"')
      for (; taken < 1_600; taken++) yield part
    }
    const { fault } = await read(endless())
    expect(fault?.line).toBe(2)
    expect(taken).toBeLessThan(20)
  })

  test('because its source fails, throws what the source throws', async () => {
    const broken = async function* () {
      yield Buffer.from('a,b\n')
      throw new Error('the line dropped')
    }
    await expect(read(broken())).rejects.toThrow('the line dropped')
  })
})

test('other tasks get their turn while a large file is read', async () => {
  let turns = 0
  const ticking = setInterval(() => turns++, 1)
  await all(csvRows(sourceOf('SKU-1,EAST,400\n'.repeat(200_000))))
  clearInterval(ticking)
  expect(turns).toBeGreaterThan(10)
})

describe('text without quotes, which is cut at its commas,', () => {
  test('is read as the parser reads it, however it comes in', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', '1', ' ', ',', ',', '\n', '\r', '\r\n', 'é', '😀', ';') })
    const size = fc.integer({ min: 1, max: 30 })
    await fc.assert(
      fc.asyncProperty(text, size, text, async (start, bytes, rest) => {
        const cut = await read(inParts(Buffer.from(start + rest), bytes))
        const parsed = await readText('"q"\n', start, rest)
        const moved = parsed.rows.slice(1).map(([line, ...cells]) => [Number(line) - 1, ...cells])
        expect(cut).toEqual({ rows: moved, fault: null })
        const both = await read(inParts(Buffer.from(`${start}\n"q"\n${rest}`), bytes))
        const alone = await readText('"q"\n', start, '\n"q"\n', rest)
        expect(both.rows.length).toBe(alone.rows.length - 1)
        expect(both.rows).toEqual(alone.rows.slice(1).map(([line, ...cells]) => [Number(line) - 1, ...cells]))
      }),
    )
  })
})
