import { type OrderChange, orderChanges } from '../../domain/alerts/order-change.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { loadOrders } from '../../store/facts/orders.ts'
import type { UnannouncedBatch } from '../../store/feeds/unannounced-batches.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import type { Context } from '../context.ts'

/** The changed orders that a promotion counts on, or counted on, by its id. */
export type OrdersOf = ReadonlyMap<string, readonly OrderChange[]>

/** Compares the orders on the items of promotions with those before some batches came in, at their places and at those that supply them. */
export const loadOrderChanges = async (
  { workspace, today }: Pick<Context, 'workspace' | 'today'>,
  views: ReadonlyMap<string, JudgedPromotion>,
  batches: readonly UnannouncedBatch[],
): Promise<OrdersOf> => {
  const inbound = batches.filter(({ kind }) => kind === 'inbound').map(({ id }) => id)
  if (inbound.length === 0) return new Map()
  const now = await loadVisibility(workspace, isoOf(today))
  const before = { ...now, unpublished: [...now.unpublished, ...inbound] }
  const resting = [...views.values()].flatMap((view) =>
    cellsUnder(view).map(({ cell, end }) => ({ promotionId: view.promotionId, cell, end })),
  )
  const cells = [...new Map(resting.map(({ cell }) => [cellKey(cell), cell])).values()]
  const changes = orderChanges(
    cells,
    await loadOrders(workspace, before, cells),
    await loadOrders(workspace, now, cells),
  )
  const byCell = new Map<string, OrderChange[]>()
  for (const change of changes)
    for (const cell of change.cells) byCell.set(cellKey(cell), [...(byCell.get(cellKey(cell)) ?? []), change])
  const found = new Map<string, Set<OrderChange>>()
  for (const { promotionId, end, cell } of resting)
    for (const change of byCell.get(cellKey(cell)) ?? [])
      if (isInTime(change, end)) found.set(promotionId, (found.get(promotionId) ?? new Set()).add(change))
  return new Map([...found].map(([promotionId, own]) => [promotionId, [...own]]))
}

/** Tells whether a promotion counts on what an order brings, or counted on it. */
export const dependsOn = (view: JudgedPromotion, change: OrderChange): boolean => {
  const changed = new Set(change.cells.map(cellKey))
  return cellsUnder(view).some(({ cell, end }) => changed.has(cellKey(cell)) && isInTime(change, end))
}

/** Lists where the orders of a promotion's lines come in: at their places, and at those that supply them. */
const cellsUnder = ({ readiness }: JudgedPromotion): readonly { readonly cell: Cell; readonly end: Day }[] =>
  readiness.lines.flatMap(({ facts, line: { sku, location, end } }) => {
    const source = facts.location.suppliedBy
    return [location, ...(source === null ? [] : [source])].map((place) => ({ cell: { sku, location: place }, end }))
  })

/** What came, or comes, after its last day is nothing to a promotion. */
const isInTime = ({ from, to }: OrderChange, end: Day): boolean =>
  Math.min(from ?? Number.POSITIVE_INFINITY, to ?? Number.POSITIVE_INFINITY) <= end
