import type { SaxesParser } from 'saxes'
import { tooWide, UnreadableFile } from './archive.ts'
import { cellOf, type Shared } from './cell-value.ts'
import { columnOf, type Merge, mergeOf } from './merged-cells.ts'
import type { Cell, FileLimits, SheetRow } from './sheet.ts'
import { localName, longText } from './workbook-parts.ts'

const mostCells = 30_000_000
const mostMerges = 20_000
const mostLines = 1_048_576

/** What is told of a sheet while it is read. */
type Heard = { readonly row: (row: SheetRow) => void; readonly merge: (merge: Merge) => void }

type Parser = SaxesParser<{ xmlns: false; position: false }>

/** Where the text goes that comes next: into the value of the cell, or into its formula. */
type Into = 'value' | 'formula' | null

/**
 * Listens to the rows and merged ranges of a sheet. Rows and cells without a reference follow the one before. Throws an
 * UnreadableFile where rows are out of their order, or a cell is past a limit or refers to what is not there.
 */
export const listenToRows = (
  parser: Parser,
  sheet: string,
  shared: Shared,
  { columns, cellCharacters }: FileLimits,
  heard: Heard,
): void => {
  let line = 0
  let cells: Cell[] = []
  let column = -1
  let [type, style, value] = ['', 0, '']
  let formula: string | null = null
  let into: Into = null
  let isPhonetic = false
  let cellsLeft = mostCells
  let mergesLeft = mostMerges

  const fail = (at: number, what: string): never => {
    throw new UnreadableFile(`cannot be read: sheet "${sheet}", row ${at.toLocaleString('en')} ${what}`)
  }
  const beginRow = (reference: string | undefined) => {
    const next = reference === undefined ? line + 1 : Number(reference)
    if (next > mostLines) throw new UnreadableFile('has more rows than a sheet may have. Send it in several parts')
    if (!Number.isInteger(next) || next <= line)
      fail(line + 1, 'is out of its order. Open it, save it again as XLSX and send it once more')
    line = next
    cells = []
    column = -1
  }
  const endCell = () => {
    const cell = cellOf({ value, type, style, formula }, shared)
    if (cell === undefined)
      return fail(line, 'has a text that is missing. Open it, save it again as XLSX and send it once more')
    if (cell === null) return
    if (column >= columns || column < 0) throw tooWide(columns)
    if (typeof cell === 'string' && cell.length > cellCharacters) throw new UnreadableFile(longText(cellCharacters))
    while (cells.length < column) cells.push(null)
    cells[column] = cell
    if (--cellsLeft < 0) throw new UnreadableFile('has more cells than a file may have. Split it')
  }
  const add = (text: string) => {
    if (into === 'value') value += text
    else if (into === 'formula') formula += text
  }
  parser.on('opentag', (tag) => {
    const name = localName(tag.name)
    const attributes = tag.attributes as Readonly<Record<string, string>>
    if (name === 'c') {
      column = attributes.r === undefined ? column + 1 : columnOf(attributes.r)
      type = attributes.t ?? 'n'
      style = Number(attributes.s ?? 0)
      value = ''
      formula = null
    } else if (name === 'v' || name === 't') into = isPhonetic ? null : 'value'
    else if (name === 'f') {
      into = 'formula'
      formula ??= ''
    } else if (name === 'rPh') isPhonetic = true
    else if (name === 'row') beginRow(attributes.r)
    else if (name === 'mergeCell' && mergesLeft-- > 0) {
      const merge = mergeOf(attributes.ref ?? '')
      if (merge !== null) heard.merge(merge)
    }
  })
  parser.on('text', add)
  parser.on('cdata', add)
  parser.on('closetag', (tag) => {
    const name = localName(tag.name)
    if (name === 'v' || name === 't' || name === 'f') into = null
    else if (name === 'rPh') isPhonetic = false
    else if (name === 'c') endCell()
    else if (name === 'row' && cells.length > 0) heard.row({ line, cells })
  })
}
