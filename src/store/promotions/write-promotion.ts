import { sql } from 'kysely'
import { nextNumber, raiseCounter } from '../database/counter.ts'
import type { Writer } from '../database/workspace.ts'
import { typed } from '../feeds/batch-tables.ts'
import type { PromotionRow } from '../feeds/feed-rows.ts'
import { noteItems } from '../feeds/unannounced-batches.ts'

/** The rows of a promotion that somebody typed. */
export type WritePromotion = {
  readonly kind: 'write-promotion'
  readonly promotionId: string
  readonly rows: readonly PromotionRow[]
  /** The version that the change was decided on; 0 for a promotion that must not exist yet. */
  readonly basedOn: number
  /** The ISO date from which the rows are known. */
  readonly knownOn: string
}

/**
 * Writes a typed change of a promotion as a batch of its own, so that typed and imported changes share one history. Answers
 * false, and writes nothing, when the promotion has changed since.
 */
export const writePromotion = async (writer: Writer, change: WritePromotion): Promise<boolean> => {
  if ((await versionOf(writer, change)) !== change.basedOn) return false
  const number = /^P-(\d{1,9})$/.exec(change.promotionId)?.[1]
  if (change.basedOn === 0 && number !== undefined) await raiseCounter(writer, 'promotion', Number(number))
  const batchId = await openVisibleBatch(writer, change.knownOn)
  for (const row of change.rows)
    await writer.transaction
      .insertInto('promotion_line')
      .values({ ...row, workspace_id: writer.workspaceId, batch_id: batchId })
      .execute()
  await noteItems(
    writer,
    batchId,
    change.rows.map((row) => row.sku),
  )
  return true
}

/** Gives the newest batch that the promotion has rows of, as known on a date; 0 where it has none. */
const versionOf = async (
  { transaction, workspaceId }: Writer,
  { promotionId, knownOn }: WritePromotion,
): Promise<number> => {
  const { version } = await transaction
    .selectFrom('promotion_line')
    .innerJoin('batch', (join) =>
      join
        .onRef('batch.workspace_id', '=', 'promotion_line.workspace_id')
        .onRef('batch.id', '=', 'promotion_line.batch_id'),
    )
    .select(sql<number>`coalesce(max(promotion_line.batch_id), 0)`.as('version'))
    .where('promotion_line.workspace_id', '=', workspaceId)
    .where('promotion_line.promotion_id', '=', promotionId)
    .where('batch.state', '=', 'visible')
    .where('batch.known_on', '<=', knownOn)
    .executeTakeFirstOrThrow()
  return Number(version)
}

const openVisibleBatch = async (writer: Writer, knownOn: string): Promise<number> => {
  const { transaction, workspaceId, now } = writer
  const id = await nextNumber(writer, 'batch')
  await transaction
    .insertInto('batch')
    .values({
      workspace_id: workspaceId,
      id,
      kind: 'promotions',
      mode: 'upsert',
      source: typed,
      state: 'visible',
      known_on: knownOn,
      known_on_given: 1,
      backdated: 0,
      opened_at: now,
      touched_at: now,
      visible_at: now,
      announced_at: null,
    })
    .execute()
  return id
}
