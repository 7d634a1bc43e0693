import type { Kysely } from 'kysely'

/** A program that does not know this column asks what people do. */
export const breaking = false

/** Keeps what people do here, by which help is shown. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('person').addColumn('work', 'text').execute()
}
