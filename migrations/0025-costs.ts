import type { Kysely } from 'kysely'
import { createIndex } from './table.ts'

/** A program that does not know these reads costs as before. */
export const breaking = false

/** Finds the costs of an item and of a promotion: every assessment asks for them. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createIndex(db, 'cost', 'workspace_id', 'sku')
  await createIndex(db, 'cost', 'workspace_id', 'promotion_id')
}
