import type { Kysely } from 'kysely'
import { createIndex, createTable } from './table.ts'

/** A program older than this schema may go on using it. */
export const breaking = false

/** Creates the records of what was judged, done, answered and is to be posted. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'assessment', ['workspace_id', 'promotion_id', 'judged_at'], {
    workspace_id: 'integer',
    promotion_id: 'text',
    judged_at: 'text',
    as_of_on: 'text',
    verdict: 'text',
    inputs_hash: 'text',
    summary: 'text',
  })
  await createTable(db, 'audit', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'bigint',
    happened_at: 'text',
    actor: 'text',
    place: 'text',
    action: 'text',
    entity: 'text',
    detail: 'text',
  })
  await createTable(db, 'receipt', ['workspace_id', 'request_key'], {
    workspace_id: 'integer',
    request_key: 'text',
    arguments_hash: 'text',
    reply: 'text',
    answered_at: 'text',
  })
  await createTable(db, 'outbox', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'bigint',
    channel: 'text',
    kind: 'text',
    entity: 'text',
    card: 'text',
    state: 'text',
    attempt: 'integer',
    claimed_by: 'text?',
    lease_until: 'text?',
    not_before: 'text?',
    not_after: 'text?',
    created_at: 'text',
    settled_at: 'text?',
  })
  await createIndex(db, 'outbox', 'workspace_id', 'state', 'channel')
}
