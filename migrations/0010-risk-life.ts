import { type Kysely, sql } from 'kysely'
import { createIndex, createTable } from './table.ts'

/** An older program would take what nothing calls for any more for something that somebody settled. */
export const breaking = true

/**
 * Gives risks an owner beside who answered them, and keeps when nothing called for them any more; creates what people can
 * undo for a while, the orders that planners tell of before their feed does, and what they correct of the feeds.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const column of ['owner_id', 'owner_name', 'owner_at', 'owner_on', 'ended_at'])
    await db.schema.alterTable('risk').addColumn(column, 'text').execute()
  await sql`update risk set owner_id = handled_by, owner_name = handler_name, owner_at = handled_at, owner_on = handled_on
    where handled_by is not null and state <> 'open'`.execute(db)
  await sql`update risk set state = 'resolved', ended_at = coalesce(handled_at, opened_at) where state = 'closed'`.execute(
    db,
  )
  await sql`update risk set state = 'acknowledged' where state = 'snoozed'`.execute(db)
  await createTable(db, 'act', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'bigint',
    person_id: 'text',
    what: 'text',
    undo: 'text',
    acted_at: 'text',
    undone_at: 'text?',
  })
  await createIndex(db, 'act', 'workspace_id', 'person_id')
  await createTable(db, 'told_order', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'bigint',
    order_id: 'text',
    supplier: 'text?',
    sku: 'text',
    location: 'text',
    quantity: 'double precision',
    due_on: 'text',
    risk_id: 'bigint',
    told_by: 'text',
    teller_name: 'text',
    told_on: 'text',
    told_at: 'text',
    after_batch: 'bigint',
    state: 'text',
    state_at: 'text',
  })
  await createIndex(db, 'told_order', 'workspace_id', 'sku')
  await createTable(db, 'correction', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'bigint',
    kind: 'text',
    sku: 'text?',
    location: 'text?',
    supplier: 'text?',
    order_id: 'text?',
    units: 'double precision?',
    days: 'double precision?',
    due_on: 'text?',
    until_on: 'text',
    reason: 'text?',
    made_by: 'text',
    maker_name: 'text',
    made_on: 'text',
    made_at: 'text',
    withdrawn_on: 'text?',
  })
}
