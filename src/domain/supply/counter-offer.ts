import { copyOf } from '../../common/numbers.ts'
import { evaluateScenario, type LineCase, openCase } from '../assessment/scenario.ts'
import type { Day } from '../day.ts'
import type { OrderAdvice } from '../ordering/order-advice.ts'
import { type DemandCoverage, isSpared } from './demand-coverage.ts'
import { sumExtra, withExtra } from './outlook.ts'
import { isWithinPolicy } from './stockout.ts'

/**
 * Gives the largest volume over the window, normal sales included, that stock, placed and ordinary orders hold within
 * policy: whole units, found by halving since the risk rises with volume. Nothing is safe where normal sales alone run short.
 */
export const safeUnits = (lineCase: LineCase, coverage: DemandCoverage): number => {
  const tolerated = lineCase.policy.stockoutProbability
  const { cumulative, window, protectedLines } = coverage
  const first = window.start - cumulative.daily.asOf
  const extraAt = extraForVolume(lineCase, coverage)
  const extra = copyOf(lineCase.demand.senior, 0, cumulative.daily.base.length)
  const trial = withExtra(cumulative, extra)
  const isSafe = (volume: number): boolean => {
    extraAt(volume, extra)
    sumExtra(trial, extra, first)
    return (
      isWithinPolicy(trial, window, tolerated) && protectedLines.every((senior) => isSpared(senior, trial, tolerated))
    )
  }
  const tooMany = Math.ceil(supplyUntilEnd(coverage) / leastMove(lineCase)) + 1
  const safe = isSafe(tooMany) ? tooMany : largestSafe(tooMany, isSafe)
  return safe < normalSales(lineCase) - dust ? 0 : safe
}

const dust = 1e-7

/** The normal sales of the line's days that are still to come, in units. */
const normalSales = ({ facts: { asOf }, line, demand }: LineCase): number => {
  let units = 0
  for (let day = Math.max(asOf, line.start); day <= line.end; day++) units += plannedUnits(demand, 'base', day - asOf)
  return units
}

/** Gives the units of a day as they are without notes: a volume is promised as marketing plans it, and notes move what it sells. */
const plannedUnits = (demand: LineCase['demand'], of: 'base' | 'own', day: number): number =>
  (demand[of][day] as number) / (1 + (demand.moved?.[day] ?? 0))

/** The least that notes leave of a planned unit. */
const leastMove = ({ demand: { moved } }: LineCase): number =>
  moved === undefined ? 1 : moved.reduce((least, share) => Math.min(least, 1 + share), 1)

/**
 * Makes the function that writes the extra units by day, those of promotions that come first included, at which the
 * line's window sells a volume: spread like its own extra units, else like normal sales, else evenly.
 */
const extraForVolume = ({ demand }: LineCase, { cumulative, window }: DemandCoverage) => {
  const { asOf } = cumulative.daily
  const [first, last] = [window.start - asOf, window.end - asOf]
  let base = 0
  let own = 0
  for (let i = first; i <= last; i++) {
    base += plannedUnits(demand, 'base', i)
    own += Math.max(0, plannedUnits(demand, 'own', i))
  }
  const days = last - first + 1
  const share = (i: number) =>
    own > 0
      ? Math.max(0, plannedUnits(demand, 'own', i)) / own
      : base > 0
        ? plannedUnits(demand, 'base', i) / base
        : 1 / days
  return (volume: number, extra: Float64Array): void => {
    for (let i = first; i <= last; i++) {
      const normal = plannedUnits(demand, 'base', i)
      const added = volume >= base ? (volume - base) * share(i) : base > 0 ? normal * (volume / base - 1) : 0
      extra[i] = (demand.senior[i] as number) + added * (1 + (demand.moved?.[i] ?? 0))
    }
  }
}

/** Stock and all receipts until the window's end, in units: more than that cannot be sold. */
const supplyUntilEnd = ({ cumulative, window }: DemandCoverage): number => {
  const { asOf, opening, receipts } = cumulative.daily
  let supply = opening
  for (let i = 0; i <= window.end - asOf; i++) supply += receipts[i] as number
  return supply
}

const largestSafe = (tooMany: number, isSafe: (volume: number) => boolean): number => {
  let [safe, unsafe] = [0, tooMany]
  while (unsafe - safe > 1) {
    const middle = Math.floor((safe + unsafe) / 2)
    if (isSafe(middle)) safe = middle
    else unsafe = middle
  }
  return safe
}

/**
 * Gives the earliest start after the planned one at which the same promotion, judged anew there, is within policy with at
 * most one normal order placed today: the candidates are the days around which goods arrive. Null when none is in sight,
 * and for a promotion that has begun.
 */
export const safeDate = (lineCase: LineCase, advice: OrderAdvice): Day | null => {
  const { facts, line, policy, receipts, opening } = lineCase
  if (line.start < facts.asOf || opening === null) return null
  const isSafe = (start: Day): boolean => {
    const moved = openCase(facts, { ...line, start, end: start + line.end - line.start }, policy)
    return evaluateScenario(moved, { opening, coming: receipts.coming, demand: moved.demand }).verdict !== 'not-ready'
  }
  const arrival = arrivalDays(lineCase, advice).find((day) => day > line.start && isSafe(day))
  if (arrival === undefined) return null
  let start = arrival
  while (start - 1 > line.start && isSafe(start - 1)) start--
  return start
}

/** The days, ascending, on which goods that come or can be ordered today are on the shelf. */
const arrivalDays = (
  { facts: { location }, receipts }: LineCase,
  { soonest, soonestParts }: OrderAdvice,
): readonly Day[] => {
  const usable = [
    ...receipts.coming.map(({ day }) => day),
    ...(soonest === null ? [] : [soonest.usableOn]),
    ...soonestParts.map(({ usableOn }) => usableOn),
  ]
  return [...new Set(usable.map((day) => day + location.onShelfDays))].sort((a, b) => a - b)
}
