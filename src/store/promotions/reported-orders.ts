import { type RawBuilder, type Selectable, sql } from 'kysely'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { FeedOrder, ReportedOrder, ReportedOrderState } from '../../domain/risks/reported-order.ts'
import { raiseCounter } from '../database/counter.ts'
import type { Schema } from '../database/schema.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { inSlices, isVisible, type Visibility } from '../feeds/visibility.ts'

const reportedOrderOf = (row: Selectable<Schema['reported_order']>): ReportedOrder => ({
  id: Number(row.id),
  orderId: row.order_id,
  supplier: row.supplier,
  sku: row.sku,
  location: row.location,
  quantity: Number(row.quantity),
  due: dayOf(row.due_on),
  riskId: Number(row.risk_id),
  by: { id: row.reported_by, name: row.reporter_name },
  on: dayOf(row.reported_on),
  afterBatch: Number(row.after_batch),
  state: row.state,
})

/** An order that somebody reports before a feed has it. */
export type KeepReportedOrder = { readonly kind: 'keep-reported-order'; readonly order: ReportedOrder }

/** Keeps an order that somebody told of under its proposed number. Answers false, and writes nothing, when the number is taken. */
export const keepReportedOrder = async (writer: Writer, { order }: KeepReportedOrder): Promise<boolean> => {
  const { transaction, workspaceId, now } = writer
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('reported_order')
    .values({
      workspace_id: workspaceId,
      id: order.id,
      order_id: order.orderId,
      supplier: order.supplier,
      sku: order.sku,
      location: order.location,
      quantity: order.quantity,
      due_on: isoOf(order.due),
      risk_id: order.riskId,
      reported_by: order.by.id,
      reporter_name: order.by.name,
      reported_on: isoOf(order.on),
      reported_at: now,
      after_batch: order.afterBatch,
      state: order.state,
      state_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  await raiseCounter(writer, 'reported-order', order.id)
  return Number(numInsertedOrUpdatedRows) === 1
}

/** The new state of reported orders, all of which are in one of the states `from`. */
export type UpdateReportedOrders = {
  readonly kind: 'update-reported-orders'
  readonly ids: readonly number[]
  readonly from: readonly ReportedOrderState[]
  readonly to: ReportedOrderState
}

/** Keeps what became of orders that were told. Answers false, and writes nothing, when one of them is not as it was. */
export const updateReportedOrders = async (
  { transaction, workspaceId, now }: Writer,
  { ids, from, to }: UpdateReportedOrders,
): Promise<boolean> => {
  const { numUpdatedRows } = await transaction
    .updateTable('reported_order')
    .set({ state: to, state_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...ids])
    .where('state', 'in', [...from])
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows) === ids.length
}

/**
 * Loads the orders that were told and count on a day for items: those that no feed has, under whatever location, and that
 * were not called off or given up by then.
 */
export const loadReportedOrders = async (
  workspace: Reader,
  visibility: Visibility,
  skus: readonly string[],
  asOf: Day,
): Promise<readonly ReportedOrder[]> => {
  const { kysely } = workspace.database
  const dayAfter = isoOf(asOf + 1)
  const any = await kysely
    .selectFrom('reported_order')
    .select('id')
    .where('workspace_id', '=', workspace.id)
    .where('reported_on', '<=', isoOf(asOf))
    .limit(1)
    .executeTakeFirst()
  if (any === undefined) return []
  const rows = await inSlices([...new Set(skus)], (slice) =>
    kysely
      .selectFrom('reported_order as told')
      .selectAll('told')
      .where('told.workspace_id', '=', workspace.id)
      .where('told.sku', 'in', [...slice])
      .where('told.reported_on', '<=', isoOf(asOf))
      .where((either) =>
        either.or([either('told.state', 'in', ['counts', 'asked']), either('told.state_at', '>=', dayAfter)]),
      )
      .where(
        sql<boolean>`not exists (select 1 from inbound r where ${isVisible(visibility, 'inbound', 'r')}
          and lower(r.order_id) = lower(told.order_id) and r.sku = told.sku)`,
      )
      .orderBy('told.id')
      .execute(),
  )
  return rows.map(reportedOrderOf)
}

/** An order that was told, with what feeds say of it and how many feeds of orders have come in since. */
export type FollowedOrder = {
  readonly parts: readonly ReportedOrder[]
  readonly inFeed: FeedOrder | null
  readonly feeds: number
}

/** Loads the orders that were told and still wait for a feed that has them, by order and item. */
export const loadFollowedOrders = async ({ id, database }: Reader): Promise<readonly FollowedOrder[]> => {
  const rows = await database.kysely
    .selectFrom('reported_order')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('state', 'in', ['counts', 'asked'])
    .orderBy('id')
    .execute()
  const groups = [
    ...Map.groupBy(rows.map(reportedOrderOf), ({ orderId, sku }) => `${orderId.toLowerCase()}\u0000${sku}`).values(),
  ]
  return Promise.all(
    groups.map(async (parts) => {
      const [first] = parts as [ReportedOrder]
      const batches = await database.kysely
        .selectFrom('batch')
        .select(({ fn }) => fn.countAll().as('count'))
        .where('workspace_id', '=', id)
        .where('kind', '=', 'inbound')
        .where('state', '=', 'visible')
        .where('id', '>', first.afterBatch)
        .executeTakeFirst()
      const found = await database.kysely
        .selectFrom('inbound')
        .innerJoin('batch', (join) =>
          join.onRef('batch.workspace_id', '=', 'inbound.workspace_id').onRef('batch.id', '=', 'inbound.batch_id'),
        )
        .select([
          'inbound.location',
          'inbound.quantity',
          'inbound.received_quantity',
          'inbound.due_on',
          'inbound.status',
        ])
        .where('inbound.workspace_id', '=', id)
        .where(isOrder(sql.ref('inbound.order_id'), first.orderId))
        .where('inbound.sku', '=', first.sku)
        .where('batch.state', '=', 'visible')
        .orderBy('inbound.batch_id')
        .execute()
      const newest = [...new Map(found.map((row) => [row.location, row])).values()]
      const live = newest.filter(({ status }) => status !== 'cancelled')
      const dues = live.flatMap((row) => (row.due_on === null ? [] : dayOf(row.due_on)))
      return {
        parts,
        feeds: Number(batches?.count ?? 0),
        inFeed:
          newest.length === 0
            ? null
            : {
                units: live.reduce((sum, row) => sum + Number(row.quantity) + Number(row.received_quantity ?? 0), 0),
                due: dues.length === 0 ? null : Math.max(...dues),
                isCancelled: live.length === 0,
              },
      }
    }),
  )
}

/** People write an order's number with letters of either size; it is the same order. */
const isOrder = (column: RawBuilder<unknown>, orderId: string) =>
  sql<boolean>`lower(${column}) = lower(cast(${orderId} as text))`

/** What feeds, or people before them, have said of an order already: where, how much, and who told it. */
export const loadOrderNamed = async (
  { id, database }: Reader,
  orderId: string,
  sku: string,
): Promise<{ readonly inFeed: boolean; readonly told: ReportedOrder | null }> => {
  const row = await database.kysely
    .selectFrom('inbound')
    .select('order_id')
    .where('workspace_id', '=', id)
    .where(isOrder(sql.ref('order_id'), orderId))
    .where('sku', '=', sku)
    .limit(1)
    .executeTakeFirst()
  const told = await database.kysely
    .selectFrom('reported_order')
    .selectAll()
    .where('workspace_id', '=', id)
    .where(isOrder(sql.ref('order_id'), orderId))
    .where('sku', '=', sku)
    .where('state', 'in', ['counts', 'asked'])
    .limit(1)
    .executeTakeFirst()
  return { inFeed: row !== undefined, told: told === undefined ? null : reportedOrderOf(told) }
}

/** Loads the parts of an order that was told under this number, whatever its letters' size, and still counts. */
export const loadReportedOrdersNumbered = async (
  { id, database }: Reader,
  said: string,
): Promise<readonly ReportedOrder[]> => {
  const rows = await database.kysely
    .selectFrom('reported_order')
    .selectAll()
    .where('workspace_id', '=', id)
    .where(isOrder(sql.ref('order_id'), said))
    .where('state', 'in', ['counts', 'asked'])
    .orderBy('id')
    .execute()
  return rows.map(reportedOrderOf)
}

/** Loads which of some orders that were told still wait for a feed that has them. */
export const loadCountingOrders = async (
  { id, database }: Reader,
  ids: readonly number[],
): Promise<readonly ReportedOrder[]> => {
  if (ids.length === 0) return []
  const rows = await database.kysely
    .selectFrom('reported_order')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('id', 'in', [...ids])
    .where('state', 'in', ['counts', 'asked'])
    .orderBy('id')
    .execute()
  return rows.map(reportedOrderOf)
}

/** Gives the number of the newest batch there is: feeds with higher ones came later. */
export const loadNewestBatch = async ({ id, database }: Reader): Promise<number> => {
  const row = await database.kysely
    .selectFrom('batch')
    .select(({ fn }) => fn.max('id').as('last'))
    .where('workspace_id', '=', id)
    .executeTakeFirst()
  return Number(row?.last ?? 0)
}
