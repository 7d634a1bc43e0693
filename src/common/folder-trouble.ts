import { accessSync, constants, statSync } from 'node:fs'

/** Says why a folder cannot be read and written, and what to do; null where it can. */
export const folderTrouble = (path: string): string | null => {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    return 'is not a folder; make it, or mount it, and let this user write to it'
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return null
  } catch {
    return 'cannot be read and written by this user; change its rights'
  }
}
