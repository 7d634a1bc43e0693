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
 * Follows the orders that people told of into the feeds: one that a feed has is replaced, and its teller hears first and
 * alone where it differs; one that stays away is asked after, then counts no longer.
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

/** An order that feeds leave out for good, or have so that it falls short, deals with no risk any more. */
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
