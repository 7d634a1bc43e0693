import { statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import {
  type CompiledQuery,
  type DatabaseConnection,
  DummyDriver,
  Kysely,
  PostgresDialect,
  type QueryResult,
  SqliteDialect,
} from 'kysely'
import pg from 'pg'
import { refuseLoneFile } from '../in-use.ts'
import { loadAppliedMigrations, marked, migrations, missingOf } from '../migrate.ts'
import { openPostgres } from '../postgres/postgres-store.ts'
import { fileOf, isPostgres } from '../store-file.ts'
import { storeRefusal } from '../store-refusal.ts'

/** A step that the schema of a store still lacks, with the statements that it would run there. */
export type PlannedStep = {
  readonly name: string
  readonly breaking: boolean
  /** With their values written out, and how often each runs with values like these. */
  readonly statements: readonly { readonly text: string; readonly times: number }[]
}

/** Says what an upgrade would do to a store: it is read, and neither it nor its file is changed. Throws a Refusal where this program must not use it. */
export const planSteps = async (url: string): Promise<readonly PlannedStep[]> => {
  const name = isPostgres(url) ? url : fileOf(url)
  try {
    await using store = isPostgres(url) ? openServer(url) : openFile(name)
    const missing = missingOf(migrations, store.reads === null ? new Map() : await loadAppliedMigrations(store.reads))
    const steps: PlannedStep[] = []
    for (const name of missing) steps.push(await plan(name, store))
    return steps
  } catch (cause) {
    throw storeRefusal(cause, name)
  }
}

/** The store whose upgrade is planned: what reads it, null where there is none yet, and how statements are written for it. */
type PlannedStore = AsyncDisposable & {
  readonly reads: Kysely<never> | null
  readonly recorder: (run: Run) => Kysely<never>
}

type Run = (query: CompiledQuery) => Promise<QueryResult<never>>

const openServer = (url: string): PlannedStore => {
  const { kysely, ...database } = openPostgres(url, { createFolder: false })
  return {
    reads: kysely as never,
    recorder: (run) => new Kysely({ dialect: recording(new PostgresDialect({ pool: async () => never() }), run) }),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

const openFile = (file: string): PlannedStore => {
  const isThere = statSync(file, { throwIfNoEntry: false }) !== undefined
  refuseLoneFile(file)
  const driver = isThere ? new Sqlite(file, { readonly: true, fileMustExist: true }) : null
  return {
    reads: driver === null ? null : new Kysely({ dialect: new SqliteDialect({ database: driver }) }),
    recorder: (run) => new Kysely({ dialect: recording(new SqliteDialect({ database: async () => never() }), run) }),
    [Symbol.asyncDispose]: async () => void driver?.close(),
  }
}

const never = (): never => {
  throw new Error('A plan opens no connection of its own')
}

/** A dialect whose statements go to a function. */
const recording = (dialect: SqliteDialect | PostgresDialect, run: Run) => ({
  createAdapter: () => dialect.createAdapter(),
  createIntrospector: (db: Kysely<never>) => dialect.createIntrospector(db),
  createQueryCompiler: () => dialect.createQueryCompiler(),
  createDriver: () => new RecordingDriver(run),
})

class RecordingDriver extends DummyDriver {
  readonly #run: Run

  constructor(run: Run) {
    super()
    this.#run = run
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return { executeQuery: this.#run as DatabaseConnection['executeQuery'], streamQuery: never }
  }
}

const plan = async (name: string, { reads, recorder }: PlannedStore): Promise<PlannedStep> => {
  const migration = migrations[name] as (typeof migrations)[string]
  const statements = new Map<string, { text: string; times: number }>()
  const run: Run = async (query) => {
    if (/^\s*select/i.test(query.sql)) return readOr(reads, query)
    const known = statements.get(query.sql)
    if (known === undefined) statements.set(query.sql, { text: written(query), times: 1 })
    else known.times++
    return { rows: [] }
  }
  await marked(name, migration).up(recorder(run))
  return { name, breaking: migration.breaking, statements: [...statements.values()] }
}

/** A table that a step before would have made has no rows yet. */
const readOr = async (reads: Kysely<never> | null, query: CompiledQuery): Promise<QueryResult<never>> => {
  try {
    return (await reads?.executeQuery<never>(query)) ?? { rows: [] }
  } catch {
    return { rows: [] }
  }
}

/** Writes the values of a statement into it. */
const written = ({ sql, parameters }: CompiledQuery): string => {
  let next = 0
  const text = sql.replaceAll(/\$(\d+)|\?/g, (_, number) => {
    const value = parameters[number === undefined ? next++ : Number(number) - 1]
    return typeof value === 'number' ? `${value}` : value === null ? 'null' : pg.escapeLiteral(String(value))
  })
  return text.replaceAll(/\s+/g, ' ').trim()
}
