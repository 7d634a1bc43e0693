import type { Kysely } from 'kysely'
import { createTable } from './table.ts'

/** A program that does not know the marks of refused rows merely leaves them out. */
export const breaking = false

/** Keeps which rows of stock and orders were refused while the rest of their file was imported. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'refused_row', ['workspace_id', 'kind', 'sku', 'location', 'order_id', 'batch_id'], {
    workspace_id: 'integer',
    kind: 'text',
    sku: 'text',
    location: 'text',
    order_id: 'text',
    batch_id: 'bigint',
    reason: 'text',
    cleared_batch_id: 'bigint?',
  })
}
