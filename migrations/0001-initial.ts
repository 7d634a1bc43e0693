import type { Kysely } from 'kysely'
import { createDeliveryTables } from './0001/delivery.ts'
import { createFeedTables } from './0001/feeds.ts'
import { createPeopleTables } from './0001/people.ts'
import { createRecordTables } from './0001/records.ts'
import { createRiskTables } from './0001/risks.ts'
import { createWorkspaceTables } from './0001/workspaces.ts'

/** A program that does not know this migration has no table that it could use. */
export const breaking = true

/** Creates the schema of 0.2.0, the first released one. Released migrations are never edited: a change is a migration of its own. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createWorkspaceTables(db)
  await createFeedTables(db)
  await createRecordTables(db)
  await createDeliveryTables(db)
  await createRiskTables(db)
  await createPeopleTables(db)
}
