import { openDatabase, storeRefusal } from './database.ts'
import { migrateSchema } from './migrate.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

/** Which store to open, and whose data in it. */
export type StoreOptions = {
  readonly databaseUrl: string
  /** Only the default store makes its own folder; a folder that was named must exist. */
  readonly createFolder: boolean
  readonly workspace: string
}

/** Opens a workspace of a store whose schema is up to date then. Throws a Refusal that says what to do. */
export const openStore = async ({ databaseUrl, createFolder, workspace }: StoreOptions): Promise<Workspace> => {
  const database = openDatabase(databaseUrl, { createFolder })
  try {
    await migrateSchema(database.kysely as never)
    return await openWorkspace(database, workspace)
  } catch (cause) {
    await database[Symbol.asyncDispose]()
    throw storeRefusal(cause, database.file)
  }
}
