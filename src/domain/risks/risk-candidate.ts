import type { JudgedLine, LaterOrder, PromotionReadiness, Verdict } from '../assessment/readiness.ts'
import { type Day, weekdayOf } from '../day.ts'
import type { PromotionId } from '../ids.ts'
import { type Money, moneySize, sumMoney } from '../money.ts'
import { commercialReviewDays, soonWorkingDays } from '../policy.ts'
import type { AccuracyFall } from '../scorecard/accuracy-fall.ts'
import type { IntelligenceImpact } from './intelligence-impact.ts'
import type { JointOrder } from './joint-order.ts'
import { isCommercial, kindOf, lineMoneyAtRisk, type RiskAction, type RiskKind, verdictOf } from './risk-action.ts'

/** A promotion and those of its lines that call for the action of a risk, the worst first. */
export type Evidence<Promotion> = { readonly promotion: Promotion; readonly lines: readonly JudgedLine[] }

/** What risks are found by in a promotion. */
export type CandidatePromotion = {
  readonly promotionId: PromotionId
  readonly name: string
  readonly start: Day
  readonly end: Day
  readonly readiness: PromotionReadiness<JudgedLine>
  /** Market intelligence that would worsen its verdict. */
  readonly impacts?: readonly IntelligenceImpact[]
  /** The day by which somebody says whether its budget is committed; absent where nobody is asked. */
  readonly commitDue?: Day
  readonly owner?: string | null
  /** Its categories whose forecast is worse when promotions run. */
  readonly accuracyFalls?: readonly AccuracyFall[]
}

/** A risk as today's assessment has it: one action, with the promotion lines that call for it. */
export type RiskCandidate<Promotion extends CandidatePromotion = CandidatePromotion> = {
  readonly identity: string
  readonly kind: RiskKind
  readonly action: RiskAction
  readonly verdict: Verdict
  /** The last day to order, or to cut an order; null where the action is another one. */
  readonly orderBy: Day | null
  /** The hour of that day by which the order must be in; null where none is known. */
  readonly cutoff: string | null
  /** Units to order in one order, minimum and multiple applied once; null where nothing can be ordered. */
  readonly orderUnits: number | null
  /** What a weekly limit or a delivery window leaves for later orders, by their last day. */
  readonly later: readonly LaterOrder[]
  /** All of these orders, with what each location needs of them. */
  readonly orders: readonly JointOrder[]
  /** Revenue at risk. */
  readonly money: Money
  readonly evidence: readonly Evidence<Promotion>[]
}

/** Gives the orders that bring what lines of one item lack. */
export type OrdersOf = (lines: readonly JudgedLine[], identity: string) => readonly JointOrder[]

/** Makes a risk from the lines that call for it. */
export const candidateOf = <Promotion extends CandidatePromotion>(
  { identity, action, evidence }: Pick<RiskCandidate<Promotion>, 'identity' | 'action' | 'evidence'>,
  ordersOf: OrdersOf,
): RiskCandidate<Promotion> => {
  const lines = evidence.flatMap((one) => one.lines)
  const inTime = lines.filter((line) => line.verdict === 'at-risk')
  const dated =
    action.kind === 'order' || action.kind === 'chase' ? inTime.filter((line) => line.window.orderBy !== null) : []
  const joint =
    action.kind === 'order'
      ? orderTogether(lines, ordersOf(lines, identity))
      : { orderUnits: null, later: [], orders: [] }
  const first = dated.toSorted(byLastHour)[0] ?? null
  return {
    identity,
    kind: kindOf(action),
    action,
    verdict: verdictOf(action, lines),
    orderBy:
      action.kind === 'commit'
        ? action.by
        : (joint.orders[0]?.orderBy ?? first?.window.orderBy ?? lastDayToCut(action)),
    cutoff: first?.window.orderCutoff ?? null,
    ...joint,
    money: sumMoney(lines.map((line) => ({ amount: lineMoneyAtRisk(action, line), currency: line.currency }))),
    evidence,
  }
}

/** The last day on which an order can be cut that brings what will be left over; null for every other action. */
const lastDayToCut = (action: RiskAction): Day | null => (action.kind === 'clear' ? (action.cut?.by ?? null) : null)

/** Sorts lines by the last day and hour to order; a day without an hour ends last. */
const byLastHour = ({ window: a }: JudgedLine, { window: b }: JudgedLine): number =>
  (a.orderBy as Day) - (b.orderBy as Day) || (a.orderCutoff ?? '24:00').localeCompare(b.orderCutoff ?? '24:00')

/**
 * Gives the orders of a risk, the first by its last day; what is to be ordered later is listed apart. Units without a day are
 * those of lines that no order reaches in time.
 */
const orderTogether = (
  lines: readonly JudgedLine[],
  orders: readonly JointOrder[],
): Pick<RiskCandidate, 'orderUnits' | 'later' | 'orders'> => {
  const [first, ...later] = orders
  if (first !== undefined)
    return { orders, orderUnits: first.units, later: later.map(({ orderBy, units }) => ({ orderBy, units })) }
  const known = lines.filter((line) => line.window.needUnits !== null)
  return { orders, later: [], orderUnits: known.length === 0 ? null : (known[0] as JudgedLine).window.orderUnits }
}

/** Sorts risks by urgency: those that cannot wait first, of these the ones whose last day to order has come, then by money, then by start. */
export const byNeed =
  (today: Day) =>
  (a: RiskCandidate, b: RiskCandidate): number =>
    Number(canWait(a, today)) - Number(canWait(b, today)) ||
    byLastDay(a, b, today) ||
    moneySize(b.money) - moneySize(a.money) ||
    startOf(a) - startOf(b) ||
    (a.identity < b.identity ? -1 : 1)

const byLastDay = (a: RiskCandidate, b: RiskCandidate, today: Day) =>
  Number(b.orderBy !== null && b.orderBy <= today) - Number(a.orderBy !== null && a.orderBy <= today)

/** Gives the first day on which a promotion of a risk starts. */
const startOf = ({ evidence }: RiskCandidate): Day => {
  let first = Number.POSITIVE_INFINITY
  for (const { promotion } of evidence) if (promotion.start < first) first = promotion.start
  return first
}

/** Tells whether nobody has to act on a risk yet: the last day to order, or the promotion of a commercial one, is far off. */
export const canWait = (candidate: RiskCandidate, today: Day): boolean =>
  isCommercial(candidate.action)
    ? startOf(candidate) > today + commercialReviewDays && !isSoon(candidate.orderBy, today)
    : candidate.kind === 'order-by' &&
      candidate.orderBy !== null &&
      startOf(candidate) > today &&
      !isSoon(candidate.orderBy, today)

/** Tells whether a last day comes within the days that it takes to find somebody who acts. */
const isSoon = (last: Day | null, today: Day): boolean =>
  last !== null && workingDaysBetween(today, last) <= soonWorkingDays

/** Counts the working days, Monday to Friday, from one day to the day before another. */
export const workingDaysBetween = (from: Day, to: Day): number => {
  const weeks = Math.max(0, Math.floor((to - from) / 7))
  let count = weeks * 5
  for (let day = from + weeks * 7; day < to; day++) if (weekdayOf(day) < 5) count++
  return count
}
