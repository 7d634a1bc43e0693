import { sumOf, zeros } from '../../common/numbers.ts'
import { ofLast } from '../../common/of-last.ts'
import { type CellFacts, firstOrderDay } from '../assessment/cell.ts'
import { type Day, everyDay, longestGap } from '../day.ts'
import type { Baseline } from '../demand/baseline.ts'
import { leastReceipts, receiptDays } from '../policy.ts'
import { type LeadTime, lastLeg, orderBackwards, orderForwards } from './lead-time.ts'
import { orderQuantity } from './order-quantity.ts'
import type { Receipt } from './receipts.ts'
import { DatedShelf, shelfLifeOf } from './shelf-life.ts'
import { placedByWeek, weekOf } from './weekly-limit.ts'

/** Ordinary replenishment (periodic review): from which day on it can be assumed, and what it brings. */
export type OrdinaryReplenishment = {
  /** The earliest day on which an ordinary order is usable. */
  readonly from: Day
  /** Days between two orders. */
  readonly reviewDays: number
  /** The number of receipts that the review days are learned from; null where the feed states them. */
  readonly learnedFrom: number | null
  /** The protection interval: days of demand that an order must cover before the next one can act, lead time plus review. */
  readonly protectionDays: number
  /** Units by day from the as-of date on. */
  readonly receipts: Float64Array
}

/** Service level of ordinary shelf replenishment, one-sided 95 %. */
const z95 = 1.6448536269514722

/** Days between ordinary orders, and the number of receipts that they are learned from; null where the feed states them. */
type ReviewPeriod = { readonly days: number; readonly learnedFrom: number | null }

/**
 * Gives the days between ordinary orders: as the lead-time feed states, else the median of those between at least three
 * receipts in 60 days, else null.
 */
export const reviewPeriod = ({ leadTime, orders, pastReceipts, asOf }: CellFacts): ReviewPeriod | null => {
  if (leadTime?.reviewDays) return { days: leadTime.reviewDays, learnedFrom: null }
  const isOrdinary = (day: Day) =>
    !orders.some(({ promotionIds, receivedOn }) => promotionIds.length > 0 && receivedOn === day)
  const past = pastReceipts.filter((day) => day < asOf && day >= asOf - receiptDays && isOrdinary(day))
  const days = [...new Set(past)].sort((a, b) => a - b)
  if (days.length < leastReceipts) return null
  const gaps = days
    .slice(1)
    .map((day, i) => day - (days[i] as number))
    .sort((a, b) => a - b)
  const [lower, upper] = [gaps[Math.floor((gaps.length - 1) / 2)], gaps[Math.ceil((gaps.length - 1) / 2)]] as number[]
  return { days: Math.ceil(((lower as number) + (upper as number)) / 2), learnedFrom: days.length }
}

const calendarDays = (leadTime: LeadTime, days: number) =>
  leadTime.calendar === 'weekdays' ? Math.ceil((days * 7) / 5) : days

/**
 * Gives the safety stock of ordinary demand over lead time plus review period: z sqrt((L+T) sD² + D² sL²), in units
 * (Silver, Pyke and Thomas, Inventory and Production Management, 7.10). The error of the demand level counts like one of
 * the lead time. Null without a lead time.
 */
const computedSafetyStock = (
  baseline: Baseline,
  leadTime: LeadTime | null,
  reviewDays: number,
  through: Day,
): number | null => {
  if (leadTime === null) return null
  const known = baseline.perDay.subarray(0, Math.max(1, through - baseline.from + 1))
  const mean = sumOf(known) / known.length
  const dayVariance = baseline.dispersion * mean + (baseline.dayCv * mean) ** 2
  const days = calendarDays(leadTime, leadTime.lead) + reviewDays
  const levelError = baseline.levelCv * mean * days
  return z95 * Math.sqrt(days * dayVariance + (mean * calendarDays(leadTime, leadTime.sd)) ** 2 + levelError ** 2)
}

/** Gives the safety stock that ordinary orders keep until a day: the larger of the stated and the computed one, in units. */
export const ordinarySafetyStock = (facts: CellFacts, baseline: Baseline, through: Day): number => {
  const review = reviewPeriod(facts)
  const computed = review === null ? null : computedSafetyStock(baseline, facts.leadTime, review.days, through)
  return Math.max(facts.stock?.safetyStock ?? 0, computed ?? 0)
}

/** Demand that ordinary orders answer to, in units by day from the as-of date on, and what they start from. */
type OrdinaryDemand = {
  readonly facts: CellFacts
  /** Mean demand without the promotion. */
  readonly demand: Float64Array
  readonly opening: number
  /** The balance below which an ordinary order is due. */
  readonly safetyStock: number
}

type OrdinaryInput = OrdinaryDemand & {
  /** Scheduled receipts. */
  readonly placed: Float64Array
}

/** The terms on which ordinary orders go on: the review period, the lead time of the last leg, and the first arrival. */
type OrdinaryTerms = { readonly review: ReviewPeriod; readonly lead: LeadTime; readonly from: Day }

/**
 * The terms of ordinary orders; null where nothing says that the cell is replenished, for an item that is not launched yet,
 * and for one that is discontinued.
 */
const ordinaryTerms = ofLast((facts: CellFacts): OrdinaryTerms | null => {
  const { item, leadTime, location, asOf } = facts
  const review = reviewPeriod(facts)
  if (leadTime === null || review === null) return null
  if (item.discontinuedOn !== null && item.discontinuedOn <= asOf) return null
  if (item.launchOn !== null && item.launchOn >= asOf) return null
  const lead = lastLeg(leadTime)
  const first = orderForwards(lead, location.receiving, firstOrderDay(facts))
  return first === null ? null : { review, lead, from: first.usableOn }
})

/** Tells whether ordinary replenishment goes on at a cell. */
export const isReplenished = (facts: CellFacts): boolean => ordinaryTerms(facts) !== null

/**
 * Assumes ordinary orders as they go on without any promotion: from the earliest day one could arrive, whenever the
 * balance would close below the safety stock, a receipt of exactly the missing units, as far as a weekly limit allows.
 * Null where no ordinary replenishment goes on.
 */
export const ordinaryReplenishment = (input: OrdinaryInput): OrdinaryReplenishment | null => {
  const terms = ordinaryTerms(input.facts)
  if (terms === null) return null
  const { review, lead, from } = terms
  return {
    from,
    reviewDays: review.days,
    learnedFrom: review.learnedFrom,
    protectionDays: calendarDays(lead, lead.lead) + review.days,
    receipts: ordinaryReceipts(input, from),
  }
}

/** The receipts that keep the balance at the safety stock from a day on; unmet demand is lost. */
const ordinaryReceipts = ({ facts, demand, opening, placed, safetyStock }: OrdinaryInput, from: Day): Float64Array => {
  const { asOf } = facts
  const allowance = allowanceOf(facts)
  const isOpen = openDays(facts)
  const receipts = zeros(demand.length)
  const life = shelfLifeOf(facts)
  const shelf = life === null ? null : new DatedShelf(opening, life)
  let balance = opening
  for (let i = 0; i < demand.length; i++) {
    const day = asOf + i
    const [placedToday, soldToday] = [placed[i] as number, demand[i] as number]
    const expired = shelf?.expire(i) ?? { opening: 0, receipts: 0 }
    balance += placedToday - soldToday - expired.opening - expired.receipts
    shelf?.receive(placedToday, i)
    if (day >= from && balance < safetyStock && canReceive(facts, day) && isOpen(day)) {
      const units = allowance(day, safetyStock - balance)
      receipts[i] = units
      balance += units
      shelf?.receive(units, i)
    }
    shelf?.sell(soldToday)
    if (balance < 0) balance = 0
  }
  return receipts
}

/** Makes the function that tells whether an order can arrive on a day, for closed suppliers and locations: weekends do not matter to a floor. */
const openDays = ({ leadTime, location }: CellFacts): ((day: Day) => boolean) => {
  const lead = leadTime && lastLeg(leadTime)
  const { closed } = location.receiving
  if (lead === null || lead.holidays.size + closed.size === 0) return () => true
  const inCalendarDays: LeadTime = {
    ...lead,
    lead: calendarDays(lead, Math.ceil(lead.lead)),
    calendar: 'calendar',
    orderDays: everyDay,
  }
  const receiving = { days: everyDay, closed, dockToStock: 0 }
  return (day) => orderBackwards(inCalendarDays, receiving, day)?.usableOn === day
}

/**
 * Gives of each receipt, by day, the units that an ordinary order of that day brings: what raises the balance to the safety
 * stock and the demand of a review period, and that demand at least, in order minimum and multiple. The balance is that of
 * the ordinary run.
 */
export const usualUnits = (
  receipts: readonly Receipt[],
  { facts, demand, opening, safetyStock }: OrdinaryDemand,
): readonly number[] => {
  const terms = ordinaryTerms(facts)
  if (terms === null) return receipts.map(() => 0)
  const perDay = sumOf(demand) / demand.length
  const { lead, review } = terms
  // Where orders are placed or received on some days only, one brings what is sold until the next.
  const period = Math.max(review.days, longestGap(lead.orderDays), longestGap(facts.location.receiving.days))
  const perPeriod = perDay * period
  const usual: number[] = []
  let balance = opening
  for (let i = 0, next = 0; next < receipts.length; i++) {
    for (; next < receipts.length && (receipts[next] as Receipt).day <= facts.asOf + i; next++) {
      const { units, isOrdinary } = receipts[next] as Receipt
      const due = orderQuantity(perPeriod + Math.max(0, safetyStock - balance), facts.item.rule)
      const ordinary = isOrdinary ? units : Math.min(units, due)
      usual.push(ordinary)
      balance += ordinary
    }
    balance -= demand[i] ?? perDay
    if (facts.asOf + i >= terms.from) balance = Math.max(balance, safetyStock)
    balance = Math.max(0, balance)
  }
  return usual
}

/** Tells whether an ordinary order may arrive: before the item's last day, and while a location of our own has any to send. */
const canReceive = ({ item, source }: CellFacts, day: Day): boolean => {
  if (item.discontinuedOn !== null && day >= item.discontinuedOn) return false
  const dry = source?.dry ?? null
  return dry === null || day < dry.from || (dry.until !== null && day >= dry.until)
}

/** Makes the function that gives the units of an ordinary order for a day: those wanted, or what a weekly limit allows. */
const allowanceOf = (facts: CellFacts): ((day: Day, wanted: number) => number) => {
  const leadTime = facts.leadTime as LeadTime
  const limit = leadTime.via ? null : leadTime.maxPerWeek
  if (limit === null) return (_, wanted) => wanted
  const ordinary = facts.orders.filter(({ promotionIds }) => promotionIds.length === 0)
  const taken = placedByWeek({ ...facts, orders: ordinary })
  return (day, wanted) => {
    const order = orderBackwards(leadTime, facts.location.receiving, day)
    if (order === null) return 0
    const week = weekOf(order.orderOn)
    const units = Math.max(0, Math.min(wanted, limit - (taken.get(week) ?? 0)))
    taken.set(week, (taken.get(week) ?? 0) + units)
    return units
  }
}
