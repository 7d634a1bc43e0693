import type { EndedPromotion } from '../../domain/promotions/ended.ts'
import { decidedWords } from '../decisions/decision-list-card.ts'
import { numberWords } from '../language/words.ts'
import { cameInWords } from '../promotions/pace-words.ts'
import { sumWords } from '../risks/risk-words.ts'

/** Says how a promotion that is over did, `1,240 of 1,300 planned sold · fill rate 98.7 % · EUR 130 lost`. */
export const outcomeWords = (promotion: EndedPromotion): string => {
  const { soldUnits, expectedUnits, fillRate, cameIn, stockedOut } = promotion
  const known = cameInWords(cameIn)
  const lost = sumWords(promotion.lost)
  const sold =
    soldUnits === null
      ? 'no sales figures yet: import sales'
      : known !== ''
        ? `sold ${numberWords(soldUnits)}${known}`
        : `${numberWords(soldUnits)}${expectedUnits === null ? ' units' : ` of ${numberWords(expectedUnits)} planned`} sold`
  return [
    sold,
    fillRate === null ? null : `fill rate ${rateWords(fillRate)}${known === '' ? '' : ' there'}`,
    lost === null ? null : `${lost} lost`,
    stockedOut === true ? 'sold out' : null,
    promotion.decided === null ? null : decidedWords(promotion.decided),
  ]
    .filter((part) => part !== null)
    .join(' · ')
}

const rateWords = (rate: number) => `${(Math.floor(rate * 1000) / 10).toFixed(1)} %`
