import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import * as workspaces from '../../../migrations/0001-workspaces.ts'
import * as feeds from '../../../migrations/0002-feeds.ts'
import * as records from '../../../migrations/0003-records.ts'
import * as mornings from '../../../migrations/0004-mornings.ts'
import * as risks from '../../../migrations/0005-risks.ts'
import * as livingCards from '../../../migrations/0006-living-cards.ts'
import * as twoPlatforms from '../../../migrations/0007-two-platforms.ts'
import * as learned from '../../../migrations/0008-learned.ts'
import * as overrides from '../../../migrations/0009-overrides.ts'
import * as riskLife from '../../../migrations/0010-risk-life.ts'
import * as roles from '../../../migrations/0011-roles.ts'
import * as filters from '../../../migrations/0012-filters.ts'
import * as news from '../../../migrations/0013-news.ts'
import * as decisions from '../../../migrations/0014-decisions.ts'
import * as escalation from '../../../migrations/0015-escalation.ts'
import * as auditAndRiskDays from '../../../migrations/0016-audit-and-risk-days.ts'
import { Refusal } from '../../domain/refusal.ts'

type Numbered = { readonly up: (db: Kysely<unknown>) => Promise<void>; readonly breaking: boolean }

/** Every migration this program knows, oldest first. */
const migrations: Readonly<Record<string, Numbered>> = {
  '0001-workspaces': workspaces,
  '0002-feeds': feeds,
  '0003-records': records,
  '0004-mornings': mornings,
  '0005-risks': risks,
  '0006-living-cards': livingCards,
  '0007-two-platforms': twoPlatforms,
  '0008-learned': learned,
  '0009-overrides': overrides,
  '0010-risk-life': riskLife,
  '0011-roles': roles,
  '0012-filters': filters,
  '0013-news': news,
  '0015-escalation': escalation,
  '0014-decisions': decisions,
  '0016-audit-and-risk-days': auditAndRiskDays,
}

/** Each migration and the row that marks it done are one transaction. */
const marked = (name: string, { up, breaking }: Numbered): Migration => ({
  up: async (db) => {
    if (name === Object.keys(migrations)[0])
      await sql`create table schema_marker (name text not null primary key, breaking integer not null, migrated_at text not null)`.execute(
        db,
      )
    await up(db)
    await sql`insert into schema_marker (name, breaking, migrated_at)
      values (${name}, ${breaking ? 1 : 0}, ${new Date().toISOString()})`.execute(db)
  },
})

const markers = async (db: Kysely<never>): Promise<ReadonlyMap<string, boolean>> => {
  const tables = await db.introspection.getTables()
  if (!tables.some((table) => table.name === 'schema_marker')) return new Map()
  const { rows } = await sql<{ name: string; breaking: number }>`select name, breaking from schema_marker`.execute(db)
  return new Map(rows.map((row) => [row.name, Number(row.breaking) === 1]))
}

/**
 * Brings the schema up to this program and names the migrations it ran. A schema from a newer program is left alone;
 * throws a Refusal when that schema is marked as breaking older programs.
 */
export const migrateSchema = async (db: Kysely<never>): Promise<readonly string[]> => {
  const done = await markers(db)
  const tooNew = [...done].filter(([name, breaking]) => breaking && !(name in migrations)).map(([name]) => name)
  if (tooNew.length > 0)
    throw new Refusal(
      `This store was changed by a newer Shelfready (${tooNew.join(', ')}) in a way this version does not understand. ` +
        'Nothing was read or written. Start the newer version, or name another store in DATABASE_URL.',
    )
  if (Object.keys(migrations).every((name) => done.has(name))) return []
  const provider = {
    getMigrations: async () =>
      Object.fromEntries(Object.entries(migrations).map(([name, migration]) => [name, marked(name, migration)])),
  }
  const { error, results } = await new Migrator({ db, provider }).migrateToLatest()
  if (error !== undefined) throw new Error('The schema could not be brought up to date', { cause: error })
  return (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName)
}
