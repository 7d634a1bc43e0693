import type { Day } from '../day.ts'
import { quantile } from '../demand/distribution.ts'
import { demandAndSupply, possibleStarts } from '../supply/demand-and-supply.ts'
import { cutCoverage, type DemandCoverage, dedicatedTo, riskWith, windowsOf } from '../supply/demand-coverage.ts'
import { type AddedReceipt, indexesOf, type Window } from '../supply/outlook.ts'
import { stockoutRiskOn } from '../supply/stockout.ts'

/** No promotion needs more than this many times the demand in sight: what that does not prevent no order does. */
const plenty = 20

/** Tells whether an order keeps a line within a stockout probability (0 to 1) on whichever of some days it is usable. */
export const isEnough = (coverage: DemandCoverage, days: readonly Day[], units: number, tolerated: number): boolean =>
  days.every((day) => riskWith(coverage, { day, units }) <= tolerated)

/**
 * Gives the least whole units that keep a line, and every promotion it leaves shorter, within a stockout probability
 * (0 to 1), whichever of some days they become usable on; null where no quantity does, because the line runs out before.
 *
 * Example: 100 units on hand, 60 a day wanted with a standard deviation of 12, a window of three days from today, goods on
 * the second day, policy 0.05. The stock that covers three days (mean 180, standard deviation 12 x sqrt(3) = 20.8) but for
 * 0.05 is 214.2 units. 115 are ordered; before them the first day runs out with P(Z > 40 / 12) = 0.0004.
 */
export const leastOrder = (coverage: DemandCoverage, days: readonly Day[], tolerated: number): number | null => {
  const enough = (units: number) => isEnough(coverage, days, units, tolerated)
  const guess = Math.max(0, ...days.map((day) => Math.ceil(unitsForEveryDay(coverage, day, tolerated) - dust)))
  if (enough(guess)) return guess === 0 || !enough(guess - 1) ? guess : leastBetween(-1, guess - 1, enough)
  const most = guess + Math.ceil(plenty * demandInSight(coverage)) + 1
  if (!enough(most)) return null
  let [few, step] = [guess, 1]
  while (few + step < most && !enough(few + step)) {
    few += step
    step *= 2
  }
  return leastBetween(few, Math.min(most, few + step), enough)
}

const dust = 1e-7

/** Gives the least of whole units above `few`, which are not enough, up to `many`, which are. */
const leastBetween = (few: number, many: number, enough: (units: number) => boolean): number => {
  let [low, high] = [few, many]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    // Above 2^53 there is no whole number between two neighbours.
    if (middle <= low || middle >= high) break
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
}

/**
 * Gives the net requirement in whole units, before any order minimum: the least order for a line where one is in time, else
 * the least for its days from the arrival on.
 */
export const netRequirement = (coverage: DemandCoverage, day: Day, tolerated: number): number =>
  leastOrder(coverage, [day], tolerated) ?? leastAfter(coverage, day, tolerated)

/** Gives the least whole units for the days from an arrival on, whatever was missing before. */
export const leastAfter = (coverage: DemandCoverage, day: Day, tolerated: number): number =>
  leastOrder(cutCoverage(coverage, { start: day, end: Number.POSITIVE_INFINITY }), [day], tolerated) ?? 0

/** The units, usable on `day`, with which no later day of the windows alone runs out with more than `tolerated`. */
const unitsForEveryDay = (coverage: DemandCoverage, day: Day, tolerated: number): number => {
  const added = dedicatedTo(coverage, { day, units: 0 })
  return Math.max(...windowsOf(coverage).map((window) => unitsForWindow(coverage, window, added, tolerated)))
}

const unitsForWindow = (
  { cumulative }: DemandCoverage,
  window: Window,
  nothing: AddedReceipt,
  tolerated: number,
): number => {
  const { first, last } = indexesOf(cumulative.daily, window)
  const arrival = Math.max(0, nothing.day - cumulative.daily.asOf)
  const starts = possibleStarts(cumulative, arrival, first, nothing)
  let needed = 0
  for (let low = Math.max(arrival, first); low <= last; low++) {
    if (stockoutRiskOn(cumulative, low, first, null) <= tolerated) continue
    let least = Number.POSITIVE_INFINITY
    for (const from of starts) {
      const { demand, supply } = demandAndSupply(cumulative, from, low, null)
      least = Math.min(least, quantile(demand, 1 - tolerated) - supply)
    }
    needed = Math.max(needed, least)
  }
  return needed
}

const demandInSight = ({ cumulative }: DemandCoverage): number =>
  Math.max(0, cumulative.base.at(-1) ?? 0) + Math.max(0, cumulative.extra.at(-1) ?? 0)
