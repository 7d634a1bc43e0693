import type { OpenedFile } from '../files/sheet.ts'
import { profileSheet } from './profile.ts'
import type { PlaceOf } from './rows.ts'

/** What a file lacks that was not recognised. */
export type Lack = 'cells' | 'rows' | 'header'

/** Tells whether an unrecognised file has nothing in it, a header without rows, or no header that means anything. */
export const lackOf = async (file: OpenedFile, placeOf: PlaceOf): Promise<Lack> => {
  let lack: Lack = 'cells'
  for (const at of file.sheets.keys()) {
    const profile = await profileSheet(file, at, placeOf)
    if (profile !== null) return profile.rows === 0 ? 'rows' : 'header'
    if (lack === 'cells' && !(await isBlank(file, at))) lack = 'header'
  }
  return lack
}

const isBlank = async (file: OpenedFile, sheet: number): Promise<boolean> => {
  for await (const { rows, fault } of file.read(sheet))
    if (fault !== null || rows.some(({ cells }) => cells.some((cell) => cell !== null && cell !== ''))) return false
  return true
}
