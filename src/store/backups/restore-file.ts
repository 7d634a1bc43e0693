import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { Refusal } from '../../domain/refusal.ts'
import { copiedWhileInUse } from '../database/in-use.ts'
import { prepareFile } from '../database/store-file.ts'
import { storeRefusal } from '../database/store-refusal.ts'

/** A backup that is laid beside the store, to be marked before it takes the store's place. */
export type LaidBackup = Disposable & {
  readonly file: string
  /** Puts it in the place of the store, and gives where the old one is kept; null where there was none. */
  readonly takePlace: () => string | null
}

const logs = ['-wal', '-shm'] as const

/**
 * Lays a backup beside the store and checks that it is whole. Throws a Refusal, and leaves everything as it was, for a file that
 * is missing or damaged, and, unless `isPartial` is allowed, for a store that was copied while it was in use.
 */
export const layBackup = (
  backup: string,
  store: string,
  now: Temporal.Instant,
  isPartialAllowed: boolean,
): LaidBackup => {
  if (!existsSync(backup)) throw new Refusal(`There is no file ${backup}. Nothing was changed.`)
  const since = copiedWhileInUse(backup)
  if (since !== null && !isPartialAllowed) throw new Refusal(partialWords(backup, since))
  const part = `${store}.restoring`
  const clear = () => {
    for (const end of ['', ...logs]) rmSync(`${part}${end}`, { force: true })
  }
  clear()
  try {
    prepareFile(part)
    copyFileSync(backup, part)
    if (existsSync(`${backup}-wal`)) copyFileSync(`${backup}-wal`, `${part}-wal`)
    checkWhole(part, backup)
  } catch (cause) {
    clear()
    throw storeRefusal(cause, backup)
  }
  return {
    file: part,
    takePlace: () => {
      const kept = existsSync(store) ? `${store}.before-restore-${stampOf(now)}` : null
      if (kept !== null)
        for (const end of ['', ...logs]) if (existsSync(`${store}${end}`)) renameSync(`${store}${end}`, `${kept}${end}`)
      renameSync(part, store)
      return kept
    },
    [Symbol.dispose]: clear,
  }
}

const checkWhole = (part: string, backup: string): void => {
  const copy = new Sqlite(part)
  try {
    const [first] = copy.pragma('integrity_check(1)') as { readonly integrity_check: string }[]
    if (first?.integrity_check !== 'ok')
      throw new Refusal(
        `${backup} is damaged: ${first?.integrity_check ?? 'it cannot be read'}. Nothing was changed. Restore an older backup.`,
      )
    if (copy.prepare(`select 1 from sqlite_schema where name = 'schema_marker'`).get() === undefined)
      throw new Refusal(`${backup} is not a backup of a Shelfready store. Nothing was changed.`)
    copy.pragma('user_version = 0')
    copy.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    copy.close()
  }
}

const partialWords = (backup: string, since: Temporal.Instant): string =>
  `${backup} is a copy of a store that was in use since ${since.toString({ smallestUnit: 'minute' })}, without the log ` +
  `beside it. If the main file alone was copied, what was written last is missing. Nothing was changed. ` +
  'Restore a backup that "backup" made, or copy the file with its -wal. ' +
  'If Litestream or ".backup" of sqlite3 made it, it is whole: add --anyway.'

const stampOf = (now: Temporal.Instant): string =>
  now.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '').replace('Z', '')
