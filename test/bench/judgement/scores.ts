import type { Said } from './warnings.ts'

/** Gives the chance that a promotion that ran short was warned of more strongly than one that did not. */
export const auc = (said: readonly Said[]): number => {
  const sorted = said.toSorted((a, b) => a.probability - b.probability)
  let ranks = 0
  let short = 0
  for (let i = 0; i < sorted.length; ) {
    let end = i
    while (end < sorted.length && sorted[end]?.probability === sorted[i]?.probability) end++
    for (let k = i; k < end; k++)
      if (sorted[k]?.happened) {
        ranks += (i + end + 1) / 2
        short++
      }
    i = end
  }
  return (ranks - (short * (short + 1)) / 2) / (short * (said.length - short))
}

/** Gives the mean squared error of probabilities. */
export const brier = (said: readonly Said[]): number =>
  said.reduce((sum, { probability, happened }) => sum + (probability - Number(happened)) ** 2, 0) / said.length

/** Gives said against happened in tenths of probability. */
export const reliability = (said: readonly Said[]) =>
  Array.from({ length: 10 }, (_, i) => {
    const bin = said.filter(({ probability }) => Math.min(9, Math.floor(probability * 10)) === i)
    const mean = (of: (one: Said) => number) => bin.reduce((sum, one) => sum + of(one), 0) / bin.length
    return { count: bin.length, said: mean((one) => one.probability), happened: mean((one) => Number(one.happened)) }
  }).filter(({ count }) => count > 0)
