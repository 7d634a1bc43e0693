import type { Demand } from '../demand/distribution.ts'
import { anyCycle, anyCycleBeside, cyclesOf } from './cycles.ts'
import { openingAt, possibleStarts, receivedBetween, varianceBetween, wantedBetween } from './demand-and-supply.ts'
import type { AddedReceipt, CumulativeOutlook, Window } from './outlook.ts'
import { WorstDay } from './worst-day.ts'

/** The stockout probability (0 to 1) of a line by the units of one order. */
export type RiskByUnits = {
  readonly of: (units: number) => number
  /** Gives a probability on the same side of a tolerated one: all that a comparison needs. */
  readonly beside: (units: number, tolerated: number) => number
}

/** Demand and supply of a day from some index on, without the order; `gains` where that is a part of what is received. */
type Trial = Demand & { readonly received: number; readonly opening: number; readonly gains: boolean }

/** Some days of a window, each with its trials; what no order changes is worked out once. */
class Stretch {
  readonly #days: readonly (readonly Trial[])[]
  readonly #gains: boolean
  #same: number | null = null

  constructor(days: readonly (readonly Trial[])[]) {
    this.#days = days
    this.#gains = days.some((trials) => trials.some(({ gains }) => gains))
  }

  /** The bound of the worst of the days with some units of the order. */
  worst(units: number): number {
    if (this.#gains) return this.#worst(units)
    this.#same ??= this.#worst(0)
    return this.#same
  }

  #worst(units: number): number {
    const worst = new WorstDay()
    for (const trials of this.#days) {
      for (const { mean, variance, received, opening, gains } of trials) {
        const supply = (gains ? received + units : received) + opening
        // A shelf with nothing on it is out of stock, however little is wanted.
        if (supply > 0 || mean === 0) worst.compare(mean, variance, supply)
      }
      worst.close()
    }
    return worst.risk
  }
}

/** Makes the functions that give the stockout risk by the units of an added receipt: for a search that tries many quantities. */
export const stockoutRiskByUnits = (
  cumulative: CumulativeOutlook,
  window: Window,
  added: AddedReceipt | null,
): RiskByUnits => {
  const cycles = cyclesOf(cumulative, window, added)
  const { first, last, starts } = cycles
  const shelves = possibleStarts(cumulative, last, first, added)
  const arrival = added === null ? Number.NaN : added.day - cumulative.daily.asOf
  const trialsOn = (day: number, cut: number): readonly Trial[] => {
    const trials: Trial[] = []
    for (const from of shelves) {
      if (from > day) continue
      const gains = arrival >= from && arrival <= Math.min(day, cut - 1)
      const received = receivedBetween(cumulative, from, day, null, cut)
      const opening = openingAt(cumulative, from)
      const mean = wantedBetween(cumulative, from, day)
      if (!gains && received + opening <= 0 && mean > 0) continue
      trials.push({ mean, variance: varianceBetween(cumulative, from, day, true), received, opening, gains })
    }
    return trials
  }
  const stretch = (from: number, to: number, cut: number): Stretch => {
    const days: (readonly Trial[])[] = []
    for (let day = from; day <= to; day++) days.push(trialsOn(day, cut))
    return new Stretch(days)
  }
  const never = Number.POSITIVE_INFINITY
  if (starts.length === 0) {
    const whole = stretch(first, last, never)
    const of = (units: number) => whole.worst(units)
    return { of, beside: of }
  }
  const within = new Map([first, ...starts].map((from, i) => [from, stretch(from, (starts[i] ?? last + 1) - 1, never)]))
  const without = new Map<number, Stretch>()
  const withoutFrom = (cut: number): Stretch => {
    const known = without.get(cut) ?? stretch(cut, last, cut)
    without.set(cut, known)
    return known
  }
  const risksWith = (units: number) => ({
    worst: (from: number) => (within.get(from) as Stretch).worst(units),
    without: (cut: number) => withoutFrom(cut).worst(units),
  })
  return {
    of: (units) => anyCycle(cycles, risksWith(units)),
    beside: (units, tolerated) => anyCycleBeside(cycles, risksWith(units), tolerated),
  }
}
