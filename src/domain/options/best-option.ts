import { leastGain } from '../policy.ts'
import type { Option } from './option.ts'

/**
 * Marks the option with the highest contribution among those whose costs are all known, the first one of equals. Options
 * with an unknown cost get `mayCost`: how much that cost may be before they are no better. Changes nothing where no option
 * has a contribution, or contributions are in several currencies.
 */
export const withBestMarked = (options: readonly Option[]): readonly Option[] => {
  const [currency, ...others] = new Set(options.flatMap(({ total }) => Object.keys(total?.contribution ?? {})))
  if (currency === undefined || others.length > 0) return options
  const contributionOf = ({ total }: Option): number | null => total?.contribution?.[currency] ?? null
  let best: Option | null = null
  let most = Number.NEGATIVE_INFINITY
  for (const option of options) {
    const value = option.untold.length > 0 ? null : contributionOf(option)
    if (value === null || value <= most + leastGain) continue
    best = option
    most = value
  }
  return options.map((option) => {
    const value = option.untold.length > 0 ? contributionOf(option) : null
    const isBetter = best !== null && value !== null && value > most + leastGain
    return { ...option, isBest: option === best, mayCost: isBetter ? { [currency]: value - most } : null }
  })
}
