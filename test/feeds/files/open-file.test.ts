import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFile } from '../../../src/feeds/files/open-file.ts'
import { type Cell, fileLimits } from '../../../src/feeds/files/sheet.ts'
import { type WrittenCell, type WrittenSheet, workbookOf } from '../../_helpers/workbook.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shelfready-files-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

let files = 0
const written = async (bytes: Uint8Array | string) => {
  const path = join(folder, `${files++}`)
  await writeFile(path, bytes)
  return path
}

/** Reads all rows of a sheet, as `[line, ...cells]`. */
const rowsOf = async (bytes: Uint8Array | string, { sheet = 0, limits = fileLimits } = {}) => {
  await using file = await openFile(await written(bytes), limits)
  const rows: (readonly Cell[])[] = []
  for await (const slice of file.read(sheet)) {
    expect(slice.fault).toBeNull()
    for (const { line, cells } of slice.rows) rows.push([line, ...cells])
  }
  return { rows, file }
}

const date = (on: string, minute: number | null = null) => ({ kind: 'date' as const, on, minute })

/** What a written cell is read as. */
const readAs = (cell: WrittenCell): Cell => {
  if (cell === null || typeof cell !== 'object') return cell
  if ('error' in cell) return { kind: 'error', text: cell.error }
  return 'date' in cell ? date(cell.date, cell.minute ?? null) : cell.styled
}

const withoutEnd = (cells: readonly Cell[]) => cells.slice(0, cells.findLastIndex((cell) => cell !== null) + 1)

describe('a workbook', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((word) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot have them.
    return word.trim() !== '' && word.isWellFormed() && !/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]|_x/.test(word)
  })
  const cell: fc.Arbitrary<WrittenCell> = fc.oneof(
    text,
    fc.integer({ min: -1_000_000, max: 1_000_000 }),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => Number(value.toPrecision(12)) + 0),
    fc.boolean(),
    fc.constant(null),
    fc.record({
      date: fc
        .date({ min: new Date('1905-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
        .map((day) => day.toISOString().slice(0, 10)),
      minute: fc.option(fc.integer({ min: 1, max: 1_439 }), { nil: undefined }),
    }) as fc.Arbitrary<WrittenCell>,
    fc.constantFrom({ error: '#N/A' }, { error: '#REF!' }),
  )
  const sheet: fc.Arbitrary<WrittenSheet> = fc.record({
    rows: fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 8 }),
    isInline: fc.boolean(),
    hasReferences: fc.boolean(),
    from: fc.integer({ min: 1, max: 5 }),
  })

  it('reads back what was written, in each way of writing it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sheet, { minLength: 1, maxLength: 3 }), fc.boolean(), async (sheets, is1904) => {
        for (const [i, { rows, from = 1 }] of sheets.entries()) {
          const expected = rows
            .map((cells, at) => [from + at, ...withoutEnd(cells.map(readAs))])
            .filter((cells) => cells.length > 1)
          expect((await rowsOf(workbookOf(sheets, { is1904 }), { sheet: i })).rows).toEqual(expected)
        }
      }),
      { numRuns: 60 },
    )
  })

  it.each([
    ['00000', 42, '00042'],
    ['"P-"0000', 7, 'P-0007'],
    ['0%', 0.6, '60%'],
    ['0.00', 12.100000000000001, 12.1],
    ['#,##0.00\\ "€"', 1_234.5, 1_234.5],
    ['dd.mm.yyyy', 46_357, date('2026-12-01')],
    ['[$-407]d. mmmm yyyy;@', 46_357, date('2026-12-01')],
    ['TT.MM.JJJJ', 46_357, date('2026-12-01')],
    ['mmm-yy', 46_357, date('2026-12-01')],
    ['hh:mm', 0.5, '12:00'],
    ['h:mm AM/PM', 0.75, '18:00'],
    ['yyyy-mm-dd hh:mm', 46_357.25, date('2026-12-01', 360)],
    ['yyyy-mm-dd', 59, date('1900-02-28')],
    ['yyyy-mm-dd', 61, date('1900-03-01')],
    ['[h]:mm', 1.5, 1.5],
    ['0.00E+00', 12_345, 12_345],
    ['General', 46_357, 46_357],
    ['"Stand: "dd/mm/yy', 46_357, date('2026-12-01')],
  ] as const)('shows a number of the format %s as people see it', async (format, styled, shown) => {
    expect((await rowsOf(workbookOf([{ rows: [[{ styled, format }]] }]))).rows).toEqual([[1, shown]])
  })

  it('fills merged cells from their first one, across and down', async () => {
    const rows = [
      ['Stock', null, 'When', null],
      ['Free', 'Blocked', 'from', 'to'],
      ['A', 1, null, null],
      [null, 2, null, null],
    ]
    expect((await rowsOf(workbookOf([{ rows, merges: ['A1:B1', 'C1:D1', 'A3:A4'] }]))).rows).toEqual([
      [1, 'Stock', 'Stock', 'When', 'When'],
      [2, 'Free', 'Blocked', 'from', 'to'],
      [3, 'A', 1],
      [4, 'A', 2],
    ])
  })

  it('tells hidden sheets, joins rich text and leaves phonetic readings out', async () => {
    const parts = {
      'xl/sharedStrings.xml':
        '<x:sst xmlns:x="y"><x:si><x:r><x:t>Col</x:t></x:r><x:r><x:t xml:space="preserve">a </x:t></x:r><x:rPh><x:t>no</x:t></x:rPh></x:si></x:sst>',
    }
    const { rows, file } = await rowsOf(workbookOf([{ rows: [['shared']] }, { rows: [], isHidden: true }], { parts }))
    expect(rows).toEqual([[1, 'Cola ']])
    expect(file).toMatchObject({
      sheets: [{ isHidden: false }, { name: 'Sheet2', isHidden: true }],
      form: 'XLSX, 2 sheets',
    })
  })

  it('is refused when it unpacks to more than the limits allow, before that much is unpacked', async () => {
    const bomb = workbookOf([{ rows: [['x'.repeat(3_000_000)]], isInline: true }])
    expect(bomb.length).toBeLessThan(20_000)
    await expect(rowsOf(bomb, { limits: { ...fileLimits, inflatedBytes: 1_000_000 } })).rejects.toThrow(
      'unpacks to more than 1 MB',
    )
    const texts = workbookOf([{ rows: Array.from({ length: 100 }, (_, at) => [`${at}${'x'.repeat(30_000)}`]) }])
    await expect(rowsOf(texts, { limits: { ...fileLimits, textCharacters: 1_000_000 } })).rejects.toThrow(
      'has more text than a file may have',
    )
  })
})

describe('a text', () => {
  const table = [
    ['Artikel', 'Größe', 'Menge'],
    ['A-1', 'groß; "weit"', '1.234,50'],
    ['A-2', 'zwei\nZeilen, ja', '7'],
  ]
  const csv = (separator: string, end = '\r\n') =>
    table.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(separator)).join(end)
  const latin1 = (text: string) => Buffer.from(text, 'latin1')
  it.each([
    ['commas', csv(','), 'text with commas'],
    ['semicolons and a BOM', `\ufeff${csv(';')}`, 'text with semicolons'],
    ['tabs in UTF-16', Buffer.from(`\ufeff${csv('\t')}`, 'utf16le'), 'text with tabs, UTF-16'],
    ['tabs in UTF-16 without a mark', Buffer.from(csv('\t'), 'utf16le'), 'text with tabs, UTF-16'],
    ['UTF-16 the other way round', Buffer.from(`\ufeff${csv('\t')}`, 'utf16le').swap16(), 'text with tabs, UTF-16'],
    ['Windows-1252', latin1(csv(';')), 'text with semicolons, Windows-1252'],
    ['bars', csv('|', '\n'), 'text with bars'],
    ['a line that names the separator', `sep=;\r\n${csv(';')}`, 'text with semicolons'],
    ['gzip', gzipSync(csv(',')), 'text with commas'],
  ] as const)('is read with %s', async (_, bytes, form) => {
    const { rows, file } = await rowsOf(bytes)
    expect(rows.map(([, ...cells]) => cells)).toEqual(table)
    expect(file.form).toBe(form)
  })

  it('may have quotes in the middle where tabs separate', async () => {
    expect((await rowsOf('item\tsize\nA\t5" pipe\n')).rows).toEqual([
      [1, 'item', 'size'],
      [2, 'A', '5" pipe'],
    ])
  })
})

describe('what is no table', () => {
  const zip = (parts: Record<string, string>) =>
    zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])))
  const good = workbookOf([{ rows: [['A', 1]] }])
  const ole = (name: string) =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from(name, 'utf16le')])
  it.each([
    ['a PDF', '%PDF-1.7 ...', 'is a PDF'],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'is a picture'],
    ['a web page named .xls', '<html><table><tr><td>1</td></tr></table></html>', 'is a web page'],
    ['an old workbook', ole('Workbook'), 'is an old workbook'],
    ['an encrypted workbook', ole('EncryptedPackage'), 'is protected with a password'],
    ['nothing', '', 'is empty'],
    ['a workbook cut short', good.slice(0, good.length - 40), 'is damaged'],
    ['an archive of pictures', zip({ 'a.png': 'x' }), 'is an archive, not a workbook. Unpack it'],
    [
      'a binary workbook',
      zip({
        '_rels/.rels':
          '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        'xl/workbook.bin': 'x',
      }),
      'is a binary workbook',
    ],
    ['a workbook without sheets', zip({ 'xl/workbook.xml': '<workbook><sheets/></workbook>' }), 'has no sheet'],
    [
      'a workbook whose sheet is cut',
      workbookOf([{ rows: [] }], { parts: { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row' } }),
      'is damaged',
    ],
    [
      'a workbook with entities',
      workbookOf([{ rows: [] }], {
        parts: { 'xl/worksheets/sheet1.xml': '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>' },
      }),
      'has definitions',
    ],
    ['16,000 columns', workbookOf([{ rows: [Array(16_000).fill(1)] }]), 'has more than 1,000 columns'],
    ['a gzip cut short', gzipSync('a,b\n'.repeat(1_000)).subarray(0, 30), 'is damaged'],
  ] as const)('is refused with what it is: %s', async (_, bytes, sentence) => {
    await expect(rowsOf(bytes)).rejects.toThrow(sentence)
  })
})
