import { normalCdf, normalDensity, normalQuantile } from '../demand/distribution.ts'

/** Nodes of the common factor and their weights: the trapezoidal rule, exact to six digits for correlations up to 0.9. */
const step = 0.4
const nodes = Array.from({ length: 31 }, (_, i) => (i - 15) * step)
const weights = nodes.map((z) => normalDensity(z) * step)
const mostCorrelated = 0.9
const negligible = 1e-9

/**
 * Gives the probability that any of several shortages happens, from the probability of each and a correlation that every
 * pair of them reaches at least: all lean on one common factor to that degree (Dunnett and Sobel, 1955), which by Slepian's
 * inequality (1962) bounds the probability for normal demand from above. Rises with each probability, is at least the
 * largest of them, and at most what it were if they were independent.
 */
export const probabilityOfAny = (chances: readonly number[], correlation: number): number => {
  let most = 0
  let none = 1
  const bounds: number[] = []
  for (const chance of chances) {
    most = Math.max(most, chance)
    none *= 1 - chance
    if (chance > negligible) bounds.push(chance)
  }
  if (bounds.length < 2 || most >= 1 - negligible) return most
  const shared = Math.min(mostCorrelated, Math.max(0, correlation))
  const [common, own] = [Math.sqrt(shared), Math.sqrt(1 - shared)]
  const limits = bounds.map((chance) => normalQuantile(1 - chance))
  let kept = 0
  for (let i = 0; i < nodes.length; i++) {
    let all = weights[i] as number
    for (const limit of limits) all *= normalCdf((limit - common * (nodes[i] as number)) / own)
    kept += all
  }
  return Math.min(1 - none, Math.max(most, 1 - kept))
}
