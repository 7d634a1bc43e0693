import type { Kysely } from 'kysely'
import { createIndex, createTable } from './table.ts'

/** A program that does not know these shares a supplying location's stock out by itself, as it always did. */
export const breaking = false

/** Keeps what planners say that a place gets of the stock of the location that supplies it. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'set_share', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'integer',
    promotion_id: 'text',
    sku: 'text',
    location: 'text',
    source: 'text',
    units: 'integer?',
    set_by: 'text',
    setter_name: 'text',
    set_on: 'text',
    set_at: 'text',
    withdrawn_at: 'text?',
  })
  await createIndex(db, 'set_share', 'workspace_id', 'sku')
}
