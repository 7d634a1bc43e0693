import { expectedAbove, quantile } from '../demand/distribution.ts'
import { type DemandAndSupply, demandAndSupply, possibleStarts } from './demand-and-supply.ts'
import {
  type AddedReceipt,
  type CumulativeOutlook,
  expiredUntil,
  indexesOf,
  type Window,
  withoutAllocated,
} from './outlook.ts'

/**
 * Gives the expected units of the window's demand that go unserved.
 *
 * Where unmet demand is lost, the units lost up to a day are the largest deficit (demand less supply) that any day up to
 * then has reached, and zero at least (Skorokhod reflection, as in Harrison, Brownian Motion and Stochastic Flow Systems,
 * 2.2). The window loses what that grows by in it. The expectation of the largest deficit is approximated by the largest
 * of the expected deficits, E[(D - supply)+] of the normal or discrete loss function.
 *
 * Example: 100 units on hand, 60 a day wanted with a standard deviation of 12, 50 received on the third day, a window of
 * the second and the third day. Counted from today, 20.99 units are missing by the end of the second day (120 wanted, 100
 * there) and 30.69 by the end of the third (180 wanted, 150 there). Counted from an empty shelf at the window's start, 60
 * and 70 would be missing; the smaller ones count. The first day lacks nearly nothing: the expected shortage is 30.69.
 */
export const expectedShortage = (
  cumulative: CumulativeOutlook,
  window: Window,
  added: AddedReceipt | null = null,
): number => {
  const { first } = indexesOf(cumulative.daily, window)
  // Units allocated beyond what is wanted before the window are the window's own: what lacks for them lacks in it.
  const unallocated = withoutAllocated(cumulative)
  return largestDeficit(cumulative, window, added, (from, day) => {
    const before = from < first ? expectedDeficit(demandAndSupply(unallocated, from, first - 1, added)) : 0
    return Math.max(0, expectedDeficit(demandAndSupply(cumulative, from, day, added)) - before)
  })
}

/**
 * Gives an upper bound of the expected shortage in units, which counts what was missing before the window too. Unlike the
 * shortage itself it falls with every unit of stock, also with one that arrives earlier.
 */
export const shortageUpperBound = (cumulative: CumulativeOutlook, window: Window): number =>
  largestDeficit(cumulative, window, null, (from, day) => expectedDeficit(demandAndSupply(cumulative, from, day, null)))

/** Units that are left over: expected ones, and those that will not be exceeded in so many cases of a hundred. */
export type Leftovers = { readonly mean: number; readonly p10: number; readonly p50: number; readonly p90: number }

/**
 * Gives the units that expire by the end of the window or remain after it beyond what `coverUnits` of later demand will take.
 * The weaker the sales, the more is left: what remains in nine cases of ten follows from the demand that is reached in one of ten.
 *
 * Example: 500 units are there, 100 of them are covered later, and 300 are wanted with a standard deviation of 50: 100 are left in
 * the middle case, and 164 = 400 - 236 in nine of ten at most.
 */
export const likelyLeftovers = (cumulative: CumulativeOutlook, window: Window, coverUnits: number): Leftovers => {
  const { last } = indexesOf(cumulative.daily, window)
  const { demand, supply } = demandAndSupply(cumulative, 0, last, null)
  const available = Math.max(0, supply - coverUnits)
  const expired = expiredUntil(cumulative, last)
  const notExceeded = (share: number) => expired + Math.max(0, available - quantile(demand, 1 - share))
  return {
    mean: expired + Math.max(0, available - demand.mean + expectedAbove(demand, available)),
    p10: notExceeded(0.1),
    p50: notExceeded(0.5),
    p90: notExceeded(0.9),
  }
}

/** The largest deficit of the window's days in units; of each day the least over all days an empty shelf may start from. */
const largestDeficit = (
  cumulative: CumulativeOutlook,
  window: Window,
  added: AddedReceipt | null,
  deficitFrom: (from: number, day: number) => number,
): number => {
  const { first } = indexesOf(cumulative.daily, window)
  const starts = possibleStarts(cumulative, first, first, added)
  let largest = 0
  for (const day of daysBeforeReceipts(cumulative, window, added)) {
    let least = Number.POSITIVE_INFINITY
    for (const from of starts) {
      least = Math.min(least, deficitFrom(from, day))
      if (least <= largest) break
    }
    largest = Math.max(largest, least)
  }
  return largest
}

/** The indexes of the window at which the shelf is lowest: those of the days before a receipt, and of the last day. */
const daysBeforeReceipts = (
  { daily }: CumulativeOutlook,
  window: Window,
  added: AddedReceipt | null,
): readonly number[] => {
  const { first, last } = indexesOf(daily, window)
  const days: number[] = []
  for (let i = first; i < last; i++)
    if ((daily.receipts[i + 1] as number) > 0 || added?.day === daily.asOf + i + 1) days.push(i)
  days.push(last)
  return days
}

/** The units of demand that the supply of the same days is expected not to serve. */
const expectedDeficit = ({ demand, supply }: DemandAndSupply): number =>
  supply <= 0 ? demand.mean - supply : expectedAbove(demand, supply)
