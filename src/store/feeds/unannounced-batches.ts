import type { Transaction } from 'kysely'
import type { Change } from '../changes/change.ts'
import type { Schema } from '../database/schema.ts'
import type { Workspace } from '../database/workspace.ts'
import type { FeedKind } from './feed-rows.ts'

/** A feed, or a typed change, that is visible and whose changes nobody was told of yet. */
export type Unheard = { readonly id: number; readonly kind: FeedKind; readonly mode: 'upsert' | 'snapshot' }

/** Lists the batches that nobody was told of yet, oldest first. */
export const loadUnheard = async ({ id, database }: Workspace): Promise<readonly Unheard[]> =>
  database.kysely
    .selectFrom('batch')
    .select(['id', 'kind', 'mode'])
    .where('workspace_id', '=', id)
    .where('state', '=', 'visible')
    .where('heard_at', 'is', null)
    .orderBy('id')
    .execute()

/** Keeps that everybody was told of what batches changed. */
export const hear = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { batches }: Extract<Change, { kind: 'hear' }>,
  now: string,
): Promise<void> => {
  for (const batch of batches) {
    await transaction
      .updateTable('batch')
      .set({ heard_at: now })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', batch)
      .execute()
    await transaction
      .deleteFrom('batch_item')
      .where('workspace_id', '=', workspaceId)
      .where('batch_id', '=', batch)
      .execute()
  }
}

/** Notes which items a typed change is about, until what it changed is told. */
export const noteItems = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  batchId: number,
  skus: readonly string[],
): Promise<void> => {
  for (const sku of new Set(skus))
    await transaction
      .insertInto('batch_item')
      .values({ workspace_id: workspaceId, batch_id: batchId, sku })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}
