import { type OrderChange, orderChanges } from '../../domain/alerts/order-change.ts'
import type { PlacedOrder } from '../../domain/assessment/cell.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { loadOrders } from '../../store/facts/orders.ts'
import type { UnannouncedBatch } from '../../store/feeds/unannounced-batches.ts'
import { loadVisibility, type Visibility } from '../../store/feeds/visibility.ts'
import { loadCells } from '../assessment/load-cell-facts.ts'
import type { Context } from '../context.ts'

/** The changed orders that a promotion depends on, or depended on, by the promotion's id. */
export type OrdersOf = ReadonlyMap<string, readonly OrderChange[]>

/** Compares the orders that promotions depend on, at their locations and at the locations that supply those, with the orders before some feed batches. */
export const loadOrderChanges = async (
  { workspace, today }: Pick<Context, 'workspace' | 'today'>,
  views: ReadonlyMap<string, JudgedPromotion>,
  batches: readonly UnannouncedBatch[],
): Promise<OrdersOf> => {
  const inbound = batches.filter(({ kind }) => kind === 'inbound').map(({ id }) => id)
  if (inbound.length === 0) return new Map()
  const now = await loadVisibility(workspace, isoOf(today))
  const before = { ...now, unpublished: [...now.unpublished, ...inbound] }
  const dependencies = [...views.values()].flatMap((view) =>
    cellsUnder(view).map(({ cell, end }) => ({ promotionId: view.promotionId, cell, end })),
  )
  const cells = [...new Map(dependencies.map(({ cell }) => [cellKey(cell), cell])).values()]
  const was = await loadOrders(workspace, before, cells)
  const is = await loadOrders(workspace, now, cells)
  const changes = orderChanges(cells, was, await withThoseThatCame({ workspace, today }, now, { cells, was, is }))
  const byCell = new Map<string, OrderChange[]>()
  for (const change of changes)
    for (const cell of change.cells) byCell.set(cellKey(cell), [...(byCell.get(cellKey(cell)) ?? []), change])
  const found = new Map<string, Set<OrderChange>>()
  for (const { promotionId, end, cell } of dependencies)
    for (const change of byCell.get(cellKey(cell)) ?? [])
      if (isInTime(change, end)) found.set(promotionId, (found.get(promotionId) ?? new Set()).add(change))
  return new Map([...found].map(([promotionId, own]) => [promotionId, [...own]]))
}

type Orders = ReadonlyMap<string, readonly PlacedOrder[]>

/** Gives the orders of cells now, with those that feeds do not name any more because they came, or were due and may have come. */
const withThoseThatCame = async (
  { workspace, today }: Pick<Context, 'workspace' | 'today'>,
  visibility: Visibility,
  { cells, was, is }: { readonly cells: readonly Cell[]; readonly was: Orders; readonly is: Orders },
): Promise<Orders> => {
  const vanishedAt = (cell: Cell): ReadonlySet<string> => {
    const named = new Set((is.get(cellKey(cell)) ?? []).map(({ orderId }) => orderId))
    const before = was.get(cellKey(cell)) ?? []
    const isVanished = ({ orderId, due }: PlacedOrder) => due !== null && due <= today && !named.has(orderId)
    return new Set(before.filter(isVanished).map(({ orderId }) => orderId))
  }
  const where = cells.filter((cell) => vanishedAt(cell).size > 0)
  if (where.length === 0) return is
  const now = new Map(is)
  for (const { item, location, orders } of await loadCells(
    { workspace, visibility, asOf: today, moment: null },
    where,
  )) {
    const cell = { sku: item.sku, location: location.location }
    const vanished = vanishedAt(cell)
    const came = orders.filter(({ orderId }) => vanished.has(orderId))
    now.set(cellKey(cell), [...(is.get(cellKey(cell)) ?? []), ...came])
  }
  return now
}

/** Tells whether a promotion depends on an order that changed, or depended on it before. */
export const dependsOn = (view: JudgedPromotion, change: OrderChange): boolean => {
  const changed = new Set(change.cells.map(cellKey))
  return cellsUnder(view).some(({ cell, end }) => changed.has(cellKey(cell)) && isInTime(change, end))
}

/** Lists the cells at which a promotion's lines receive orders: their own locations, and those that supply them; with the last day of the line. */
const cellsUnder = ({ readiness }: JudgedPromotion): readonly { readonly cell: Cell; readonly end: Day }[] =>
  readiness.lines.flatMap(({ facts, line: { sku, location, end } }) => {
    const source = facts.location.suppliedBy
    return [location, ...(source === null ? [] : [source])].map((place) => ({ cell: { sku, location: place }, end }))
  })

/** Tells whether an order arrives, or was to arrive, by the last day of a promotion. */
const isInTime = ({ from, to }: OrderChange, end: Day): boolean =>
  Math.min(from ?? Number.POSITIVE_INFINITY, to ?? Number.POSITIVE_INFINITY) <= end
