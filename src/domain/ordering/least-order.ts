import type { Day } from '../day.ts'
import { normalQuantile, quantile } from '../demand/distribution.ts'
import {
  demandBetween,
  openingAt,
  possibleStarts,
  receivedBetween,
  varianceBetween,
  wantedBetween,
} from '../supply/demand-and-supply.ts'
import { cutCoverage, type DemandCoverage, dedicatedTo, riskByUnits, windowsOf } from '../supply/demand-coverage.ts'
import { type AddedReceipt, indexesOf, type Window } from '../supply/outlook.ts'
import { stockoutRiskOn } from '../supply/stockout.ts'

/** No promotion needs more than this many times the demand in sight: what that does not prevent no order does. */
const plenty = 20

/** Tells whether an order keeps a line within a stockout probability (0 to 1) on whichever of some days it is usable. */
export const isEnough = (coverage: DemandCoverage, days: readonly Day[], units: number, tolerated: number): boolean =>
  days.every((day) => riskByUnits(coverage, day).beside(units, tolerated) <= tolerated)

/**
 * Gives the least whole units that keep a line, and every promotion it leaves shorter, within a stockout probability
 * (0 to 1), whichever of some days they become usable on; null where no quantity does, because the line runs out before.
 *
 * Example: 100 units on hand, 60 a day wanted with a standard deviation of 12, a window of three days from today, goods on
 * the second day, policy 0.05. The stock that covers three days (mean 180, standard deviation 12 x sqrt(3) = 20.8) but for
 * 0.05 is 214.2 units. 115 are ordered; before them the first day runs out with P(Z > 40 / 12) = 0.0004.
 */
export const leastOrder = (coverage: DemandCoverage, days: readonly Day[], tolerated: number): number | null => {
  const risks = days.map((day) => riskByUnits(coverage, day))
  const riskAt = (units: number): Point => {
    const risk = Math.max(...risks.map((of) => of.beside(units, tolerated)))
    return { units, risk, score: normalQuantile(Math.min(1 - tiny, Math.max(tiny, 1 - risk))) }
  }
  const guess = Math.max(0, ...days.map((day) => Math.ceil(unitsForEveryDay(coverage, day, tolerated) - dust)))
  const first = riskAt(guess)
  if (first.risk <= tolerated) {
    const less = guess === 0 ? null : riskAt(guess - 1)
    if (less === null || less.risk > tolerated) return guess
    const nothing = riskAt(0)
    return nothing.risk <= tolerated ? 0 : leastBetween(nothing, less, tolerated, riskAt)
  }
  const most = guess + Math.ceil(plenty * demandInSight(coverage)) + 1
  let few = first
  let step = Math.max(1, Math.ceil(deviationInSight(coverage) / 4))
  while (few.units + step < most) {
    const next = riskAt(few.units + step)
    if (next.risk <= tolerated) return leastBetween(few, next, tolerated, riskAt)
    // Where more does not help any more, the line runs out before.
    if (next.risk >= few.risk - tiny && riskAt(most).risk > tolerated) return null
    few = next
    step *= 2
  }
  const last = riskAt(most)
  return last.risk > tolerated ? null : leastBetween(few, last, tolerated, riskAt)
}

type KnownOrder = { readonly early: Day; readonly late: Day; readonly tolerated: number; readonly least: number | null }

const knownOrders = new WeakMap<DemandCoverage, readonly KnownOrder[]>()

/** Gives the same, and remembers it as long as somebody holds the coverage: the orders that lines share ask for it again. */
export const knownLeastOrder = (coverage: DemandCoverage, days: readonly Day[], tolerated: number): number | null => {
  const usableOn = days.map((day) => dedicatedTo(coverage, { day, units: 0 }).day)
  const early = Math.min(...usableOn)
  const late = Math.max(...usableOn)
  if (usableOn.some((day) => day !== early && day !== late)) return leastOrder(coverage, usableOn, tolerated)
  const known = knownOrders.get(coverage) ?? []
  const same = known.find((one) => one.early === early && one.late === late && one.tolerated === tolerated)
  if (same !== undefined) return same.least
  const least = leastOrder(coverage, early === late ? [early] : [early, late], tolerated)
  knownOrders.set(coverage, [...known, { early, late, tolerated, least }])
  return least
}

/** A quantity, a probability on the same side of the tolerated one as the stockout that it leaves, and the normal score of that. */
type Point = { readonly units: number; readonly risk: number; readonly score: number }

const dust = 1e-7
const tiny = 1e-12

/**
 * Gives the least of whole units above `few`, which are not enough, up to `many`, which are. The normal score of the
 * probability is nearly linear in the quantity, so that it is looked for where the line through both ends meets the policy,
 * and halfway where that does not narrow it enough.
 */
const leastBetween = (few: Point, many: Point, tolerated: number, riskAt: (units: number) => Point): number => {
  let [low, high] = [few, many]
  const target = normalQuantile(1 - tolerated)
  for (let i = 0; high.units - low.units > 1; i++) {
    const share = i % 3 === 2 ? 0.5 : (target - low.score) / (high.score - low.score)
    const aimed = low.units + Math.round((Number.isFinite(share) ? share : 0.5) * (high.units - low.units))
    const middle = Math.min(high.units - 1, Math.max(low.units + 1, aimed))
    // Above 2^53 there is no whole number between two neighbours.
    if (middle <= low.units || middle >= high.units) break
    const tried = riskAt(middle)
    if (tried.risk <= tolerated) high = tried
    else low = tried
  }
  return high.units
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
      const demand = {
        mean: wantedBetween(cumulative, from, low),
        variance: varianceBetween(cumulative, from, low, true),
      }
      const supply = receivedBetween(cumulative, from, low, null) + openingAt(cumulative, from)
      least = Math.min(least, quantile(demand, 1 - tolerated) - supply)
    }
    needed = Math.max(needed, least)
  }
  return needed
}

/** The standard deviation of all demand in sight, as far as it is known without the days. */
const deviationInSight = ({ cumulative }: DemandCoverage): number =>
  Math.sqrt(demandBetween(cumulative, 0, cumulative.daily.base.length - 1, true).variance)

const demandInSight = ({ cumulative }: DemandCoverage): number =>
  Math.max(0, cumulative.base.at(-1) ?? 0) + Math.max(0, cumulative.extra.at(-1) ?? 0)
