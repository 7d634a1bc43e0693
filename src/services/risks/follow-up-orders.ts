import type { Card } from '../../cards/language/card.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { orderDiffersCard, orderLapsedCard, orderMissingCard } from '../../cards/risks/reported-order-card.ts'
import type { Day } from '../../domain/day.ts'
import { after } from '../../domain/delivery.ts'
import { reportedOrderLifetimeMilliseconds } from '../../domain/policy.ts'
import { type Followed, fallsShort, followed } from '../../domain/risks/reported-order.ts'
import type { Change } from '../../store/changes/change.ts'
import { type FollowedOrder, loadFollowedOrders } from '../../store/promotions/reported-orders.ts'
import { loadRisks } from '../../store/risks/risks.ts'
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
  const risks = awaited.length === 0 ? [] : [...(await loadRisks(workspace, [])).values()]
  return awaited.flatMap((order): readonly Change[] => {
    const [first] = order.parts
    const units = order.parts.reduce((sum, { quantity }) => sum + quantity, 0)
    const outcome = first === undefined ? null : followed(first, units, order.inFeed, order.feeds)
    if (first === undefined || outcome === null) return []
    const inbox = `@${first.by.id}`
    const card = reach.reaches(inbox) ? formattedForAll(() => cardOf(order, outcome, today)) : null
    return [
      {
        kind: 'update-reported-orders',
        ids: order.parts.map(({ id }) => id),
        from: [first.state],
        to: outcome.state,
      },
      ...(isLost(outcome, units, first.due) ? reopenAfterOrder(risks, order.parts, { now, today }) : []),
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
