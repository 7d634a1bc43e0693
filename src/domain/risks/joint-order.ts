import { type CellFacts, firstOrderDay, orderRuleOf } from '../assessment/cell.ts'
import { leastUnits } from '../assessment/missing-data.ts'
import type { JudgedLine } from '../assessment/readiness.ts'
import { reasonOf } from '../assessment/reason.ts'
import { shortCase } from '../assessment/scenario.ts'
import { cellKey } from '../cell.ts'
import type { Day } from '../day.ts'
import { normalQuantile } from '../demand/distribution.ts'
import type { PromotionId } from '../ids.ts'
import { withSourceSends } from '../ordering/advise-order.ts'
import { isEnough, knownLeastOrder } from '../ordering/least-order.ts'
import { mostForEarly } from '../policy.ts'
import { isSenior, type PromotionLine } from '../promotions/promotion.ts'
import { type DemandCoverage, withUnits } from '../supply/demand-coverage.ts'
import { type LeadTime, orderForwards, protectedLead } from '../supply/lead-time.ts'
import { type OrderRule, orderQuantity } from '../supply/order-quantity.ts'
import type { AddedReceipt } from '../supply/outlook.ts'
import { shareOut } from './reported-order.ts'

/** The units of a joint order that one item at one location needs, whole and before minimum and multiple, and the lines they are for. */
export type CellNeed = {
  readonly lines: readonly JudgedLine[]
  readonly units: number
  /** The same units by promotion: so much of the order is to be marked for each. */
  readonly shares: readonly { readonly promotionId: PromotionId; readonly units: number }[]
  /** The first day on which they may be usable, because earlier ones would be sold before; null where they may come at any time. */
  readonly notBefore: Day | null
}

/** One order that brings what several lines lack: its last day, and its units with minimum and multiple applied once. */
export type JointOrder = {
  readonly orderBy: Day
  readonly units: number
  readonly needs: readonly CellNeed[]
  /** The last day on which all of it must be usable. */
  readonly usableBy: Day
  /** The days between which all of it must be usable; null where it may come at any time before. */
  readonly delivery: Delivery | null
}

/** The days between which goods must be usable. */
export type Delivery = { readonly from: Day; readonly by: Day }

/** Gives everything known about the cell of a line, with what its own location sends: what orders are worked out from. */
export type FactsOfLine = (line: JudgedLine) => CellFacts

/** What one line needs of an order, by its last day; a part of what a weekly limit splits keeps to its own day. */
type LineNeed = { readonly line: JudgedLine; readonly units: number; readonly by: Day; readonly isPart: boolean }

/** The lines of one shelf that share an order of a day, and the units that keep all of them within policy. */
type Joined = { readonly lines: readonly JudgedLine[]; readonly units: number; readonly isPart: boolean }

/** What orders are joined with: the order rule, what each line's stock covers, and what earlier orders bring to each cell. */
type Joining = {
  readonly rule: OrderRule
  readonly coverageOf: (line: JudgedLine) => DemandCoverage
  readonly placed: Map<string, readonly AddedReceipt[]>
  /** A single line has the order that it was judged with. */
  readonly isOneLine: boolean
}

/**
 * Joins what lines lack of an item at a supplier into as few orders as keep each of them within policy. Without ordinary
 * replenishment goods that come early are sold before: a line shares an earlier order only where that takes no more units
 * than an order of its own. Lines on one shelf are judged together, and with what the orders before leave over. What a weekly
 * limit leaves for later stays an order of its own.
 */
export const jointOrders = (lines: readonly JudgedLine[], factsOf: FactsOfLine): readonly JointOrder[] => {
  if (lines[0] === undefined) return []
  const known = new Map<JudgedLine, DemandCoverage>()
  const joining: Joining = {
    rule: orderRuleOf(lines[0].facts),
    placed: new Map(),
    isOneLine: lines.length === 1,
    coverageOf: (line) => {
      const coverage = known.get(line) ?? coverageOf(line, factsOf(line))
      known.set(line, coverage)
      return coverage
    },
  }
  let left: readonly LineNeed[] = needsOf(lines).toSorted((a, b) => a.by - b.by)
  const orders: JointOrder[] = []
  while (left[0] !== undefined) {
    const { joined, others } = joinOn(left, left[0].by, joining)
    orders.push(orderOf(joined, left[0].by, joining))
    left = others
  }
  return orders.length > 1 ? orders.filter(({ units }) => units > 0) : orders
}

/** The needs of lines; where a weekly limit splits them, of the line with the most parts of a shelf, which contains the others'. */
const needsOf = (lines: readonly JudgedLine[]): readonly LineNeed[] => {
  const dated = lines.filter(({ verdict, window }) => verdict === 'at-risk' && window.orderBy !== null)
  return [...Map.groupBy(dated, (line) => cellKey(line.line)).values()].flatMap((own) => {
    const split = own.toSorted((a, b) => b.window.laterOrders.length - a.window.laterOrders.length)[0] as JudgedLine
    if (split.window.laterOrders.length === 0) return own.map(needOf)
    const isFirst = own.every(({ window }) => (window.orderBy as Day) >= (split.window.orderBy as Day))
    return isFirst ? partsOf(split) : own.flatMap(partsOf)
  })
}

const needOf = (line: JudgedLine): LineNeed => ({
  line,
  units: line.window.needUnits ?? 0,
  by: line.window.orderBy as Day,
  isPart: false,
})

const partsOf = (line: JudgedLine): readonly LineNeed[] => {
  const { orderBy, orderUnits, laterOrders } = line.window
  const parts = [{ orderBy: orderBy as Day, units: orderUnits ?? 0 }, ...laterOrders]
  return parts.map((part) => ({ line, units: part.units, by: part.orderBy, isPart: true }))
}

/** Takes the needs that an order of a day meets; the others are left for later ones. */
const joinOn = (
  needs: readonly LineNeed[],
  day: Day,
  joining: Joining,
): { readonly joined: readonly Joined[]; readonly others: readonly LineNeed[] } => {
  const joined: Joined[] = []
  const others: LineNeed[] = []
  const sumWith = (units: number) => orderQuantity(sumOf(joined) + units, joining.rule)
  for (const own of Map.groupBy(needs, ({ line }) => cellKey(line.line)).values()) {
    const due = own.filter(({ by, isPart }) => by === day || !isPart)
    others.push(...own.filter((need) => !due.includes(need)))
    const now = due.filter(({ by }) => by === day)
    const alone = now.length === 0 ? null : joinedFrom(now, day, joining)
    const all = due.length === now.length ? alone : joinedFrom(due, day, joining)
    const later = due.filter((need) => need.by !== day)
    const apart = sumWith(alone?.units ?? 0) + orderQuantity(sumOf(later), joining.rule)
    const isJoint = all !== null && (later.length === 0 || sumWith(all.units) <= apart)
    const taken = isJoint ? all : alone
    if (taken !== null) joined.push(taken)
    if (!isJoint) others.push(...later)
  }
  return { joined, others: others.toSorted((a, b) => a.by - b.by) }
}

/** The lines of a shelf with what they need together of an order of a day; null where no quantity is enough for all. */
const joinedFrom = (needs: readonly LineNeed[], day: Day, joining: Joining): Joined | null => {
  const [first] = needs as readonly [LineNeed]
  const lines = needs.map(({ line }) => line)
  const isPart = needs.some((need) => need.isPart)
  if (isPart) return { lines, units: sumOf(needs), isPart }
  if (joining.isOneLine) return { lines, units: first.units, isPart }
  const units = leastFor(lines, arrivalsOf(first.line, day), joining)
  return units === null ? null : { lines, units: sumOf(sharesOf(lines, units)), isPart }
}

/** The least whole units, usable on whichever of some days, that keep all these lines of one shelf within policy; null where none do. */
const leastFor = (lines: readonly JudgedLine[], days: readonly Day[], joining: Joining): number | null => {
  let most = 0
  for (const line of lines) {
    const units = knownLeastOrder(sharedCoverage(line, lines, joining), days, line.policy)
    if (units === null) return null
    // Beside ordinary orders more stock may ask for more: what the line asks for holds however its count turns out.
    const asked = isStale(line) && line.window.ordinaryFrom !== null ? (line.window.needUnits ?? 0) : 0
    most = Math.max(most, units, asked)
  }
  return most
}

/** What covers a line beside an order that it shares with lines of its shelf: the order waits for the first of them. */
const sharedCoverage = (
  line: JudgedLine,
  lines: readonly JudgedLine[],
  { coverageOf: known, placed }: Joining,
): DemandCoverage => {
  const { asOf } = line.facts
  const own = known(line)
  const from = waits(line) ? Math.max(asOf, firstStart(lines)) : asOf
  const before = placed.get(cellKey(line.line)) ?? []
  // Without ordinary orders nothing waits.
  const isOwn = before.length === 0 && (own.ordinary === null || own.dedicatedFrom === from)
  return isOwn ? own : { ...withUnits({ ...own, dedicatedFrom: asOf }, before), dedicatedFrom: from }
}

/** The order of a day that brings what lines need, with the first days on which it may come. Where a tenth more may come at any time, that is ordered. */
const orderOf = (joined: readonly Joined[], day: Day, joining: Joining): JointOrder => {
  const needed = joined.filter(({ units }) => units > 0)
  const units = orderQuantity(sumOf(needed), joining.rule)
  const atAnyTime = needed.map((one) => ({ ...one, units: unitsAtAnyTime(one, day, joining) }))
  const isWorthIt = orderQuantity(sumOf(atAnyTime), joining.rule) <= units * mostForEarly
  const chosen = isWorthIt ? atAnyTime : needed
  const total = orderQuantity(sumOf(chosen), joining.rule)
  const parts = shareOut(
    total,
    chosen.map((one) => one.units),
  )
  const needs = chosen.map((one, i) =>
    sharedOut(one, isWorthIt ? null : firstDayFor({ ...one, units: parts[i] as number }, day, joining)),
  )
  for (const [i, { lines }] of chosen.entries()) place(lines, day, parts[i] as number, joining)
  const from = Math.max(...needs.map(({ notBefore }) => notBefore ?? Number.NEGATIVE_INFINITY))
  const by = Math.min(...chosen.flatMap(({ lines }) => arrivalsOf(lines[0] as JudgedLine, day).at(-1) ?? []))
  const delivery = Number.isFinite(from) ? { from, by: Math.max(from, by) } : null
  return { orderBy: day, units: total, needs, usableBy: delivery?.by ?? by, delivery }
}

/** The units that are enough whether an order comes as soon as one can or as late as it may. */
const unitsAtAnyTime = ({ lines, units, isPart }: Joined, day: Day, joining: Joining): number => {
  const [first] = lines as readonly [JudgedLine]
  if (isPart || first.window.ordinaryFrom !== null) return units
  const days = [...arrivalsOf(first, firstOrderDay(first.facts)), ...arrivalsOf(first, day)]
  return Math.max(units, leastFor(lines, days, joining) ?? Number.POSITIVE_INFINITY)
}

/** The first day on which units may be usable at a shelf, so that they are enough from then on; null where that is any day. */
const firstDayFor = ({ lines, units, isPart }: Joined, day: Day, joining: Joining): Day | null => {
  const [first] = lines as readonly [JudgedLine]
  if (isPart || first.window.ordinaryFrom !== null) return null
  const holds = (on: Day) =>
    lines.every((line) => isEnough(sharedCoverage(line, lines, joining), [on], units, line.policy))
  const soonest = Math.min(...arrivalsOf(first, firstOrderDay(first.facts)))
  let [early, from] = [soonest, Math.min(...arrivalsOf(first, day))]
  if (early >= from || holds(early)) return null
  while (from - early > 1) {
    const middle = Math.floor((early + from) / 2)
    if (holds(middle)) from = middle
    else early = middle
  }
  return from
}

/** Tells whether goods that come early wait for their promotion: beside ordinary orders, unless they would perish. */
const waits = ({ facts, window }: JudgedLine): boolean =>
  window.ordinaryFrom !== null && facts.item.shelfLifeDays === null

const firstStart = (lines: readonly JudgedLine[]): Day => Math.min(...lines.map(({ line }) => line.start))

/** Keeps what an order brings to a shelf, from the day on which its promotions may sell it. */
const place = (lines: readonly JudgedLine[], orderOn: Day, units: number, { placed }: Joining): void => {
  const [line] = lines as readonly [JudgedLine]
  const arrives = arrivalsOf(line, orderOn).at(-1)
  const key = cellKey(line.line)
  if (arrives === undefined) return
  const day = waits(line) ? Math.max(arrives, firstStart(lines)) : arrives
  placed.set(key, [...(placed.get(key) ?? []), { day, units }])
}

const sharedOut = ({ lines, units }: Joined, notBefore: Day | null): CellNeed => ({
  lines,
  units,
  notBefore,
  shares: sharesOf(lines, units),
})

/**
 * Shares units out to the promotions of a shelf, those that come first before the others: each gets what it lacks beyond what
 * is shared to one of them on the same days, whose goods it may use. Beside ordinary replenishment each promotion's share is
 * kept for it, so that the shares may come to more than what all need together.
 */
const sharesOf = (lines: readonly JudgedLine[], units: number): CellNeed['shares'] => {
  const [only] = lines
  if (only !== undefined && lines.length === 1) return [{ promotionId: only.line.promotionId, units }]
  const shares: { line: PromotionLine; promotionId: PromotionId; units: number }[] = []
  let left = units
  for (const { line, window } of lines.toSorted((a, b) => (isSenior(a.line, b.line) ? -1 : 1))) {
    const shared = shares.filter((other) => other.line.start <= line.end && other.line.end >= line.start)
    const wanted = Math.max(0, (window.needUnits ?? 0) - sumOf(shared))
    const share = window.ordinaryFrom === null ? Math.min(left, wanted) : wanted
    shares.push({ line, promotionId: line.promotionId, units: share })
    left -= share
  }
  const last = shares.at(-1)
  if (last !== undefined && left > 0) last.units += left
  return shares
    .map(({ promotionId, units: share }) => ({ promotionId, units: share }))
    .filter((share) => share.units > 0)
}

const sumOf = (all: readonly { readonly units: number }[]): number => all.reduce((sum, { units }) => sum + units, 0)

const isStale = (line: JudgedLine): boolean => reasonOf(line, 'STOCK_STALE') !== null

/** What covers a line; after a stale count, with the least that may be there. */
const coverageOf = (judged: JudgedLine, facts: CellFacts): DemandCoverage => {
  const { lineCase, covered } = shortCase(facts, judged.line, judged.policy)
  const counted = lineCase.opening ?? 0
  const coverage = covered(isStale(judged) ? leastUnits(lineCase, counted) : counted)
  return withSourceSends(facts, coverage)
}

/** The days on which an order of a day is usable, with the told and with the protected lead time. */
const arrivalsOf = ({ facts, policy }: JudgedLine, orderOn: Day): readonly Day[] => {
  const { leadTime, location } = facts
  if (leadTime === null) return []
  const usable = (lead: LeadTime) => orderForwards(lead, location.receiving, orderOn)?.usableOn ?? []
  return [leadTime, protectedLead(leadTime, normalQuantile(1 - policy))].flatMap(usable)
}
