import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { isFeedFolder, isTemporary, places } from './folder-names.ts'

/** A file that lies in the watched folder, by its path below it, and what tells whether it is still written. */
export type FoundFile = { readonly path: string; readonly modified: number; readonly state: string }

const stateOf = ({ size, mtimeMs, ino }: { size: number; mtimeMs: number; ino: number }) => `${size} ${mtimeMs} ${ino}`

/** Tells whether an error of the file system has a code. */
const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code))

/** Makes the folders in which files end up. Where one of them is a link, or no folder, it throws. */
export const makePlaces = async (root: string): Promise<void> => {
  for (const place of Object.values(places)) {
    const path = join(root, place)
    await mkdir(path).catch((error) => {
      if (!hasCode(error, 'EEXIST')) throw error
    })
    if (!(await lstat(path)).isDirectory()) throw new Error(`${path} is not a folder of its own`)
  }
}

/** Lists the files that came, in the folder itself and in those of its feeds, the oldest first. Links are not followed. */
export const listFiles = async (root: string): Promise<readonly FoundFile[]> => {
  const found: FoundFile[] = []
  const look = async (folder: string): Promise<readonly string[]> => {
    const entries = await readdir(join(root, folder), { withFileTypes: true })
    for (const entry of entries) {
      if (!entry.isFile() || isTemporary(entry.name)) continue
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      const state = await lstat(join(root, path)).catch(() => null)
      if (state?.isFile()) found.push({ path, modified: state.mtimeMs, state: stateOf(state) })
    }
    return entries.flatMap((entry) => (entry.isDirectory() && isFeedFolder(entry.name) ? [entry.name] : []))
  }
  for (const folder of await look('')) await look(folder)
  return found.toSorted((a, b) => a.modified - b.modified || a.path.localeCompare(b.path, 'en', { numeric: true }))
}

/** Moves a file into a folder of its own, so that nobody else takes it. Answers false where somebody else has. */
export const claimFile = async (root: string, path: string, claim: string): Promise<boolean> => {
  const own = join(root, places.processing, claim)
  await mkdir(own)
  try {
    await rename(join(root, path), join(own, basename(path)))
    return true
  } catch (error) {
    await rmdir(own)
    if (hasCode(error, 'ENOENT')) return false
    throw error
  }
}

/** Tells how a file is: there as a file, there as something else, or gone; and what tells whether it is still written. */
export const stateAt = async (path: string): Promise<string | 'gone' | 'no file'> => {
  const found = await lstat(path).catch((error) => {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null
    throw error
  })
  return found === null ? 'gone' : found.isFile() ? stateOf(found) : 'no file'
}

/** Gives the SHA-256 of a file, in hexadecimal digits. */
export const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer)
  return hash.digest('hex')
}

const longestName = 180

/** Gives a name that no file of a folder has, nor one of those that stand beside it: `stock.csv`, `stock-2.csv`. */
const freeName = async (folder: string, wanted: string, beside: readonly string[]): Promise<string> => {
  const ending = extname(wanted).slice(0, 20)
  const stem = wanted.slice(0, wanted.length - extname(wanted).length).slice(0, longestName)
  for (let n = 1; ; n++) {
    const name = `${stem}${n === 1 ? '' : `-${n}`}${ending}`
    const taken = await Promise.all(['', ...beside].map((end) => stateAt(join(folder, `${name}${end}`))))
    if (taken.every((state) => state === 'gone')) return name
  }
}

/** Moves a file to where it ends up, with texts beside it by what their names end with; answers its name there. */
export const settleFile = async (
  from: string,
  folder: string,
  wanted: string,
  texts: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const name = await freeName(folder, wanted, Object.keys(texts))
  for (const [end, text] of Object.entries(texts)) await writeFile(join(folder, `${name}${end}`), text)
  await rename(from, join(folder, name))
  return name
}

/** Removes the folder of a claim, with what is left in it. */
export const removeClaim = (root: string, place: string, claim: string): Promise<void> =>
  rm(join(root, place, claim), { recursive: true, force: true })
