import type { Kysely } from 'kysely'

/** A program that does not know when stock expires leaves it out. */
export const breaking = false

/** Keeps the first day on which counted stock cannot be sold any more. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('inventory').addColumn('expires_on', 'text').execute()
}
