import type { Kysely } from 'kysely'
import { createIndex, createTable } from './table.ts'

/** An older program would post anew what is meant to change a message that is there. */
export const breaking = true

/**
 * Creates the register of cards that are edited in place, the requests that were taken and not answered yet, and the
 * channels as people know them; a message may be an edit, part of a thread, or for one person.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'copy', ['workspace_id', 'channel', 'about', 'entity'], {
    workspace_id: 'integer',
    channel: 'text',
    about: 'text',
    entity: 'text',
    outbox_id: 'bigint',
    message_id: 'text?',
    card: 'text',
    fingerprint: 'text',
    verdict: 'text?',
    posted_at: 'text',
  })
  await createIndex(db, 'copy', 'workspace_id', 'about', 'entity')
  await createIndex(db, 'copy', 'workspace_id', 'outbox_id')
  await createTable(db, 'inbox', ['workspace_id', 'request_key'], {
    workspace_id: 'integer',
    request_key: 'text',
    request: 'text',
    taken_at: 'text',
    attempt: 'integer',
  })
  await createTable(db, 'place', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'text',
    name: 'text',
    shared_by: 'text?',
    not_before: 'text?',
    paced_at: 'text?',
  })
  for (const column of ['form', 'person', 'thread'])
    await db.schema.alterTable('outbox').addColumn(column, 'text').execute()
}
