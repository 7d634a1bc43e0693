import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { ReadinessItem } from '../../domain/gate/readiness-item.ts'
import { raiseCounter } from '../database/counter.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { inSlices } from '../feeds/visibility.ts'
import { noteChangedItems } from '../present/outdated-inputs.ts'

/** Somebody adds what must be ready for a promotion. */
export type AddReadinessItem = {
  readonly kind: 'add-readiness-item'
  readonly promotionId: string
  readonly item: ReadinessItem
  readonly by: string
  readonly on: Day
}

/** Somebody says that an item is done, or takes it off the list. */
export type SettleReadinessItem = {
  readonly kind: 'settle-readiness-item'
  readonly promotionId: string
  readonly id: number
  readonly as: 'done' | 'removed'
  readonly by: string
  readonly on: Day
}

/** What a promotion's card and digest row say is kept with its assessment. */
const noteChanged = async (writer: Writer, promotionId: string): Promise<void> => {
  const { transaction, workspaceId } = writer
  const rows = await transaction
    .selectFrom('promotion_line')
    .select('sku')
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .where('promotion_id', '=', promotionId)
    .execute()
  await noteChangedItems(writer, rows)
}

/** Keeps an item under its proposed number. Answers false, and writes nothing, when the number is taken. */
export const addReadinessItem = async (
  writer: Writer,
  { promotionId, item, by, on }: AddReadinessItem,
): Promise<boolean> => {
  const { transaction, workspaceId, now } = writer
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('readiness_item')
    .values({
      workspace_id: workspaceId,
      id: item.id,
      promotion_id: promotionId,
      name: item.name,
      owner: item.owner,
      due_on: isoOf(item.due),
      added_by: by,
      added_on: isoOf(on),
      added_at: now,
      done_by: null,
      done_on: null,
      done_at: null,
      removed_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  await raiseCounter(writer, 'readiness-item', item.id)
  await noteChanged(writer, promotionId)
  return Number(numInsertedOrUpdatedRows) === 1
}

/** Settles an item. Answers false, and writes nothing, when somebody was faster. */
export const settleReadinessItem = async (
  writer: Writer,
  { promotionId, id, as, by, on }: SettleReadinessItem,
): Promise<boolean> => {
  const { transaction, workspaceId, now } = writer
  const { numUpdatedRows } = await transaction
    .updateTable('readiness_item')
    .set(as === 'done' ? { done_by: by, done_on: isoOf(on), done_at: now } : { removed_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow()
  await noteChanged(writer, promotionId)
  return Number(numUpdatedRows) === 1
}

/** Loads the items of promotions that were added by a day, as they stood then, the first due first. */
export const loadReadinessItems = async (
  { id, database }: Reader,
  promotionIds: readonly string[],
  asOf: Day,
): Promise<ReadonlyMap<string, readonly ReadinessItem[]>> => {
  const rows = await inSlices(promotionIds, (slice) =>
    database.kysely
      .selectFrom('readiness_item')
      .selectAll()
      .where('workspace_id', '=', id)
      .where('promotion_id', 'in', [...slice])
      .where('added_on', '<=', isoOf(asOf))
      .where('removed_at', 'is', null)
      .orderBy('due_on')
      .orderBy('id')
      .execute(),
  )
  return new Map(
    [...Map.groupBy(rows, (row) => row.promotion_id)].map(([promotionId, own]) => [
      promotionId,
      own.map((row) => ({
        id: Number(row.id),
        name: row.name,
        owner: row.owner,
        due: dayOf(row.due_on),
        doneBy: row.done_on !== null && row.done_on <= isoOf(asOf) ? row.done_by : null,
      })),
    ]),
  )
}
