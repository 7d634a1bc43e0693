import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { AgreedFigure, Override } from '../../domain/promotions/override.ts'
import { nextNumber } from '../database/counter.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { inSlices, type Visibility } from '../feeds/visibility.ts'
import { noteChangedItems } from '../present/outdated-inputs.ts'

/** A planner's own uplift; `basedOn` is the id of the promotion's last override when it was decided on, 0 for none. */
export type KeepOverride = { readonly kind: 'keep-override'; readonly override: Override; readonly basedOn: number }

/** Keeps a planner's uplift. Answers false, and keeps nothing, when the promotion has got another one since `basedOn`. */
export const keepOverride = async (writer: Writer, { override, basedOn }: KeepOverride): Promise<boolean> => {
  const { transaction, workspaceId, now } = writer
  const last = await transaction
    .selectFrom('uplift_override')
    .select(({ fn }) => fn.max('id').as('id'))
    .where('workspace_id', '=', workspaceId)
    .where('promotion_id', '=', override.promotionId)
    .executeTakeFirst()
  if (Number(last?.id ?? 0) !== basedOn) return false
  await transaction
    .insertInto('uplift_override')
    .values({
      workspace_id: workspaceId,
      id: await nextNumber(writer, 'override'),
      promotion_id: override.promotionId,
      uplift: override.ratio,
      until_on: override.until === null ? null : isoOf(override.until),
      reason: override.reason,
      agreed_units: override.agreed === undefined ? null : JSON.stringify(override.agreed.units),
      agreed_with: override.agreed?.with ?? null,
      set_by: override.by.id,
      setter_name: override.by.name,
      set_on: isoOf(override.on),
      set_at: now,
    })
    .execute()
  const items = await transaction
    .selectFrom('promotion_line')
    .select('sku')
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .where('promotion_id', '=', override.promotionId)
    .execute()
  await noteChangedItems(writer, items)
  return true
}

/** Loads the last override of each promotion that was heard of by a day, whether it still holds or not. */
export const loadOverrides = async (
  { id, database }: Reader,
  { heard }: Pick<Visibility, 'heard'>,
  promotionIds: readonly string[],
  asOf: Day,
): Promise<ReadonlyMap<string, Override>> => {
  const rows = await inSlices(promotionIds, (slice) =>
    database.kysely
      .selectFrom('uplift_override')
      .selectAll()
      .where('workspace_id', '=', id)
      .where('promotion_id', 'in', slice)
      .where('set_on', '<=', isoOf(asOf))
      .$if(heard !== null, (query) => query.where('set_at', '<=', heard as string))
      .orderBy('id')
      .execute(),
  )
  return new Map(
    rows.map((row) => [
      row.promotion_id,
      {
        id: Number(row.id),
        promotionId: row.promotion_id,
        ratio: row.uplift === null ? null : Number(row.uplift),
        until: row.until_on === null ? null : dayOf(row.until_on),
        reason: row.reason,
        ...(row.agreed_units === null || row.agreed_with === null
          ? {}
          : {
              agreed: {
                units: JSON.parse(row.agreed_units) as AgreedFigure['units'],
                with: row.agreed_with,
              },
            }),
        by: { id: row.set_by, name: row.setter_name },
        on: dayOf(row.set_on),
      },
    ]),
  )
}
