import { existsSync, statSync, utimesSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { prepareFile } from './store-file.ts'

/** The store, as far as its locks need it. */
type StoreFile = { readonly file: string }

/** The right to post; `isShared` tells whether another company of this process has it as well. */
type PostingLock = Disposable & { readonly isShared: () => boolean }

/** The rights to post that this process has, by the open store: each of its companies shares it. */
const held = new WeakMap<StoreFile, { readonly lock: Disposable; holders: number }>()

/**
 * Takes the right to post from a store, or answers null while another process has it. The kernel gives it back however
 * the process ends; reading, importing and answering need none. The companies of one open store have it together.
 */
export const takePostingLock = (database: StoreFile): PostingLock | null => {
  const known = held.get(database)
  const lock = known?.lock ?? takeLock(fileOf(database))
  if (lock === null) return null
  const own = known ?? { lock, holders: 0 }
  own.holders++
  held.set(database, own)
  return {
    isShared: () => own.holders > 1,
    [Symbol.dispose]: () => {
      own.holders--
      if (own.holders > 0) return
      held.delete(database)
      lock[Symbol.dispose]()
    },
  }
}

/** Takes the right to pull sources into a store, or answers null while another process does. */
export const takePullingLock = ({ file }: StoreFile): Disposable | null => takeLock(`${file}.pulling`)

const takeLock = (file: string): Disposable | null => {
  prepareFile(file)
  const lock = new Sqlite(file, { timeout: 0 })
  try {
    lock.pragma('journal_mode = MEMORY')
    lock.exec('begin exclusive')
    return { [Symbol.dispose]: () => void lock.close() }
  } catch (error) {
    lock.close()
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) return null
    throw error
  }
}

/** Tells whether a process posts from a store, and answers people there. */
export const isServed = (database: StoreFile): boolean => {
  if (!existsSync(fileOf(database))) return false
  if (held.has(database)) return true
  using lock = takeLock(fileOf(database))
  return lock === null
}

const fileOf = ({ file }: StoreFile) => `${file}.posting`

/** Keeps the moment of the last tick where other processes see it. */
export const keepTick = (database: StoreFile, now: Temporal.Instant): void => {
  const seconds = now.epochMilliseconds / 1_000
  utimesSync(fileOf(database), seconds, seconds)
}

/** Gives the moment of the last tick; null where there was none. */
export const lastTick = (database: StoreFile): Temporal.Instant | null => {
  const found = statSync(fileOf(database), { throwIfNoEntry: false })
  return found === undefined ? null : Temporal.Instant.fromEpochMilliseconds(Math.floor(found.mtimeMs))
}
