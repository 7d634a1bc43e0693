import type { Day } from '../../domain/day.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { digitWords, listWords, sinceWords } from '../language/words.ts'

const mostNames = 3

/** Says since when nobody has taken a risk, and who was asked to: `, since Mon; Ben and Chloe were asked`. */
export const untakenWords = (record: RiskRecord, today: Day): string => {
  const { openedOn } = record
  const since = openedOn === undefined || openedOn >= today ? '' : `, since ${sinceWords(openedOn, today)}`
  return `${since}${askedWords(record, today)}`
}

/** Says who was asked because nobody deals with a risk: `; Ben was asked`, `; reminded Tue` of its owner; nothing where nobody was. */
export const askedWords = ({ asked = [], episode, owner }: RiskRecord, today: Day): string => {
  const own = asked.filter((one) => one.episode === episode)
  const names = [...new Set(own.map(({ name }) => name))].filter((name) => name !== owner?.name)
  const reminded = own.findLast(({ name }) => name === owner?.name)
  const told = reminded === undefined ? '' : `; reminded ${sinceWords(reminded.on, today)}`
  return names.length === 0 ? told : `${told}; ${someWords(names)} ${names.length === 1 ? 'was' : 'were'} asked`
}

const someWords = (names: readonly string[]): string =>
  names.length <= mostNames
    ? listWords(names)
    : `${names.slice(0, mostNames - 1).join(', ')} and ${digitWords(names.length - mostNames + 1)} more`
