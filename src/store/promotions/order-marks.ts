import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { OrderMark } from '../../domain/promotions/order-mark.ts'
import { nextNumber } from '../database/counter.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { inSlices, type Visibility } from '../feeds/visibility.ts'
import { noteChangedItems } from '../present/outdated-inputs.ts'

/** Somebody says what an order is for. */
export type KeepOrderMark = { readonly kind: 'keep-order-mark'; readonly mark: OrderMark }

/** What was said of an order of an item no longer holds. */
export type WithdrawOrderMarks = {
  readonly kind: 'withdraw-order-marks'
  readonly orderId: string
  readonly sku: string
}

/** Keeps what somebody says that an order is for; it counts before what was said earlier. */
export const keepOrderMark = async (writer: Writer, { mark }: KeepOrderMark): Promise<void> => {
  const { transaction, workspaceId, now } = writer
  await transaction
    .insertInto('order_mark')
    .values({
      workspace_id: workspaceId,
      id: await nextNumber(writer, 'order-mark'),
      order_id: mark.orderId,
      sku: mark.sku,
      location: mark.location,
      promotions: JSON.stringify(mark.promotionIds),
      made_by: mark.by.id,
      maker_name: mark.by.name,
      made_on: isoOf(mark.on),
      made_at: now,
      withdrawn_at: null,
    })
    .execute()
  await noteChangedItems(writer, [mark])
}

/** Takes back everything that was said of what an order of an item is for. */
export const withdrawOrderMarks = async (
  writer: Writer,
  { orderId, sku }: Pick<WithdrawOrderMarks, 'orderId' | 'sku'>,
): Promise<void> => {
  const { transaction, workspaceId, now } = writer
  await transaction
    .updateTable('order_mark')
    .set({ withdrawn_at: now })
    .where('workspace_id', '=', workspaceId)
    .where(({ fn }) => fn<string>('lower', ['order_id']), '=', orderId.toLowerCase())
    .where('sku', '=', sku)
    .where('withdrawn_at', 'is', null)
    .execute()
  await noteChangedItems(writer, [{ sku }])
}

/** Loads what was heard by a day of what orders of items are for, the oldest word first. */
export const loadOrderMarks = async (
  { id, database }: Reader,
  { heard }: Visibility,
  skus: readonly string[],
  asOf: Day,
): Promise<readonly OrderMark[]> => {
  const rows = await inSlices([...new Set(skus)], (slice) =>
    database.kysely
      .selectFrom('order_mark')
      .selectAll()
      .where('workspace_id', '=', id)
      .where('sku', 'in', [...slice])
      .where('made_on', '<=', isoOf(asOf))
      .where((either) =>
        either.or([
          either('withdrawn_at', 'is', null),
          heard === null ? either('withdrawn_at', '>=', isoOf(asOf + 1)) : either('withdrawn_at', '>', heard),
        ]),
      )
      .$if(heard !== null, (query) => query.where('made_at', '<=', heard as string))
      .orderBy('id')
      .execute(),
  )
  return rows.map((row) => ({
    orderId: row.order_id,
    sku: row.sku,
    location: row.location,
    promotionIds: JSON.parse(row.promotions) as string[],
    by: { id: row.made_by, name: row.maker_name },
    on: dayOf(row.made_on),
  }))
}
