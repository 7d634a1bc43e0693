import type { Kysely } from 'kysely'
import { createIndex, createTable } from './table.ts'

/** An older program judges without what sales have taught, as it always did. */
export const breaking = false

/** Creates what sales have taught: what is common to all items, and the level of each item at each location. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'learning', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'integer',
    through_on: 'text',
    sales_batch: 'integer',
    common: 'text',
    learned_at: 'text',
  })
  await createTable(db, 'learned_level', ['workspace_id', 'learning_id', 'sku', 'location'], {
    workspace_id: 'integer',
    learning_id: 'integer',
    sku: 'text',
    location: 'text',
    level: 'text',
  })
  await createIndex(db, 'sales', 'workspace_id', 'sold_on')
}
