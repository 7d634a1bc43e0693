import { orderRuleOf } from '../assessment/cell.ts'
import type { JudgedLine } from '../assessment/readiness.ts'
import { cellKey } from '../cell.ts'
import type { Day } from '../day.ts'
import { normalQuantile } from '../demand/distribution.ts'
import type { PromotionId } from '../ids.ts'
import { addMoney, type Money, moneySize } from '../money.ts'
import type { MissingOfMinimum } from '../ordering/supplier-minimum.ts'
import { orderForwards, protectedLead } from '../supply/lead-time.ts'
import { type OrderRule, orderQuantity } from '../supply/order-quantity.ts'
import type { CellNeed, JointOrder } from './joint-order.ts'
import { type OrderSum, orderSum } from './order-sum.ts'
import { subjectOf } from './risk.ts'
import type { RiskAction } from './risk-action.ts'
import type { CandidatePromotion, RiskCandidate } from './risk-candidate.ts'

/** A destination of an order: units missing there, and the day by whose start they must be usable; null where that day cannot be met. */
export type Destination = {
  readonly location: string
  readonly units: number
  readonly usableOn: Day | null
  /** The first day on which they may be usable, because earlier ones would be sold before; null where they may come at any time. */
  readonly notBefore: Day | null
  /** The same units by promotion. */
  readonly shares: CellNeed['shares']
}

/** One order to place; several of one requirement where a weekly limit or a delivery window parts it. */
export type RequiredOrder = JointOrder & { readonly destinations: readonly Destination[] }

/** A promotion that an order is for. */
export type Served = { readonly promotionId: PromotionId; readonly name: string; readonly start: Day }

/** An item at a supplier, and the risk that it is needed for. */
type RequiredItem = {
  /** The identity of the risk. */
  readonly identity: string
  readonly supplier: string | null
  readonly sku: string
  readonly item: string
  readonly promotions: readonly Served[]
  /** Revenue at risk without it. */
  readonly money: Money
}

/** What has to be ordered of one item at one supplier, however many locations and promotions are short of it. */
export type Requirement = RequiredItem & {
  readonly rule: OrderRule
  /** The order cut-off on the first order's day, `15:00`; null where none is known. */
  readonly cutoff: string | null
  readonly orders: readonly RequiredOrder[]
  /** Units that all locations together lack, before minimum and multiple. */
  readonly missingUnits: number
  /** Units that minimum and multiple leave over, and what they cost in `currency`; null where no unit cost is known. */
  readonly overUnits: number
  /** What the orders are made of. */
  readonly made: OrderSum | null
  /** What the first order lacks of its supplier's minimum; absent where it lacks nothing. */
  readonly lacking?: MissingOfMinimum
  readonly overCost: number | null
  readonly currency: string | null
}

/** Units that no normal order brings in time. */
export type TooLate = RequiredItem & {
  readonly units: number
  readonly rule: OrderRule
  /** The last day on which an order would have been in time; null where no lead time is known. */
  readonly since: Day | null
  readonly locations: readonly string[]
  /** A late order that covers what is missing if it is delivered by a day; null where there is none. */
  readonly chase: { readonly orderId: string; readonly by: Day | null } | null
}

/** An order that somebody planned and has to place. */
export type PlannedToPlace = Omit<RequiredItem, 'money'> & {
  readonly orderId: string
  readonly units: number
  readonly placeBy: Day | null
}

/** An order that costs so much more than it saves, in `currency`. */
type UnwiseRequirement = RequiredItem & {
  readonly units: number
  readonly loss: number
  readonly currency: string | null
}

/** Everything that has to be ordered for the promotions to come, each list by the last day to order. */
export type Requirements = {
  readonly orders: readonly Requirement[]
  /** The same for items whose supplier is unknown. */
  readonly withoutSupplier: readonly Requirement[]
  readonly tooLate: readonly TooLate[]
  readonly planned: readonly PlannedToPlace[]
  /** Items that run short by an unknown quantity. */
  readonly untold: readonly RequiredItem[]
  /** Orders that would be in time and cost more than they save. */
  readonly unwise: readonly UnwiseRequirement[]
  /** Missing data that may call for more orders once they are known. */
  readonly unjudged: number
}

/**
 * Lists what has to be ordered, from the same candidates as the risks: the same quantities by the same days, those that can
 * wait included. Lines for which every normal order is too late are listed apart, summed by item and supplier.
 */
export const requirementsOf = <Promotion extends CandidatePromotion>(
  candidates: readonly RiskCandidate<Promotion>[],
): Requirements => {
  const orders = candidates.filter(({ action }) => action.kind === 'order')
  const placed = orders.filter((one) => (one.orderUnits ?? 0) > 0 && one.orderBy !== null).map(requirementOf)
  const late = candidates.filter(
    (one) => tooLateActions.has(one.action.kind) || (one.orderUnits !== null && one.orderBy === null),
  )
  const sorted = placed.toSorted(byLastHour)
  return {
    orders: sorted.filter(({ supplier }) => supplier !== null),
    withoutSupplier: sorted.filter(({ supplier }) => supplier === null),
    tooLate: tooLateOf(late),
    planned: orders.flatMap(plannedOf).toSorted((a, b) => farIfNone(a.placeBy) - farIfNone(b.placeBy)),
    untold: orders.filter(({ orderUnits }) => orderUnits === null).map(requiredItemOf),
    unwise: candidates.flatMap((one) =>
      one.action.kind === 'decide' && one.action.unwise ? [{ ...requiredItemOf(one), ...one.action.unwise }] : [],
    ),
    unjudged: candidates.filter(({ action }) => action.kind === 'tell').length,
  }
}

/** The actions where no normal order is in time. */
const tooLateActions: ReadonlySet<RiskAction['kind']> = new Set(['decide', 'share', 'chase'])

/** Lists the suppliers of all requirements in alphabetical order. */
export const suppliersOf = ({ orders, tooLate, planned, untold }: Requirements): readonly string[] =>
  [...new Set([...orders, ...tooLate, ...planned, ...untold].flatMap(({ supplier }) => supplier ?? []))].sort()

const farIfNone = (day: Day | null): number => day ?? Number.MAX_SAFE_INTEGER

const byLastHour = (a: Requirement, b: Requirement): number =>
  (a.orders[0]?.orderBy ?? 0) - (b.orders[0]?.orderBy ?? 0) ||
  (a.cutoff ?? '24:00').localeCompare(b.cutoff ?? '24:00') ||
  moneySize(b.money) - moneySize(a.money) ||
  (a.identity < b.identity ? -1 : 1)

const linesOf = <Promotion extends CandidatePromotion>({ evidence }: RiskCandidate<Promotion>): readonly JudgedLine[] =>
  evidence.flatMap(({ lines }) => lines)

const requiredItemOf = <Promotion extends CandidatePromotion>(candidate: RiskCandidate<Promotion>): RequiredItem => {
  const { action, identity, money, evidence } = candidate
  const first = linesOf(candidate)[0]?.facts.item
  return {
    identity,
    supplier: action.kind === 'order' ? action.supplier : (first?.supplier ?? null),
    sku: action.kind === 'order' ? action.sku : (first?.sku ?? ''),
    item: first?.name ?? '',
    promotions: evidence.map(({ promotion: { promotionId, name, start } }) => ({ promotionId, name, start })),
    money,
  }
}

const requirementOf = <Promotion extends CandidatePromotion>(candidate: RiskCandidate<Promotion>): Requirement => {
  const [first] = linesOf(candidate) as [JudgedLine]
  const { orders } = candidate
  const missingUnits = orders.reduce((sum, { needs }) => sum + unitsOf(needs), 0)
  const overUnits = orders.reduce((sum, { units }) => sum + units, 0) - missingUnits
  const { unitCost, currency } = first.facts.item
  const { lacking } = subjectOf(candidate)
  return {
    ...requiredItemOf(candidate),
    rule: orderRuleOf(first.facts),
    cutoff: candidate.cutoff,
    orders: orders.map((order) => ({ ...order, destinations: destinationsOf(order) })),
    missingUnits,
    overUnits,
    made: orderSum(missingUnits + overUnits, missingUnits, [
      ...new Set(orders.flatMap(({ needs }) => needs.flatMap(({ lines }) => lines))),
    ]),
    ...(lacking === undefined ? {} : { lacking }),
    overCost: unitCost === null ? null : overUnits * unitCost,
    currency,
  }
}

const unitsOf = (needs: readonly { readonly units: number }[]): number =>
  needs.reduce((sum, { units }) => sum + units, 0)

/** Gives where an order goes, by the day on which it must be usable there. */
const destinationsOf = (order: JointOrder): readonly Destination[] => {
  const found = new Map<string, Destination>()
  for (const { lines, units, shares, notBefore } of order.needs) {
    const [line] = lines as [JudgedLine]
    const location = destinationOf(line)
    const day = usableOn(line, order.orderBy)
    const known = found.get(location)
    const days = [day, known?.usableOn ?? null].filter((one) => one !== null)
    found.set(location, {
      location,
      units: (known?.units ?? 0) + units,
      usableOn: days.length === 0 ? null : Math.min(...days),
      notBefore: latestOf(known?.notBefore ?? null, notBefore),
      shares: addShares([...(known?.shares ?? []), ...shares]),
    })
  }
  return [...found.values()].toSorted(
    (a, b) => farIfNone(a.usableOn) - farIfNone(b.usableOn) || (a.location < b.location ? -1 : 1),
  )
}

const latestOf = (a: Day | null, b: Day | null): Day | null => (a === null || b === null ? (a ?? b) : Math.max(a, b))

const addShares = (shares: CellNeed['shares']): CellNeed['shares'] =>
  [...Map.groupBy(shares, ({ promotionId }) => promotionId)].map(([promotionId, own]) => ({
    promotionId,
    units: unitsOf(own),
  }))

/** Gives where goods of a line are delivered: at the own location that they pass through, else at the line's location. */
const destinationOf = ({ facts: { leadTime, location, source } }: JudgedLine): string =>
  leadTime?.via === undefined ? location.location : (source?.location ?? location.suppliedBy ?? location.location)

/** Gives the day on which an order of a day is usable at its destination, with the protected lead time of the verdict; null where it is too late or unknown. */
const usableOn = (line: JudgedLine, orderOn: Day | null): Day | null => {
  const { leadTime, location } = line.facts
  if (leadTime === null || orderOn === null || line.verdict !== 'at-risk') return null
  const lead = protectedLead(leadTime, normalQuantile(1 - line.policy))
  const [leg, receiving] = lead.via === undefined ? [lead, location.receiving] : [lead.via.lead, lead.via.receiving]
  return orderForwards(leg, receiving, orderOn)?.usableOn ?? null
}

/**
 * Sums the units that lines lack. Lines of one item at one location with overlapping windows count once, with the largest
 * need, which contains the others; needs of windows that follow each other add up.
 */
const missingUnits = (lines: readonly JudgedLine[]): number => {
  let sum = 0
  for (const own of Map.groupBy(lines, (line) => cellKey(line.line)).values()) {
    let [most, until] = [0, Number.NEGATIVE_INFINITY]
    for (const { line, window } of own.toSorted((a, b) => a.line.start - b.line.start)) {
      if (line.start > until) {
        sum += most
        most = 0
      }
      most = Math.max(most, window.needUnits ?? 0)
      until = Math.max(until, line.end)
    }
    sum += most
  }
  return sum
}

/** Sums what is too late by item, supplier and chased order, over all promotions. */
const tooLateOf = <Promotion extends CandidatePromotion>(
  candidates: readonly RiskCandidate<Promotion>[],
): readonly TooLate[] => {
  const cases = candidates.flatMap(({ identity, action, evidence }) =>
    evidence.flatMap(({ promotion, lines }) =>
      lines
        .filter(({ verdict, window }) => verdict === 'not-ready' && (window.needUnits ?? 0) > 0)
        .map((line) => ({ identity, promotion, line, chase: chaseOf(action) })),
    ),
  )
  const groups = Map.groupBy(cases, ({ chase, line: { facts } }) =>
    JSON.stringify([facts.item.supplier, facts.item.sku, chase?.orderId ?? null]),
  )
  return [...groups.values()]
    .map((own): TooLate => {
      const [first] = own as [(typeof own)[number]]
      const lines = own.map(({ line }) => line)
      const { item } = first.line.facts
      const rule = orderRuleOf(first.line.facts)
      const days = lines.flatMap(({ window }) => window.orderBy ?? [])
      const promotions = new Map(own.map(({ promotion }) => [promotion.promotionId, promotion]))
      return {
        identity: first.identity,
        supplier: item.supplier,
        sku: item.sku,
        item: item.name,
        units: orderQuantity(missingUnits(lines), rule),
        rule,
        since: days.length === 0 ? null : Math.min(...days),
        chase: first.chase,
        locations: [...new Set(lines.map(({ line }) => line.location))],
        promotions: [...promotions.values()].map(({ promotionId, name, start }) => ({ promotionId, name, start })),
        money: addMoney(
          lines.map((line) => (line.revenueAtRisk === null ? {} : { [line.currency ?? '']: line.revenueAtRisk })),
        ),
      }
    })
    .toSorted((a, b) => moneySize(b.money) - moneySize(a.money) || (a.sku < b.sku ? -1 : 1))
}

const chaseOf = (action: RiskAction): TooLate['chase'] =>
  action.kind === 'chase' ? { orderId: action.orderId, by: action.pull?.by ?? null } : null

/** Lists the planned orders that a risk relies on: they count in no verdict until they are placed. */
const plannedOf = <Promotion extends CandidatePromotion>(
  candidate: RiskCandidate<Promotion>,
): readonly PlannedToPlace[] => {
  const { money: _, ...item } = requiredItemOf(candidate)
  const found = new Map<string, PlannedToPlace>()
  for (const { reasons, facts } of linesOf(candidate))
    for (const reason of reasons)
      if (reason.code === 'PLANNED_ORDER')
        found.set(`${facts.location.location}\u0000${reason.orderId}`, {
          ...item,
          orderId: reason.orderId,
          units: reason.units,
          placeBy: reason.placeBy,
        })
  return [...found.values()]
}
