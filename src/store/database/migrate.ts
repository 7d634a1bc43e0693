import { type Kysely, sql } from 'kysely'
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import * as initial from '../../../migrations/0001-initial.ts'
import * as orders from '../../../migrations/0002-orders.ts'
import * as refusedRows from '../../../migrations/0003-refused-rows.ts'
import * as expiry from '../../../migrations/0004-expiry.ts'
import * as moments from '../../../migrations/0005-moments.ts'
import * as present from '../../../migrations/0006-present.ts'
import * as stock from '../../../migrations/0007-stock.ts'
import * as digestSnapshots from '../../../migrations/0008-digest-snapshots.ts'
import * as ended from '../../../migrations/0009-ended.ts'
import * as indexes from '../../../migrations/0010-indexes.ts'
import * as work from '../../../migrations/0011-work.ts'
import * as imports from '../../../migrations/0012-imports.ts'
import * as lots from '../../../migrations/0013-lots.ts'
import * as kits from '../../../migrations/0014-kits.ts'
import * as suppliers from '../../../migrations/0014-suppliers.ts'
import * as terms from '../../../migrations/0014-terms.ts'
import * as feedTokens from '../../../migrations/0015-feed-tokens.ts'
import * as webhooks from '../../../migrations/0016-webhooks.ts'
import * as droppedFiles from '../../../migrations/0017-dropped-files.ts'
import * as doors from '../../../migrations/0018-doors.ts'
import * as shares from '../../../migrations/0019-shares.ts'
import * as scorecard from '../../../migrations/0022-scorecard.ts'
import * as intelligence from '../../../migrations/0023-intelligence.ts'
import * as sharedLinks from '../../../migrations/0024-shared-links.ts'
import * as costs from '../../../migrations/0025-costs.ts'
import * as promotionReviews from '../../../migrations/0026-promotion-reviews.ts'
import * as reviews from '../../../migrations/0027-reviews.ts'
import * as weeks from '../../../migrations/0028-weeks.ts'
import * as launchDay from '../../../migrations/0029-launch-day.ts'
import * as resultMonths from '../../../migrations/0030-result-months.ts'
import * as lostNumbers from '../../../migrations/0033-lost-numbers.ts'
import * as alarms from '../../../migrations/0034-alarms.ts'
import * as companies from '../../../migrations/0035-companies.ts'
import * as pullClaims from '../../../migrations/0036-pull-claims.ts'
import * as accuracyFalls from '../../../migrations/0039-accuracy-falls.ts'
import { Refusal } from '../../domain/refusal.ts'
import { isStorageError } from './store-refusal.ts'
import { inOneTransaction } from './upgrades/in-one-transaction.ts'

/** How the schema of a store compares with what this program knows, from the migrations that it has had. */
export type SchemaStanding =
  | { readonly kind: 'current'; readonly steps: number; readonly newer: readonly string[] }
  | { readonly kind: 'behind'; readonly missing: readonly string[] }
  | { readonly kind: 'refused'; readonly sentence: string }

/** Compares the migrations that a store has had with those of this program. */
export const schemaStanding = (
  had: readonly { readonly name: string; readonly breaking: number }[],
  known: SchemaMigrations = migrations,
): SchemaStanding => {
  const applied: Applied = new Map(had.map(({ name, breaking }) => [name, breaking === 1]))
  try {
    const missing = missingOf(known, applied)
    const newer = [...applied.keys()].filter((name) => !(name in known))
    return missing.length > 0 ? { kind: 'behind', missing } : { kind: 'current', steps: applied.size, newer }
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', sentence: error.message }
    throw error
  }
}

/** One step of the schema; `breaking` tells that a program without it must not use a store that has it. */
type SchemaMigration = { readonly up: (db: Kysely<unknown>) => Promise<void>; readonly breaking: boolean }

/** Migrations by name; the first one is that of the first released schema. */
export type SchemaMigrations = Readonly<Record<string, SchemaMigration>>

/** Every migration this program knows. */
export const migrations: SchemaMigrations = {
  '0001-initial': initial,
  '0002-orders': orders,
  '0003-refused-rows': refusedRows,
  '0004-expiry': expiry,
  '0005-moments': moments,
  '0006-present': present,
  '0007-stock': stock,
  '0008-digest-snapshots': digestSnapshots,
  '0009-ended': ended,
  '0010-indexes': indexes,
  '0011-work': work,
  '0012-imports': imports,
  '0013-lots': lots,
  '0014-kits': kits,
  '0014-suppliers': suppliers,
  '0014-terms': terms,
  '0015-feed-tokens': feedTokens,
  '0016-webhooks': webhooks,
  '0017-dropped-files': droppedFiles,
  '0018-doors': doors,
  '0019-shares': shares,
  '0023-intelligence': intelligence,
  '0024-shared-links': sharedLinks,
  '0025-costs': costs,
  '0026-promotion-reviews': promotionReviews,
  '0022-scorecard': scorecard,
  '0027-reviews': reviews,
  '0028-weeks': weeks,
  '0030-result-months': resultMonths,
  '0029-launch-day': launchDay,
  '0033-lost-numbers': lostNumbers,
  '0036-pull-claims': pullClaims,
  '0039-accuracy-falls': accuracyFalls,
  '0034-alarms': alarms,
  '0035-companies': companies,
}

/**
 * Brings the schema up to this program and names the migrations it ran; those that another program has run meanwhile, in
 * whatever order, are left as they are. Throws a Refusal, and changes nothing, for a store of an unreleased version, for one
 * that a newer program has changed in a breaking way, and when a migration fails.
 */
export const migrateSchema = async (
  db: Kysely<never>,
  known: SchemaMigrations = migrations,
): Promise<readonly string[]> => {
  if (missingOf(known, await loadAppliedMigrations(db)).length === 0) return []
  // A scratch in memory, which nobody else sees, has a dialect that cannot.
  return db.getExecutor().adapter.supportsTransactionalDdl
    ? inOneTransaction(db, (transaction) => runMissing(transaction, known))
    : runMissing(db, known)
}

/** Names the migrations that a store lacks. Throws a Refusal where this program must not use it. */
export const missingOf = (known: SchemaMigrations, applied: Applied): readonly string[] => {
  refuseUnreleased(applied, known)
  refuseBreaking(applied, known)
  return Object.keys(known).filter((name) => !applied.has(name))
}

/** Its text stays as it is: stores are compared with it. */
const markers = sql`create table if not exists schema_marker (name text not null primary key, breaking integer not null,
      migrated_at text not null)`

const runMissing = async (db: Kysely<never>, known: SchemaMigrations): Promise<readonly string[]> => {
  const applied = await loadAppliedMigrations(db)
  if (missingOf(known, applied).length === 0) return []
  await markers.execute(db)
  const provider = providerOf(known, applied)
  const { error, results = [] } = await new Migrator({ db, provider, allowUnorderedMigrations: true }).migrateToLatest()
  if (error !== undefined) throw failure(error, results.find(({ status }) => status === 'Error')?.migrationName)
  return results.filter(({ status }) => status === 'Success').map(({ migrationName }) => migrationName)
}

/** Loads the migrations that a store has, by name with whether each is breaking; none for an empty database. */
export const loadAppliedMigrations = async (db: Kysely<never>): Promise<ReadonlyMap<string, boolean>> => {
  const tables = await db.introspection.getTables()
  if (!tables.some((table) => table.name === 'schema_marker')) return new Map()
  const { rows } = await sql<{ name: string; breaking: number }>`select name, breaking from schema_marker`.execute(db)
  return new Map(rows.map((row) => [row.name, Number(row.breaking) === 1]))
}

export type Applied = Awaited<ReturnType<typeof loadAppliedMigrations>>

/** Every released store has the first migration; one that has others alone comes from the time before 0.2.0. */
const refuseUnreleased = (applied: Applied, known: SchemaMigrations) => {
  const [first] = Object.keys(known)
  if (applied.size === 0 || first === undefined || applied.has(first)) return
  throw new Refusal(
    'This store was made by an unreleased version of Shelfready (before 0.2.0) and cannot be upgraded. ' +
      'Nothing was changed. Move the file away, or name another store in DATABASE_URL, and import the feeds again.',
  )
}

const refuseBreaking = (applied: Applied, known: SchemaMigrations) => {
  const tooNew = [...applied].filter(([name, breaking]) => breaking && !(name in known)).map(([name]) => name)
  if (tooNew.length === 0) return
  throw new Refusal(
    `This store was changed by a newer Shelfready (${tooNew.join(', ')}) in a way this version does not understand. ` +
      'Nothing was read or written. Start the newer version, or name another store in DATABASE_URL.',
  )
}

/** Gives Kysely the migrations. It must know those that another program has run as well; they are never run here. */
const providerOf = (known: SchemaMigrations, applied: Applied): MigrationProvider => {
  const foreign = [...applied.keys()].filter((name) => !(name in known)).map((name) => [name, neverRun] as const)
  const own = Object.entries(known).map(([name, migration]) => [name, marked(name, migration)] as const)
  return { getMigrations: async () => Object.fromEntries([...foreign, ...own]) }
}

const neverRun: Migration = {
  up: () => Promise.reject(new Error('A migration of another program is not run by this one')),
}

/** Each migration and the row that marks it done are one transaction. */
export const marked = (name: string, { up, breaking }: SchemaMigration): Migration => ({
  up: async (db) => {
    await up(db)
    await sql`insert into schema_marker (name, breaking, migrated_at)
      values (${name}, ${breaking ? 1 : 0}, ${new Date().toISOString()})`.execute(db)
  },
})

/** Names the migration that failed and the cause; errors such as a full disk keep the sentence that they have elsewhere. */
const failure = (cause: unknown, name = 'of the schema'): Error => {
  if (isStorageError(cause)) return new Error('The schema could not be brought up to date', { cause })
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new Refusal(
    `The store could not be brought up to date: the migration ${name} failed (${reason}). The data is as it was. ` +
      'Go back to the version that worked with this store, and report this message.',
    { cause },
  )
}
