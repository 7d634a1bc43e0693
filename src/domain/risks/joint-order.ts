import { orderRuleOf } from '../assessment/cell.ts'
import type { LineAssessment } from '../assessment/readiness.ts'
import { evaluateScenario, openCase } from '../assessment/scenario.ts'
import { cellKey } from '../cell.ts'
import type { Day } from '../day.ts'
import { normalQuantile } from '../demand/distribution.ts'
import type { PromotionId } from '../ids.ts'
import { isSenior, type PromotionLine } from '../promotions/promotion.ts'
import { withSourceSends } from '../supply/advise-order.ts'
import { type DemandCoverage, withUnits } from '../supply/demand-coverage.ts'
import { orderForwards, protectedLead } from '../supply/lead-time.ts'
import { leastOrder } from '../supply/least-order.ts'
import { orderQuantity } from '../supply/order-quantity.ts'
import type { AddedReceipt } from '../supply/outlook.ts'
import { shareOut } from './reported-order.ts'

/** The units of a joint order that one item at one location needs, whole and before minimum and multiple, and the lines they are for. */
export type CellNeed = {
  readonly lines: readonly LineAssessment[]
  readonly units: number
  /** The same units by promotion: so much of the order is to be marked for each. */
  readonly shares: readonly { readonly promotionId: PromotionId; readonly units: number }[]
}

/** One order that brings what several lines lack: its last day, and its units with minimum and multiple applied once. */
export type JointOrder = { readonly orderBy: Day; readonly units: number; readonly needs: readonly CellNeed[] }

/** What one line needs of an order: ordered from `from` to `by`; from any earlier day on where `from` is null. */
type LineNeed = { readonly line: LineAssessment; readonly units: number; readonly from: Day | null; readonly by: Day }

/** What earlier orders bring to each cell. */
type Placed = Map<string, readonly AddedReceipt[]>

/**
 * Joins what lines lack of an item at a supplier into as few orders as keep each of them within policy. A line shares an
 * order only if its day lies between the days on which the line's own order holds: goods that come earlier are sold before.
 * Lines on one shelf are judged together, and with what the orders before leave over. What a weekly limit leaves for later
 * stays an order of its own.
 */
export const jointOrders = (lines: readonly LineAssessment[]): readonly JointOrder[] => {
  let left: readonly LineNeed[] = needsOf(lines).toSorted((a, b) => a.by - b.by)
  const orders: JointOrder[] = []
  const placed: Placed = new Map()
  const rule = lines[0] === undefined ? null : orderRuleOf(lines[0].facts)
  while (left[0] !== undefined && rule !== null) {
    const { by } = left[0]
    const { joined, others } = joinOn(left, by, placed)
    const needs = joined.filter(({ units }) => units > 0)
    const units = orderQuantity(sumOf(needs), rule)
    if (units > 0 || orders.length === 0) orders.push({ orderBy: by, units, needs })
    const parts = shareOut(
      units,
      needs.map((need) => need.units),
    )
    for (const [i, need] of needs.entries()) place(placed, need, by, parts[i] as number)
    left = others
  }
  return orders.length > 1 ? orders.filter(({ units }) => units > 0) : orders
}

const sumOf = (needs: readonly { readonly units: number }[]): number => needs.reduce((sum, { units }) => sum + units, 0)

const place = (placed: Placed, { lines }: CellNeed, orderOn: Day, units: number): void => {
  const [line] = lines as readonly [LineAssessment]
  const day = arrivalsOf(line, orderOn).at(-1)
  const key = cellKey(line.line)
  if (day !== undefined) placed.set(key, [...(placed.get(key) ?? []), { day, units }])
}

/** The needs of lines; where a weekly limit splits them, of the line with the most of a shelf, which contains the others'. */
const needsOf = (lines: readonly LineAssessment[]): readonly LineNeed[] => {
  const dated = lines.filter(({ verdict, window }) => verdict === 'at-risk' && window.orderBy !== null)
  return [...Map.groupBy(dated, (line) => cellKey(line.line)).values()].flatMap((own) => {
    const split = own.toSorted((a, b) => b.window.laterOrders.length - a.window.laterOrders.length)[0] as LineAssessment
    if (split.window.laterOrders.length === 0) return own.map(needOf)
    const isFirst = own.every(({ window }) => (window.orderBy as Day) >= (split.window.orderBy as Day))
    return isFirst ? partsOf(split) : own.flatMap(partsOf)
  })
}

const isSplit = ({ window }: LineAssessment): boolean => window.laterOrders.length > 0

const needOf = (line: LineAssessment): LineNeed => {
  const { needUnits, orderBy, delivery } = line.window
  return { line, units: needUnits ?? 0, from: delivery?.orderFrom ?? null, by: orderBy as Day }
}

const partsOf = (line: LineAssessment): readonly LineNeed[] => {
  const { orderBy, orderUnits, laterOrders } = line.window
  const parts = [{ orderBy: orderBy as Day, units: orderUnits ?? 0 }, ...laterOrders]
  return parts.map((part) => ({ line, units: part.units, from: part.orderBy, by: part.orderBy }))
}

/** Takes the needs that an order of a day meets; those on one shelf are left for an order of their own where none meets all. */
const joinOn = (
  needs: readonly LineNeed[],
  day: Day,
  placed: Placed,
): { readonly joined: readonly CellNeed[]; readonly others: readonly LineNeed[] } => {
  const isMet = ({ from, by }: LineNeed) => by >= day && (from ?? Number.NEGATIVE_INFINITY) <= day
  const others = needs.filter((need) => !isMet(need))
  const joined: CellNeed[] = []
  for (const own of Map.groupBy(needs.filter(isMet), ({ line }) => cellKey(line.line)).values()) {
    const [first] = own as [LineNeed]
    const lines = own.map(({ line }) => line)
    const before = isSplit(first.line) ? [] : (placed.get(cellKey(first.line.line)) ?? [])
    const together = own.length === 1 && before.length === 0 ? first.units : leastFor(lines, day, before)
    if (together === null) others.push(...own.slice(1))
    joined.push(together === null ? sharedOut([first.line], first.units) : sharedOut(lines, together))
  }
  return { joined, others: others.toSorted((a, b) => a.by - b.by) }
}

/**
 * Shares units out to the promotions of a shelf, those that come first before the others: each gets what it lacks beyond what
 * is shared to one of them on the same days, whose goods it may use. Beside ordinary replenishment each promotion's share is
 * kept for it, so that the shares may come to more than what all need together.
 */
const sharedOut = (lines: readonly LineAssessment[], units: number): CellNeed => {
  const [only] = lines
  if (only !== undefined && lines.length === 1)
    return { lines, units, shares: [{ promotionId: only.line.promotionId, units }] }
  const shares: { line: PromotionLine; promotionId: PromotionId; units: number }[] = []
  let left = units
  for (const { line, window } of lines.toSorted((a, b) => (isSenior(a.line, b.line) ? -1 : 1))) {
    const shared = shares.filter((other) => other.line.start <= line.end && other.line.end >= line.start)
    const wanted = Math.max(0, (window.needUnits ?? 0) - shared.reduce((sum, other) => sum + other.units, 0))
    const share = window.ordinaryFrom === null ? Math.min(left, wanted) : wanted
    shares.push({ line, promotionId: line.promotionId, units: share })
    left -= share
  }
  const last = shares.at(-1)
  if (last !== undefined && left > 0) last.units += left
  return {
    lines,
    units: shares.reduce((sum, share) => sum + share.units, 0),
    shares: shares
      .map(({ promotionId, units: share }) => ({ promotionId, units: share }))
      .filter((one) => one.units > 0),
  }
}

/** The least whole units, ordered on a day, that keep all these lines of one shelf within policy beside earlier orders; null where none do. */
const leastFor = (lines: readonly LineAssessment[], orderOn: Day, before: readonly AddedReceipt[]): number | null => {
  const begins = Math.min(...lines.map(({ line }) => line.start))
  let most = 0
  for (const line of lines) {
    const coverage = { ...coverageOf(line), dedicatedFrom: Math.max(line.facts.asOf, begins) }
    const units = leastOrder(withUnits(coverage, before), arrivalsOf(line, orderOn), line.policy)
    if (units === null) return null
    most = Math.max(most, units)
  }
  return most
}

const coverageOf = ({ facts, line, policy }: LineAssessment): DemandCoverage => {
  const lineCase = openCase(facts, line, { stockoutProbability: policy, staleDays: 0, moneyFloor: 0 })
  const { opening, receipts, demand } = lineCase
  const { coverage } = evaluateScenario(lineCase, { opening: opening ?? 0, coming: receipts.coming, demand })
  return withSourceSends(facts, coverage)
}

/** The days on which an order of a day is usable, with the told and with the protected lead time. */
const arrivalsOf = ({ facts, policy }: LineAssessment, orderOn: Day): readonly Day[] => {
  const { leadTime, location } = facts
  if (leadTime === null) return []
  const leads = [leadTime, protectedLead(leadTime, normalQuantile(1 - policy))]
  return leads.flatMap((lead) => orderForwards(lead, location.receiving, orderOn)?.usableOn ?? [])
}
