import type { Card } from '../../cards/language/card.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { orderDiffersCard, orderLapsedCard, orderMissingCard } from '../../cards/risks/reported-order-card.ts'
import { cellKey } from '../../domain/cell.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import { after } from '../../domain/delivery.ts'
import { reportedOrderLifetimeMilliseconds } from '../../domain/policy.ts'
import { type Followed, fallsShort, followed, type ReportedOrder } from '../../domain/risks/reported-order.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { type FollowedOrder, loadFollowedOrders } from '../../store/promotions/reported-orders.ts'
import { loadRisksNumbered } from '../../store/risks/risks.ts'
import { loadCells } from '../assessment/load-cell-facts.ts'
import type { Context } from '../context.ts'
import { reopenAfterOrder } from './reopen-after-order.ts'

/**
 * Compares the orders that people reported in chat with the feeds. A reported order that a feed contains is replaced by it,
 * and whoever reported it is told where the two differ. One that no feed contains is asked about, and later lapses.
 */
export const followOrders = async ({
  workspace,
  today,
  now,
  reach,
}: Pick<Context, 'workspace' | 'today' | 'now' | 'reach'>): Promise<readonly Change[]> => {
  const awaited = await loadFollowedOrders(workspace)
  const risks = await loadRisksNumbered(
    workspace,
    awaited.flatMap(({ parts }) => parts.map(({ riskId }) => riskId)),
  )
  const arrived = await loadArrived({ workspace, today }, awaited)
  return awaited.flatMap((order): readonly Change[] => {
    const [first] = order.parts
    const units = unitsOf(order)
    const outcome = outcomeOf(order)
    if (first === undefined || outcome === null || arrived.has(order)) return []
    const inbox = `@${first.by.id}`
    const card = reach.reaches(inbox) ? formattedForAll(() => cardOf(order, outcome, today)) : null
    return [
      {
        kind: 'update-reported-orders',
        ids: order.parts.map(({ id }) => id),
        from: [first.state],
        to: outcome.state,
      },
      ...(isLost(outcome, units, first.due) ? reopenAfterOrder([...risks.values()], order.parts, { now, today }) : []),
      {
        kind: 'audit',
        actor: 'shelfready',
        place: '',
        action: `order ${outcome.state}`,
        entity: first.orderId,
        detail: { order: first.orderId, risk: `R-${first.riskId}`, units, feeds: order.feeds },
      },
      ...(card === null
        ? []
        : [
            {
              kind: 'post',
              channel: inbox,
              about: 'notice',
              entity: `order ${first.orderId}`,
              card,
              notAfter: after(now, reportedOrderLifetimeMilliseconds),
            } satisfies Change,
          ]),
    ]
  })
}

const unitsOf = ({ parts }: FollowedOrder): number => parts.reduce((sum, { quantity }) => sum + quantity, 0)

const outcomeOf = (order: FollowedOrder): Followed | null => {
  const [first] = order.parts
  return first === undefined ? null : followed(first, unitsOf(order), order.inFeed, order.feeds)
}

/** Finds the orders to ask about that need no asking, because the stock holds them at each of their places. */
const loadArrived = async (
  { workspace, today }: Pick<Context, 'workspace' | 'today'>,
  awaited: readonly FollowedOrder[],
): Promise<ReadonlySet<FollowedOrder>> => {
  const missing = awaited.filter((order) => {
    const state = outcomeOf(order)?.state
    return (state === 'asked' || state === 'lapsed') && order.parts.every(({ due }) => due <= today)
  })
  if (missing.length === 0) return new Set()
  const visibility = await loadVisibility(workspace, isoOf(today))
  const cells = missing.flatMap(({ parts }) => parts.map(({ sku, location }) => ({ sku, location })))
  const facts = new Map(
    (await loadCells({ workspace, visibility, asOf: today, moment: null }, cells)).map((one) => [
      cellKey({ sku: one.item.sku, location: one.location.location }),
      one,
    ]),
  )
  const isThere = (part: ReportedOrder) =>
    facts.get(cellKey(part))?.orders.some(({ orderId, takenOn }) => orderId === part.orderId && takenOn !== undefined)
  return new Set(missing.filter(({ parts }) => parts.every(isThere)))
}

/** Tells whether an order no longer deals with its risk: no feed contains it, or the one in the feed falls short of it. */
const isLost = (outcome: Followed, units: number, due: Day): boolean =>
  outcome.state === 'lapsed' ||
  (outcome.state === 'replaced' && outcome.differs !== null && fallsShort(units, due, outcome.differs))

const cardOf = ({ parts, feeds }: FollowedOrder, outcome: Followed, today: number): Card | null => {
  switch (outcome.state) {
    case 'replaced':
      return outcome.differs === null ? null : orderDiffersCard(parts, outcome.differs, today)
    case 'asked':
      return orderMissingCard(parts, feeds, today)
    case 'lapsed':
      return orderLapsedCard(parts, feeds, today)
  }
}
