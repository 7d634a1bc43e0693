import { type Kysely, sql } from 'kysely'
import { createIndex, createTable } from './table.ts'

/** An older program neither reads nor writes these rows. */
export const breaking = false

/**
 * Creates what marketing and supply propose and settle. `open_of` names the promotion while a proposal waits for its answer,
 * so that no promotion has two that do.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'decision', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'bigint',
    promotion_id: 'text',
    open_of: 'text?',
    state: 'text',
    concession: 'text?',
    proposed_at: 'text',
    deadline_at: 'text',
    agreed_at: 'text?',
    agreed_on: 'text?',
    risk_id: 'bigint?',
    decision: 'text',
    version: 'bigint',
  })
  await createIndex(db, 'decision', 'workspace_id', 'promotion_id')
  await sql`create unique index decision_by_open_of on decision (workspace_id, open_of)`.execute(db)
}
