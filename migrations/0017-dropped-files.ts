import type { Kysely } from 'kysely'

/** A program that does not know the columns leaves them empty. */
export const breaking = false

/**
 * Keeps of a file dropped in chat which message brought it, so that a second delivery brings no second file; since when somebody
 * is at work on it; the batch that it became; and its rejected rows.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const column of ['source_key', 'working_at', 'rejects', 'mode'])
    await db.schema.alterTable('dropped_file').addColumn(column, 'text').execute()
  await db.schema.alterTable('dropped_file').addColumn('batch_id', 'integer').execute()
}
