import { turnOfOthers } from '../../common/turn-of-others.ts'
import {
  type AnnouncedVerdict,
  alertAction,
  announcedNow,
  type DeferredAlert,
  moneyOf,
} from '../../domain/alerts/alert-policy.ts'
import { isSetback, type OrderChange } from '../../domain/alerts/order-change.ts'
import { isUrgent } from '../../domain/alerts/quiet-hours.ts'
import { byUrgency } from '../../domain/assessment/readiness.ts'
import { isoOf } from '../../domain/day.ts'
import { after } from '../../domain/delivery.ts'
import type { PromotionId } from '../../domain/ids.ts'
import { hasGrownMaterially } from '../../domain/money.ts'
import type { Option } from '../../domain/options/option.ts'
import { alertsADay, mostJudgedApart, mostPricedInAlert, undeliveredMilliseconds } from '../../domain/policy.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import type { Change } from '../../store/changes/change.ts'
import { promotionInChannelKey } from '../../store/delivery/announced-verdicts.ts'
import { loadDeferredAlerts } from '../../store/delivery/deferred-alerts.ts'
import type { LiveMessage } from '../../store/delivery/live-messages.ts'
import type { AlertCause } from '../../store/feeds/alert-causes.ts'
import { type JudgingKind, loadFirstKinds, type UnannouncedBatch } from '../../store/feeds/unannounced-batches.ts'
import { assessPromotions } from '../assessment/assess-promotions.ts'
import { loadOptions } from '../assessment/load-options.ts'
import { type Context, momentOf } from '../context.ts'
import { type AlertBudget, loadAlertBudget, nextAfterBudget } from './alert-budget.ts'
import { type AlertLedger, hearingOf, openAlertLedger } from './alert-ledger.ts'
import { type AlertCandidate, alertMessage, byMoneyAtRisk, firstJudgedMessage } from './alert-message.ts'
import { type AlertRecipient, loadAlertRecipients } from './alert-recipients.ts'
import { loadOrderChanges, type OrdersOf } from './order-alerts.ts'

/** What sending alerts needs. */
type AlertContext = Pick<Context, 'workspace' | 'policy' | 'today' | 'now' | 'timeZone' | 'reach'>

/** What a refresh covered. */
export type Refreshed = {
  /** The promotions that were to be judged; null for all. */
  readonly ids: readonly PromotionId[] | null
  /** The promotion cards that channels see. */
  readonly copies: readonly LiveMessage[]
  /** The feed batches that no channel was alerted about yet. */
  readonly batches: readonly UnannouncedBatch[]
  readonly because: AlertCause['because']
}

/** More promotions than this are not named one by one to the store. */
const mostNamed = 900

/**
 * Alerts channels to the promotions whose new verdict they do not know yet: one message a channel, within its hours and its
 * daily budget. An alert that is not sent now is deferred with its reason and a moment at which it is decided again.
 */
export const sendAlerts = async (
  context: AlertContext,
  views: ReadonlyMap<string, JudgedPromotion>,
  refreshed: Refreshed,
): Promise<readonly Change[]> => {
  const { ids, copies, batches } = refreshed
  if (ids?.length === 0) return []
  const recipients = await loadAlertRecipients(context, views, copies)
  const deferred = await loadDeferredAlerts(context.workspace, ids === null || ids.length > mostNamed ? null : ids)
  const ordersOf = await loadOrderChanges(context, views, batches)
  const firstKinds = await loadFirstKinds(context.workspace, batches)
  const ledger = openAlertLedger(deferred, context.now)
  const isConcerned = new Set<string>()
  const candidates: AlertCandidate[] = []
  for (const channel of recipients.channels) {
    for (const recipient of recipients.of(channel)) {
      const key = promotionInChannelKey(hearingOf(recipient))
      if (deferred.has(key)) isConcerned.add(key)
      if (!recipient.isUnjudged) candidates.push(...candidateOf(context, recipient, { deferred, ordersOf, ledger }))
      else if (firstKinds.length > 0 && isFirstJudged(recipient))
        candidates.push({ ...recipient, orders: [], isWorse: false })
    }
    await turnOfOthers()
  }
  releaseUnconcerned(ids, isConcerned, deferred, ledger)
  const due = await candidatesDueNow(context, candidates, ledger)
  const best = await loadBestOptions(context, [...due.values()].flat())
  const posts = []
  for (const [budget, own] of due) {
    const isLast = budget.used + 1 === alertsADay
    const next = isLast ? await nextAfterBudget(context, budget) : null
    const parts = { ...refreshed, budget, recipients: recipients.of(budget.channel), best, next }
    const judged = firstJudged(own, parts.recipients, firstKinds)
    const others = own.filter((one) => !one.isUnjudged && (judged.length === 0 || !isFirstJudged(one)))
    if (judged.length > 0) posts.push(firstJudgedMessage(context, judged, firstKinds, parts))
    if (others.length > 0) posts.push(alertMessage(context, others, parts))
    for (const told of [...judged, ...others]) {
      ledger.announce(told, announcedBy(context, told))
      ledger.release(hearingOf(told))
    }
  }
  return [...ledger.changes(), ...posts]
}

const isFirstJudged = ({ told, view }: AlertRecipient): boolean =>
  told.verdict === 'unknown' && view.readiness.verdict !== 'unknown'

/** Lists the promotions that are judged for the first time, where these are many or a first feed brought it: they are told of in one line. */
const firstJudged = (
  candidates: readonly AlertCandidate[],
  recipients: readonly AlertRecipient[],
  firstKinds: readonly JudgingKind[],
): readonly AlertRecipient[] => {
  const most = firstKinds.length > 0 ? 1 : mostJudgedApart
  return candidates.filter(isFirstJudged).length > most ? recipients.filter(isFirstJudged) : []
}

/**
 * Decides whether a channel can be alerted to one promotion: a list of one candidate, or an empty one. Where the new verdict
 * is not news, the ledger gets the deferred alert with the reason, or loses the one that is outdated.
 */
const candidateOf = (
  { policy, today }: AlertContext,
  recipient: AlertRecipient,
  {
    deferred,
    ordersOf,
    ledger,
  }: {
    readonly deferred: ReadonlyMap<string, DeferredAlert>
    readonly ordersOf: OrdersOf
    readonly ledger: AlertLedger
  },
): readonly AlertCandidate[] => {
  const { view, told, isKept } = recipient
  const { readiness } = view
  const money = moneyOf(readiness)
  const action = alertAction(told, readiness, { today: isoOf(today), moneyFloor: policy.moneyFloor })
  const earlier = deferred.get(promotionInChannelKey(hearingOf(recipient)))?.orders ?? []
  const latest = lastWordOn([...earlier, ...(ordersOf.get(view.promotionId) ?? [])])
  if (action !== 'same' && action !== 'news') {
    ledger.defer(recipient, action, null, latest)
    return []
  }
  const isWorse = byUrgency(told.verdict, readiness.verdict) > 0 || action === 'same'
  const orders = latest.filter(({ how }) => isSetback(how) === isWorse)
  const isWorthwhile = orders.length > 0 && hasGrownMaterially(told.money, money, policy.moneyFloor)
  if (action === 'news' || isWorthwhile) return [{ ...recipient, orders, isWorse }]
  ledger.release(hearingOf(recipient))
  // The store lacks the money that was at risk then: later money is compared with what is at risk now.
  if (isKept && told.money === null) ledger.announce(recipient, { ...told, money })
  return []
}

const lastWordOn = (orders: readonly OrderChange[]): readonly OrderChange[] =>
  orders.length < 2 ? orders : [...new Map(orders.map((order) => [order.orderId, order])).values()]

/** Drops the deferred alerts about judged promotions that do not concern their channel any more. */
const releaseUnconcerned = (
  ids: Refreshed['ids'],
  isConcerned: ReadonlySet<string>,
  deferred: ReadonlyMap<string, DeferredAlert>,
  ledger: AlertLedger,
): void => {
  const isJudged = new Set(ids)
  for (const key of deferred.keys()) {
    const [channel, promotionId] = key.split('\u0000') as [string, string]
    if ((ids === null || isJudged.has(promotionId)) && !isConcerned.has(key)) ledger.release({ channel, promotionId })
  }
}

/**
 * Chooses the candidates that are sent now, by channel. The others are deferred: outside the channel's hours, unless the
 * promotion is urgent; while an earlier alert has not arrived; and once the budget of the day is used up.
 */
const candidatesDueNow = async (
  context: AlertContext,
  candidates: readonly AlertCandidate[],
  ledger: AlertLedger,
): Promise<ReadonlyMap<AlertBudget, readonly AlertCandidate[]>> => {
  const { now, today } = context
  const due = new Map<AlertBudget, readonly AlertCandidate[]>()
  for (const [channel, own] of Map.groupBy(candidates, (one) => one.channel)) {
    const budget = await loadAlertBudget(context, channel)
    const isNow = ({ view }: AlertCandidate) => budget.opensAt <= now || isUrgent(view.start, today)
    for (const one of own.filter((each) => !isNow(each) && !each.isUnjudged))
      ledger.defer(one, 'quiet-hours', budget.opensAt, one.orders)
    const ready = own.filter(isNow)
    if (ready.length === 0) continue
    if (budget.isStuck)
      for (const one of ready.filter((each) => !each.isUnjudged))
        ledger.defer(one, 'undelivered', after(now, undeliveredMilliseconds), one.orders)
    else if (budget.used < alertsADay) due.set(budget, ready)
    else {
      const { at } = await nextAfterBudget(context, budget)
      for (const one of ready.filter((each) => !each.isUnjudged))
        if (one.told.verdict !== one.view.readiness.verdict) ledger.defer(one, 'budget', at, one.orders)
        else ledger.release(hearingOf(one))
    }
  }
  return due
}

/** Gives what a channel knows of a promotion once it is alerted to it. */
const announcedBy = ({ now, today }: AlertContext, { told, view: { readiness } }: AlertRecipient): AnnouncedVerdict =>
  announcedNow(told, { verdict: readiness.verdict, money: moneyOf(readiness) }, now, isoOf(today))

const loadBestOptions = async (
  context: AlertContext,
  candidates: readonly AlertCandidate[],
): Promise<ReadonlyMap<string, Option | null>> => {
  const ids = new Set(
    candidates
      .filter(({ view }) => view.readiness.verdict === 'not-ready')
      .toSorted(byMoneyAtRisk)
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
