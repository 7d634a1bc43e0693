import type { Kysely } from 'kysely'

/** A program that does not know these terms says less. */
export const breaking = false

/** Keeps what must stay on the shelf, and from which value or load a supplier takes orders. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const table of ['inventory', 'location'])
    await db.schema.alterTable(table).addColumn('presentation_min', 'double precision').execute()
  for (const column of ['min_order_value', 'order_fill_units'])
    await db.schema.alterTable('lead_time').addColumn(column, 'double precision').execute()
}
