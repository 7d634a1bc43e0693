import { alertCard, mostOrders, type OrderAlert, type VerdictAlert } from '../../cards/alerts/alert-card.ts'
import { firstJudgedCard } from '../../cards/alerts/first-judged-card.ts'
import { moneyOf } from '../../domain/alerts/alert-policy.ts'
import type { OrderChange } from '../../domain/alerts/order-change.ts'
import { isoOf } from '../../domain/day.ts'
import { after } from '../../domain/delivery.ts'
import { moneySize } from '../../domain/money.ts'
import type { Option } from '../../domain/options/option.ts'
import { messageLifetimeMilliseconds } from '../../domain/policy.ts'
import type { OutboxMessage } from '../../store/delivery/enqueue.ts'
import type { AlertCause } from '../../store/feeds/alert-causes.ts'
import type { JudgingKind, UnannouncedBatch } from '../../store/feeds/unannounced-batches.ts'
import type { Context } from '../context.ts'
import type { AlertBudget } from './alert-budget.ts'
import type { AlertRecipient } from './alert-recipients.ts'
import { dependsOn } from './order-alerts.ts'

/** A promotion that a channel can be alerted to, with the changed orders that explain it, and whether it got worse. */
export type AlertCandidate = AlertRecipient & { readonly orders: readonly OrderChange[]; readonly isWorse: boolean }

/** Sorts promotions that got worse before those that got better, then by the money at risk, then by the start. */
export const byMoneyAtRisk = (a: AlertCandidate, b: AlertCandidate): number =>
  Number(b.isWorse) - Number(a.isWorse) ||
  moneySize(moneyOf(b.view.readiness)) - moneySize(moneyOf(a.view.readiness)) ||
  a.view.start - b.view.start ||
  (a.view.promotionId < b.view.promotionId ? -1 : 1)

/** An alert that has not arrived after a day is not sent any more. */
/** The stored cause of an alert names no more batches and orders than this. */
const mostInCause = 50

/** What the message of a channel is made from, besides the promotions that it alerts to. */
export type AlertMessageParts = {
  readonly budget: AlertBudget
  /** Every promotion that concerns the channel, alerted to or not. */
  readonly recipients: readonly AlertRecipient[]
  /** The best option by promotion; absent or null where none was looked for or found. */
  readonly best: ReadonlyMap<string, Option | null>
  /** When the channel gets further changes, where this message uses up its budget of the day. */
  readonly next: { readonly shownAt: string; readonly isDigest: boolean } | null
  readonly because: AlertCause['because']
  readonly batches: readonly UnannouncedBatch[]
}

/**
 * Makes the one message that alerts a channel to all its candidates, the most urgent first. An alert to a single promotion
 * whose card the channel sees goes into the thread of that card.
 */
export const alertMessage = (
  { today, now }: Pick<Context, 'today' | 'now'>,
  candidates: readonly AlertCandidate[],
  { budget, recipients, best, next, because, batches }: AlertMessageParts,
): OutboxMessage => {
  const inOrder = candidates.toSorted(byMoneyAtRisk)
  const alerts = new Map<AlertCandidate, VerdictAlert>(
    inOrder.map((one) => [
      one,
      { view: one.view, from: one.told.verdict, before: one.told.money, best: best.get(one.view.promotionId) ?? null },
    ]),
  )
  const changes = new Map(inOrder.flatMap(({ orders }) => orders.map((order) => [order.orderId, order] as const)))
  const isAlertedTo = new Set(inOrder.map(({ view }) => view.promotionId))
  const orders = [...changes.values()].map(
    (change, i): OrderAlert => ({
      change,
      hits: inOrder
        .filter((one) => one.orders.some(({ orderId }) => orderId === change.orderId))
        .map((one) => alerts.get(one) as VerdictAlert),
      touches:
        i < mostOrders
          ? recipients
              .map(({ view }) => view)
              .filter((view) => !isAlertedTo.has(view.promotionId) && dependsOn(view, change))
          : [],
    }),
  )
  const [first, ...more] = inOrder as [AlertCandidate, ...AlertCandidate[]]
  const isThread = more.length === 0 && first.hasCard
  const card = alertCard({
    orders,
    others: inOrder.filter((one) => one.orders.length === 0).map((one) => alerts.get(one) as VerdictAlert),
    today,
    isFed: because === 'feed',
    next: next === null ? null : { ...next, timeZone: budget.timeZone },
  })
  return {
    kind: 'post',
    channel: budget.channel,
    about: isThread ? 'promotion' : 'news',
    entity: more.length === 0 ? first.view.promotionId : isoOf(today),
    card,
    notAfter: after(now, messageLifetimeMilliseconds),
    ...(isThread ? { form: 'broadcast' as const } : {}),
    cause: {
      because,
      batches: batches.slice(0, mostInCause).map(({ id }) => id),
      promotions: inOrder.map(({ view, told }) => ({
        promotionId: view.promotionId,
        from: told.verdict,
        to: view.readiness.verdict,
      })),
      orders: [...changes.keys()].slice(0, mostInCause),
    },
  }
}

/** Makes the message that tells a channel in one line of the promotions that can be judged for the first time. */
export const firstJudgedMessage = (
  { today, now }: Pick<Context, 'today' | 'now'>,
  judged: readonly AlertRecipient[],
  firstKinds: readonly JudgingKind[],
  { budget, because, batches }: Pick<AlertMessageParts, 'budget' | 'because' | 'batches'>,
): OutboxMessage => ({
  kind: 'post',
  channel: budget.channel,
  about: 'news',
  entity: isoOf(today),
  card: firstJudgedCard(
    firstKinds,
    judged.length,
    judged.filter(({ view }) => view.readiness.verdict !== 'ready').length,
  ),
  notAfter: after(now, messageLifetimeMilliseconds),
  cause: {
    because,
    batches: batches.slice(0, mostInCause).map(({ id }) => id),
    promotions: judged.map(({ view, told }) => ({
      promotionId: view.promotionId,
      from: told.verdict,
      to: view.readiness.verdict,
    })),
    orders: [],
  },
})
