import { type Kysely, sql } from 'kysely'
import { createIndex, createTable } from './table.ts'

/** An older program would tell channels again what they were told. */
export const breaking = true

/**
 * Creates what each channel was told of each promotion and what it was not told yet and why; a batch is known to have been
 * heard, by the items it is about, and a message says why it was posted. What cards told stays told, and batches that are
 * there were heard.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'told', ['workspace_id', 'channel', 'promotion_id'], {
    workspace_id: 'integer',
    channel: 'text',
    promotion_id: 'text',
    verdict: 'text',
    money: 'text?',
    told_at: 'text',
    worst_on: 'text?',
    worst_verdict: 'text?',
    worst_money: 'text?',
  })
  await createIndex(db, 'told', 'workspace_id', 'promotion_id')
  await createTable(db, 'held', ['workspace_id', 'channel', 'promotion_id'], {
    workspace_id: 'integer',
    channel: 'text',
    promotion_id: 'text',
    from_verdict: 'text',
    to_verdict: 'text',
    reason: 'text',
    until_at: 'text?',
    orders: 'text?',
    held_at: 'text',
  })
  await createIndex(db, 'held', 'workspace_id', 'promotion_id')
  await createTable(db, 'batch_item', ['workspace_id', 'batch_id', 'sku'], {
    workspace_id: 'integer',
    batch_id: 'bigint',
    sku: 'text',
  })
  await sql`insert into told (workspace_id, channel, promotion_id, verdict, told_at)
    select workspace_id, channel, entity, verdict, posted_at from copy where about = 'promotion' and verdict is not null`.execute(
    db,
  )
  await db.schema.alterTable('copy').dropColumn('verdict').execute()
  await db.schema.alterTable('batch').addColumn('heard_at', 'text').execute()
  await sql`update batch set heard_at = visible_at where state = 'visible'`.execute(db)
  await db.schema.alterTable('outbox').addColumn('cause', 'text').execute()
  await db.schema
    .createIndex('outbox_by_thing')
    .on('outbox')
    .columns(['workspace_id', 'channel', 'kind', 'entity'])
    .execute()
  await db.schema.dropIndex('outbox_by_kind').execute()
}
