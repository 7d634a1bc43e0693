import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { openFile } from '../../../src/feeds/files/open-file.ts'
import { type Cell, type FileLimits, fileLimits } from '../../../src/feeds/files/sheet.ts'
import { type WrittenSheet, workbookOf } from '../../_helpers/workbook.ts'
import { all } from '../bytes.ts'

/** What the first sheet of a file is read as, as `[line, ...cells]`, and the fault it ends with. */
const read = async (bytes: Uint8Array | string, limits: Partial<FileLimits> = {}) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'shelfready-hostile-'))
  const path = join(folder.path, 'input')
  await writeFile(path, bytes)
  await using file = await openFile(path, { ...fileLimits, ...limits })
  const slices = await all(file.read(0))
  const rows: Cell[][] = slices.flatMap((slice) => slice.rows.map(({ line, cells }) => [line, ...cells]))
  return { rows, sheets: file.sheets.map(({ name }) => name), fault: slices.at(-1)?.fault ?? null }
}
const rowsOf = async (...asked: Parameters<typeof read>) => (await read(...asked)).rows

const sheetPart = 'xl/worksheets/sheet1.xml'
const stock: WrittenSheet = {
  name: 'Stock',
  rows: [
    ['sku', 'on_hand'],
    ['A', 400],
  ],
}
const good = workbookOf([stock])
const inSheet = (sheetData: string, after = '') =>
  workbookOf([stock], { parts: { [sheetPart]: `<worksheet><sheetData>${sheetData}</sheetData>${after}</worksheet>` } })
const inRow = (cells: string) => inSheet(`<row r="1">${cells}</row>`)
const zip = (parts: Readonly<Record<string, string | Uint8Array>>) =>
  zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, Uint8Array.from(Buffer.from(part as string))]),
    ),
  )

/** The workbook, stored as it is, with one figure changed as a bad disk would. */
const withOtherFigure = () => {
  const bytes = Buffer.from(zipSync(unzipSync(good), { level: 0 }))
  bytes.write('9', bytes.indexOf('<v>400') + 3, 'latin1')
  return bytes
}

/** The workbook with one bit of a part's stored bytes turned over. */
const withFlippedBit = () => {
  const bytes = Buffer.from(good)
  const at = bytes.indexOf(sheetPart) + sheetPart.length + 40
  bytes[at] = (bytes[at] ?? 0) ^ 0x10
  return bytes
}

const withEncryptedEntry = () => {
  const bytes = Buffer.from(good)
  const entry = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
  bytes.writeUInt16LE(bytes.readUInt16LE(entry + 8) | 1, entry + 8)
  return bytes
}

/** A container of old Office files whose directory, which names a stream, is in some sector. */
const container = (stream: string, sector = 2) => {
  const bytes = Buffer.alloc((sector + 3) * 512)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes)
  bytes.writeUInt16LE(9, 30)
  bytes.writeUInt32LE(sector, 48)
  Buffer.from(stream, 'utf16le').copy(bytes, (sector + 1) * 512)
  return bytes
}

describe('nothing is read wrongly in silence:', () => {
  test('a formula without its result is an error that shows the formula', async () => {
    const cells =
      '<c r="A1"><f>SUM(B1:B2)</f><v></v></c><c r="B1"><f>1+1</f></c><c r="C1" t="str"><f>""</f><v></v></c><c r="D1"><f>2*2</f><v>4</v></c>'
    expect(await rowsOf(inRow(cells))).toEqual([
      [1, { kind: 'error', text: '=SUM(B1:B2)' }, { kind: 'error', text: '=1+1' }, null, 4],
    ])
  })

  test('a figure that is drawn across several rows counts once, a text and a date for each', async () => {
    const rows = [
      ['A', 400, { date: '2026-06-01' }],
      ['B', null, null],
    ]
    const bytes = workbookOf([{ rows, merges: ['B1:B2', 'C1:C2'] }])
    const on = { kind: 'date', on: '2026-06-01', minute: null }
    expect(await rowsOf(bytes)).toEqual([
      [1, 'A', 400, on],
      [2, 'B', null, on],
    ])
  })

  test('a code keeps its zeros and its hyphens, whatever else its format says', async () => {
    const formats = ['[Red]00000', '00000_)', '000\\-000', '00000\\-0000', '"0-"000', '00000;\\-00000', '0000" "']
    const rows = [formats.map((format) => ({ styled: 1_234, format }))]
    expect(await rowsOf(workbookOf([{ rows }]))).toEqual([
      [1, '01234', '01234', '001-234', '00000-1234', '0-1234', '01234', '1234'],
    ])
  })

  test('a text that is UTF-8 but for a damaged byte is refused at its line', async () => {
    const bytes = Buffer.concat([Buffer.from('sku,name\nA,Grün\nB,Öl\nC,'), Buffer.from([0xc3]), Buffer.from('x\n')])
    expect((await read(bytes)).fault?.line).toBe(4)
    const latin = Buffer.from('sku,name\nA,Gr\xfcn\nB,\xd6l\n', 'latin1')
    expect(await read(latin)).toMatchObject({
      rows: [
        [1, 'sku', 'name'],
        [2, 'A', 'Grün'],
        [3, 'B', 'Öl'],
      ],
      fault: null,
    })
  })

  test('a text in UTF-16 that is cut off in a character is refused at its line', async () => {
    const bytes = Buffer.concat([Buffer.from('\ufeffsku;name\nA;x\nB;', 'utf16le'), Buffer.from([0x3d])])
    expect((await read(bytes)).fault?.line).toBe(3)
  })

  test('a chart is no sheet, and a sheet that is named but missing refuses the workbook', async () => {
    const list = (type: string) => ({
      'xl/workbook.xml':
        '<workbook xmlns:r="r"><sheets><sheet name="Chart" r:id="c"/><sheet name="Stock" r:id="s"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="c" Type="x/${type}" Target="charts/1.xml"/><Relationship Id="s" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    })
    expect(
      (await read(workbookOf([stock], { parts: { ...list('chartsheet'), 'xl/charts/1.xml': '<c/>' } }))).sheets,
    ).toEqual(['Stock'])
    await expect(read(workbookOf([stock], { parts: list('worksheet') }))).rejects.toThrow('the sheet "Chart"')
  })
})

describe('what programs write is read:', () => {
  test.each<[string, Uint8Array, readonly Cell[]]>([
    [
      'line separators in a text',
      workbookOf([{ rows: [['a\u2028b', 'c\u2029d\u0085e']] }]),
      ['a\u2028b', 'c\u2029d\u0085e'],
    ],
    ['CDATA', inRow('<c t="inlineStr"><is><t><![CDATA[a<b]]></t></is></c><c><v><![CDATA[5]]></v></c>'), ['a<b', 5]],
    [
      'UTF-16 in a part',
      zip({
        ...unzipSync(good),
        [sheetPart]: Buffer.from(
          '\ufeff<?xml version="1.0" encoding="UTF-16"?><worksheet><sheetData><row><c><v>7</v></c></row></sheetData></worksheet>',
          'utf16le',
        ),
      }),
      [7],
    ],
  ])('%s', async (_, bytes, cells) => {
    expect(await rowsOf(bytes)).toEqual([[1, ...cells]])
  })

  test('a merged title does not make a row wider than the sheet', async () => {
    const rows = [
      ['Stock', null, null],
      ['a', 'b', 'c'],
    ]
    expect(await rowsOf(workbookOf([{ rows, merges: ['A1:XFD1'] }]))).toEqual([
      [1, 'Stock', 'Stock', 'Stock'],
      [2, 'a', 'b', 'c'],
    ])
  })

  test('a table below a title with commas is cut at its own separator', async () => {
    expect((await rowsOf('Stock, Main, East\n\nsku\tprice\nA\t1,5\nB\t2\n')).slice(1)).toEqual([
      [3, 'sku', 'price'],
      [4, 'A', '1,5'],
      [5, 'B', '2'],
    ])
  })
})

describe('is refused with what it is and what to do:', () => {
  test.each<[string, Uint8Array | string, string]>([
    ['a damaged bit', withFlippedBit(), 'is damaged'],
    ['a figure that its checksum does not know', withOtherFigure(), 'is damaged'],
    ['more after its end', Buffer.concat([good, Buffer.from('more')]), 'is damaged'],
    ['four bytes of an archive', good.subarray(0, 4), 'is damaged'],
    [
      'a sheet that is not UTF-8',
      zip({
        ...unzipSync(good),
        [sheetPart]: Buffer.from(
          '<worksheet><sheetData><row><c t="str"><v>Gr\xfcn</v></c></row></sheetData></worksheet>',
          'latin1',
        ),
      }),
      'is damaged',
    ],
    ['an entity that nothing declares', inRow('<c><v>&f;</v></c>'), 'is damaged'],
    ['a text that is missing', inRow('<c r="A1" t="s"><v>99</v></c>'), 'sheet "Stock", row 1'],
    [
      'rows out of their order',
      inSheet('<row r="2"><c><v>1</v></c></row><row r="1"><c><v>2</v></c></row>'),
      'sheet "Stock", row 3',
    ],
    ['a part that is there twice', zip({ ...unzipSync(good), 'XL/Workbook.xml': '<workbook/>' }), 'is damaged'],
    ['a row beyond the last', inSheet('<row r="1048577"><c><v>1</v></c></row>'), 'has more rows than a sheet may have'],
    ['a row of no number', inSheet('<row r="x"><c><v>1</v></c></row>'), 'sheet "Stock", row 1'],
    ['a long cell', inRow(`<c t="str"><v>${'x'.repeat(32_768)}</v></c>`), 'more than 32,767 characters'],
    ['a long shared text', workbookOf([{ rows: [['x'.repeat(32_768)]] }]), 'more than 32,767 characters'],
    [
      'a value that does not end',
      inRow(`<c><v>${'12345678'.repeat(300_000)}</v></c>`),
      'far more text than a cell may have',
    ],
    ['an encrypted archive', withEncryptedEntry(), 'is protected with a password'],
    [
      'an encrypted workbook with its directory far away',
      container('EncryptedPackage', 400),
      'is protected with a password',
    ],
    ['an old letter', container('WordDocument'), 'is not a workbook'],
    [
      'an OpenDocument file',
      zip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' }),
      'is an OpenDocument file (ODS)',
    ],
    ['another archive', zip({ 'stock.csv': 'a,b\n' }), 'is an archive'],
    ['JSON', '{"sku": "A", "on_hand": 4}\n', 'is JSON'],
    ['a list in JSON', '[{"sku": "A"}]', 'is JSON'],
  ])('%s', async (_, bytes, sentence) => {
    await expect(read(bytes)).rejects.toThrow(sentence)
  })

  test('a small file whose cells repeat one long text without end', async () => {
    const cells = '<row><c t="s"><v>0</v></c></row>'.repeat(20_000)
    const parts = {
      [sheetPart]: `<worksheet><sheetData>${cells}</sheetData></worksheet>`,
      'xl/sharedStrings.xml': `<sst><si><t>${'x'.repeat(30_000)}</t></si></sst>`,
    }
    const bytes = workbookOf([stock], { parts })
    expect(bytes.length).toBeLessThan(20_000)
    await expect(read(bytes, { inflatedBytes: 20_000_000 })).rejects.toThrow('unpacks to more than 20 MB')
  })
})
