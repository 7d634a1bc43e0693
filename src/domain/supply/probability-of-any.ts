import { normalCdf, normalDensity, normalQuantile } from '../demand/distribution.ts'

/** Nodes of the common factor and their weights: the trapezoidal rule, exact to six digits for correlations up to 0.9. */
const step = 0.4
const nodes = Array.from({ length: 31 }, (_, i) => (i - 15) * step)
const weights = nodes.map((z) => normalDensity(z) * step)
const mostCorrelated = 0.9
const negligible = 1e-9
/** The chance of less than this score is below 1e-20, which no sum of chances near 1 notices. */
const hopeless = -9.5

/** Gives the probability (0 to 1) that any of several shortages happens where none has to do with the others: the most it can be. */
export const independentChance = (chances: readonly number[]): number => {
  let none = 1
  for (const chance of chances) none *= 1 - chance
  return 1 - none
}

/**
 * Gives an upper bound of the probability (0 to 1) that any of several shortages happens, from the probability of each and
 * a correlation that every pair of them reaches at least. All are taken to depend on one common normal factor to that
 * degree (Dunnett and Sobel, 1955); by Slepian's inequality (1962) a higher correlation of some pair only makes any
 * shortage less likely. The result rises with each probability; it is at least the largest of them, and at most that of
 * independent shortages.
 *
 * Example: two even chances. Independent: 1 - 0.5 x 0.5 = 0.75. With a correlation of 0.5: 3/4 - asin(0.5) / 2 pi = 0.667.
 * Each given the common factor z, both are avoided with P(Z <= (0 - sqrt(0.5) z) / sqrt(0.5))^2, averaged over z: 0.333.
 */
export const probabilityOfAny = (chances: readonly number[], correlation: number): number => {
  let most = 0
  let none = 1
  const relevant: number[] = []
  for (const chance of chances) {
    most = Math.max(most, chance)
    none *= 1 - chance
    if (chance > negligible) relevant.push(chance)
  }
  if (relevant.length < 2 || most >= 1 - negligible) return most
  const shared = Math.min(mostCorrelated, Math.max(0, correlation))
  const [common, own] = [Math.sqrt(shared), Math.sqrt(1 - shared)]
  const limits = relevant.map((chance) => normalQuantile(1 - chance))
  let kept = 0
  for (let i = 0; i < nodes.length; i++) {
    let all = weights[i] as number
    for (const limit of limits) {
      const z = (limit - common * (nodes[i] as number)) / own
      all = z < hopeless ? 0 : all * normalCdf(z)
      if (all === 0) break
    }
    kept += all
  }
  return Math.min(1 - none, Math.max(most, 1 - kept))
}
