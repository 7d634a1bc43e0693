import type { Kysely } from 'kysely'
import { createIndex, createTable } from './table.ts'

/** An older program would ask anew about risks that are settled. */
export const breaking = true

/**
 * Creates the accounts by which one human is known on several platforms, and where conversations live that are posted in
 * without being asked; keeps what people have heard,
 * their own zone, and why a risk was settled.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'account', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'text',
    person_id: 'text',
    platform: 'text',
    name: 'text',
    email: 'text?',
    time_zone: 'text?',
    locale: 'text?',
    linked_by: 'text?',
    first_seen_at: 'text',
  })
  await createIndex(db, 'account', 'workspace_id', 'email')
  await createIndex(db, 'account', 'workspace_id', 'person_id')
  await createTable(db, 'conversation', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'text',
    reference: 'text',
    left_at: 'text?',
    changed_at: 'text',
  })
  await createTable(db, 'intelligence', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'bigint',
    what: 'text',
    skus: 'text',
    places: 'text',
    from_on: 'text',
    to_on: 'text',
    effect: 'double precision?',
    confidence: 'text',
    expires_on: 'text',
    noted_by: 'text',
    noted_at: 'text',
  })
  await db.schema.alterTable('person').addColumn('time_zone', 'text').execute()
  await db.schema.alterTable('risk').addColumn('reason', 'text').execute()
}
