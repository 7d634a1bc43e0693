import type { Filter, FilterKey } from '../../domain/subscriptions/filter.ts'
import { type FilterMistake, filterKeys, longestFilter } from '../../domain/subscriptions/filter-reading.ts'
import { listWords, moneyWords, verdictWord } from '../language/words.ts'

const eitherWords = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`

/** The order of the parts in a sentence: the thing first, then its attributes. */
const order: readonly (FilterKey | 'mine' | 'value')[] = [
  'category',
  'item',
  'mine',
  'at',
  'supplier',
  'owner',
  'severity',
  'value',
]
const nouns = new Set(['category', 'item'])

type Saying = Extract<Filter, { kind: 'is' | 'value' | 'mine' }>

const keyOf = (filter: Saying): (typeof order)[number] => (filter.kind === 'is' ? filter.key : filter.kind)

const said = (filter: Saying): string => {
  switch (filter.kind) {
    case 'mine':
      return 'of yours'
    case 'value':
      return `with ${moneyWords(filter.atLeast, null)} or more at risk`
    case 'is': {
      const values = eitherWords(filter.values)
      switch (filter.key) {
        case 'category':
        case 'item':
          return values
        case 'at':
          return `at ${values}`
        case 'supplier':
          return `from ${values}`
        case 'owner':
          return `owned by ${values}`
        case 'severity':
          return `that are ${eitherWords(filter.values.map((one) => verdictWord(one as Parameters<typeof verdictWord>[0]).toLowerCase()))}`
      }
    }
  }
}

const isSaying = (filter: Filter): filter is Saying =>
  filter.kind === 'is' || filter.kind === 'value' || filter.kind === 'mine'

/** Says what a filter asks for, `drinks at EAST or WEST with 500 or more at risk`. */
export const filterWords = (filter: Filter): string => {
  switch (filter.kind) {
    case 'or':
      return eitherWords(filter.of.map(filterWords))
    case 'not':
      return `everything but ${inBrackets(filter.of)}`
    case 'and': {
      const sayings = filter.of.filter(isSaying).toSorted((a, b) => order.indexOf(keyOf(a)) - order.indexOf(keyOf(b)))
      const others = filter.of.filter((one) => !isSaying(one))
      const own = sayings.length === 0 ? [] : [saying(sayings)]
      const alternatives = others.filter((one) => one.kind === 'or').map(inBrackets)
      const without = others.flatMap((one) => (one.kind === 'not' ? inBrackets(one.of) : []))
      const first = [...own, ...alternatives].join(' and ')
      return `${first === '' ? 'everything' : first}${without.map((words, i) => `, ${i === 0 ? 'but not' : 'nor'} ${words}`).join('')}`
    }
    default:
      return saying([filter])
  }
}

const saying = (sayings: readonly Saying[]): string => {
  if (sayings.every(({ kind }) => kind === 'mine')) return 'what is yours'
  const named = sayings.filter((one) => nouns.has(keyOf(one))).map(said)
  const rest = sayings.filter((one) => !nouns.has(keyOf(one))).map(said)
  return [named.length === 0 ? 'promotions' : named.join(', '), ...rest].join(' ')
}

const inBrackets = (filter: Filter): string =>
  filter.kind === 'and' || filter.kind === 'or' || filter.kind === 'not'
    ? `(${filterWords(filter)})`
    : filterWords(filter)

/** Writes the footer of a filtered digest: which part it shows, and where that is set. */
export const onlyWords = (filter: Filter | null): string | null =>
  filter === null ? null : `Only ${filterWords(filter)}: /shelfready settings.`

/** Says why a filter cannot be read, with what was probably meant. */
export const filterMistakeWords = ({ kind, text, meant }: FilterMistake): string => {
  const perhaps = meant === null ? '' : ` Did you mean ${meant}?`
  switch (kind) {
    case 'too long':
      return `The filter is too long: it has at most ${longestFilter} characters.`
    case 'too deep':
      return 'The filter nests too deeply: at most 20 brackets or nots inside each other.'
    case 'nothing said':
      return 'The filter is empty. Write, for example, category:drinks at:EAST, or everything.'
    case 'word not known':
      return `I cannot filter by "${text.slice(0, 60)}".${meant === null ? ` I know ${listWords([...filterKeys.map((key) => `${key}:`), 'mine'])}.` : perhaps}`
    case 'value missing':
      return `${text} needs a value, such as ${examples[text] ?? text}.`
    case 'not a severity':
      return `"${text.slice(0, 60)}" is not a verdict. Write not-ready, at-risk, unknown or ready.${perhaps}`
    case 'not an amount':
      return `value: "${text.slice(0, 60)}" is not a clear amount. Write it without a currency, such as value:500.`
    case 'quote not closed':
      return `The quote before ${text.slice(1)} is never closed.`
    case 'bracket not closed':
      return `The bracket before "${text.slice(1).trim()}" is never closed.`
    case 'bracket not opened':
      return 'There is a closing bracket without an opening one.'
    case 'something missing':
      return text === ''
        ? 'The filter is cut off at the end; add a condition such as category:drinks.'
        : `Something is missing before "${text}"; add a condition such as category:drinks.`
  }
}

const examples: Readonly<Record<string, string>> = {
  'category:': 'category:drinks',
  'item:': 'item:SKU-100',
  'at:': 'at:EAST',
  'supplier:': 'supplier:ACME',
  'owner:': 'owner:Ana',
  'severity:': 'severity:not-ready',
  'value:': 'value:500',
}
