import type { Day } from '../day.ts'
import { quantile } from '../demand/distribution.ts'
import { shareAfterArrival } from '../policy.ts'
import { demandAndSupply, possibleStarts } from './demand-and-supply.ts'
import { type AddedReceipt, type CumulativeOutlook, indexesOf, type Window } from './outlook.ts'
import { cycleStartsWithin, stockoutRisk, stockoutRiskOn } from './stockout.ts'

/** A shelf that is out of stock needs something, in units, however little is wanted. */
const leastRequirement = 1e-3

/** The search for the least units that are enough stops after so many halvings, or at this many units. */
const halvings = 20
const precision = 0.01

/**
 * Gives the net requirement in units: what must become usable on `day` to keep the window within `policy` (0 to 1), before
 * any order minimum. What is risked before the arrival is taken off the policy, as long as a quarter of it is left.
 *
 * Example: 100 units on hand, 60 a day wanted with a standard deviation of 12, a window of three days from today, goods on
 * the second day, policy 0.05. The first day risks P(Z > 40 / 12) = 0.0004, so 0.0496 is left. The stock that covers three
 * days (mean 180, standard deviation 12 x sqrt(3) = 20.8) but for 0.0496 is 214.3 units: 114.3 are required.
 */
export const netRequirement = (cumulative: CumulativeOutlook, window: Window, day: Day, policy: number): number => {
  const before = riskBefore(cumulative, window, day)
  const isInTime = before <= (1 - shareAfterArrival) * policy
  const tolerated = isInTime ? policy - before : policy
  const after = { start: Math.max(window.start, day), end: window.end }
  const cycles = after.start > after.end ? 1 : cycleStartsWithin(cumulative, after, null).length + 1

  // Each of n cycles at a risk of 1/n of the policy is within it together (Boole's inequality), and more than is required.
  const enough = unitsForEveryDay(cumulative, window, day, tolerated / cycles)
  if (cycles === 1 || enough === 0) return enough
  const least = unitsForEveryDay(cumulative, window, day, tolerated)
  const judged = isInTime ? window : after
  return leastEnough(least, enough, (units) => stockoutRisk(cumulative, judged, { day, units }) <= policy)
}

const riskBefore = (cumulative: CumulativeOutlook, window: Window, day: Day): number =>
  day > window.start ? stockoutRisk(cumulative, { start: window.start, end: Math.min(window.end, day - 1) }) : 0

/** The units, usable on `day`, with which the stockout risk of every later day of the window is `tolerated` at most. */
const unitsForEveryDay = (cumulative: CumulativeOutlook, window: Window, day: Day, tolerated: number): number => {
  const { first, last } = indexesOf(cumulative.daily, window)
  const arrival = Math.max(0, day - cumulative.daily.asOf)
  const nothing: AddedReceipt = { day, units: 0 }
  const starts = possibleStarts(cumulative, arrival, first, nothing)
  let needed = 0
  for (let low = Math.max(arrival, first); low <= last; low++) {
    if (stockoutRiskOn(cumulative, low, first, null) <= tolerated) continue
    let least = Number.POSITIVE_INFINITY
    for (const from of starts) {
      const { demand, supply } = demandAndSupply(cumulative, from, low, null)
      least = Math.min(least, quantile(demand, 1 - tolerated) - supply)
    }
    needed = Math.max(needed, least, leastRequirement)
  }
  return needed
}

/** Halves between two quantities for the least that is enough: `low` where that is, `high` where not even that is. */
const leastEnough = (low: number, high: number, isEnough: (units: number) => boolean): number => {
  if (isEnough(low)) return low
  if (!isEnough(high)) return high
  let [tooFew, enough] = [low, high]
  for (let i = 0; i < halvings && enough - tooFew > precision; i++) {
    const middle = (tooFew + enough) / 2
    if (isEnough(middle)) enough = middle
    else tooFew = middle
  }
  return enough
}
