import { type Kysely, SqliteAdapter, sql } from 'kysely'
import { createTable } from './table.ts'

/** A program that does not know this migration takes the rows of stock by numbers that they have no more. */
export const breaking = true

/**
 * Keeps each count of stock once, in the order of its key, with whole numbers in few bytes: a table and an index beside it
 * took more than twice the room.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter
  const units = isSqlite ? 'numeric' : 'double precision'
  await createTable(
    db,
    'inventory_count',
    ['workspace_id', 'sku', 'location', 'as_of_on', 'as_of_minute', 'batch_id'],
    {
      workspace_id: 'integer',
      batch_id: 'bigint',
      sku: 'text',
      location: 'text',
      as_of_on: 'text',
      as_of_minute: 'integer',
      on_hand: units,
      allocated: `${units}?`,
      unusable: `${units}?`,
      safety_stock: `${units}?`,
      expires_on: 'text?',
    },
    isSqlite ? sql`without rowid` : null,
  )
  // Sorted first: rows that come in the order of the key are only appended.
  const columns = sql.raw(
    'workspace_id, batch_id, sku, location, as_of_on, as_of_minute, on_hand, allocated, unusable, safety_stock, expires_on',
  )
  await sql`insert into inventory_count (${columns}) select ${columns} from inventory
    order by workspace_id, sku, location, as_of_on, as_of_minute, batch_id`.execute(db)
  await db.schema.dropTable('inventory').execute()
  await db.schema.alterTable('inventory_count').renameTo('inventory').execute()
}
