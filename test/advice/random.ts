/** A stream of numbers that a seed fixes. */
export type Random = {
  /** A number from the first up to the second. */
  readonly between: (from: number, to: number) => number
  /** A whole number from the first to the second, both included. */
  readonly whole: (from: number, to: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(of: readonly T[]) => T
}

/** Gives the uniform numbers of a seed, in [0, 1) (mulberry32). */
export const uniform = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Starts the stream of a seed; several numbers make one seed. */
export const randomOf = (...seeds: readonly number[]): Random => {
  const next = uniform(seeds.reduce((all, seed) => Math.imul(all ^ seed, 0x9e3779b1) + seed, 0x85ebca6b))
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    between: (from, to) => from + next() * (to - from),
    whole,
    chance: (probability) => next() < probability,
    pick: <T>(of: readonly T[]) => of[whole(0, of.length - 1)] as T,
  }
}
