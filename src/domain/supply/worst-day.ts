import { normalCdf, normalQuantile, normalScore, probabilityAbove } from '../demand/distribution.ts'

/**
 * Finds the stockout probability of the worst of some days, each taken on the shelf where it runs out least likely. Where
 * demand is normal the scores are compared, and the chance is worked out once.
 */
export class WorstDay {
  #risk = 0
  #score = Number.NEGATIVE_INFINITY
  /** The least chance and the least score of the day at hand. */
  #least = 1
  #leastScore = Number.POSITIVE_INFINITY

  /** Compares the demand of the day at hand with the supply of one more shelf. */
  compare(mean: number, variance: number, supply: number): void {
    const score = normalScore(mean, variance, supply)
    if (Number.isNaN(score)) this.#least = Math.min(this.#least, probabilityAbove({ mean, variance }, supply))
    else if (score < this.#leastScore) this.#leastScore = score
  }

  /** Takes the day at hand as compared with every shelf, and goes on to the next. */
  close(): void {
    if (this.#leastScore === Number.POSITIVE_INFINITY) this.#risk = Math.max(this.#risk, this.#least)
    else if (this.#least === 1) this.#score = Math.max(this.#score, this.#leastScore)
    else this.#risk = Math.max(this.#risk, Math.min(this.#least, normalCdf(this.#leastScore)))
    this.#least = 1
    this.#leastScore = Number.POSITIVE_INFINITY
  }

  /** Tells whether a day that is closed is clearly past a probability. */
  isPast(policy: number): boolean {
    return this.#risk > policy || this.#score > scoreOf(policy) + margin
  }

  get risk(): number {
    return this.#score === Number.NEGATIVE_INFINITY ? this.#risk : Math.max(this.#risk, normalCdf(this.#score))
  }
}

/** Scores that are closer to each other may stand for the same chance. */
const margin = 1e-9

let last = { policy: Number.NaN, score: Number.NaN }

/** The normal score of a probability; nearly always it is that of the same policy. */
const scoreOf = (policy: number): number => {
  if (last.policy !== policy) last = { policy, score: normalQuantile(policy) }
  return last.score
}
