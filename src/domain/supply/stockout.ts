import { normalCdf, normalScore, probabilityAbove } from '../demand/distribution.ts'
import { type DemandAndSupply, demandAndSupply, possibleStarts } from './demand-and-supply.ts'
import { correlationWithin } from './demand-correlation.ts'
import { type AddedReceipt, type CumulativeOutlook, indexesOf, type Window } from './outlook.ts'
import { probabilityOfAny } from './probability-of-any.ts'

/**
 * Gives an upper bound of the probability (0 to 1) that the shelf closes day `day` with demand unserved; `day` and
 * `windowStart` are indexes, receipts from index `cut` on do not count.
 *
 * Where unmet demand is lost, stock follows S(t) = max(0, S(t-1) + receipts(t) - demand(t)) (Lindley's recursion). So it
 * is never less than that of a shelf which starts with the opening stock today, or empty on any later day. Demand of a
 * day goes unserved only if it does on all of those shelves, which is no likelier than on any one of them: the least of
 * the probabilities P(demand > supply) is the bound. It falls with every unit of stock.
 *
 * Example: 100 units on hand, 60 a day wanted with a standard deviation of 12, 80 received on the third day. For the third
 * day, counted from today, 180 are wanted and 180 there: an even chance. Counted from an empty shelf that morning, 60 are
 * wanted and 80 there: P(Z > 20 / 12) = 0.048. Whatever was sold before, the stockout is no likelier than 0.048.
 */
export const stockoutRiskOn = (
  cumulative: CumulativeOutlook,
  day: number,
  windowStart: number,
  added: AddedReceipt | null,
  cut: number = Number.POSITIVE_INFINITY,
): number => {
  let least = 1
  let leastScore = Number.POSITIVE_INFINITY
  for (const from of possibleStarts(cumulative, day, windowStart, added)) {
    const { demand, supply } = demandAndSupply(cumulative, from, day, added, cut)
    // A shelf with nothing on it is out of stock, however little is wanted.
    if (supply <= 0 && demand.mean > 0) continue
    const score = normalScore(demand, supply)
    if (score === null) least = Math.min(least, probabilityAbove(demand, supply))
    else leastScore = Math.min(leastScore, score)
  }
  return leastScore === Number.POSITIVE_INFINITY ? least : Math.min(least, normalCdf(leastScore))
}

/** Demand and supply from one day on; `gains` where an added receipt is a part of the supply. */
type Trial = DemandAndSupply & { readonly gains: boolean }

/** The shelves that a day is compared with, without the units of an added receipt. */
const trialsOn = (
  cumulative: CumulativeOutlook,
  day: number,
  windowStart: number,
  added: AddedReceipt | null,
  cut: number,
): readonly Trial[] => {
  const arrival = added === null ? Number.NaN : added.day - cumulative.daily.asOf
  return possibleStarts(cumulative, day, windowStart, added).map((from) => {
    const { demand, supply } = demandAndSupply(cumulative, from, day, null, cut)
    return { demand, supply, gains: arrival >= from && arrival <= Math.min(day, cut - 1) }
  })
}

const riskOfTrials = (trials: readonly Trial[], units: number): number => {
  let least = 1
  let leastScore = Number.POSITIVE_INFINITY
  for (const trial of trials) {
    const { demand } = trial
    const supply = trial.gains ? trial.supply + units : trial.supply
    if (supply <= 0 && demand.mean > 0) continue
    const score = normalScore(demand, supply)
    if (score === null) least = Math.min(least, probabilityAbove(demand, supply))
    else leastScore = Math.min(leastScore, score)
  }
  return leastScore === Number.POSITIVE_INFINITY ? least : Math.min(least, normalCdf(leastScore))
}

/**
 * Gives the probability (0 to 1) of a stockout on any day of the window. Between receipts the shelf only falls, so each
 * replenishment cycle is as risky as its worst day; several cycles are combined by `probabilityOfAny`. A receipt never
 * makes a stockout likelier, so the result is at most what it were without the last ones.
 *
 * Example: cycles of 0.10 and 0.20 that share nothing come to 1 - 0.9 x 0.8 = 0.28; if the first cycle's stock alone held
 * the whole window with 0.25, the result is 0.25.
 */
export const stockoutRisk = (
  cumulative: CumulativeOutlook,
  window: Window,
  added: AddedReceipt | null = null,
): number => {
  const { first, last } = indexesOf(cumulative.daily, window)
  const cycleStarts = cycleStartsWithin(cumulative, window, added)
  const byDay = (from: number, cut: number) =>
    Array.from({ length: Math.max(0, last - from + 1) }, (_, i) =>
      stockoutRiskOn(cumulative, from + i, first, added, cut),
    )
  const days = byDay(first, Number.POSITIVE_INFINITY)
  if (cycleStarts.length === 0) return days.reduce((worst, risk) => Math.max(worst, risk), 0)
  return combined(days, cycleStarts, first, (cut) => byDay(cut, cut), correlationWithin(cumulative, window))
}

/** Combines the risks of the cycles of a window, and is at most what it were without the last ones (`without` their receipts). */
const combined = (
  days: readonly number[],
  cycleStarts: readonly number[],
  first: number,
  without: (cut: number) => readonly number[],
  correlation: number,
): number => {
  const risks = cycleRisks(
    days,
    cycleStarts.map((day) => day - first),
  )
  return cycleStarts.reduce(
    (least, cut, i) => {
      const merged = without(cut).reduce((worst, risk) => Math.max(worst, risk), risks[i] as number)
      return Math.min(least, probabilityOfAny([...risks.slice(0, i), merged], correlation))
    },
    probabilityOfAny(risks, correlation),
  )
}

/** Makes the function that gives the same by the units of the added receipt: for a search that tries many quantities. */
export const stockoutRiskByUnits = (
  cumulative: CumulativeOutlook,
  window: Window,
  added: AddedReceipt | null,
): ((units: number) => number) => {
  const { first, last } = indexesOf(cumulative.daily, window)
  const cycleStarts = cycleStartsWithin(cumulative, window, added)
  const trialsFrom = (from: number, cut: number) =>
    Array.from({ length: Math.max(0, last - from + 1) }, (_, i) => trialsOn(cumulative, from + i, first, added, cut))
  const days = trialsFrom(first, Number.POSITIVE_INFINITY)
  if (cycleStarts.length === 0)
    return (units) => days.reduce((worst, trials) => Math.max(worst, riskOfTrials(trials, units)), 0)
  const correlation = correlationWithin(cumulative, window)
  const withoutLast = new Map(cycleStarts.map((cut) => [cut, trialsFrom(cut, cut)]))
  const risksWith = (units: number) => (trials: readonly Trial[]) => riskOfTrials(trials, units)
  return (units) =>
    combined(
      days.map(risksWith(units)),
      cycleStarts,
      first,
      (cut) => (withoutLast.get(cut) ?? []).map(risksWith(units)),
      correlation,
    )
}

/** Tells whether a stockout in the window is no likelier than `policy`; looks where the shelf is lowest first. */
export const isWithinPolicy = (cumulative: CumulativeOutlook, window: Window, policy: number): boolean => {
  const { first, last } = indexesOf(cumulative.daily, window)
  for (let day = last; day >= first; day--) if (stockoutRiskOn(cumulative, day, first, null) > policy) return false
  return cycleStartsWithin(cumulative, window, null).length === 0 || stockoutRisk(cumulative, window) <= policy
}

/**
 * Lists the probability of a stockout from the window's start to each of its days, up to the first that passes `policy`;
 * it never falls from one day to the next.
 */
export const risksByDay = (cumulative: CumulativeOutlook, window: Window, policy: number): readonly number[] => {
  const { first, last } = indexesOf(cumulative.daily, window)
  const cycleStarts = cycleStartsWithin(cumulative, window, null)
  const finished: number[] = []
  const risks: number[] = []
  let worst = 0
  for (let day = first, next = 0; day <= last && (risks.at(-1) ?? 0) <= policy; day++) {
    if (day === cycleStarts[next]) {
      finished.push(worst)
      worst = 0
      next++
    }
    worst = Math.max(worst, stockoutRiskOn(cumulative, day, first, null))
    const risk =
      finished.length === 0 ? worst : probabilityOfAny([...finished, worst], correlationWithin(cumulative, window))
    risks.push(Math.max(risk, risks.at(-1) ?? 0))
  }
  return risks
}

/** Lists the indexes at which replenishment cycles begin inside a window, after its first day, ascending. */
const cycleStartsWithin = (
  { daily }: CumulativeOutlook,
  window: Window,
  added: AddedReceipt | null,
): readonly number[] => {
  const { first, last } = indexesOf(daily, window)
  const inside = daily.cycleStarts.filter((day) => day > first && day <= last)
  const day = added === null ? Number.NaN : added.day - daily.asOf
  if (!(day > first && day <= last) || inside.includes(day)) return inside
  return [...inside, day].sort((a, b) => a - b)
}

/** The stockout risk of the worst day of each cycle of a window: of the one it begins in, and of each that starts in it. */
const cycleRisks = (byDay: readonly number[], cycleStarts: readonly number[]): readonly number[] => {
  const starts = [0, ...cycleStarts, byDay.length]
  return starts
    .slice(1)
    .map((end, i) => byDay.slice(starts[i] as number, end).reduce((worst, risk) => Math.max(worst, risk), 0))
}
