import type { Kysely } from 'kysely'
import { createIndex, createTable } from './table.ts'

/** A program older than this schema may go on using it. */
export const breaking = false

/** Creates what a channel asked for, the mornings that were made for it, and how each message ended. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'subscription', ['workspace_id', 'channel'], {
    workspace_id: 'integer',
    channel: 'text',
    state: 'text',
    minute: 'integer',
    days: 'integer',
    time_zone: 'text',
    when_quiet: 'text',
    known_since: 'text',
    changed_by: 'text',
    version: 'integer',
  })
  await createTable(db, 'occurrence', ['workspace_id', 'channel', 'local_on'], {
    workspace_id: 'integer',
    channel: 'text',
    local_on: 'text',
    due_at: 'text',
    made_at: 'text',
    outbox_id: 'bigint?',
  })
  for (const column of ['message_id', 'reason', 'picture', 'waiting_since'])
    await db.schema.alterTable('outbox').addColumn(column, 'text').execute()
  for (const column of ['plain', 'repeated', 'failures'])
    await db.schema.alterTable('outbox').addColumn(column, 'integer').execute()
  await createIndex(db, 'outbox', 'workspace_id', 'channel', 'kind')
  await createIndex(db, 'outbox', 'workspace_id', 'entity')
}
