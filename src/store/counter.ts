import { sql, type Transaction } from 'kysely'
import type { Schema } from './schema.ts'

/** Takes the next number of a workspace's counter. Batch numbers order every change of a feed, typed or imported. */
export const nextNumber = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  name: 'batch' | 'audit' | 'outbox' | 'intelligence' | 'learning' | 'override',
): Promise<number> => {
  const row = await transaction
    .insertInto('counter')
    .values({ workspace_id: workspaceId, name, value: 1 })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'name']).doUpdateSet({ value: sql<number>`counter.value + 1` }),
    )
    .returning('value')
    .executeTakeFirstOrThrow()
  return Number(row.value)
}

/** Raises a counter to a number that was taken without asking it. */
export const raiseCounter = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  name: 'promotion' | 'risk',
  value: number,
): Promise<void> => {
  await transaction
    .insertInto('counter')
    .values({ workspace_id: workspaceId, name, value })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'name']).doUpdateSet({ value }).where('counter.value', '<', value),
    )
    .execute()
}
