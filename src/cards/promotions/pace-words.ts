import type { Day } from '../../domain/day.ts'
import type { CameIn } from '../../domain/promotions/ended.ts'
import type { Pace } from '../../domain/promotions/pace.ts'
import { stopWords } from '../drops/drop-words.ts'
import { countWords, digitWords, numberWords, percentWords, unitWords, upliftWords } from '../language/words.ts'
import { sumWords } from '../options/option-words.ts'

const asPlanned = 0.05
const timesWords: ReadonlyMap<number, string> = new Map([
  [2, 'twice'],
  [3, 'three times'],
  [4, 'four times'],
])

/** Tells whether a promotion sells about what was planned. */
export const isAsPlanned = ({ ratio }: Pick<Pace, 'ratio'>): boolean => Math.abs(ratio - 1) < asPlanned

/** Says how fast a promotion sells, `selling at twice the plan, 40 a day (+100 %)`. */
export const paceWords = ({ ratio, perDay }: Pick<Pace, 'ratio' | 'perDay'>): string => {
  const daily = `${numberWords(perDay)} a day`
  if (isAsPlanned({ ratio })) return 'selling as planned'
  const times = Math.abs(ratio - Math.round(ratio)) < asPlanned ? timesWords.get(Math.round(ratio)) : undefined
  if (times !== undefined) return `selling at ${times} the plan, ${daily} (${upliftWords(ratio)})`
  return `selling ${percentWords(Math.round(Math.abs(ratio - 1) * 100) / 100)} ${ratio > 1 ? 'above' : 'below'} plan, ${daily}`
}

/** Says on how many of its days and at how many of its places sales are known, ` in 2 of 7 days`; nothing where all are. */
export const cameInWords = ({ days, ofDays, places, ofPlaces }: CameIn): string => {
  const parts = [
    ...(days < ofDays ? [`in ${digitWords(days)} of ${countWords(ofDays, 'day')}`] : []),
    ...(places < ofPlaces ? [`at ${digitWords(places)} of ${countWords(ofPlaces, 'place')}`] : []),
  ]
  return parts.map((part) => ` ${part}`).join('')
}

/** Says what a running promotion has sold, and what it costs and what to do where it sells too slowly. */
export const soldSoFarWords = ({ sold, cameIn, ratio, less, lessMoney, slow }: Pace, today: Day): string => {
  const told = `sold ${numberWords(sold)}${cameInWords(cameIn)}`
  if (ratio > 1 - asPlanned) return told
  const money = sumWords(lessMoney)
  const cost = `on course for ${money === '0' ? unitWords(less) : money} less than planned`
  return `${told}; ${cost}${slow === undefined ? '' : `: ${stopWords(slow.orders, today)}`}`
}
