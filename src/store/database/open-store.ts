import { statSync } from 'node:fs'
import { Refusal } from '../../domain/refusal.ts'
import type { Database, SqliteDatabase } from './database.ts'
import { inspectStore } from './inspect.ts'
import { migrateSchema } from './migrate.ts'
import { openDatabase } from './open-database.ts'
import { refuseOtherOrder } from './postgres/postgres-store.ts'
import { storeRefusal } from './store-refusal.ts'
import { rememberSteps } from './upgrades/breaking-steps.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

/** Which store to open, and whose data in it. */
export type StoreOptions = {
  readonly databaseUrl: string
  /** Only the default store makes its own folder; a folder that was named must exist. */
  readonly createFolder: boolean
  readonly workspace: string
  /** It is opened for the service, which confirms nothing before the store was read whole, however large it is. */
  readonly isToServe?: boolean
}

/** Opens a workspace of a store whose schema is up to date then. Throws a Refusal that says what to do. */
export const openStore = async ({
  databaseUrl,
  createFolder,
  workspace,
  isToServe = false,
}: StoreOptions): Promise<Workspace> => {
  const database = openDatabase(databaseUrl, { createFolder })
  try {
    await refuseDamaged(database, isToServe)
    await migrateSchema(database.kysely as never)
    await rememberSteps(database)
    return await openWorkspace(database, workspace)
  } catch (cause) {
    await database[Symbol.asyncDispose]()
    throw storeRefusal(cause, database.name)
  }
}

/** A larger store is read whole where there is time for it: when the service starts, and at each backup. */
const readAtOnceBytes = 16_000_000
/** Reading takes about a second for 400 MB; a start waits no longer than this. */
const readMilliseconds = 5 * 60_000

/** A server looks after its own files; what it is asked is whether it keeps texts as this store needs them. */
const refuseDamaged = async (database: Database, isToServe: boolean): Promise<void> => {
  if (database.engine === 'postgres') return refuseOtherOrder(database)
  const { driver, file } = database
  const { size } = statSync(file)
  if (size > readAtOnceBytes && !isToServe) return
  const damage = size <= readAtOnceBytes ? damageIn(driver) : await damageOf(file)
  if (damage !== null)
    throw new Refusal(
      `The store ${file} is damaged: ${damage}. Nothing was changed, and nothing is confirmed. Stop the service, keep a copy of the ` +
        'file, and restore the last backup: npm run shelfready -- restore FILE',
    )
}

const damageIn = (driver: SqliteDatabase['driver']): string | null => {
  const [first] = driver.pragma('quick_check(1)') as { readonly quick_check: string }[]
  return first === undefined || first.quick_check === 'ok' ? null : first.quick_check
}

/** What is not read in time is read on with the next backup. */
const damageOf = async (file: string): Promise<string | null> => {
  const inspection = await inspectStore(file, readMilliseconds, false)
  if (inspection.kind === 'refused') throw new Refusal(inspection.sentence)
  return inspection.kind === 'read' ? (inspection.damage[0] ?? null) : null
}
