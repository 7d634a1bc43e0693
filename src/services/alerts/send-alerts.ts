import { alertCard, mostOrders, type OrderAlert, type VerdictAlert } from '../../cards/alerts/alert-card.ts'
import {
  type AnnouncedVerdict,
  alertAction,
  announcedNow,
  type DeferReason,
  type DeferredAlert,
  moneyOf,
} from '../../domain/alerts/alert-policy.ts'
import { isSetback, type OrderChange } from '../../domain/alerts/order-change.ts'
import { isUrgent } from '../../domain/alerts/quiet-hours.ts'
import { byUrgency } from '../../domain/assessment/readiness.ts'
import { isoOf } from '../../domain/day.ts'
import { after } from '../../domain/delivery.ts'
import { hasGrownMaterially, moneySize } from '../../domain/money.ts'
import type { Option } from '../../domain/options/option.ts'
import {
  alertsADay,
  messageLifetimeMilliseconds,
  mostPricedInAlert,
  undeliveredMilliseconds,
} from '../../domain/policy.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { haveSameFields } from '../../domain/same-fields.ts'
import type { Change } from '../../store/changes/change.ts'
import { type PromotionInChannel, promotionInChannelKey } from '../../store/delivery/announced-verdicts.ts'
import { loadDeferredAlerts } from '../../store/delivery/deferred-alerts.ts'
import type { OutboxMessage } from '../../store/delivery/enqueue.ts'
import type { LiveMessage } from '../../store/delivery/live-messages.ts'
import type { AlertCause } from '../../store/feeds/alert-causes.ts'
import type { UnannouncedBatch } from '../../store/feeds/unannounced-batches.ts'
import { assessPromotions } from '../assessment/assess-promotions.ts'
import { loadOptions } from '../assessment/load-options.ts'
import { type Context, momentOf } from '../context.ts'
import { type AlertBudget, loadAlertBudget, nextAfterBudget } from './alert-budget.ts'
import { type AlertRecipient, loadAlertRecipients } from './alert-recipients.ts'
import { dependsOn, loadOrderChanges, type OrdersOf } from './order-alerts.ts'

type Asking = Pick<Context, 'workspace' | 'policy' | 'today' | 'now' | 'timeZone' | 'reach'>

/** A promotion that a channel could be told of, with the changed orders that explain it. */
type Candidate = AlertRecipient & { readonly orders: readonly OrderChange[]; readonly isWorse: boolean }

/** What is to be written besides the messages. */
type Ledger = {
  readonly told: (PromotionInChannel & { readonly announced: AnnouncedVerdict })[]
  readonly held: (PromotionInChannel & { readonly deferred: DeferredAlert })[]
  readonly released: PromotionInChannel[]
}

/**
 * Tells channels what they were not told yet of promotions that were judged anew: one message a channel, within its hours
 * and its budget. What is held back is kept with its reason, and looked at again in its time.
 */
export const sendAlerts = async (
  context: Asking,
  views: ReadonlyMap<string, JudgedPromotion>,
  {
    ids,
    copies,
    batches,
    because,
  }: {
    /** The promotions that were to be judged; null for all. */
    readonly ids: readonly string[] | null
    readonly copies: readonly LiveMessage[]
    readonly batches: readonly UnannouncedBatch[]
    readonly because: AlertCause['because']
  },
): Promise<readonly Change[]> => {
  if (ids?.length === 0) return []
  const concerns = await loadAlertRecipients(context, views, copies)
  const kept = await loadDeferredAlerts(context.workspace, ids === null || ids.length > mostNamed ? null : ids)
  const ordersOf = await loadOrderChanges(context, views, batches)
  const ledger: Ledger = { told: [], held: [], released: [] }
  const hold = (
    { channel, view, told }: AlertRecipient,
    reason: DeferReason,
    until: string | null,
    orders: DeferredAlert['orders'],
  ) => {
    const { promotionId, readiness } = view
    const held = { from: told.verdict, to: readiness.verdict, reason, until, orders, at: context.now }
    const known = kept.get(promotionInChannelKey({ channel, promotionId }))
    if (known === undefined || !haveSameFields(known, held, ['from', 'to', 'reason', 'until', 'orders']))
      ledger.held.push({ channel, promotionId, deferred: held })
  }
  const candidates = concerns.flatMap((concern) => weighed(context, concern, { kept, ordersOf, hold, ledger }))
  const isAsked = new Set(ids)
  const isConcern = new Set(
    concerns.map(({ channel, view }) => promotionInChannelKey({ channel, promotionId: view.promotionId })),
  )
  for (const key of kept.keys()) {
    const [channel, promotionId] = key.split('\u0000') as [string, string]
    if ((ids === null || isAsked.has(promotionId)) && !isConcern.has(key))
      ledger.released.push({ channel, promotionId })
  }
  const telling = new Map<AlertBudget, readonly Candidate[]>()
  for (const [channel, own] of Map.groupBy(candidates, (one) => one.channel)) {
    const attention = await loadAlertBudget(context, channel)
    const isNow = ({ view }: Candidate) => attention.opensAt <= context.now || isUrgent(view.start, context.today)
    for (const one of own.filter((each) => !isNow(each))) hold(one, 'quiet-hours', attention.opensAt, one.orders)
    const loud = own.filter(isNow)
    if (loud.length === 0) continue
    if (attention.isStuck)
      for (const one of loud) hold(one, 'undelivered', after(context.now, undeliveredMilliseconds), one.orders)
    else if (attention.used < alertsADay) telling.set(attention, loud)
    else {
      const { at } = await nextAfterBudget(context, attention)
      for (const one of loud)
        if (one.told.verdict !== one.view.readiness.verdict) hold(one, 'budget', at, one.orders)
        else ledger.released.push({ channel, promotionId: one.view.promotionId })
    }
  }
  const best = await loadBest(context, [...telling.values()].flat())
  const posts: OutboxMessage[] = []
  for (const [attention, own] of telling) {
    const concerned = concerns.filter(({ channel }) => channel === attention.channel)
    const isLast = attention.used + 1 === alertsADay
    const next = isLast ? await nextAfterBudget(context, attention) : null
    posts.push(message(context, own, { attention, concerned, best, next, because, batches }))
    for (const { channel, view, told } of own) {
      const { promotionId, readiness } = view
      const heard = { verdict: readiness.verdict, money: moneyOf(readiness) }
      ledger.told.push({
        channel,
        promotionId,
        announced: announcedNow(told, heard, context.now, isoOf(context.today)),
      })
      ledger.released.push({ channel, promotionId })
    }
  }
  const released = ledger.released.filter((one) => kept.has(promotionInChannelKey(one)))
  return [
    ...(ledger.told.length === 0 ? [] : [{ kind: 'keep-announced-verdicts' as const, rows: ledger.told }]),
    ...(ledger.held.length === 0 ? [] : [{ kind: 'defer-alerts' as const, rows: ledger.held }]),
    ...(released.length === 0 ? [] : [{ kind: 'release-alerts' as const, rows: released }]),
    ...posts,
  ]
}

/** More promotions than this are not named one by one to the store. */
const mostNamed = 900

/** Weighs one promotion for one channel, and notes what is not told of it; gives what could be told. */
const weighed = (
  { policy, today }: Asking,
  concern: AlertRecipient,
  {
    kept,
    ordersOf,
    hold,
    ledger,
  }: {
    readonly kept: ReadonlyMap<string, DeferredAlert>
    readonly ordersOf: OrdersOf
    readonly hold: (
      concern: AlertRecipient,
      reason: DeferReason,
      until: string | null,
      orders: DeferredAlert['orders'],
    ) => void
    readonly ledger: Ledger
  },
): readonly Candidate[] => {
  const { channel, view, told, isKept } = concern
  const { promotionId, readiness } = view
  const rules = { today: isoOf(today), moneyFloor: policy.moneyFloor }
  const money = moneyOf(readiness)
  const outcome = alertAction(told, readiness, rules)
  const held = kept.get(promotionInChannelKey({ channel, promotionId }))
  const known = [...(held?.orders ?? []), ...(ordersOf.get(promotionId) ?? [])]
  const latest = [...new Map(known.map((order) => [order.orderId, order])).values()]
  if (outcome !== 'same' && outcome !== 'news') {
    hold(concern, outcome, null, latest)
    return []
  }
  const isWorse = byUrgency(told.verdict, readiness.verdict) > 0 || outcome === 'same'
  const orders = latest.filter(({ how }) => isSetback(how) === isWorse)
  if (outcome === 'news' || (orders.length > 0 && hasGrownMaterially(told.money, money, policy.moneyFloor)))
    return [{ ...concern, orders, isWorse }]
  if (held !== undefined) ledger.released.push({ channel, promotionId })
  if (isKept && told.money === null) ledger.told.push({ channel, promotionId, announced: { ...told, money } })
  return []
}

const loadBest = async (
  context: Asking,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<string, Option | null>> => {
  const ids = new Set(
    candidates
      .filter(({ view }) => view.readiness.verdict === 'not-ready')
      .toSorted(byStake)
      .map(({ view }) => view.promotionId),
  )
  const best = new Map<string, Option | null>()
  const { workspace, today, policy } = context
  const chosen = [...ids].slice(0, mostPricedInAlert)
  for await (const assessed of assessPromotions(workspace, chosen, today, policy, momentOf(context))) {
    const { options } = await loadOptions(context, assessed)
    best.set(assessed.promotion.promotionId, options.find(({ isBest }) => isBest) ?? null)
  }
  return best
}

/** Sorts what got worse before what got better, by money, then by time left. */
const byStake = (a: Candidate, b: Candidate): number =>
  Number(b.isWorse) - Number(a.isWorse) ||
  moneySize(moneyOf(b.view.readiness)) - moneySize(moneyOf(a.view.readiness)) ||
  a.view.start - b.view.start ||
  (a.view.promotionId < b.view.promotionId ? -1 : 1)

const mostInCause = 50

const message = (
  { today, now }: Asking,
  candidates: readonly Candidate[],
  {
    attention,
    concerned,
    best,
    next,
    because,
    batches,
  }: {
    readonly attention: AlertBudget
    readonly concerned: readonly AlertRecipient[]
    readonly best: ReadonlyMap<string, Option | null>
    readonly next: { readonly shownAt: string; readonly isDigest: boolean } | null
    readonly because: AlertCause['because']
    readonly batches: readonly UnannouncedBatch[]
  },
): OutboxMessage => {
  const inOrder = candidates.toSorted(byStake)
  const news = new Map<Candidate, VerdictAlert>(
    inOrder.map((one) => [
      one,
      { view: one.view, from: one.told.verdict, before: one.told.money, best: best.get(one.view.promotionId) ?? null },
    ]),
  )
  const changes = new Map(inOrder.flatMap(({ orders }) => orders.map((order) => [order.orderId, order] as const)))
  const isNews = new Set(inOrder.map(({ view }) => view.promotionId))
  const orders = [...changes.values()].map(
    (change, i): OrderAlert => ({
      change,
      hits: inOrder
        .filter((one) => one.orders.some(({ orderId }) => orderId === change.orderId))
        .map((one) => news.get(one) as VerdictAlert),
      touches:
        i < mostOrders
          ? concerned.map(({ view }) => view).filter((view) => !isNews.has(view.promotionId) && dependsOn(view, change))
          : [],
    }),
  )
  const [first, ...more] = inOrder as [Candidate, ...Candidate[]]
  const isThread = more.length === 0 && first.hasCard
  const card = alertCard({
    orders,
    others: inOrder.filter((one) => one.orders.length === 0).map((one) => news.get(one) as VerdictAlert),
    today,
    isFed: because === 'feed',
    next: next === null ? null : { ...next, timeZone: attention.timeZone },
  })
  return {
    kind: 'post',
    channel: attention.channel,
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
