import type { Kysely } from 'kysely'
import { createTable } from './table.ts'

/** A program that does not know these tables tells no system what happens. */
export const breaking = false

/** Keeps the addresses of systems that are told what happens, and what each has been told. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'webhook', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'integer',
    url: 'text',
    events: 'text',
    secret: 'text',
    added_at: 'text',
  })
  await createTable(db, 'webhook_told', ['workspace_id', 'webhook_id', 'about', 'entity'], {
    workspace_id: 'integer',
    webhook_id: 'integer',
    about: 'text',
    entity: 'text',
    value: 'text',
  })
}
