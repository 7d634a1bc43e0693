import { gzipSync } from 'node:zlib'
import { strFromU8, unzipSync } from 'fflate'
import { type WrittenCell, type WrittenSheet, workbookOf } from '../workbook.ts'
import { compoundFile, hugeGzip, hugePart, type Part, partOf, zipOf } from './archives.ts'

/** The day of every file, and the items that their stock is of. */
export const today = '2026-06-01'
const skus = ['SKU-100', 'SKU-110', 'SKU-120'] as const

/** What a file says: stock of so many units of the first item, one more of each further one, at a location. */
type Stock = { readonly units: number; readonly at: string }

/**
 * A file that is damaged, hostile or merely odd. The stock in it differs by door.
 * `whole`: it has to be imported, or somebody has to be asked. `absent`: nothing of it may count, and the words say why.
 * `either`: both are right, but never a part of it.
 */
export type HostileFile = {
  readonly name: string
  readonly bytes: (stock: Stock) => Uint8Array
  readonly outcome: 'whole' | 'absent' | 'either'
  readonly says?: RegExp
  /** False where it takes seconds, or is much like another one. */
  readonly isQuick?: false
}

/** Gives what counts once the stock of a file does, by item. */
export const pictureOf = (units: number): Readonly<Record<string, number>> =>
  Object.fromEntries(skus.map((sku, i) => [sku, units + i]))

const header = ['sku', 'location', 'on_hand', 'as_of']
const rowsOf = ({ units, at }: Stock): WrittenCell[][] => skus.map((sku, i) => [sku, at, units + i, today])
const lines = (rows: readonly (readonly WrittenCell[])[], separator = ',') =>
  rows.map((row) => `${row.join(separator)}\r\n`).join('')
const csv = (stock: Stock) => lines([header, ...rowsOf(stock)])
const text = (content: string, encoding: BufferEncoding = 'utf8') => Buffer.from(content, encoding)
const sheet = (rows: WrittenSheet['rows'], more: Partial<WrittenSheet> = {}) => workbookOf([{ rows, ...more }])
const stockSheet = (stock: Stock) => sheet([header, ...rowsOf(stock)])

/** Gives the parts of a workbook, some of them changed. */
const partsOf = (
  workbook: Uint8Array,
  changed: Readonly<Record<string, (xml: string) => string>> = {},
): readonly Part[] =>
  Object.entries(unzipSync(workbook)).map(([name, bytes]) => {
    const change = changed[name]
    return partOf(name, change === undefined ? bytes : change(strFromU8(bytes)))
  })
const changedSheet = (stock: Stock, change: (xml: string) => string) =>
  zipOf(partsOf(stockSheet(stock), { 'xl/worksheets/sheet1.xml': change }))
const flipped = (bytes: Uint8Array, at: number) => {
  const copy = Uint8Array.from(bytes)
  copy[at] = (copy[at] as number) ^ 0xff
  return copy
}
const without = (parts: readonly Part[], name: string) => parts.filter((part) => part.name !== name)

/** Makes a workbook whose sheet unpacks to so many bytes, of which its directory tells the truth or not. */
const bomb = (stock: Stock, bytes: number, isHonest: boolean): Uint8Array => {
  const name = 'xl/worksheets/sheet1.xml'
  const huge = hugePart(name, {
    head: `<worksheet><!-- ${stock.units} --><sheetData>`,
    filling: '<row><c><v>1</v></c></row>',
    tail: '</sheetData></worksheet>',
    bytes,
  })
  return zipOf([...without(partsOf(stockSheet(stock)), name), isHonest ? huge : { ...huge, size: 4_000 }])
}

const entities = `<!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa">${Array.from(
  { length: 9 },
  (_, i) => `<!ENTITY ${'bcdefghij'[i]} "${`&${'abcdefghi'[i]};`.repeat(10)}">`,
).join('')}]>`

/** The files that every door is tried with, small enough for all of them. */
export const hostileFiles: readonly HostileFile[] = [
  { name: 'plain.csv', bytes: (s) => text(csv(s)), outcome: 'whole' },
  { name: 'utf-16.csv', bytes: (s) => text(`\ufeff${csv(s)}`, 'utf16le'), outcome: 'whole' },
  {
    name: 'blank tails.csv',
    bytes: (s) =>
      text(`${lines([header, ...rowsOf(s)].map((row) => [...row, '', '']))}${',,,,,\r\n'.repeat(50)}\r\n\r\n`),
    outcome: 'whole',
  },
  { name: 'no line end.csv', isQuick: false, bytes: (s) => text(csv(s).trimEnd()), outcome: 'whole' },
  {
    name: 'stock.xlsm',
    bytes: (s) =>
      workbookOf([{ rows: [header, ...rowsOf(s)] }], {
        parts: { 'xl/vbaProject.bin': 'Sub Auto_Open(): Kill "*.*": End Sub' },
      }),
    outcome: 'whole',
  },
  {
    name: 'totals.xlsx',
    bytes: (s) =>
      sheet([
        ['Material', 'Werk', 'Bestand', 'Stand'],
        ...skus.map((sku, i) => [sku, s.at, s.units + i, { date: today }]),
        ['Total', null, 3 * s.units + 3, null],
      ]),
    outcome: 'whole',
  },
  {
    name: 'header on line 4.xlsx',
    bytes: (s) => sheet([['Stock report'], ['Printed on', { date: today }], [], header, ...rowsOf(s)]),
    outcome: 'whole',
  },
  {
    name: 'blank rows and columns.xlsx',
    isQuick: false,
    bytes: (s) =>
      sheet([[...header, null, ' '], ...rowsOf(s), ...Array.from({ length: 200 }, () => ['', null, ' ', ''])]),
    outcome: 'whole',
  },
  {
    name: 'two tables.xlsx',
    bytes: (s) => sheet([header, ...rowsOf(s), [], [], ['supplier', 'lead_time_days'], ['ACME', 10], ['BETA', 12]]),
    outcome: 'either',
  },
  {
    name: 'two tables side by side.xlsx',
    isQuick: false,
    bytes: (s) =>
      sheet([
        [...header, null, 'supplier', 'lead_time_days'],
        ...rowsOf(s).map((row, i) => [...row, null, `S${i}`, 10]),
      ]),
    outcome: 'either',
  },
  { name: 'empty.csv', bytes: () => text(''), outcome: 'absent', says: /empty|no rows|nothing in it/i },
  {
    name: 'only blanks.csv',
    bytes: (s) => text(' \r\n'.repeat(1 + (s.units % 7))),
    outcome: 'absent',
    says: /nothing in it|empty/i,
  },
  {
    name: 'only a header.csv',
    bytes: (s) => text(`${header.join(',')},note ${s.units}\n`),
    outcome: 'absent',
    says: /no rows/i,
  },
  {
    name: 'only a header.xlsx',
    isQuick: false,
    bytes: (s) => sheet([header], { name: `S${s.units}` }),
    outcome: 'absent',
    says: /no rows/i,
  },
  { name: 'nul bytes.csv', bytes: (s) => text(csv(s).replace('SKU-110', 'SKU\x090')), outcome: 'absent' },
  { name: 'only nul.csv', bytes: (s) => Buffer.alloc(5_000 + s.units), outcome: 'absent', says: /zero bytes/ },
  {
    name: 'mixed encodings.csv',
    bytes: (s) =>
      Buffer.concat([
        text(csv(s).replace('SKU-100', 'K\u00fcche')),
        text('Stra\u00dfe,EAST,1,2026-06-01\r\n', 'latin1'),
      ]),
    outcome: 'absent',
    says: /UTF-8|encod/i,
  },
  {
    name: 'quote that never ends.csv',
    bytes: (s) => text(csv(s).replace('SKU-110', '"SKU-110')),
    outcome: 'absent',
    says: /quot/i,
  },
  {
    name: 'rows of several lengths.csv',
    bytes: (s) => text(csv(s).replace(`SKU-110,${s.at}`, 'SKU-110')),
    outcome: 'absent',
    says: /line 3/i,
  },
  {
    name: 'numbers beyond reason.csv',
    isQuick: false,
    bytes: (s) =>
      text(
        csv(s)
          .replace(`,${s.units + 1},`, ',1e308,')
          .replace(`,${s.units + 2},`, ',Infinity,'),
      ),
    outcome: 'absent',
    says: /line 3|row/i,
  },
  {
    name: 'formulas as text.csv',
    bytes: (s) => text(csv(s).replace(`,${s.units + 1},`, ',=SUM(C2:C3),')),
    outcome: 'absent',
    says: /SUM/,
  },
  {
    name: 'not available.csv',
    bytes: (s) => text(csv(s).replace(`,${s.units + 1},`, ',#N/A,')),
    outcome: 'absent',
    says: /#N\/A/,
  },
  {
    name: 'not available.xlsx',
    isQuick: false,
    bytes: (s) =>
      sheet([header, ...rowsOf(s).map((row, i) => (i === 1 ? [row[0] ?? null, s.at, { error: '#N/A' }, today] : row))]),
    outcome: 'absent',
    says: /#N\/A/,
  },
  {
    name: 'formula without result.xlsx',
    bytes: (s) => changedSheet(s, (xml) => xml.replace(`<v>${s.units + 1}</v>`, '<f>SUM(C2:C3)</f>')),
    outcome: 'absent',
    says: /formula/i,
  },
  { name: 'column twice.csv', bytes: (s) => text(csv(s).replace('as_of', 'on_hand')), outcome: 'absent' },
  {
    name: '16,000 columns.csv',
    bytes: (s) => text(lines([[...header, ...Array.from({ length: 16_000 }, (_, i) => `c${i}`)], ...rowsOf(s)])),
    outcome: 'absent',
    says: /column/i,
  },
  {
    name: '16,000 columns.xlsx',
    bytes: (s) => sheet([[...header, ...Array.from({ length: 16_000 }, (_, i) => `c${i}`)], ...rowsOf(s)]),
    outcome: 'absent',
    says: /column/i,
  },
  {
    name: 'long line.csv',
    bytes: (s) => text(`${csv(s)}${'x'.repeat(4_000_000)}`),
    outcome: 'absent',
    says: /long|characters/i,
  },
  {
    name: 'long cell.xlsx',
    bytes: (s) => sheet([header, ...rowsOf(s), ['x'.repeat(100_000), s.at, 1, today]]),
    outcome: 'absent',
    says: /long|characters/i,
  },
  {
    name: 'report.xlsx',
    bytes: (s) => text(`%PDF-1.7\n%\u00e2\u00e3\n1 0 obj <</Type/Catalog>> endobj\n% ${s.units}\n%%EOF\n`),
    outcome: 'absent',
    says: /PDF/,
  },
  {
    name: 'page.xls',
    isQuick: false,
    bytes: (s) => text(`<html><body><table><tr><td>sku</td></tr><tr><td>${s.units}</td></tr></table></body></html>`),
    outcome: 'absent',
    says: /web page|HTML/i,
  },
  {
    name: 'objects.csv',
    isQuick: false,
    bytes: (s) => text(JSON.stringify([{ sku: 'SKU-100', on_hand: s.units }])),
    outcome: 'absent',
    says: /JSON/,
  },
  {
    name: 'encrypted.xlsx',
    bytes: (s) =>
      compoundFile({ EncryptionInfo: Buffer.alloc(4_096, 4), EncryptedPackage: Buffer.alloc(4_096, s.units % 251) }),
    outcome: 'absent',
    says: /password/i,
  },
  {
    name: 'old.xls',
    isQuick: false,
    bytes: (s) => compoundFile({ Workbook: Buffer.alloc(4_096, s.units % 251) }),
    outcome: 'absent',
    says: /\.xls|old/i,
  },
  {
    name: 'cut off.xlsx',
    bytes: (s) => stockSheet(s).subarray(0, 900),
    outcome: 'absent',
    says: /damaged|cut off|incomplete/i,
  },
  {
    name: 'damaged.xlsx',
    bytes: (s) => flipped(stockSheet(s), stockSheet(s).length >> 1),
    outcome: 'absent',
    says: /damaged|cut off|checksum/i,
  },
  {
    name: 'cut off.csv.gz',
    bytes: (s) => gzipSync(csv(s).repeat(40)).subarray(0, -11),
    outcome: 'absent',
    says: /damaged|cut off/i,
  },
  {
    name: 'other checksum.csv.gz',
    isQuick: false,
    bytes: (s) => flipped(gzipSync(csv(s)), gzipSync(csv(s)).length - 6),
    outcome: 'absent',
    says: /damaged|cut off|checksum/i,
  },
  {
    name: 'sheet that is missing.xlsx',
    bytes: (s) => zipOf(without(partsOf(stockSheet(s)), 'xl/worksheets/sheet1.xml')),
    outcome: 'absent',
    says: /missing|damaged/i,
  },
  {
    name: 'texts that are missing.xlsx',
    isQuick: false,
    bytes: (s) => changedSheet(s, (xml) => xml.replaceAll('t="s"><v>1<', 't="s"><v>99999<')),
    outcome: 'absent',
    says: /missing|damaged|text/i,
  },
  {
    name: 'rows out of order.xlsx',
    bytes: (s) => changedSheet(s, (xml) => xml.replace('<row r="3">', '<row r="9">')),
    outcome: 'absent',
  },
  {
    name: 'row beyond the sheet.xlsx',
    isQuick: false,
    bytes: (s) =>
      changedSheet(s, (xml) =>
        xml.replace('<row r="4">', '<row r="99999999999">').replaceAll(/r="([A-D])4"/g, 'r="$199999999999"'),
      ),
    outcome: 'either',
  },
  {
    name: 'cut off inside.xlsx',
    isQuick: false,
    bytes: (s) => changedSheet(s, (xml) => xml.slice(0, -60)),
    outcome: 'absent',
    says: /damaged|cut off/i,
  },
  {
    name: 'nested.xlsx',
    isQuick: false,
    bytes: (s) =>
      changedSheet(s, (xml) =>
        xml.replace('<sheetData>', `${'<a>'.repeat(200_000)}${'</a>'.repeat(200_000)}<sheetData>`),
      ),
    outcome: 'either',
  },
  {
    name: 'laughing entities.xlsx',
    bytes: (s) =>
      zipOf(
        partsOf(stockSheet(s), { 'xl/sharedStrings.xml': (xml) => `${entities}${xml.replace(`>${s.at}<`, '>&j;<')}` }),
      ),
    outcome: 'absent',
  },
  {
    name: 'entity of a file.xlsx',
    isQuick: false,
    bytes: (s) =>
      zipOf(
        partsOf(stockSheet(s), {
          'xl/sharedStrings.xml': (xml) =>
            `<!DOCTYPE sst [<!ENTITY f SYSTEM "file:///etc/passwd">]>${xml.replace(`>${s.at}<`, '>&f;<')}`,
        }),
      ),
    outcome: 'absent',
  },
  {
    name: 'ways out.xlsx',
    bytes: (s) =>
      zipOf([
        partOf('../../../../tmp/shelfready-evil', 'x'),
        partOf('/tmp/shelfready-evil', 'x'),
        ...partsOf(stockSheet(s)),
      ]),
    outcome: 'either',
  },
  {
    name: 'sheet outside.xlsx',
    isQuick: false,
    bytes: (s) =>
      zipOf(
        partsOf(stockSheet(s), {
          'xl/_rels/workbook.xml.rels': (xml) => xml.replace('worksheets/sheet1.xml', '../../../../../etc/passwd'),
        }),
      ),
    outcome: 'absent',
  },
  {
    name: 'sheet twice.xlsx',
    bytes: (s) =>
      zipOf([
        ...partsOf(stockSheet(s)),
        ...partsOf(stockSheet({ ...s, units: 9 })).filter(({ name }) => name.includes('sheet1')),
      ]),
    outcome: 'absent',
  },
  {
    name: 'archive.zip',
    bytes: (s) => zipOf([partOf('stock.csv', csv(s))]),
    outcome: 'absent',
    says: /archive|zip|unpack/i,
  },
  {
    name: 'many parts.xlsx',
    isQuick: false,
    bytes: (s) => zipOf([...partsOf(stockSheet(s)), ...Array.from({ length: 20_000 }, (_, i) => partOf(`x${i}`, ''))]),
    outcome: 'either',
  },
  { name: 'bomb.xlsx', bytes: (s) => bomb(s, 1_500_000_000, true), outcome: 'absent', says: /MB|large|unpack/i },
  { name: 'bomb that lies.xlsx', bytes: (s) => bomb(s, 1_500_000_000, false), outcome: 'absent' },
  {
    name: 'line of 3 GB.csv.gz',
    isQuick: false,
    bytes: (s) => hugeGzip(csv(s), 'x', 3_000_000_000),
    outcome: 'absent',
    says: /long|characters|600 MB/i,
  },
]

/** Files that take minutes, or more memory to make than the quick proof has. */
export const longFiles: readonly HostileFile[] = [
  { name: 'blank lines of 3 GB.csv.gz', bytes: (s) => hugeGzip(csv(s), '\n', 3_000_000_000), outcome: 'either' },
  { name: 'blank cells of 1.5 GB.csv.gz', bytes: (s) => hugeGzip(csv(s), ',,,\n', 1_500_000_000), outcome: 'either' },
  {
    name: 'rows of 1.5 GB.csv.gz',
    bytes: (s) => hugeGzip(csv(s), `SKU-100,EAST,x,${today}\n`, 1_500_000_000),
    outcome: 'absent',
  },
  {
    name: 'line of 10 GB.csv.gz',
    bytes: (s) => hugeGzip(csv(s), 'x', 10_000_000_000),
    outcome: 'absent',
    says: /long|characters|600 MB/i,
  },
  { name: 'rows of 500 MB.xlsx', bytes: (s) => bomb(s, 500_000_000, true), outcome: 'absent' },
]
