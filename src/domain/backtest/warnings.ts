import type { Day } from '../day.ts'

/** A stockout probability that was forecast on a day, and whether there was a stockout. */
export type Foretold = { readonly day: Day; readonly probability: number; readonly happened: boolean }

/** The result of warnings above a probability; shares of nothing are null. */
export type Hits = {
  readonly threshold: number
  readonly warned: number
  readonly right: number
  readonly missed: number
  readonly precision: number | null
  readonly recall: number | null
  /** The harmonic mean of precision and recall: 1 is perfect, 0 is never right. */
  readonly f1: number
}

/** Gives the result of warnings above a threshold. */
export const hitsAt = (foretold: readonly Foretold[], threshold: number): Hits => {
  let warned = 0
  let right = 0
  let out = 0
  for (const { probability, happened } of foretold) {
    if (happened) out += 1
    if (probability <= threshold) continue
    warned += 1
    if (happened) right += 1
  }
  return {
    threshold,
    warned,
    right,
    missed: out - right,
    precision: warned === 0 ? null : right / warned,
    recall: out === 0 ? null : right / out,
    f1: warned + out === 0 ? 0 : (2 * right) / (warned + out),
  }
}

/** Gives the mean squared error of the probabilities (Brier score): 0 is perfect; null for none. */
export const brierScore = (foretold: readonly Foretold[]): number | null =>
  foretold.length === 0
    ? null
    : foretold.reduce((sum, { probability, happened }) => sum + (probability - (happened ? 1 : 0)) ** 2, 0) /
      foretold.length

/**
 * Gives the area under the ROC curve: the chance that a stockout had a higher probability than a case without one, ties
 * counted half (Mann and Whitney); null unless there are both.
 */
export const areaUnderCurve = (foretold: readonly Foretold[]): number | null => {
  const sorted = foretold.toSorted((a, b) => a.probability - b.probability)
  const out = sorted.filter(({ happened }) => happened).length
  const others = sorted.length - out
  if (out === 0 || others === 0) return null
  let ranks = 0
  for (let i = 0; i < sorted.length; ) {
    let next = i
    let tied = 0
    while (next < sorted.length && sorted[next]?.probability === sorted[i]?.probability) {
      if (sorted[next]?.happened) tied += 1
      next += 1
    }
    ranks += (tied * (i + 1 + next)) / 2
    i = next
  }
  return (ranks - (out * (out + 1)) / 2) / (out * others)
}

/** The promotions with a probability in a range (`to` included): their number, the mean probability, and the share with a stockout. */
export type ReliabilityBin = {
  readonly from: number
  readonly to: number
  readonly promotions: number
  readonly said: number | null
  readonly happened: number | null
}

const usualEdges = [0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1] as const

/** Compares forecast probabilities with stockouts, by ranges of probability. */
export const reliabilityOf = (
  foretold: readonly Foretold[],
  edges: readonly number[] = usualEdges,
): readonly ReliabilityBin[] =>
  edges.slice(1).map((to, i) => {
    const from = edges[i] as number
    const own = foretold.filter(({ probability }) => probability <= to && (probability > from || i === 0))
    const mean = (of: (one: Foretold) => number) =>
      own.length === 0 ? null : own.reduce((sum, one) => sum + of(one), 0) / own.length
    return {
      from,
      to,
      promotions: own.length,
      said: mean(({ probability }) => probability),
      happened: mean(({ happened }) => (happened ? 1 : 0)),
    }
  })
