import { type Kysely, sql } from 'kysely'
import { createTable } from './table.ts'

/** A program that does not know these tables serves no link. */
export const breaking = false

/** Keeps the links that people gave to calendars and pages, and the number of each change of a calendar's events. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'shared_link', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'integer',
    kind: 'text',
    subject: 'text',
    hash: 'text',
    person: 'text',
    account: 'text',
    name: 'text',
    place: 'text',
    created_at: 'text',
    revoked_at: 'text?',
    revoked_by: 'text?',
    last_read_at: 'text?',
    reads: 'integer',
  })
  await sql`create unique index shared_link_by_hash on shared_link (workspace_id, hash)`.execute(db)
  await createTable(db, 'calendar_event', ['workspace_id', 'uid'], {
    workspace_id: 'integer',
    uid: 'text',
    promotion_id: 'text',
    sequence: 'integer',
    hash: 'text',
    changed_at: 'text',
    is_cancelled: 'integer',
  })
}
