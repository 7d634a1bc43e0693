import type { Day } from '../day.ts'
import { quantile } from '../demand/distribution.ts'
import { anyOf } from './cycles.ts'
import {
  type Addition,
  between,
  demandBetween,
  type Prepared,
  startsBy,
  stockoutAt,
  stretch,
  type Window,
} from './outlook.ts'

/** The first days of the cycles that begin inside a window after its first day, ascending. */
const cyclesIn = ({ outlook }: Prepared, window: Window, added: Addition | null): readonly number[] => {
  const { asOf, cycles } = outlook
  const [first, last] = [window.start - asOf, window.end - asOf]
  const inside = cycles.filter((day) => day > first && day <= last)
  const day = added === null ? Number.NaN : added.day - asOf
  if (!(day > first && day <= last) || inside.includes(day)) return inside
  return [...inside, day].sort((a, b) => a - b)
}

/**
 * The least that the shortages of any two days of a window are correlated: as the demand until its first day is with that
 * until its last, from today or, where the shelf may have started again, from the window's start.
 */
const correlationIn = (prepared: Prepared, window: Window): number => {
  const { asOf, unmet } = prepared.outlook
  const [first, last] = [window.start - asOf, window.end - asOf]
  const whole = correlationOf(prepared, 0, first, last)
  return unmet === 'backorder' ? whole : Math.min(whole, correlationOf(prepared, first, first, last))
}

/** The correlation of the demand of two stretches that start together at index `from` and end at `first` and at `last`. */
const correlationOf = (prepared: Prepared, from: number, first: number, last: number): number => {
  const { spread, protectionDays } = prepared.outlook
  const errorsFrom = (to: number) => (protectionDays === null ? from : Math.max(from, to - protectionDays + 1))
  const base = (to: number) => between(prepared.base, errorsFrom(to), to)
  const extra = (to: number) => between(prepared.extra, from, to)
  const promoted = (to: number) => between(prepared.promoted, from, to)
  const overlap = errorsFrom(last) <= first ? between(prepared.baseVariance, errorsFrom(last), first) : 0
  const shared =
    overlap +
    between(prepared.extraVariance, from, first) +
    spread.levelCv ** 2 * base(first) * base(last) +
    spread.upliftCv ** 2 * extra(first) * extra(last) +
    spread.ratioCv ** 2 * promoted(first) * promoted(last)
  const variance = (to: number) => demandBetween(prepared, from, to, true).variance
  const product = variance(first) * variance(last)
  return product > 0 ? Math.min(1, Math.max(0, shared / Math.sqrt(product))) : 0
}

/**
 * Gives the probability of a stockout on any day of the window. Between receipts the shelf only falls, so each cycle is as
 * risky as its worst day; several cycles are taken together by `anyOf`. A receipt never makes it likelier: it is at most
 * what it were without the last ones.
 */
export const stockoutRisk = (prepared: Prepared, window: Window, added: Addition | null = null): number => {
  const { asOf } = prepared.outlook
  const [first, last] = [window.start - asOf, window.end - asOf]
  const cycles = cyclesIn(prepared, window, added)
  const chances: number[] = []
  let worst = 0
  for (let day = first, next = 0; day <= last; day++) {
    if (day === cycles[next]) {
      chances.push(worst)
      worst = 0
      next++
    }
    worst = Math.max(worst, stockoutAt(prepared, day, first, added))
  }
  if (chances.length === 0) return worst
  const correlation = correlationIn(prepared, window)
  let risk = anyOf([...chances, worst], correlation)
  for (const [i, cut] of cycles.entries()) {
    let merged = chances[i] as number
    for (let day = cut; day <= last; day++) merged = Math.max(merged, stockoutAt(prepared, day, first, added, cut))
    risk = Math.min(risk, anyOf([...chances.slice(0, i), merged], correlation))
  }
  return risk
}

/** Tells whether a stockout in the window is no likelier than `policy`; looks where the shelf is lowest first. */
export const isWithinPolicy = (prepared: Prepared, window: Window, policy: number): boolean => {
  const { asOf } = prepared.outlook
  const [first, last] = [window.start - asOf, window.end - asOf]
  for (let day = last; day >= first; day--) if (stockoutAt(prepared, day, first, null) > policy) return false
  return cyclesIn(prepared, window, null).length === 0 || stockoutRisk(prepared, window) <= policy
}

/** The probability of a stockout from the window's start to each of its days, as far as one passes `policy`. */
const risksUntil = (prepared: Prepared, window: Window, policy: number): readonly number[] => {
  const { asOf } = prepared.outlook
  const [first, last] = [window.start - asOf, window.end - asOf]
  const cycles = cyclesIn(prepared, window, null)
  const chances: number[] = []
  const risks: number[] = []
  let worst = 0
  for (let day = first, next = 0; day <= last && (risks.at(-1) ?? 0) <= policy; day++) {
    if (day === cycles[next]) {
      chances.push(worst)
      worst = 0
      next++
    }
    worst = Math.max(worst, stockoutAt(prepared, day, first, null))
    const risk = chances.length === 0 ? worst : anyOf([...chances, worst], correlationIn(prepared, window))
    risks.push(Math.max(risk, risks.at(-1) ?? 0))
  }
  return risks
}

/** Gives the first day of the window by which a stockout is likelier than `policy`, or null. */
export const firstRiskyDay = (prepared: Prepared, window: Window, policy: number): Day | null => {
  const day = risksUntil(prepared, window, policy).findIndex((risk) => risk > policy)
  return day < 0 ? null : window.start + day
}

/** What may be risked before goods arrive leaves this share of the policy for the days after. */
const leastLeft = 0.25

/** Gives the last day of the window by which goods must be there to keep it within `policy`, or null where it is without. */
export const neededDay = (prepared: Prepared, window: Window, policy: number): Day | null => {
  const risks = risksUntil(prepared, window, policy)
  let day = risks.findIndex((risk) => risk > policy)
  if (day < 0) return null
  while (day > 0 && (risks[day - 1] as number) > (1 - leastLeft) * policy) day--
  return window.start + day
}

/** A shelf that is out of stock needs something, however little is wanted. */
const leastOrder = 1e-3

/** Units that leave every day from an arrival on a chance of `tolerated` at most. */
const unitsAt = (prepared: Prepared, window: Window, day: Day, tolerated: number): number => {
  const arrival = Math.max(0, day - prepared.outlook.asOf)
  const start = window.start - prepared.outlook.asOf
  let needed = 0
  for (let low = Math.max(arrival, start); low <= window.end - prepared.outlook.asOf; low++) {
    if (stockoutAt(prepared, low, start, null) <= tolerated) continue
    let least = Number.POSITIVE_INFINITY
    for (const from of startsBy(prepared, arrival, start, { day, units: 0 })) {
      const { demand, supply } = stretch(prepared, from, low, null)
      least = Math.min(least, quantile(demand, 1 - tolerated) - supply)
    }
    needed = Math.max(needed, least, leastOrder)
  }
  return needed
}

const halvings = 20

/**
 * Gives the units that must become usable on `day` to keep the window within policy: with what is risked before, as far as
 * that leaves a quarter of the policy, and with every receipt after.
 */
export const unitsNeeded = (prepared: Prepared, window: Window, day: Day, policy: number): number => {
  const before =
    day > window.start ? stockoutRisk(prepared, { start: window.start, end: Math.min(window.end, day - 1) }) : 0
  const isInTime = before <= (1 - leastLeft) * policy
  const left = isInTime ? policy - before : policy
  const after = { start: Math.max(window.start, day), end: window.end }
  const cycles = after.start > after.end ? 1 : cyclesIn(prepared, after, null).length + 1
  const enough = unitsAt(prepared, window, day, left / cycles)
  if (cycles === 1 || enough === 0) return enough
  const isEnough = (units: number) => stockoutRisk(prepared, isInTime ? window : after, { day, units }) <= policy
  let [low, high] = [unitsAt(prepared, window, day, left), enough]
  if (!isEnough(high) || isEnough(low)) return isEnough(low) ? low : high
  for (let i = 0; i < halvings && high - low > 0.01; i++) {
    const middle = (low + high) / 2
    if (isEnough(middle)) high = middle
    else low = middle
  }
  return high
}
