import type { OrderSum } from '../../domain/risks/order-sum.ts'
import type { OrderRule } from '../../domain/supply/order-quantity.ts'
import { countWords, numberWords, percentWords } from '../language/words.ts'

/** Says what an order is made of, `150 = 97 short + 38 for a strong week (1 in 5) + 15 for lots of 50`; null where it is one thing. */
export const orderSumWords = (
  sum: OrderSum | null,
  rule: OrderRule,
  length: 'short' | 'full' = 'full',
): string | null => {
  if (sum === null) return null
  const { units, short, early, strong, extra, policy } = sum
  const terms = [
    ...(short > 0 ? [`${numberWords(short)} short${length === 'full' ? placesWords(sum) : ''}`] : []),
    ...(early > 0 ? [`${numberWords(early)} sold before it starts`] : []),
    ...(strong > 0 ? [`${numberWords(strong)} for a strong week (${chanceWords(policy)})`] : []),
    ...(extra > 0
      ? [
          `${numberWords(extra)} ${units - extra < rule.minimum ? 'for the minimum' : `for lots of ${numberWords(rule.multiple)}`}`,
        ]
      : []),
  ]
  return terms.length < 2 ? null : `${numberWords(units)} = ${terms.join(' + ')}`
}

/** Says of how many places the missing units are a sum. */
const placesWords = ({ places, shortPlaces }: OrderSum): string => {
  if (places === 1) return ''
  return shortPlaces === places
    ? ` in ${countWords(places, 'location')}`
    : ` in ${numberWords(shortPlaces)} of ${countWords(places, 'location')}`
}

/** Writes a chance as people say it, `1 in 5`; as a percentage where it is no such fraction. */
const chanceWords = (share: number): string => {
  const of = Math.round(1 / share)
  return Math.abs(1 / share - of) < 0.01 ? `1 in ${numberWords(of)}` : percentWords(share)
}
