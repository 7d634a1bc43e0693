import { createReadStream } from 'node:fs'
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { SaxesParser } from 'saxes'
import { type Archive, openArchive, UnreadableFile } from './archive.ts'
import { columnOf, type Merge, mergeFiller, mergeOf } from './merged-cells.ts'
import { type NumberForm, shownNumber } from './number-formats.ts'
import type { Cell, FileLimits, OpenedFile, SheetRow, SheetSlice } from './sheet.ts'
import { loadIndex, loadStyles, loadTexts, localName, type WorkbookIndex } from './workbook-parts.ts'

/** What cells refer to: shared texts, number formats, and from when days count. */
type Shared = {
  readonly texts: readonly string[]
  readonly styles: readonly NumberForm[]
  readonly is1904: boolean
}

/** A sheet that was read once: its rows wait in a file, one a line. */
type Spooled = { readonly path: string; readonly merges: readonly Merge[]; readonly bytes: number }

const rowsASlice = 2_000
const spoolCharacters = 256 * 1024
const mostCells = 30_000_000
const mostMerges = 20_000

/** Opens a workbook. Each sheet is inflated and read once, at its first use. Throws an UnreadableFile where that fails. */
export const openWorkbook = async (path: string, limits: FileLimits): Promise<OpenedFile & AsyncDisposable> => {
  const archive = await openArchive(path, limits)
  const folder = await mkdtemp(join(tmpdir(), 'shelfready-sheets-'))
  const close = async () => {
    await archive[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const index = await loadIndex(archive)
    const spooled = new Map<number, Spooled>()
    let shared: Shared | null = null
    const count = index.sheets.length
    return {
      format: 'workbook',
      sheets: index.sheets.map(({ name, isHidden }) => ({ name, isHidden })),
      form: `XLSX, ${count} ${count === 1 ? 'sheet' : 'sheets'}`,
      read: async function* (sheet) {
        shared ??= await loadShared(archive, index, limits)
        const known = spooled.get(sheet) ?? (await spool(archive, index, sheet, shared, folder, limits))
        spooled.set(sheet, known)
        yield* spooledRows(known)
      },
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const loadShared = async (archive: Archive, index: WorkbookIndex, limits: FileLimits): Promise<Shared> => ({
  texts: await loadTexts(archive, index, limits),
  styles: await loadStyles(archive, index),
  is1904: index.is1904,
})

/** Reads a sheet to a file of its rows. */
const spool = async (
  archive: Archive,
  { sheets }: WorkbookIndex,
  sheet: number,
  shared: Shared,
  folder: string,
  limits: FileLimits,
): Promise<Spooled> => {
  const { part } = sheets[sheet] as WorkbookIndex['sheets'][number]
  const path = join(folder, `${sheet}.rows`)
  await using file = await open(path, 'w', 0o600)
  const out = openSpool(file)
  const merges: Merge[] = []
  await archive.readXml(
    part,
    (parser) => listenToRows(parser, shared, limits, { row: out.add, merge: (merge) => void merges.push(merge) }),
    () => out.drain(spoolCharacters),
  )
  await out.drain(0)
  return { path, merges, bytes: (await file.stat()).size }
}

const openSpool = (file: FileHandle) => {
  let lines: string[] = []
  let characters = 0
  return {
    add: (row: SheetRow) => {
      const line = `${JSON.stringify([row.line, row.cells])}\n`
      lines.push(line)
      characters += line.length
    },
    drain: async (most: number) => {
      if (characters <= most) return
      const text = lines.join('')
      lines = []
      characters = 0
      await file.write(text)
    },
  }
}

async function* spooledRows({ path, merges, bytes: totalBytes }: Spooled): AsyncGenerator<SheetSlice, void, void> {
  const fill = mergeFiller(merges)
  let rows: SheetRow[] = []
  let bytes = 0
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    bytes += text.length + 1
    const [line, cells] = JSON.parse(text) as [number, Cell[]]
    rows.push(fill({ line, cells }))
    if (rows.length < rowsASlice) continue
    yield { rows, bytes, totalBytes, fault: null }
    rows = []
  }
  yield { rows, bytes: totalBytes, totalBytes, fault: null }
}

/** What is told of a sheet while it is read. */
type Heard = { readonly row: (row: SheetRow) => void; readonly merge: (merge: Merge) => void }

/** Listens to the rows and merged ranges of a sheet. Cells without a reference follow the one before. */
const listenToRows = (
  parser: SaxesParser<{ xmlns: false; position: false }>,
  shared: Shared,
  { columns }: FileLimits,
  heard: Heard,
) => {
  let line = 0
  let cells: Cell[] = []
  let column = -1
  let type = ''
  let style = 0
  let value = ''
  let isValue = false
  let isPhonetic = false
  let cellsLeft = mostCells
  let mergesLeft = mostMerges
  parser.on('opentag', (tag) => {
    const name = localName(tag.name)
    const attributes = tag.attributes as Readonly<Record<string, string>>
    if (name === 'c') {
      column = attributes.r === undefined ? column + 1 : columnOf(attributes.r)
      type = attributes.t ?? 'n'
      style = Number(attributes.s ?? 0)
      value = ''
    } else if (name === 'v' || name === 't') isValue = !isPhonetic
    else if (name === 'rPh') isPhonetic = true
    else if (name === 'row') {
      line = attributes.r === undefined ? line + 1 : Number(attributes.r)
      cells = []
      column = -1
    } else if (name === 'mergeCell' && mergesLeft-- > 0) {
      const merge = mergeOf(attributes.ref ?? '')
      if (merge !== null) heard.merge(merge)
    }
  })
  parser.on('text', (text) => {
    if (isValue) value += text
  })
  parser.on('closetag', (tag) => {
    const name = localName(tag.name)
    if (name === 'v' || name === 't') isValue = false
    else if (name === 'rPh') isPhonetic = false
    else if (name === 'c') {
      const cell = cellOf(value, type, style, shared)
      if (cell === null) return
      if (column >= columns || column < 0)
        throw new UnreadableFile(`has more than ${columns.toLocaleString('en')} columns. Keep those that are needed`)
      while (cells.length < column) cells.push(null)
      cells[column] = cell
      if (--cellsLeft < 0) throw new UnreadableFile('has more cells than a file may have. Split it')
    } else if (name === 'row' && cells.length > 0) heard.row({ line, cells })
  })
}

/** Reads what a cell holds. A formula counts as the value that was worked out last. */
const cellOf = (value: string, type: string, style: number, { texts, styles, is1904 }: Shared): Cell => {
  if (value === '') return null
  switch (type) {
    case 's':
      return textOf(texts[Number(value)] ?? '')
    case 'b':
      return value === '1' || value === 'true'
    case 'e':
      return { kind: 'error', text: value }
    case 'str':
    case 'inlineStr':
      return textOf(value)
    case 'd':
      return isoCell(value)
    default: {
      const number = Number(value)
      return Number.isFinite(number) ? shownNumber(number, styles[style] ?? { kind: 'number' }, is1904) : textOf(value)
    }
  }
}

const escaped = /_x([0-9A-Fa-f]{4})_/g

/** Workbooks write characters that XML cannot have as `_x000D_`. */
const textOf = (value: string): Cell => {
  const text = value.includes('_x')
    ? value.replaceAll(escaped, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : value
  return text.trim() === '' ? null : text
}

const isoCell = (value: string): Cell => {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}):(\d{2}))?/.exec(value)
  if (parts === null) return textOf(value)
  const [, on, hour, minute] = parts
  return { kind: 'date', on: on as string, minute: hour === undefined ? null : Number(hour) * 60 + Number(minute) }
}
