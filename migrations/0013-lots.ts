import type { Kysely } from 'kysely'

/** A program that does not know lots takes a count as one that expires with its first lot. */
export const breaking = false

/** Keeps the lots of a count in its row: whatever replaces, undoes or thins out counts does so with their lots. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('inventory').addColumn('lots', 'text').execute()
}
