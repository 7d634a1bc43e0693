import { byUrgency, type PromotionReadiness, type Verdict } from '../assessment/readiness.ts'
import { hasGrownMaterially, type Money } from '../money.ts'
import { safeStockoutProbability, triflingShare } from '../policy.ts'
import { moneyAtRiskOf } from '../promotions/money-at-risk.ts'
import type { OrderChange } from './order-change.ts'

/** A verdict and the revenue at risk, as a channel is shown them; the money is null where it was not kept. */
export type ShownVerdict = { readonly verdict: Verdict; readonly money: Money | null }

/** What a channel was alerted to last about a promotion, and the worst verdict that it was alerted to on a business date. */
export type AnnouncedVerdict = ShownVerdict & {
  /** The moment, as ISO text. */
  readonly at: string
  readonly worst: (ShownVerdict & { readonly on: string }) | null
}

/** Why an alert about a changed verdict is deferred. */
const deferReasons = ['near-limit', 'again-today', 'stale', 'budget', 'quiet-hours', 'undelivered'] as const

export type DeferReason = (typeof deferReasons)[number]

/** An alert about a changed verdict that a channel does not get yet. Moments are ISO text. */
export type DeferredAlert = {
  readonly from: Verdict
  readonly to: Verdict
  readonly reason: DeferReason
  /** When it is decided again; null where the next change of the promotion decides. */
  readonly until: string | null
  /** Changes of orders that the alert is to include. */
  readonly orders: readonly OrderChange[]
  readonly at: string
}

const isNearLimit = ({ lines, problems }: PromotionReadiness): boolean =>
  lines.some((line) => !problems.includes(line) && (line.window.p0 ?? 0) >= safeStockoutProbability)

/** Tells whether a promotion is unknown for no other reason than stale stock counts. */
export const isOnlyStale = ({ verdict, lines }: PromotionReadiness): boolean => {
  const unknown = lines.filter((line) => line.verdict === 'unknown')
  return (
    verdict === 'unknown' &&
    unknown.length > 0 &&
    unknown.every((line) => line.reasons.some((reason) => reason.code === 'STOCK_STALE'))
  )
}

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
 * Decides whether a channel is alerted to an assessment: not at all (`same`), now (`news`), or later, and why. A return to
 * ready is announced only once no line is near its limit. A trifling change for the worse is announced once a day, unless
 * it is worse than what was announced on that day.
 */
export const alertAction = (
  announced: AnnouncedVerdict,
  readiness: PromotionReadiness,
  { today, moneyFloor }: { readonly today: string; readonly moneyFloor: number },
): 'same' | 'news' | DeferReason => {
  const { verdict } = readiness
  if (isOnlyStale(readiness)) return announced.verdict === 'unknown' ? 'same' : 'stale'
  if (announced.verdict === verdict) return 'same'
  if (verdict === 'ready') return isNearLimit(readiness) ? 'near-limit' : 'news'
  const { worst } = announced
  if (worst === null || worst.on !== today || byUrgency(announced.verdict, verdict) <= 0) return 'news'
  const money = moneyOf(readiness)
  const isCovered = byUrgency(worst.verdict, verdict) <= 0 && !hasGrownMaterially(worst.money ?? {}, money, moneyFloor)
  return isCovered && isTrifling(readiness, money, moneyFloor) ? 'again-today' : 'news'
}

/** Gives the announced verdict of a channel after an alert. Its moment is never before that of the last one, even where a clock was set back. */
export const announcedNow = (
  announced: AnnouncedVerdict,
  now: ShownVerdict,
  at: string,
  today: string,
): AnnouncedVerdict => {
  const before = announced.worst !== null && announced.worst.on === today ? announced.worst : null
  const isWorst =
    before === null ||
    byUrgency(before.verdict, now.verdict) > 0 ||
    (before.verdict === now.verdict && hasGrownMaterially(before.money ?? {}, now.money ?? {}, 0))
  return { ...now, at: at < announced.at ? announced.at : at, worst: isWorst ? { ...now, on: today } : before }
}
