import { strToU8, zipSync } from 'fflate'

/** A cell to write: a date may have a time, `styled` gives a number with a format code. */
export type WrittenCell =
  | string
  | number
  | boolean
  | null
  | { readonly date: string; readonly minute?: number }
  | { readonly error: string }
  | { readonly styled: number; readonly format: string }

/** A sheet to write, and how: texts inline instead of shared, without references, with merged ranges. */
export type WrittenSheet = {
  readonly name?: string
  readonly rows: readonly (readonly WrittenCell[])[]
  readonly isInline?: boolean
  readonly hasReferences?: boolean
  readonly merges?: readonly string[]
  readonly isHidden?: boolean
  /** The line of the first row. */
  readonly from?: number
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Gives the letters of a column, A for 0. */
const lettersOf = (column: number): string =>
  (column >= 26 ? lettersOf(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))

const serialOf = (on: string, minute: number, is1904: boolean): number => {
  const days = Temporal.PlainDate.from(is1904 ? '1904-01-01' : '1899-12-30').until(on).days
  return days - (!is1904 && days < 61 ? 1 : 0) + minute / 1_440
}

/** Writes a workbook, as bytes of an XLSX file. */
export const workbookOf = (
  sheets: readonly WrittenSheet[],
  { is1904 = false, parts = {} }: { readonly is1904?: boolean; readonly parts?: Readonly<Record<string, string>> } = {},
): Uint8Array => {
  const texts = new Map<string, number>()
  const formats = new Map<string, number>([
    ['yyyy-mm-dd', 1],
    ['dd/mm/yyyy hh:mm', 2],
  ])
  const styleOf = (format: string) => {
    if (!formats.has(format)) formats.set(format, formats.size + 1)
    return formats.get(format) as number
  }
  const written = sheets.map((sheet) => sheetXml(sheet, { texts, styleOf, is1904 }))
  const files: Record<string, string> = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': relations(['officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml': `<workbook xmlns:r="r"><workbookPr date1904="${is1904 ? 1 : 0}"/><sheets>${sheets
      .map(
        ({ name, isHidden }, i) =>
          `<sheet name="${escaped(name ?? `Sheet${i + 1}`)}" sheetId="${i + 1}" r:id="rId${i + 1}"${isHidden ? ' state="hidden"' : ''}/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      ...sheets.map((_, i) => ['worksheet', `worksheets/sheet${i + 1}.xml`] as const),
      ['styles', 'styles.xml'],
      ['sharedStrings', 'sharedStrings.xml'],
    ),
    'xl/styles.xml': `<styleSheet><numFmts>${[...formats]
      .map(([code, id]) => `<numFmt numFmtId="${163 + id}" formatCode="${escaped(code)}"/>`)
      .join('')}</numFmts><cellXfs><xf numFmtId="0"/>${[...formats.values()]
      .map((id) => `<xf numFmtId="${163 + id}"/>`)
      .join('')}</cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst>${[...texts.keys()].map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
    ...Object.fromEntries(written.map((xml, i) => [`xl/worksheets/sheet${i + 1}.xml`, xml])),
    ...parts,
  }
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, xml]) => [name, strToU8(xml)])), {
    mtime: new Date('2026-01-01T00:00:00Z'),
  })
}

const relations = (...all: readonly (readonly [string, string])[]) =>
  `<Relationships>${all
    .map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="http://x/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`

type Writing = {
  readonly texts: Map<string, number>
  readonly styleOf: (format: string) => number
  readonly is1904: boolean
}

const sheetXml = (
  { rows, isInline = false, hasReferences = true, merges = [], from = 1 }: WrittenSheet,
  { texts, styleOf, is1904 }: Writing,
): string => {
  const number = (at: string, value: number, format: string | null) =>
    `<c${at}${format === null ? '' : ` s="${styleOf(format)}"`}><v>${value}</v></c>`
  const cellXml = (cell: WrittenCell, at: string): string => {
    if (cell === null) return hasReferences ? '' : '<c/>'
    if (typeof cell === 'number') return number(at, cell, null)
    if (typeof cell === 'boolean') return `<c${at} t="b"><v>${cell ? 1 : 0}</v></c>`
    if (typeof cell === 'object') {
      if ('error' in cell) return `<c${at} t="e"><v>${cell.error}</v></c>`
      if ('styled' in cell) return number(at, cell.styled, cell.format)
      const { date, minute } = cell
      return number(at, serialOf(date, minute ?? 0, is1904), minute === undefined ? 'yyyy-mm-dd' : 'dd/mm/yyyy hh:mm')
    }
    if (isInline) return `<c${at} t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
    if (!texts.has(cell)) texts.set(cell, texts.size)
    return `<c${at} t="s"><v>${texts.get(cell)}</v></c>`
  }
  const body = rows
    .map((cells, i) => {
      const line = from + i
      const inner = cells.map((cell, column) => cellXml(cell, hasReferences ? ` r="${lettersOf(column)}${line}"` : ''))
      return `<row${hasReferences || i === 0 ? ` r="${line}"` : ''}>${inner.join('')}</row>`
    })
    .join('')
  const merged =
    merges.length === 0 ? '' : `<mergeCells>${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`
  return `<worksheet><sheetData>${body}</sheetData>${merged}</worksheet>`
}
