import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { SaidShare } from '../../domain/sourcing/set-share.ts'
import { raiseCounter } from '../database/counter.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { inSlices, type Visibility } from '../feeds/visibility.ts'
import { noteChangedItems } from '../present/outdated-inputs.ts'

/** A planner sets what a place gets of its supplying location's stock. */
export type KeepShare = { readonly kind: 'keep-share'; readonly share: SaidShare }

/** Shares no longer count, and what was said before them does again. */
export type WithdrawShares = { readonly kind: 'withdraw-shares'; readonly ids: readonly number[] }

/** Keeps a share under its proposed number. Answers false, and writes nothing, when the number is taken: somebody was faster. */
export const keepShare = async (
  writer: Writer,
  { share: { id, promotionId, sku, location, source, units, by, on } }: KeepShare,
): Promise<boolean> => {
  const { transaction, workspaceId, now } = writer
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('set_share')
    .values({
      workspace_id: workspaceId,
      id,
      promotion_id: promotionId,
      sku,
      location,
      source,
      units,
      set_by: by.id,
      setter_name: by.name,
      set_on: isoOf(on),
      set_at: now,
      withdrawn_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  await raiseCounter(writer, 'share', id)
  await noteChangedItems(writer, [{ sku }])
  return Number(numInsertedOrUpdatedRows) === 1
}

/** Withdraws shares. Answers false, and writes nothing, when one of them is withdrawn already. */
export const withdrawShares = async (writer: Writer, { ids }: WithdrawShares): Promise<boolean> => {
  const { transaction, workspaceId, now } = writer
  const withdrawn = await transaction
    .updateTable('set_share')
    .set({ withdrawn_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...ids])
    .where('withdrawn_at', 'is', null)
    .returning('sku')
    .execute()
  await noteChangedItems(writer, withdrawn)
  return withdrawn.length === ids.length
}

/** Loads the last word on each share of items that was heard by a day, whether it sets one or takes one back. */
export const loadSaidShares = async (
  { id, database }: Reader,
  { heard }: Pick<Visibility, 'heard'>,
  skus: readonly string[],
  asOf: Day,
): Promise<readonly SaidShare[]> => {
  const rows = await inSlices([...new Set(skus)], (slice) =>
    database.kysely
      .selectFrom('set_share')
      .selectAll()
      .where('workspace_id', '=', id)
      .where('sku', 'in', [...slice])
      .where('set_on', '<=', isoOf(asOf))
      .where((either) =>
        either.or([
          either('withdrawn_at', 'is', null),
          heard === null ? either('withdrawn_at', '>=', isoOf(asOf + 1)) : either('withdrawn_at', '>', heard),
        ]),
      )
      .$if(heard !== null, (query) => query.where('set_at', '<=', heard as string))
      .orderBy('id')
      .execute(),
  )
  return lastOfEach(
    rows.map((row) => ({
      id: Number(row.id),
      promotionId: row.promotion_id,
      sku: row.sku,
      location: row.location,
      source: row.source,
      units: row.units === null ? null : Number(row.units),
      by: { id: row.set_by, name: row.setter_name },
      on: dayOf(row.set_on),
    })),
  )
}

/** Tells of shares whether each still counts: none is withdrawn, and nobody has said anything about the same line since. */
export const areStanding = async ({ id, database }: Reader, ids: readonly number[]): Promise<boolean> => {
  if (ids.length === 0) return true
  const own = await database.kysely
    .selectFrom('set_share')
    .select(['id', 'promotion_id', 'sku', 'location'])
    .where('workspace_id', '=', id)
    .where('id', 'in', [...ids])
    .where('withdrawn_at', 'is', null)
    .execute()
  for (const share of own) {
    const later = await database.kysely
      .selectFrom('set_share')
      .select('id')
      .where('workspace_id', '=', id)
      .where('promotion_id', '=', share.promotion_id)
      .where('sku', '=', share.sku)
      .where('location', '=', share.location)
      .where('id', '>', share.id)
      .where('withdrawn_at', 'is', null)
      .executeTakeFirst()
    if (later !== undefined) return false
  }
  return own.length === ids.length
}

/** Keeps the last word on each share of a promotion, item and place. */
export const lastOfEach = (said: readonly SaidShare[]): readonly SaidShare[] => [
  ...new Map(said.map((one) => [[one.promotionId, one.sku, one.location].join('\u0000'), one])).values(),
]
