import type { Day } from '../../domain/day.ts'
import type { InForce, OverrideView, StatedFigure } from '../../domain/promotions/override.ts'
import { dateWords, listWords, numberWords, unitWords, upliftWords } from '../language/words.ts'

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

/** Says a planner's figure, `+40 %, said by Ben, until Fri 12 Jun: "history shows less"`. */
export const holdsWords = ({ ratio, until, reason, by }: InForce, today: Day): string =>
  `${upliftWords(ratio)} from ${by.name}${until === null ? '' : `, until ${dateWords(until, today)}`}${reason === null ? '' : `: "${reason}"`}`
