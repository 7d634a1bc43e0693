import type { Kysely } from 'kysely'

/** A program that does not know the price of a supplier takes that of the item. */
export const breaking = false

/** Keeps what a unit costs at a supplier, which may not be the item's own. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('lead_time').addColumn('unit_cost', 'double precision').execute()
}
