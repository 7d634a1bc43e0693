import { type Kysely, sql } from 'kysely'
import { createIndex, createTable } from './table.ts'

/** A program that does not know the kept assessments judges everything itself. */
export const breaking = false

/** Keeps the present assessment of every promotion line and the orders of risks, and what of it is outdated. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'present_promotion', ['workspace_id', 'promotion_id'], {
    workspace_id: 'integer',
    promotion_id: 'text',
    revision: 'bigint',
    judged_on: 'text',
    judged_at: 'text',
    inputs_hash: 'text',
    view: 'text?',
  })
  await createIndex(db, 'present_promotion', 'workspace_id', 'revision')
  await createTable(db, 'present_line', ['workspace_id', 'promotion_id', 'sku', 'location'], {
    workspace_id: 'integer',
    promotion_id: 'text',
    sku: 'text',
    location: 'text',
    place: 'integer',
    view: 'text',
    item: 'text',
    at: 'text',
    lead_time: 'text',
    source: 'text?',
  })
  await createTable(db, 'present_order', ['workspace_id', 'identity'], {
    workspace_id: 'integer',
    identity: 'text',
    revision: 'bigint',
    orders: 'text?',
  })
  await createIndex(db, 'present_order', 'workspace_id', 'revision')
  await createTable(db, 'outdated_promotion', ['workspace_id', 'promotion_id'], {
    workspace_id: 'integer',
    promotion_id: 'text',
    revision: 'bigint',
  })
  await createTable(db, 'outdated_input', ['workspace_id', 'kind', 'name'], {
    workspace_id: 'integer',
    kind: 'text',
    name: 'text',
    revision: 'bigint',
  })
  await createTable(db, 'present_state', ['workspace_id'], {
    workspace_id: 'integer',
    seen: 'text',
    all_risks_since: 'text?',
  })
  await db.schema.alterTable('batch').addColumn('judged_at', 'text').execute()
  await sql`create index batch_by_judged_at on batch (workspace_id, judged_at) where judged_at is null`.execute(db)
  await db.schema
    .alterTable('risk')
    .addColumn('revision', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()
  await createIndex(db, 'risk', 'workspace_id', 'revision')
}
