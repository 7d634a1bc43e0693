import type { Reason } from '../../domain/assessment/reason.ts'
import type { Day } from '../../domain/day.ts'
import { agreedUnits, type InForce, type OverrideView, type StatedFigure } from '../../domain/promotions/override.ts'
import {
  countWords,
  dateWords,
  listWords,
  numberWords,
  percentWords,
  unitWords,
  upliftWords,
} from '../language/words.ts'

const mostFigures = 3

/** Says what a marketer stated, `Ana said 700 units`. */
export const statedWords = (stated: readonly StatedFigure[]): string => {
  const figures = new Set(stated.map(figureWords))
  const who = stated.find((row) => row.owner !== null)?.owner ?? 'the marketer'
  return `${who} said ${figures.size <= mostFigures ? listWords([...figures]) : 'a different figure for each line'}`
}

const figureWords = ({ uplift, units, extra }: StatedFigure): string => {
  if (units !== null) return unitWords(units)
  if (extra !== null) return `${numberWords(extra)} units extra`
  return uplift === null ? 'no figure' : upliftWords(uplift)
}

/** Says by whose figure a promotion is judged, until when and why, `Judged at +40 %, said by Ben, until Fri 12 Jun: ...; Ana said 700 units.`. */
export const overrideWords = (override: OverrideView, today: Day): string =>
  `Judged with ${holdsWords(override, today)}; ${statedWords(override.stated)}.`

/** Says a planner's figure or the agreed one, `+40 %, said by Ben, until Fri 12 Jun: "history shows less"`. */
export const holdsWords = ({ ratio, until, reason, by, agreed }: InForce, today: Day): string =>
  `${agreed === undefined ? `${upliftWords(ratio)} from ${by.name}` : `${unitWords(agreedUnits(agreed))}, agreed by ${by.name} and ${agreed.with}`}${until === null ? '' : `, until ${dateWords(until, today)}`}${reason === null ? '' : `: "${reason}"`}`

const upliftBasis = {
  shelf: 'of this item here',
  item: 'of this item',
  group: 'of its group',
  mechanic: 'of this kind',
  company: 'of any kind',
  none: '',
} as const

/** Says what a ratio comes from, `2 promotions of its group suggest`; sales may begin within the only promotion there was. */
const alikeWords = ({ basis, runs }: Extract<Reason, { code: 'UPLIFT_FROM_HISTORY' }>): string => {
  if (basis === 'none') return 'no promotion is on record; its discount suggests'
  if (runs === 0) return `a promotion ${upliftBasis[basis]} that began before the sales on record suggests`
  return `${countWords(runs, 'promotion')} ${upliftBasis[basis]} ${runs === 1 ? 'suggests' : 'suggest'}`
}

/** Says what an estimated uplift rests on, and with what weight a stated one was combined with it. */
export const estimateWords = (reason: Extract<Reason, { code: 'UPLIFT_FROM_HISTORY' }>): string => {
  const from = `${alikeWords(reason)} ${upliftWords(reason.alike)}`
  const rivals =
    Math.abs(reason.rivals - 1) < 0.02
      ? ''
      : `; promotions of similar items at the same time change its normal sales by ${upliftWords(reason.rivals)}`
  const lately = `recent sales are ${upliftWords(reason.recent)} against normal`
  if (reason.stated === null)
    return `The uplift of ${upliftWords(reason.ratio)} is estimated: ${from}${rivals}; ${lately}.`
  const weights = `your ${upliftWords(reason.stated)} (${percentWords(1 - reason.weight)}) and ${upliftWords(reason.estimated)} from history (${percentWords(reason.weight)})`
  return `The uplift of ${upliftWords(reason.ratio)} combines ${weights}: ${from}${rivals}; ${lately}.`
}
