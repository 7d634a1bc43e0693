import { type RawBuilder, type Selectable, sql } from 'kysely'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { FeedOrder, ReportedOrder, ReportedOrderState } from '../../domain/risks/reported-order.ts'
import { raiseCounter } from '../database/counter.ts'
import type { Schema } from '../database/schema.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { currentDeliveries } from '../feeds/deliveries.ts'
import { inSlices, isVisible, type Visibility } from '../feeds/visibility.ts'
import { noteChangedItems } from '../present/outdated-inputs.ts'
import { withdrawOrderMarks } from './order-marks.ts'

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

/** Keeps a reported order under its proposed number. Answers false, and writes nothing, when the number is taken. */
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
  await noteChangedItems(writer, [order])
  return Number(numInsertedOrUpdatedRows) === 1
}

/** Loads the orders that people recorded for risks and that were not withdrawn. */
export const loadOrdersOfRisks = async (
  workspace: Reader,
  risks: readonly number[],
): Promise<readonly ReportedOrder[]> =>
  (
    await inSlices(risks, (slice) =>
      workspace.database.kysely
        .selectFrom('reported_order')
        .selectAll()
        .where('workspace_id', '=', workspace.id)
        .where('risk_id', 'in', [...slice])
        .where('state', '<>', 'withdrawn')
        .orderBy('id')
        .execute(),
    )
  ).map(reportedOrderOf)

/** The new state of reported orders, all of which are in one of the states `from`. */
export type UpdateReportedOrders = {
  readonly kind: 'update-reported-orders'
  readonly ids: readonly number[]
  readonly from: readonly ReportedOrderState[]
  readonly to: ReportedOrderState
}

/** Keeps the new state of reported orders. Answers false, and writes nothing, when one of them is in another state. */
export const updateReportedOrders = async (
  writer: Writer,
  { ids, from, to }: UpdateReportedOrders,
): Promise<boolean> => {
  const { transaction, workspaceId, now } = writer
  const updated = await transaction
    .updateTable('reported_order')
    .set({ state: to, state_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...ids])
    .where('state', 'in', [...from])
    .returning('sku')
    .execute()
  await noteChangedItems(writer, updated)
  if (to === 'withdrawn') await withdrawMarksOf(writer, ids)
  return updated.length === ids.length
}

/** An order that was never placed is for no promotion either. */
const withdrawMarksOf = async (writer: Writer, ids: readonly number[]): Promise<void> => {
  const orders = await writer.transaction
    .selectFrom('reported_order')
    .select(['order_id', 'sku'])
    .distinct()
    .where('workspace_id', '=', writer.workspaceId)
    .where('id', 'in', [...ids])
    .execute()
  for (const { order_id: orderId, sku } of orders) await withdrawOrderMarks(writer, { orderId, sku })
}

/**
 * Loads the reported orders of items that count on a day, as far as they were heard of: those that no feed has at any
 * location, and that were not withdrawn or given up by then.
 */
export const loadReportedOrders = async (
  workspace: Reader,
  visibility: Visibility,
  skus: readonly string[],
  asOf: Day,
): Promise<readonly ReportedOrder[]> => {
  const { kysely } = workspace.database
  const { heard } = visibility
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
      .selectFrom('reported_order as reported')
      .selectAll('reported')
      .where('reported.workspace_id', '=', workspace.id)
      .where('reported.sku', 'in', [...slice])
      .where('reported.reported_on', '<=', isoOf(asOf))
      .where((either) =>
        either.or([
          either('reported.state', 'in', ['counts', 'asked']),
          heard === null ? either('reported.state_at', '>=', isoOf(asOf + 1)) : either('reported.state_at', '>', heard),
        ]),
      )
      .$if(heard !== null, (query) => query.where('reported.reported_at', '<=', heard as string))
      .where(
        sql<boolean>`not exists (select 1 from inbound r where ${isVisible(visibility, 'inbound', 'r')}
          and lower(r.order_id) = lower(reported.order_id) and r.sku = reported.sku)`,
      )
      .orderBy('reported.id')
      .execute(),
  )
  return rows.map(reportedOrderOf)
}

/** A reported order, with what feeds have of it and how many order feeds have come in since. */
export type FollowedOrder = {
  readonly parts: readonly ReportedOrder[]
  readonly inFeed: FeedOrder | null
  readonly feeds: number
}

/** Loads the reported orders that still wait for a feed that has them, by order and item. */
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
          'inbound.batch_id',
          'inbound.order_id',
          'inbound.sku',
          'inbound.location',
          'inbound.line',
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
      const newest = currentDeliveries(found).current
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

/** Loads whether a feed has an order already, and the report of it that counts. */
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

/** Loads the parts of a reported order of this number, in small or capital letters, that still count. */
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

/** Loads those of some reported orders that still wait for a feed that has them. */
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
