import type { Kysely } from 'kysely'
import { createIndex, createTable } from './table.ts'

/** A program that does not know kits would judge their promotions by the assembled ones alone. */
export const breaking = true

/** Keeps what kits are made of, and how many units a pallet of an item has. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'kit', ['workspace_id', 'kit_sku', 'component_sku', 'batch_id'], {
    workspace_id: 'integer',
    batch_id: 'bigint',
    kit_sku: 'text',
    component_sku: 'text',
    quantity: 'double precision',
    source_line: 'integer?',
  })
  await createIndex(db, 'kit', 'workspace_id', 'component_sku')
  await db.schema.alterTable('item').addColumn('units_per_pallet', 'double precision').execute()
}
