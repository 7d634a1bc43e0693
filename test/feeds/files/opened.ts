import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFile } from '../../../src/feeds/files/open-file.ts'
import { type Cell, type FileLimits, fileLimits, type SheetSlice } from '../../../src/feeds/files/sheet.ts'
import { all } from '../bytes.ts'

type ReadSheet = {
  readonly name: string
  readonly isHidden: boolean
  readonly rows: readonly (readonly [line: number, ...cells: Cell[]])[]
  readonly fault: SheetSlice['fault']
}

/** What a file of some bytes is read as: its form and every sheet to its end, or why it cannot be read. */
export const readBytes = async (
  bytes: Uint8Array | string,
  { name = 'stock.csv', limits = {} }: { readonly name?: string; readonly limits?: Partial<FileLimits> } = {},
): Promise<{ form: string; sheets: readonly ReadSheet[] } | { reason: string }> => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'shelfready-files-'))
  const path = join(folder.path, 'input')
  await writeFile(path, bytes)
  const opening = await openFile(path, name, { ...fileLimits(folder.path), ...limits })
  if (!opening.ok) return opening.error
  await using file = opening.value
  const sheets: ReadSheet[] = []
  for (const [at, sheet] of file.sheets.entries()) {
    const slices = await all(file.read(at))
    const rows = slices.flatMap((slice) => slice.rows.map(({ line, cells }) => [line, ...cells] as const))
    sheets.push({ ...sheet, rows, fault: slices.at(-1)?.fault ?? null })
  }
  return { form: file.form, sheets }
}

/** The only sheet of a file that must be readable. */
export const readOne = async (...asked: Parameters<typeof readBytes>) => {
  const read = await readBytes(...asked)
  if (!('sheets' in read)) throw new Error(read.reason)
  const [sheet] = read.sheets
  if (sheet === undefined || read.sheets.length > 1) throw new Error(`has ${read.sheets.length} sheets`)
  return { form: read.form, rows: sheet.rows, fault: sheet.fault }
}
