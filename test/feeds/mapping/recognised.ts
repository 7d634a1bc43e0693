import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFile } from '../../../src/feeds/files/open-file.ts'
import { fileLimits } from '../../../src/feeds/files/sheet.ts'
import { mappedColumns, mappedRows } from '../../../src/feeds/mapping/mapped-rows.ts'
import type { Recognised } from '../../../src/feeds/mapping/mapping.ts'
import { type RecogniseOptions, recognise } from '../../../src/feeds/mapping/recognise.ts'
import type { CellProblem } from '../../../src/feeds/row-reader.ts'

const asking: RecogniseOptions = {
  name: 'file.csv',
  kind: null,
  answers: {},
  remembered: async () => null,
  known: { items: () => false, locations: () => false, placeOf: () => null, firstLocations: ['EAST', 'WEST'] },
  today: '2026-12-01',
}

/** What a file is taken for, and its rows by column as they are read. */
type Taken = Recognised & {
  readonly read: readonly Readonly<Record<string, string>>[]
  readonly problems: readonly CellProblem[]
}

/** Writes a file, and reads it as it is recognised; null where it is not. */
export const recognised = async (
  content: string | Uint8Array,
  options: Partial<RecogniseOptions> = {},
): Promise<Taken | null> => {
  const folder = await mkdtemp(join(tmpdir(), 'mapping-'))
  try {
    const path = join(folder, 'file')
    await writeFile(path, content)
    await using file = await openFile(path, fileLimits)
    const found = await recognise(file, { ...asking, ...options })
    if (found === null) return null
    const columns = mappedColumns(found.mapping)
    const read: Record<string, string>[] = []
    const problems: CellProblem[] = []
    for await (const slice of mappedRows(file, found.mapping, () => null)) {
      for (const row of slice.rows)
        read.push(Object.fromEntries(row.map((value, at) => [columns[at] as string, value])))
      problems.push(...[...slice.problems.values()].flat())
    }
    return { ...found, read, problems }
  } finally {
    await rm(folder, { recursive: true })
  }
}
