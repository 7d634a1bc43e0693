import { anyCycle, anyCycleBeside, cycleStartsWithin, cyclesOf, type WindowRisks } from './cycles.ts'
import { openingAt, possibleStarts, receivedBetween, varianceBetween, wantedBetween } from './demand-and-supply.ts'
import { correlationWithin } from './demand-correlation.ts'
import { type AddedReceipt, type CumulativeOutlook, indexesOf, type Window } from './outlook.ts'
import { probabilityOfAny } from './probability-of-any.ts'
import { WorstDay } from './worst-day.ts'

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
  const shelves = { starts: possibleStarts(cumulative, day, windowStart, added), added }
  return worstRisk(cumulative, shelves, day, day, cut)
}

/** The shelves that days are compared with: the indexes from which they are counted, and a receipt that comes besides. */
type Shelves = { readonly starts: readonly number[]; readonly added: AddedReceipt | null }

/** The bound of the worst day between two indexes. */
const worstRisk = (
  cumulative: CumulativeOutlook,
  shelves: Shelves,
  from: number,
  to: number,
  cut: number = Number.POSITIVE_INFINITY,
): number => {
  const worst = new WorstDay()
  for (let day = from; day <= to; day++) compareOn(worst, cumulative, shelves, day, cut)
  return worst.risk
}

const compareOn = (
  worst: WorstDay,
  cumulative: CumulativeOutlook,
  { starts, added }: Shelves,
  day: number,
  cut: number,
): void => {
  for (const from of starts) {
    if (from > day) continue
    const mean = wantedBetween(cumulative, from, day)
    const supply = receivedBetween(cumulative, from, day, added, cut) + openingAt(cumulative, from)
    // A shelf with nothing on it is out of stock, however little is wanted.
    if (supply > 0 || mean === 0) worst.compare(mean, varianceBetween(cumulative, from, day, true), supply)
  }
  worst.close()
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
  const cycles = cyclesOf(cumulative, window, added)
  const { first, last, starts } = cycles
  const shelves = { starts: possibleStarts(cumulative, last, first, added), added }
  return starts.length === 0
    ? worstRisk(cumulative, shelves, first, last)
    : anyCycle(cycles, risksOfDays(cumulative, shelves, last))
}

const risksOfDays = (cumulative: CumulativeOutlook, shelves: Shelves, last: number): WindowRisks => ({
  worst: (from, to) => worstRisk(cumulative, shelves, from, to),
  without: (cut) => worstRisk(cumulative, shelves, cut, last, cut),
})

/** Tells whether a stockout in the window is no likelier than `policy`; looks where the shelf is lowest first. */
export const isWithinPolicy = (cumulative: CumulativeOutlook, window: Window, policy: number): boolean => {
  const { first, last } = indexesOf(cumulative.daily, window)
  const shelves = { starts: possibleStarts(cumulative, last, first, null), added: null }
  const worst = new WorstDay()
  for (let day = last; day >= first; day--) {
    compareOn(worst, cumulative, shelves, day, Number.POSITIVE_INFINITY)
    if (worst.isPast(policy)) return false
  }
  if (worst.risk > policy) return false
  const cycles = cyclesOf(cumulative, window, null)
  if (cycles.starts.length === 0) return true
  return anyCycleBeside(cycles, risksOfDays(cumulative, shelves, last), policy) <= policy
}

/**
 * Lists the probability of a stockout from the window's start to each of its days, up to the first that passes `policy`;
 * it never falls from one day to the next.
 */
export const risksByDay = (cumulative: CumulativeOutlook, window: Window, policy: number): readonly number[] => {
  const { first, last } = indexesOf(cumulative.daily, window)
  const shelves = { starts: possibleStarts(cumulative, last, first, null), added: null }
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
    worst = Math.max(worst, worstRisk(cumulative, shelves, day, day))
    const risk =
      finished.length === 0 ? worst : probabilityOfAny([...finished, worst], correlationWithin(cumulative, window))
    risks.push(Math.max(risk, risks.at(-1) ?? 0))
  }
  return risks
}
