import type { Reader, Writer } from '../database/workspace.ts'
import type { FeedKind } from './feed-rows.ts'

/** A visible batch, imported or typed, whose changes are not announced yet. */
export type UnannouncedBatch = { readonly id: number; readonly kind: FeedKind; readonly mode: 'upsert' | 'snapshot' }

/** Lists the batches whose changes are not announced yet, oldest first. */
export const loadUnannouncedBatches = async ({ id, database }: Reader): Promise<readonly UnannouncedBatch[]> =>
  database.kysely
    .selectFrom('batch')
    .select(['id', 'kind', 'mode'])
    .where('workspace_id', '=', id)
    .where('state', '=', 'visible')
    .where('announced_at', 'is', null)
    .orderBy('id')
    .execute()

const judgingKinds = ['inventory', 'lead-times', 'demand-plan'] as const

/** A feed that promotions are judged with. */
export type JudgingKind = (typeof judgingKinds)[number]

/** Lists the feeds that promotions are judged with and of which these batches are the first ones. */
export const loadFirstKinds = async (
  { id, database }: Reader,
  batches: readonly UnannouncedBatch[],
): Promise<readonly JudgingKind[]> => {
  const kinds = judgingKinds.filter((kind) => batches.some((batch) => batch.kind === kind))
  if (kinds.length === 0) return []
  const known = await database.kysely
    .selectFrom('batch')
    .select('kind')
    .distinct()
    .where('workspace_id', '=', id)
    .where('state', '=', 'visible')
    .where('announced_at', 'is not', null)
    .where('kind', 'in', kinds)
    .execute()
  return kinds.filter((kind) => !known.some((row) => row.kind === kind))
}

/** The changes of these batches were announced to the channels they concern. */
export type MarkBatchesAnnounced = { readonly kind: 'mark-batches-announced'; readonly batches: readonly number[] }

/** Keeps that the changes of batches are announced. */
export const markBatchesAnnounced = async (
  { transaction, workspaceId, now }: Writer,
  { batches }: MarkBatchesAnnounced,
): Promise<void> => {
  for (const batch of batches) {
    await transaction
      .updateTable('batch')
      .set({ announced_at: now })
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

/** Notes the items of a typed change, until its changes are announced. */
export const noteItems = async (
  { transaction, workspaceId }: Writer,
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
