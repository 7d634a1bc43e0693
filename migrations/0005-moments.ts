import type { Kysely } from 'kysely'

/** A program that does not know these moments goes by days. */
export const breaking = false

/** Keeps when a correction was taken back, and which batches a learning has left out. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('correction').addColumn('withdrawn_at', 'text').execute()
  await db.schema.alterTable('learning').addColumn('left_out', 'text').execute()
}
