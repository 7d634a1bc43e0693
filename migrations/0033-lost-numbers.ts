import type { Kysely } from 'kysely'
import { createTable } from './table.ts'

/** A program that does not know these numbers gives no reason where one of them is named. */
export const breaking = false

/** Keeps which numbers may have been given after a backup that was restored. */
export const up = (db: Kysely<unknown>): Promise<void> =>
  createTable(db, 'lost_number', ['workspace_id', 'restored_at', 'name'], {
    workspace_id: 'integer',
    restored_at: 'text',
    name: 'text',
    known_until: 'text',
    last_kept: 'bigint',
    first_new: 'bigint',
  })
