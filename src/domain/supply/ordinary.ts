import { type CellFacts, firstOrderDay } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import type { Baseline } from '../demand/baseline.ts'
import { leastReceipts, receiptDays } from '../policy.ts'
import { type LeadTime, lastLeg, orderBackwards, orderForwards } from './lead-time.ts'
import { placedByWeek, weekOf } from './weekly-limit.ts'

/** Ordinary replenishment: from which day on it can be assumed, what it would bring, and what it holds on the shelf. */
export type Ordinary = {
  readonly from: Day
  readonly reviewDays: number
  /** The receipts that the review days are learned from; null where the feed states them. */
  readonly learnedFrom: number | null
  /** Days of demand that an order must cover before the next one can act: lead time plus review. */
  readonly protectionDays: number
  /** Units per day from the as-of date on. */
  readonly receipts: Float64Array
}

/** Service level of ordinary shelf replenishment, one-sided 95 %. */
const z95 = 1.6448536269514722

/** How often ordinary orders are placed: the days between them, and the receipts that tell it; null where the feed does. */
export type Review = { readonly days: number; readonly learnedFrom: number | null }

/**
 * Gives the days between ordinary orders: as the lead-time feed states, else the median of those between at least three
 * receipts in 60 days, else null.
 */
export const reviewOf = ({ leadTime, pastReceipts, asOf }: CellFacts): Review | null => {
  if (leadTime?.reviewDays) return { days: leadTime.reviewDays, learnedFrom: null }
  const days = [...new Set(pastReceipts.filter((day) => day < asOf && day >= asOf - receiptDays))].sort((a, b) => a - b)
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
 * Computes the safety stock of ordinary demand over lead time plus review: z sqrt((L+T) sD² + D² sL²), in units
 * (Silver, Pyke and Thomas, Inventory and Production Management, 7.10), where the error of the demand level counts like
 * one of the lead time. Null without a lead time.
 */
export const computedSafetyStock = (
  baseline: Baseline,
  leadTime: LeadTime | null,
  reviewDays: number,
): number | null => {
  if (leadTime === null) return null
  let mean = 0
  for (const units of baseline.perDay) mean += units
  mean /= baseline.perDay.length
  const dayVariance = baseline.dispersion * mean + (baseline.dayCv * mean) ** 2
  const days = calendarDays(leadTime, leadTime.lead) + reviewDays
  const levelError = baseline.levelCv * mean * days
  return z95 * Math.sqrt(days * dayVariance + (mean * calendarDays(leadTime, leadTime.sd)) ** 2 + levelError ** 2)
}

/** Gives the balance that ordinary orders keep: the larger of the given safety stock and the computed one, in units. */
export const ordinaryFloor = (facts: CellFacts, baseline: Baseline): number => {
  const review = reviewOf(facts)
  const computed = review === null ? null : computedSafetyStock(baseline, facts.leadTime, review.days)
  return Math.max(facts.stock?.safetyStock ?? 0, computed ?? 0)
}

/** Makes the function that gives, of the units wanted on a day, those that its ordering week still allows, and takes them. */
const weeklyAllowance = (facts: CellFacts, limit: number) => {
  const taken = placedByWeek(facts)
  return (day: Day, wanted: number): number => {
    const order = orderBackwards(facts.leadTime as LeadTime, facts.location.receiving, day)
    if (order === null) return 0
    const week = weekOf(order.orderOn)
    const units = Math.max(0, Math.min(wanted, limit - (taken.get(week) ?? 0)))
    taken.set(week, (taken.get(week) ?? 0) + units)
    return units
  }
}

/**
 * Assumes ordinary orders as they would go on without any promotion: from the earliest day one could arrive, whenever
 * the balance would close below `floor`, a receipt of exactly the missing units, as far as a weekly limit allows. Null where nothing says that the cell
 * is replenished, and for launches; a discontinued item is ordered until its last day, and from a location of
 * our own only while it has something to send.
 */
export const ordinaryOf = (
  facts: CellFacts,
  baseline: Float64Array,
  opening: number,
  placed: Float64Array,
  floor: number,
): Ordinary | null => {
  const { asOf, item, source } = facts
  const review = reviewOf(facts)
  if (facts.leadTime === null || review === null) return null
  const leadTime = lastLeg(facts.leadTime)
  if (item.discontinuedOn !== null && item.discontinuedOn <= asOf) return null
  if (item.launchOn !== null && item.launchOn >= asOf) return null
  const first = orderForwards(leadTime, facts.location.receiving, firstOrderDay(facts))
  if (first === null) return null
  const ends = item.discontinuedOn ?? Number.POSITIVE_INFINITY
  const dry = source?.dry ?? null
  const isDry = (day: Day) => dry !== null && day >= dry.from && (dry.until === null || day < dry.until)
  const receipts = new Float64Array(baseline.length)
  const limit = facts.leadTime.via ? null : leadTime.maxPerWeek
  const free = limit === null ? null : weeklyAllowance(facts, limit)
  let balance = opening
  for (let i = 0; i < baseline.length; i++) {
    balance += (placed[i] as number) - (baseline[i] as number)
    if (i >= first.usableOn - asOf && asOf + i < ends && balance < floor && !isDry(asOf + i)) {
      const units = free === null ? floor - balance : free(asOf + i, floor - balance)
      receipts[i] = units
      balance += units
    }
    if (balance < 0) balance = 0
  }
  const protectionDays = calendarDays(leadTime, leadTime.lead) + review.days
  return {
    from: first.usableOn,
    reviewDays: review.days,
    learnedFrom: review.learnedFrom,
    protectionDays,
    receipts,
  }
}
