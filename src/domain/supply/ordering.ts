import { type CellFacts, firstOrderDay } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { normalQuantile } from '../demand/distribution.ts'
import { type OrderDates, orderBackwards, orderForwards, protectedLead } from './lead-time.ts'
import { limitedOrdering } from './limited-ordering.ts'
import { needFrom, ownNeedFrom } from './need.ts'
import { orderQuantity } from './order-quantity.ts'
import type { Addition } from './outlook.ts'
import type { Receipt } from './receipts.ts'
import { riskOf, type SupplyPosition, shortageOf, withUnits } from './situation.ts'
import { firstRiskyDay, neededDay } from './stockout.ts'
import type { OrderPart } from './weekly-limit.ts'

/** An order that somebody planned and nobody placed. */
export type PlannedOrder = {
  readonly orderId: string
  readonly units: number
  readonly placeBy: Day | null
  /** It would keep the line within policy on its own. */
  readonly covers: boolean
}

/** What one normal order can do for a line that is short. */
export type Ordering = {
  /** The goods must be usable by the start of this day. */
  readonly neededOn: Day
  /** The first day that is likelier short than not, else `neededOn`. */
  readonly runsOut: Day
  /** The last order that is usable by then, perhaps in the past; the first of several; null without a lead time. */
  readonly latest: OrderDates | null
  /** The order that can still be placed; null without a lead time. */
  readonly soonest: OrderDates | null
  /** Where a weekly limit splits the need: the orders of it, the first one by its last day; one or none where it does not. */
  readonly parts: readonly OrderPart[]
  /** The same orders, each as soon as it can be placed. */
  readonly soonestParts: readonly OrderPart[]
  /** Lead time with its protection for variance, in the supplier's days. */
  readonly leadDays: number | null
  readonly planned: readonly PlannedOrder[]
  /** Units missing besides what is planned, before any minimum. */
  readonly needUnits: number
  /** Units to order: those missing, raised to minimum and multiple; 0 when the planned orders do. */
  readonly units: number
  /** Stockout probability with a normal order of the needed size placed today; null without a lead time. */
  readonly p1: number | null
  /** Expected shortage that even an order placed today leaves, in units. */
  readonly lateUnits: number
}

/** A balance of exactly nothing is a coin's toss; a day counts as short when it is clearly the likelier side. */
const likelyShort = 0.505

/** Works out by when goods are needed, the last and the next order that bring them, and what one placed today would leave. */
export const orderingOf = (
  facts: CellFacts,
  unhelped: SupplyPosition,
  start: Day,
  plannedReceipts: readonly Receipt[],
  policy: number,
): Ordering => {
  const { asOf, location, leadTime, item } = facts
  const { receiving } = location
  const situation = sentTo(facts, unhelped, policy)
  const { prepared, window, hurt } = situation
  const windows = [window, ...hurt.map((senior) => senior.window)]
  const risky = windows.flatMap((days) => neededDay(prepared, days, policy) ?? [])
  const shelfDay = location.onShelfDays > 0 ? start - location.onShelfDays : Number.POSITIVE_INFINITY
  const neededOn = Math.min(...risky, shelfDay)
  // The shortage that this day is told beside is that before anything is sent.
  const likely = windows.flatMap((days) => firstRiskyDay(unhelped.prepared, days, likelyShort) ?? [])
  const runsOut = likely.length > 0 ? Math.min(...likely) : Math.min(...risky)
  const planned = plannedReceipts.map(({ orderId, units, day }) => ({
    orderId,
    units,
    placeBy: leadTime ? (orderBackwards(leadTime, receiving, day)?.orderOn ?? null) : null,
    covers: day <= neededOn && riskOf(situation, { day, units }) <= policy,
  }))
  const inPlan = plannedReceipts.reduce((sum, { day, units }) => (day <= neededOn ? sum + units : sum), 0)
  const needUnits = Math.max(0, ownNeedFrom(situation, Math.max(asOf, neededOn), policy) - inPlan)
  const need = { neededOn, runsOut, planned, needUnits, units: orderQuantity(needUnits, item.rule) }
  if (leadTime === null)
    return {
      ...need,
      latest: null,
      soonest: null,
      parts: [],
      soonestParts: [],
      leadDays: null,
      p1: null,
      lateUnits: shortageOf(situation),
    }

  const lead = protectedLead(leadTime, normalQuantile(1 - policy))
  const soonest = orderForwards(lead, receiving, firstOrderDay(facts))
  const latest = orderBackwards(lead, receiving, neededOn)
  if (leadTime.maxPerWeek !== null)
    return {
      ...need,
      ...limitedOrdering(facts, situation, lead, need, plannedReceipts, policy),
      soonest,
      leadDays: (lead.via?.lead ?? lead).lead,
    }
  const arrivesInWindow = soonest !== null && windows.some((days) => soonest.usableOn <= days.end)
  const added: Addition | null = arrivesInWindow
    ? { day: soonest.usableOn, units: orderQuantity(needFrom(situation, soonest.usableOn, policy), item.rule) }
    : null
  const inTime = soonest !== null && soonest.usableOn <= neededOn
  const p1 = riskOf(situation, inTime ? added : null)
  return {
    ...need,
    latest,
    soonest,
    parts: [],
    soonestParts: [],
    leadDays: (lead.via?.lead ?? lead).lead,
    p1,
    lateUnits: shortageOf(situation, added),
  }
}

/** What the location that supplies a cell sends helps first; what it still misses then is to be ordered. */
const sentTo = ({ source }: CellFacts, situation: SupplyPosition, policy: number): SupplyPosition => {
  const helped = withUnits(situation, source?.sends ?? [], policy)
  return riskOf(helped) > policy ? helped : situation
}
