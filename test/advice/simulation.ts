import { uniform } from './random.ts'

/** How demand errs, as the documents describe it: by chance, from day to day, in the level of a whole plan, and in the uplift. */
export type Errors = {
  readonly dayCv: number
  readonly levelCv: number
  readonly upliftCv: number
}

/** One shelf day by day, index 0 today: what is expected to sell, and what comes in at the start of each day. */
export type Shelf = {
  readonly opening: number
  readonly base: readonly number[]
  readonly extra: readonly number[]
  readonly receipts: readonly number[]
  /** First and last day of the promotion, as indexes. */
  readonly window: readonly [number, number]
  readonly unmet: 'lost' | 'backorder'
}

export type Simulated = {
  /** The share of the runs in which a day of the window could not be served whole. */
  readonly stockout: number
  /** Units of the window that were not served, on average. */
  readonly short: number
  /** The tenths of demand in the window. */
  readonly p10: number
  readonly p90: number
}

/** Draws from the distributions that a simulation of demand needs. */
const draws = (seed: number) => {
  const next = uniform(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  /** Marsaglia and Tsang (2000); a shape below 1 by way of the shape above it. */
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * (1 - next()) ** (1 / shape)
    const d = shape - 1 / 3
    const c = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = normal()
      const v = (1 + c * x) ** 3
      if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
    }
  }
  const poisson = (mean: number): number => {
    const limit = Math.exp(-mean)
    let count = 0
    for (let product = next(); product > limit; product *= next()) count++
    return count
  }
  const factor = (cv: number) => (cv === 0 ? 1 : gamma(1 / (cv * cv)) * cv * cv)
  return {
    factor,
    /** Units of a day: whole ones while they are few (negative binomial), else normal. */
    day: (mean: number, cv: number) => {
      if (mean <= 0) return 0
      if (mean < 40) return poisson(mean * factor(cv))
      return Math.max(0, mean + Math.sqrt(mean + (cv * mean) ** 2) * normal())
    },
  }
}

/** Sells a shelf empty or not, many times over, day by day. */
export const simulate = (shelf: Shelf, errors: Errors, { runs = 10_000, seed = 1 } = {}): Simulated => {
  const draw = draws(seed)
  const [first, last] = shelf.window
  const sold = new Float64Array(runs)
  let [stockouts, short] = [0, 0]
  for (let run = 0; run < runs; run++) {
    const level = draw.factor(errors.levelCv)
    const uplift = draw.factor(errors.upliftCv)
    let stock = shelf.opening
    let isOut = false
    for (let day = 0; day <= last; day++) {
      stock += shelf.receipts[day] ?? 0
      const demand = draw.day(level * (shelf.base[day] ?? 0) + uplift * (shelf.extra[day] ?? 0), errors.dayCv)
      const unserved = Math.min(demand, Math.max(0, demand - stock))
      stock -= shelf.unmet === 'lost' ? demand - unserved : demand
      if (day < first) continue
      sold[run] = (sold[run] as number) + demand
      short += unserved
      if (unserved > 0) isOut = true
    }
    if (isOut) stockouts++
  }
  sold.sort()
  return {
    stockout: stockouts / runs,
    short: short / runs,
    p10: sold[Math.floor(runs * 0.1)] as number,
    p90: sold[Math.floor(runs * 0.9)] as number,
  }
}
