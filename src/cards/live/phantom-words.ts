import type { LineView } from '../../domain/assessment/readiness.ts'
import { type Reason, reasonOf } from '../../domain/assessment/reason.ts'
import type { Day } from '../../domain/day.ts'
import { countWords, numberWords, sinceWords } from '../language/words.ts'

/** Says that stock does not sell, `120 on hand, no sale since Tue; 14 a day expected`. */
export const noSaleWords = (
  { onHand, since, days, perDay }: Extract<Reason, { code: 'NO_SALE' }>,
  today: Day,
): string => {
  const silent = since === null ? `no sale in ${countWords(days, 'day')}` : `no sale since ${sinceWords(since, today)}`
  return `${numberWords(onHand)} on hand, ${silent}; ${numberWords(perDay)} a day expected`
}

/** Lists what is on hand on lines of a promotion and does not sell, each with what to do. */
export const phantomWords = (lines: readonly LineView[], today: Day): readonly string[] =>
  lines.flatMap((line) => {
    const unsold = reasonOf(line, 'NO_SALE')
    const { item } = line.facts
    return unsold === null
      ? []
      : [`count the shelf of ${item.name} in ${line.line.location}: ${noSaleWords(unsold, today)}`]
  })
