import type { Reader } from '../database/workspace.ts'

/** Lists the promotions that a batch brought or changed. */
export const loadPromotionsOfBatch = async ({ id, database }: Reader, batch: number): Promise<readonly string[]> => {
  const rows = await database.kysely
    .selectFrom('promotion_line')
    .select('promotion_id')
    .distinct()
    .where('workspace_id', '=', id)
    .where('batch_id', '=', batch)
    .execute()
  return rows.map((row) => row.promotion_id)
}
