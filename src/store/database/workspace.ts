import type { Kysely, Transaction } from 'kysely'
import { type CompanyHappening, tell } from '../../common/happenings.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Database } from './database.ts'
import { inTurn } from './postgres/postgres-turns.ts'
import type { Schema } from './schema.ts'
import { refuseNewer } from './upgrades/breaking-steps.ts'

/** One company's data; `openWorkspace` is the only way to it. Only work that the process does for itself takes it whole. */
export type Workspace = { readonly id: number; readonly name: string; readonly database: Database }

/** Queries that change nothing. */
export type ReadQueries = Pick<Kysely<Schema>, 'selectFrom' | 'getExecutor'>

/** One company's data as a read takes it. Every workspace is one. */
export type Reader = Pick<Workspace, 'id' | 'name'> & {
  readonly database: { readonly kysely: ReadQueries; readonly version: Database['version'] }
}

/** One company's data as a write takes it: within a transaction, at a moment (ISO text). Only `writeTogether` gives one. */
export type Writer = {
  readonly workspaceId: number
  readonly transaction: Transaction<Schema>
  readonly now: string
  /** Tells what happens by it, once it is kept. */
  readonly tell: (happening: CompanyHappening) => void
}

/**
 * Does writes in one transaction: all of them are kept, or none when the work throws. Those of one company take turns, so that
 * what the work reads stays so until it is done. On PostgreSQL the work is done again where the server broke it off. Nothing is
 * written once a newer program has changed the store in a way that this one does not understand, or once it turned out to be damaged.
 */
export const writeTogether = async <T>(
  { id, name, database }: Workspace,
  now: string,
  work: (writer: Writer) => Promise<T>,
): Promise<T> => {
  let happened: CompanyHappening[] = []
  const write = (transaction: Transaction<Schema>) => {
    happened = []
    return work({ workspaceId: id, transaction, now, tell: (happening) => void happened.push(happening) })
  }
  const writeOnSqlite = async (transaction: Transaction<Schema>) => {
    await refuseNewer(database, transaction)
    return write(transaction)
  }
  const done = await confirmedBy(database, () =>
    database.engine === 'postgres' ? inTurn(database, id, write) : database.kysely.transaction().execute(writeOnSqlite),
  )
  for (const happening of happened) tell({ ...happening, company: name })
  return done
}

const confirmedBy = async <T>({ damage, name }: Database, work: () => Promise<T>): Promise<T> => {
  damage.refuse(name)
  try {
    return await work()
  } catch (error) {
    damage.note(error)
    throw error
  }
}

/** Opens every workspace of a store. */
export const openWorkspaces = async (database: Database): Promise<readonly Workspace[]> =>
  (await database.kysely.selectFrom('workspace').select(['id', 'name']).orderBy('id').execute()).map((one) => ({
    ...one,
    database,
  }))

/** Opens a workspace by name; throws a Refusal that lists the known ones when there is none of that name. */
export const openWorkspace = async (database: Database, name: string): Promise<Workspace> => {
  const known = await openWorkspaces(database)
  const found = known.find((workspace) => workspace.name === name)
  if (!found)
    throw new Refusal(
      `There is no workspace "${name}" in this store. Nothing was done. The store has: ${known.map((workspace) => workspace.name).join(', ')}.`,
    )
  return found
}
