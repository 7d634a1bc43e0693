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

/** So many numbers stand for a trial: mean, variance, received and opening units, and 1 where the order is received too. */
const perTrial = 5

/** Demand and supply of the days of a window from some indexes on, without the order: a trial after the other, in a plain row of numbers. */
type Trials = {
  readonly numbers: readonly number[]
  /** Where the trials of each day end. */
  readonly ends: readonly number[]
  /** The order is received in some of them. */
  readonly gains: boolean
}

/** Some days of a window, each with its trials; what no order changes is worked out once. */
class Stretch {
  readonly #trials: Trials
  #same: number | null = null

  constructor(trials: Trials) {
    this.#trials = trials
  }

  /** The bound of the worst of the days with some units of the order. */
  worst(units: number): number {
    if (this.#trials.gains) return this.#worst(units)
    this.#same ??= this.#worst(0)
    return this.#same
  }

  #worst(units: number): number {
    const { numbers, ends } = this.#trials
    const worst = new WorstDay()
    let at = 0
    for (let day = 0; day < ends.length; day++) {
      const end = ends[day] as number
      for (; at < end; at += perTrial) {
        const mean = numbers[at] as number
        const received = numbers[at + 2] as number
        const supply = (numbers[at + 4] === 1 ? received + units : received) + (numbers[at + 3] as number)
        // A shelf with nothing on it is out of stock, however little is wanted.
        if (supply > 0 || mean === 0) worst.compare(mean, numbers[at + 1] as number, supply)
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
  const stretch = (firstDay: number, lastDay: number, cut: number): Stretch => {
    const numbers: number[] = []
    const ends: number[] = []
    let anyGains = false
    for (let day = firstDay; day <= lastDay; day++) {
      for (const from of shelves) {
        if (from > day) continue
        const gains = arrival >= from && arrival <= Math.min(day, cut - 1)
        const received = receivedBetween(cumulative, from, day, null, cut)
        const opening = openingAt(cumulative, from)
        const mean = wantedBetween(cumulative, from, day)
        if (!gains && received + opening <= 0 && mean > 0) continue
        anyGains ||= gains
        numbers.push(mean, varianceBetween(cumulative, from, day, true), received, opening, gains ? 1 : 0)
      }
      ends.push(numbers.length)
    }
    return new Stretch({ numbers, ends, gains: anyGains })
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
