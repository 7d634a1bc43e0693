import type { Kysely } from 'kysely'
import { createTable } from './table.ts'

/** A program that does not know these categories calls for nothing because of them. */
export const breaking = false

/** Keeps the categories whose forecast is worse when promotions run. */
export const up = (db: Kysely<unknown>): Promise<void> =>
  createTable(db, 'accuracy_fall', ['workspace_id', 'category'], {
    workspace_id: 'integer',
    category: 'text',
    promoted: 'integer',
    others: 'integer',
    since: 'text',
  })
