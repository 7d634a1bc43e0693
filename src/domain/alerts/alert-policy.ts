import { byUrgency, type PromotionReadiness, type Verdict } from '../assessment/readiness.ts'
import { hasGrownMaterially, type Money } from '../money.ts'
import { safeStockoutProbability, triflingShare } from '../policy.ts'
import { moneyAtRiskOf } from '../promotions/money-at-risk.ts'
import type { OrderChange } from './order-change.ts'

/** A verdict with the revenue at risk; the money is null where nobody kept it. */
export type ShownVerdict = { readonly verdict: Verdict; readonly money: Money | null }

/** What a channel was told last of a promotion, and the worst that it was told on a business date. */
export type AnnouncedVerdict = ShownVerdict & {
  /** The moment, as ISO text. */
  readonly at: string
  readonly worst: (ShownVerdict & { readonly on: string }) | null
}

/** Why a channel is not told of a verdict that is another one than it was told. */
export const deferReasons = ['near-limit', 'again-today', 'stale', 'budget', 'quiet-hours', 'undelivered'] as const

export type DeferReason = (typeof deferReasons)[number]

/** A verdict that a channel is not told yet. Moments are ISO text. */
export type DeferredAlert = {
  readonly from: Verdict
  readonly to: Verdict
  readonly reason: DeferReason
  /** The moment at which it is looked at again, or null where whatever changes next decides. */
  readonly until: string | null
  /** Changes of orders that it is to be told with. */
  readonly orders: readonly OrderChange[]
  readonly at: string
}

const mayTurnBack = ({ lines, problems }: PromotionReadiness): boolean =>
  lines.some((line) => !problems.includes(line) && (line.window.p0 ?? 0) >= safeStockoutProbability)

/** Tells whether nothing but stale stock keeps a promotion from being judged. */
export const isOnlyStale = ({ verdict, lines }: PromotionReadiness): boolean =>
  verdict === 'unknown' &&
  lines
    .filter((line) => line.verdict === 'unknown')
    .every((line) => line.reasons.some((reason) => reason.code === 'STOCK_STALE'))

/** Gives the revenue at risk that an alert shows: none for a promotion that is ready as a whole. */
export const moneyOf = (readiness: PromotionReadiness): Money =>
  readiness.verdict === 'ready' ? {} : moneyAtRiskOf(readiness)

const isTrifling = ({ problems, lines }: PromotionReadiness, money: Money, moneyFloor: number): boolean => {
  const short = problems.reduce((sum, line) => sum + (line.shortageUnits ?? 0), 0)
  const demand = lines.reduce((sum, line) => sum + (line.demand?.mean ?? 0), 0)
  const amounts = Object.values(money)
  return (
    (amounts.length > 0 && amounts.every((amount) => amount <= moneyFloor)) ||
    (problems.every((line) => line.shortageUnits !== null) && demand > 0 && short < demand * triflingShare)
  )
}

/**
 * Weighs a judgement against what a channel was told: nothing new, news, or why it is not told though it is new. A return
 * to ready is news only once no line is near its limit; a trifling change to worse is told once a day, unless it is worse
 * than what was told that day.
 */
export const alertAction = (
  told: AnnouncedVerdict,
  readiness: PromotionReadiness,
  { today, moneyFloor }: { readonly today: string; readonly moneyFloor: number },
): 'same' | 'news' | DeferReason => {
  const { verdict } = readiness
  if (isOnlyStale(readiness)) return told.verdict === 'unknown' ? 'same' : 'stale'
  if (told.verdict === verdict) return 'same'
  if (verdict === 'ready') return mayTurnBack(readiness) ? 'near-limit' : 'news'
  const { worst } = told
  if (worst === null || worst.on !== today || byUrgency(told.verdict, verdict) <= 0) return 'news'
  const money = moneyOf(readiness)
  const isCovered = byUrgency(worst.verdict, verdict) <= 0 && !hasGrownMaterially(worst.money ?? {}, money, moneyFloor)
  return isCovered && isTrifling(readiness, money, moneyFloor) ? 'again-today' : 'news'
}

/** Gives what a channel has been told once it is told of a judgement; that is later than what it was told before, also where a clock was set back. */
export const announcedNow = (
  told: AnnouncedVerdict,
  now: ShownVerdict,
  at: string,
  today: string,
): AnnouncedVerdict => {
  const before = told.worst !== null && told.worst.on === today ? told.worst : null
  const isWorst =
    before === null ||
    byUrgency(before.verdict, now.verdict) > 0 ||
    (before.verdict === now.verdict && hasGrownMaterially(before.money ?? {}, now.money ?? {}, 0))
  return { ...now, at: at < told.at ? told.at : at, worst: isWorst ? { ...now, on: today } : before }
}
