import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'

/** The highest number that was given under each name in each company, by `companyId name`. */
export type GivenNumbers = ReadonlyMap<string, number>

/** Names a counter of a company. */
export const counterKey = (workspaceId: number, name: string): string => `${workspaceId} ${name}`

/**
 * Reads which numbers the store that a backup replaces has given, and the stores that were replaced before and are kept beside it:
 * each may have given some that the backup does not know. What cannot be read, as after damage, tells nothing.
 */
export const givenNumbers = (store: string): GivenNumbers => {
  const highest = new Map<string, number>()
  for (const file of [store, ...replacedBefore(store)])
    for (const [key, value] of countersOf(file)) highest.set(key, Math.max(value, highest.get(key) ?? 0))
  return highest
}

const replacedBefore = (store: string): readonly string[] => {
  const beginning = `${basename(store)}.before-restore-`
  const folder = dirname(store)
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.startsWith(beginning) && !/-(wal|shm)$/.test(name))
        .map((name) => join(folder, name))
    : []
}

const countersOf = (file: string): readonly (readonly [string, number])[] => {
  if (!existsSync(file)) return []
  try {
    const driver = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 1_000 })
    try {
      const rows = driver.prepare('select workspace_id, name, value from counter').all() as readonly {
        readonly workspace_id: number
        readonly name: string
        readonly value: number
      }[]
      return rows.map(({ workspace_id, name, value }) => [counterKey(workspace_id, name), value])
    } finally {
      driver.close()
    }
  } catch {
    return []
  }
}
