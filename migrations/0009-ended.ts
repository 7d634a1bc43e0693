import type { Kysely } from 'kysely'
import { createIndex } from './table.ts'

/** A program that does not know these columns works them out itself. */
export const breaking = false

/** Keeps how promotions that are over performed. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('present_promotion').addColumn('ended', 'text').execute()
  await db.schema.alterTable('present_promotion').addColumn('ended_on', 'text').execute()
  await createIndex(db, 'present_promotion', 'workspace_id', 'ended_on')
}
