import { cellKey, orderRuleOf } from '../assessment/cell.ts'
import type { LaterOrder, LineAssessment, PromotionReadiness, Verdict } from '../assessment/readiness.ts'
import { type Day, weekdayOf } from '../day.ts'
import type { PromotionId } from '../ids.ts'
import { type Money, moneySize, sumMoney } from '../money.ts'
import { commercialReviewDays, soonWorkingDays } from '../policy.ts'
import { orderQuantity } from '../supply/order-quantity.ts'
import type { IntelligenceImpact } from './intelligence-impact.ts'
import {
  actionOf,
  commercialActions,
  identityOf,
  isCommercial,
  kindOf,
  lineMoneyAtRisk,
  type RiskAction,
  type RiskKind,
  verdictOf,
} from './risk-action.ts'

/** A promotion with its lines that are evidence of a risk, the worst first. */
export type Evidence<Promotion> = { readonly promotion: Promotion; readonly lines: readonly LineAssessment[] }

/** What a promotion must tell of itself to be judged for risks. */
export type CandidatePromotion = {
  readonly promotionId: PromotionId
  readonly name: string
  readonly start: Day
  readonly end: Day
  readonly readiness: PromotionReadiness
  /** What somebody has heard that would make it worse. */
  readonly impacts?: readonly IntelligenceImpact[]
}

/** One action as it stands today, with the promotion lines that call for it. */
export type RiskCandidate<Promotion extends CandidatePromotion = CandidatePromotion> = {
  readonly identity: string
  readonly kind: RiskKind
  readonly action: RiskAction
  readonly verdict: Verdict
  /** The last day to order; null where somebody must decide or tell instead. */
  readonly orderBy: Day | null
  /** The hour of that day by which the order must be in; null where none is known. */
  readonly cutoff: string | null
  /** Units to order in one order, minimum and multiple applied once; null where nothing can be ordered. */
  readonly orderUnits: number | null
  /** What a weekly limit leaves for later orders, by their last day. */
  readonly later: readonly LaterOrder[]
  /** Revenue at risk. */
  readonly money: Money
  readonly evidence: readonly Evidence<Promotion>[]
}

/**
 * Finds the risks of promotions, one per action: a decision on a promotion that no normal order saves, an order of one
 * item at one supplier however many shops and promotions are short of it, a late order to chase, units to share between
 * promotions, a thing that somebody must tell; and whatever the verdict, prices that contradict each other, what is likely
 * to be left over, and what somebody has heard. What else is short in a promotion that is ready as a whole is nobody's risk.
 */
export const riskCandidates = <Promotion extends CandidatePromotion>(
  promotions: readonly Promotion[],
): readonly RiskCandidate<Promotion>[] => {
  const found = new Map<string, { action: RiskAction; evidence: Map<Promotion, LineAssessment[]> }>()
  const add = (promotion: Promotion, action: RiskAction, line: LineAssessment) => {
    const identity = identityOf(action)
    const known = found.get(identity) ?? { action, evidence: new Map<Promotion, LineAssessment[]>() }
    found.set(identity, known)
    const own = known.evidence.get(promotion)
    if (own) own.push(line)
    else known.evidence.set(promotion, [line])
  }
  for (const promotion of promotions) {
    const { verdict, problems, lines } = promotion.readiness
    for (const line of verdict === 'ready' ? [] : problems) {
      const action = actionOf(promotion, line)
      if (action !== null) add(promotion, action, line)
    }
    for (const line of lines) for (const action of commercialActions(promotion, line)) add(promotion, action, line)
  }
  return [...found].map(([identity, { action, evidence }]) => {
    const lines = [...evidence.values()].flat()
    const inTime = lines.filter((line) => line.verdict === 'at-risk')
    const dated =
      action.kind === 'order' || action.kind === 'chase' ? inTime.filter((line) => line.window.orderBy !== null) : []
    const first = dated.toSorted(byLastHour)[0] ?? null
    return {
      identity,
      kind: kindOf(action),
      action,
      verdict: verdictOf(action, lines),
      orderBy: first?.window.orderBy ?? null,
      cutoff: first?.window.orderCutoff ?? null,
      ...(action.kind === 'order' ? orderTogether(lines) : { orderUnits: null, later: [] }),
      money: sumMoney(lines.map((line) => ({ amount: lineMoneyAtRisk(action, line), currency: line.currency }))),
      evidence: [...evidence].map(([promotion, own]) => ({ promotion, lines: own })),
    }
  })
}

/** Sorts lines by the last day and hour to order; a day without an hour ends last. */
const byLastHour = ({ window: a }: LineAssessment, { window: b }: LineAssessment): number =>
  (a.orderBy as Day) - (b.orderBy as Day) || (a.orderCutoff ?? '24:00').localeCompare(b.orderCutoff ?? '24:00')

/**
 * Sums what one shelf misses. Promotions whose days overlap share it: the need of the one that comes last holds that of the
 * others. Those that follow each other each need their own.
 */
const missingOn = (lines: readonly LineAssessment[]): number => {
  let [sum, most, until] = [0, 0, Number.NEGATIVE_INFINITY]
  for (const { line, window } of lines.toSorted((a, b) => a.line.start - b.line.start)) {
    if (line.start > until) {
      sum += most
      most = 0
    }
    most = Math.max(most, Math.ceil(window.needUnits ?? 0))
    until = Math.max(until, line.end)
  }
  return sum + most
}

/** What one shelf misses, in whole units before any minimum, and the lines that share it. */
export type ShelfNeed = { readonly lines: readonly LineAssessment[]; readonly units: number }

/** Gives what each shelf of some lines misses. */
export const missingByShelf = (lines: readonly LineAssessment[]): readonly ShelfNeed[] =>
  [...Map.groupBy(lines, (line) => cellKey(line.line)).values()].map((own) => ({ lines: own, units: missingOn(own) }))

/**
 * Three hundred shops short of one item are one order: what each shelf misses adds up, the minimum counts once. What a
 * weekly limit puts off on a shelf is put off here too.
 */
const orderTogether = (lines: readonly LineAssessment[]): Pick<RiskCandidate, 'orderUnits' | 'later'> => {
  const [first] = lines
  if (first === undefined || lines.every((line) => line.window.needUnits === null))
    return { orderUnits: null, later: [] }
  if (lines.length === 1) return { orderUnits: first.window.orderUnits, later: first.window.laterOrders }
  const shelves = missingByShelf(lines)
  const missing = shelves.reduce((sum, shelf) => sum + shelf.units, 0)
  const units = orderQuantity(missing, orderRuleOf(first.facts))
  const later = laterTogether(shelves.map((shelf) => shelf.lines))
  const put = later.reduce((sum, order) => sum + order.units, 0)
  return later.length === 0 || put >= units ? { orderUnits: units, later: [] } : { orderUnits: units - put, later }
}

/** Adds the later orders of shelves up by day; promotions that share a shelf share its orders, and the longest row has them all. */
const laterTogether = (perShelf: readonly (readonly LineAssessment[])[]): readonly LaterOrder[] => {
  const byDay = new Map<Day, number>()
  for (const own of perShelf) {
    const rows = own.map((line) => line.window.laterOrders)
    const longest = rows.reduce((most, row) => (row.length > most.length ? row : most), [])
    for (const { orderBy, units } of longest) byDay.set(orderBy, (byDay.get(orderBy) ?? 0) + units)
  }
  return [...byDay].sort(([a], [b]) => a - b).map(([orderBy, units]) => ({ orderBy, units }))
}

/** Sorts risks by what needs somebody first: those due within five working days before the rest, then by money, then by time left. */
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
const startOf = (candidate: RiskCandidate): Day =>
  Math.min(...candidate.evidence.map(({ promotion }) => promotion.start))

/** Tells whether nobody needs to act within five working days: an order far off, or a price or leftover of a promotion far off. */
export const canWait = (candidate: RiskCandidate, today: Day): boolean =>
  isCommercial(candidate.action)
    ? startOf(candidate) > today + commercialReviewDays
    : candidate.kind === 'order-by' &&
      candidate.orderBy !== null &&
      startOf(candidate) > today &&
      workingDaysBetween(today, candidate.orderBy) > soonWorkingDays

/** Counts the working days, Monday to Friday, from one day to the day before another. */
export const workingDaysBetween = (from: Day, to: Day): number => {
  const weeks = Math.max(0, Math.floor((to - from) / 7))
  let count = weeks * 5
  for (let day = from + weeks * 7; day < to; day++) if (weekdayOf(day) < 5) count++
  return count
}
