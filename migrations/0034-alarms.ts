import type { Kysely } from 'kysely'
import { createTable } from './table.ts'

/** A program that does not know alarms raises none. */
export const breaking = false

/** Keeps the troubles that administrators were told of, until they are over. */
export const up = (db: Kysely<unknown>): Promise<void> =>
  createTable(db, 'alarm', ['workspace_id', 'name', 'about'], {
    workspace_id: 'integer',
    name: 'text',
    about: 'text',
    found: 'text',
    began_at: 'text',
    gone_at: 'text?',
  })
