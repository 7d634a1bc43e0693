import { createReadStream } from 'node:fs'
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { type Archive, openArchive, tooMuch } from './archive.ts'
import type { Shared } from './cell-value.ts'
import { type Merge, mergeFiller } from './merged-cells.ts'
import type { Cell, FileLimits, OpenedFile, SheetRow, SheetSlice } from './sheet.ts'
import { listenToRows } from './sheet-rows.ts'
import { loadIndex, loadStyles, loadTexts, type WorkbookIndex } from './workbook-parts.ts'

/** A sheet that was read once: its rows wait in a file, one a line. */
type Spooled = {
  readonly path: string
  readonly merges: readonly Merge[]
  readonly bytes: number
  readonly width: number
}

const rowsASlice = 2_000
const spoolCharacters = 256 * 1024

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
      textPath: null,
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
  const { part, name } = sheets[sheet] as WorkbookIndex['sheets'][number]
  const path = join(folder, `${sheet}.rows`)
  await using file = await open(path, 'w', 0o600)
  const out = openSpool(file, limits)
  const merges: Merge[] = []
  await archive.readXml(
    part,
    (parser) => listenToRows(parser, name, shared, limits, { row: out.add, merge: (merge) => void merges.push(merge) }),
    () => out.drain(spoolCharacters),
  )
  await out.drain(0)
  return { path, merges, bytes: (await file.stat()).size, width: out.width() }
}

/** Gathers rows for their file; cells may repeat one text so often that their file would fill the disk. */
const openSpool = (file: FileHandle, limits: FileLimits) => {
  let lines: string[] = []
  let [characters, total, width] = [0, 0, 0]
  return {
    width: () => width,
    add: (row: SheetRow) => {
      const line = `${JSON.stringify([row.line, row.cells])}\n`
      lines.push(line)
      characters += line.length
      total += line.length
      width = Math.max(width, row.cells.length)
      if (total > limits.inflatedBytes) throw tooMuch(limits)
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

async function* spooledRows(spooled: Spooled): AsyncGenerator<SheetSlice, void, void> {
  const { path, merges, bytes: totalBytes, width } = spooled
  const fill = mergeFiller(merges, width)
  const decoder = new StringDecoder('utf8')
  let rows: SheetRow[] = []
  let [bytes, begun] = [0, '']
  for await (const piece of createReadStream(path, { highWaterMark: spoolCharacters })) {
    bytes += piece.length
    // A reader of lines would also end them at separators that a text may have.
    const lines = (begun + decoder.write(piece as Buffer)).split('\n')
    begun = lines.pop() ?? ''
    for (const text of lines) {
      const [line, cells] = JSON.parse(text) as [number, Cell[]]
      rows.push(fill({ line, cells }))
      if (rows.length < rowsASlice) continue
      yield { rows, bytes, totalBytes, fault: null }
      rows = []
    }
  }
  yield { rows, bytes: totalBytes, totalBytes, fault: null }
}
