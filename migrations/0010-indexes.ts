import type { Kysely } from 'kysely'

/** A program that does not know these indexes is merely slower. */
export const breaking = false

const turn = [
  'workspace_id',
  'state',
  'channel',
  'id',
  'form',
  'person',
  'kind',
  'entity',
  'not_before',
  'waiting_since',
  'lease_until',
]

/** Finds promotions of items by when they end, and the next message without reading cards, which are large. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.dropIndex('promotion_line_by_sku').execute()
  await db.schema
    .createIndex('promotion_line_by_sku_end_on')
    .on('promotion_line')
    .columns(['workspace_id', 'sku', 'end_on'])
    .execute()
  await db.schema.dropIndex('outbox_by_channel').execute()
  await db.schema.createIndex('outbox_by_turn').on('outbox').columns(turn).execute()
}
