import { type Kysely, sql } from 'kysely'
import { createIndex, createTable } from './table.ts'

/** A program that does not know the deliveries of an order would count them as one. */
export const breaking = true

const kept = [
  'workspace_id',
  'batch_id',
  'sku',
  'location',
  'order_id',
  'quantity',
  'due_on',
  'supplier',
  'status',
  'promised_on',
  'ordered_on',
  'received_on',
  'received_quantity',
]

/**
 * Gives orders several deliveries, the promotion they are meant for and the first date they were due, and keeps what people
 * say an order is for.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(
    db,
    'inbound_delivery',
    ['workspace_id', 'sku', 'location', 'order_id', 'line', 'delivery', 'batch_id'],
    {
      workspace_id: 'integer',
      batch_id: 'bigint',
      sku: 'text',
      location: 'text',
      order_id: 'text',
      line: 'text',
      delivery: 'integer',
      quantity: 'double precision',
      promotion_id: 'text?',
      due_on: 'text?',
      supplier: 'text?',
      status: 'text',
      promised_on: 'text?',
      first_due_on: 'text?',
      ordered_on: 'text?',
      received_on: 'text?',
      received_quantity: 'double precision?',
    },
  )
  const columns = sql.join(kept.map((column) => sql.ref(column)))
  await sql`insert into inbound_delivery (${columns}, line, delivery, first_due_on)
    select ${columns}, '', 1, (select f.due_on from inbound f
      where f.workspace_id = r.workspace_id and f.sku = r.sku and f.location = r.location and f.order_id = r.order_id
      and f.batch_id <= r.batch_id and f.due_on is not null order by f.batch_id limit 1) from inbound r`.execute(db)
  await db.schema.dropTable('inbound').execute()
  await db.schema.alterTable('inbound_delivery').renameTo('inbound').execute()

  await createTable(db, 'order_mark', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'integer',
    order_id: 'text',
    sku: 'text',
    location: 'text?',
    promotions: 'text',
    made_by: 'text',
    maker_name: 'text',
    made_on: 'text',
    made_at: 'text',
    withdrawn_at: 'text?',
  })
  await createIndex(db, 'order_mark', 'workspace_id', 'sku')
}
