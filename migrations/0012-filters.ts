import type { Kysely } from 'kysely'

/** An older program would post everything to channels that asked for some of it, and every card to people who asked for a digest. */
export const breaking = true

/** Lets a subscription be of some promotions only, be a person's own, and have the coming weeks in the week's first digest. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const column of ['filter', 'person'])
    await db.schema.alterTable('subscription').addColumn(column, 'text').execute()
  await db.schema.alterTable('subscription').addColumn('weekly', 'integer').execute()
}
