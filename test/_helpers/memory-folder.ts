import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'

const memory = '/dev/shm'
const prefix = 'shelfready-tests-'
const leastFree = 4 * 2 ** 30

/** Puts the temporary files of this process and its children into memory where there is much of it free, and lets them go at its end. */
export const keepTemporaryFilesInMemory = (): void => {
  if (process.env.TMPDIR !== undefined || !existsSync(memory) || freeBytes() < leastFree) return
  for (const name of readdirSync(memory))
    if (name.startsWith(prefix) && !existsSync(`/proc/${name.slice(prefix.length)}`)) letGo(join(memory, name))
  const folder = join(memory, `${prefix}${process.pid}`)
  // A database server that runs as another user reads its files there.
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  process.env.TMPDIR = folder
  process.on('exit', () => letGo(folder))
}

const freeBytes = (): number => {
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize
}

const letGo = (folder: string): void => rmSync(folder, { recursive: true, force: true })
