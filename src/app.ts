import type { Card } from './cards/card.ts'
import type { ChatRequest } from './chat/request.ts'
import { runCommand } from './commands/run.ts'
import type { Config } from './config.ts'
import { type Day, dayOf } from './domain/day.ts'
import type { Policy } from './domain/readiness.ts'
import { openDatabase, storeRefusal } from './store/database.ts'
import { migrateSchema } from './store/migrate.ts'
import { openWorkspace, type Workspace } from './store/workspace.ts'

/** Where the store is, whose data are used, and what the time is. */
export type AppOptions = {
  readonly databaseUrl: string
  /** Only the default store makes its own folder; a folder that was named must exist. */
  readonly createFolder: boolean
  readonly workspace: string
  readonly now: () => Temporal.Instant
}

/** The joined stations: what every command and every door works with. */
export type App = AsyncDisposable & {
  readonly workspace: Workspace
  readonly policy: Policy
  readonly timeZone: string
  /** The moment, as ISO text. */
  readonly now: () => string
  /** The business date in the workspace's zone. */
  readonly today: () => Day
  /** Answers one request from any door. */
  readonly handle: (request: ChatRequest) => Promise<Card>
}

/** Opens the store, brings its schema up to date and joins the stations. Throws a Refusal that says what to do. */
export const openApp = async (config: Config, options: AppOptions): Promise<App> => {
  const database = openDatabase(options.databaseUrl, { createFolder: options.createFolder })
  try {
    await migrateSchema(database.kysely as never)
    const workspace = await openWorkspace(database, options.workspace)
    const { policy, timeZone } = config
    const now = () => options.now().toString({ smallestUnit: 'millisecond' })
    const today = () => dayOf(options.now().toZonedDateTimeISO(timeZone).toPlainDate().toString())
    return {
      workspace,
      policy,
      timeZone,
      now,
      today,
      handle: (request) => runCommand({ ...request, workspace, policy, today: today(), now: now() }),
      [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
    }
  } catch (cause) {
    await database[Symbol.asyncDispose]()
    throw storeRefusal(cause, database.file)
  }
}
