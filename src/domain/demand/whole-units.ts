/** A whole number of units, the chance of more, and the units expected beyond: P(D > units) and E[(D - units)+]. */
export type Tail = { readonly units: number; readonly above: number; readonly loss: number }

/** So many units are remembered of a distribution at most; those beyond are walked each time. */
const mostKept = 512
const fewKept = 64
/** So many distributions are remembered: lines of the same shape, and the trials of one line, ask for the same ones. */
const shelves = 256

/**
 * The tails of a negative binomial demand, by whole units from 0 on, by Panjer's recursion (ASTIN Bulletin 12, 1981), where
 * Poisson is odds 0. Going up, `above` and `loss` only ever have something taken away, so neither can rise; starting at
 * P(D = 0), the sum needs no gamma function and no huge r can spoil it.
 */
class Tails {
  #mean = Number.NaN
  #odds = Number.NaN
  #negligible = 0
  #above: Float64Array = new Float64Array(fewKept)
  #loss: Float64Array = new Float64Array(fewKept)
  /** The last number of units that is known, and the chance of exactly so many. */
  #last = 0
  #mass = 0

  isOf(mean: number, odds: number): boolean {
    return this.#mean === mean && this.#odds === odds
  }

  /** Forgets what it knows, and starts with another distribution. */
  become(mean: number, odds: number): void {
    this.#mean = mean
    this.#odds = odds
    this.#last = 0
    this.#negligible = 1e-17 / (1 + odds) ** 2
    const logNone = odds > 0 ? -mean * (Math.log1p(odds) / odds) : -mean
    this.#mass = Math.exp(logNone)
    this.#above[0] = -Math.expm1(logNone)
    this.#loss[0] = mean
  }

  /** Gives the tail at floor(limit), or at the first whole units with P(D > units) at most `target`. */
  at(limit: number, target: number): Tail {
    const most = Math.min(this.#last, Math.floor(limit))
    let units = 0
    // What is known falls from unit to unit: the first that is low enough is found by halving.
    for (let over = most; units < over; ) {
      const middle = (units + over) >>> 1
      if ((this.#above[middle] as number) > target) units = middle + 1
      else over = middle
    }
    const above = this.#above[units] as number
    if (units + 1 > limit || above <= target) return { units, above, loss: this.#loss[units] as number }
    return this.#walk(limit, target)
  }

  /** Walks on from the last units that are known, and keeps what it passes as far as there is room. */
  #walk(limit: number, target: number): Tail {
    const mean = this.#mean
    const odds = this.#odds
    let units = this.#last
    let mass = this.#mass
    let above = this.#above[units] as number
    let loss = this.#loss[units] as number
    while (units + 1 <= limit && above > target) {
      if (mass < this.#negligible && units > mean) return { units, above: 0, loss: 0 }
      mass *= (mean + units * odds) / ((units + 1) * (1 + odds))
      units += 1
      loss = Math.max(0, loss - above)
      above = Math.max(0, above - mass)
      if (units < mostKept) this.#keep(units, mass, above, loss)
    }
    return { units, above, loss }
  }

  #keep(units: number, mass: number, above: number, loss: number): void {
    if (units >= this.#above.length) {
      this.#above = grown(this.#above)
      this.#loss = grown(this.#loss)
    }
    this.#above[units] = above
    this.#loss[units] = loss
    this.#last = units
    this.#mass = mass
  }
}

const grown = (numbers: Float64Array): Float64Array => {
  const larger = new Float64Array(2 * numbers.length)
  larger.set(numbers)
  return larger
}

const remembered = Array.from({ length: shelves }, () => new Tails())
const key = new Float64Array(2)
const keyBits = new Int32Array(key.buffer)

/** The shelf of a distribution follows from its numbers alone; of two on one shelf the later one stays. */
const shelfOf = (mean: number, odds: number): number => {
  key[0] = mean
  key[1] = odds
  let mixed = 0
  for (let i = 0; i < 4; i++) mixed = Math.imul(mixed ^ (keyBits[i] as number), 0x9e3779b1)
  return (mixed ^ (mixed >>> 15)) & (shelves - 1)
}

/**
 * Walks up the whole units to floor(limit), or to the first with P(D > units) at most `enough`. `odds` is the variance over
 * the mean less one; 0 is Poisson.
 */
export const tailAt = (mean: number, odds: number, limit: number, enough: number): Tail => {
  const tails = remembered[shelfOf(mean, odds)] as Tails
  if (!tails.isOf(mean, odds)) tails.become(mean, odds)
  // A chance computed elsewhere is off by a few last digits; that must not cost a whole unit.
  return tails.at(limit, enough * (1 + 64 * Number.EPSILON))
}
