import type { Kysely } from 'kysely'
import { createTable } from './table.ts'

/** A program that does not know these sums results up anew. */
export const breaking = false

/** Keeps when the results of promotions that ended in a month last changed. */
export const up = (db: Kysely<unknown>): Promise<void> =>
  createTable(db, 'result_month', ['workspace_id', 'month'], {
    workspace_id: 'integer',
    month: 'text',
    revision: 'bigint',
  })
