import { CompiledQuery, type Kysely } from 'kysely'
import { Refusal } from '../../../domain/refusal.ts'
import type { Database } from '../database.ts'
import type { Schema } from '../schema.ts'

type Queries = Pick<Kysely<Schema>, 'executeQuery'>

/** The breaking steps of the schema that a store had when this process brought it up to date. */
const known = new WeakMap<Database, ReadonlySet<string>>()

const query = CompiledQuery.raw('select name from schema_marker where breaking = 1') as CompiledQuery<{ name: string }>

/** Remembers which breaking steps an open store has, so that a later one is noticed. */
export const rememberSteps = async (database: Database): Promise<void> => {
  known.set(database, new Set(await breakingSteps(database.kysely)))
}

/** Names the breaking steps that a newer program has made since this process opened the store. */
export const newerSteps = async (database: Database): Promise<readonly string[]> =>
  newerOf(database, await breakingSteps(database.kysely))

/** Throws a Refusal, in the transaction that is about to write, once a newer program has changed the store in a breaking way. */
export const refuseNewer = async (database: Database, queries: Queries): Promise<void> =>
  refuseNewerOf(database, await breakingSteps(queries))

/** Does the same with the breaking steps that were just read. */
export const refuseNewerOf = (database: Database, steps: readonly string[]): void => {
  const newer = newerOf(database, steps)
  if (newer.length > 0) throw outgrown(newer)
}

/** Says why a program stops that an upgrade has left behind. */
export const outgrown = (steps: readonly string[]): Refusal =>
  new Refusal(
    `A newer Shelfready has changed this store (${steps.join(', ')}) in a way this version does not understand. ` +
      'Everything confirmed is kept, and nothing more is written. This version has stopped; start the newer one.',
  )

/** A store that was opened without its schema being looked at, as some tools do, is not watched. */
const newerOf = (database: Database, steps: readonly string[]): readonly string[] => {
  const remembered = known.get(database)
  return remembered === undefined ? [] : steps.filter((name) => !remembered.has(name))
}

const breakingSteps = async (queries: Queries): Promise<readonly string[]> =>
  (await queries.executeQuery(query)).rows.map(({ name }) => name)
