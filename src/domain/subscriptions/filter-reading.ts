import type { Verdict } from '../assessment/readiness.ts'
import { nearest } from '../did-you-mean.ts'
import { type Filter, type FilterKey, folded, isOneOf, joined, mine, not, worth } from './filter.ts'

/** Why a filter cannot be read: where in the text, at which words, and what was probably meant. */
export type FilterMistake = {
  readonly at: number
  readonly kind:
    | 'too long'
    | 'too deep'
    | 'nothing said'
    | 'word not known'
    | 'value missing'
    | 'not a severity'
    | 'not an amount'
    | 'quote not closed'
    | 'bracket not closed'
    | 'bracket not opened'
    | 'something missing'
  readonly text: string
  readonly meant: string | null
}

/** A filter that was read, or why it was not. */
export type ReadFilter = { readonly filter: Filter } | { readonly mistake: FilterMistake }

/** Letters that a filter may have, and how deep brackets and `not` may stand in each other. */
export const longestFilter = 500
const deepest = 20

const keys: Readonly<Record<string, FilterKey | 'value'>> = {
  category: 'category',
  item: 'item',
  sku: 'item',
  at: 'at',
  location: 'at',
  supplier: 'supplier',
  owner: 'owner',
  severity: 'severity',
  verdict: 'severity',
  value: 'value',
}

/** The words before a colon, as they are written. */
export const filterKeys: readonly string[] = ['category', 'item', 'at', 'supplier', 'owner', 'severity', 'value']

const severities: readonly Verdict[] = ['not-ready', 'at-risk', 'unknown', 'ready']

/** What may close each opening quote; twice in a row it stands for itself. */
const closing: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”', '„': '“”', '«': '»', '‘': '’' }

const isBlank = (letter: string): boolean => letter.trim() === ''
const isBracket = (letter: string): boolean => letter === '(' || letter === ')'

type Wrong = { readonly kind: 'wrong'; readonly mistake: FilterMistake }

/** Where reading stands; it only ever goes on. */
type Reading = { readonly text: string; at: number; depth: number }

const wrong = (at: number, kind: FilterMistake['kind'], text: string, meant: string | null = null): Wrong => ({
  kind: 'wrong',
  mistake: { at, kind, text, meant },
})

/**
 * Reads a filter in one pass: terms such as `category:drinks,snacks`, joined with `and`, `or` and `not` and brackets. Terms
 * that follow each other are joined with `and`, which binds more closely than `or`. No text makes it throw.
 */
export const readFilter = (text: string): ReadFilter => {
  if (text.length > longestFilter) return wrong(longestFilter, 'too long', '')
  const reading: Reading = { text, at: 0, depth: 0 }
  skipBlanks(reading)
  if (reading.at === text.length) return wrong(0, 'nothing said', '')
  const filter = readEither(reading)
  if (filter.kind === 'wrong') return filter
  return reading.at < text.length ? wrong(reading.at, 'bracket not opened', ')') : { filter }
}

const skipBlanks = (reading: Reading): void => {
  while (reading.at < reading.text.length && isBlank(reading.text[reading.at] as string)) reading.at++
}

const readEither = (reading: Reading): Filter | Wrong => {
  const all: Filter[] = []
  do {
    const one = readBoth(reading)
    if (one.kind === 'wrong') return one
    all.push(one)
  } while (takeWord(reading, 'or'))
  return joined('or', all)
}

const readBoth = (reading: Reading): Filter | Wrong => {
  const all: Filter[] = []
  do {
    const one = readOne(reading)
    if (one.kind === 'wrong') return one
    all.push(one)
  } while (takeWord(reading, 'and') || !isAtEndOfTerms(reading))
  return joined('and', all)
}

const isAtEndOfTerms = (reading: Reading): boolean =>
  reading.at === reading.text.length || reading.text[reading.at] === ')' || wordAt(reading).toLowerCase() === 'or'

const readOne = (reading: Reading): Filter | Wrong => {
  if (reading.depth >= deepest) return wrong(reading.at, 'too deep', '')
  const { text, at } = reading
  if (takeWord(reading, 'not')) {
    reading.depth++
    const of = readOne(reading)
    reading.depth--
    return of.kind === 'wrong' ? of : not(of)
  }
  return text[at] === '(' ? readBracket(reading) : readTerm(reading)
}

const readBracket = (reading: Reading): Filter | Wrong => {
  const start = reading.at++
  reading.depth++
  skipBlanks(reading)
  const of = readEither(reading)
  reading.depth--
  if (of.kind === 'wrong') return of
  if (reading.text[reading.at] !== ')') return wrong(start, 'bracket not closed', reading.text.slice(start, start + 20))
  reading.at++
  skipBlanks(reading)
  return of
}

/** Gives the word that begins here, up to a blank, a bracket, a colon or a comma. */
const wordAt = ({ text, at }: Reading): string => {
  let end = at
  while (
    end < text.length &&
    !isBlank(text[end] as string) &&
    !isBracket(text[end] as string) &&
    !':,'.includes(text[end] as string)
  )
    end++
  return text.slice(at, end)
}

/** Takes a joining word where it stands by itself. */
const takeWord = (reading: Reading, word: 'and' | 'or' | 'not'): boolean => {
  const found = wordAt(reading)
  if (found.toLowerCase() !== word || ':,'.includes(reading.text[reading.at + found.length] || ' ')) return false
  reading.at += found.length
  skipBlanks(reading)
  return true
}

const readTerm = (reading: Reading): Filter | Wrong => {
  const start = reading.at
  const word = wordAt(reading)
  reading.at += word.length
  if (reading.text[reading.at] === ':') {
    reading.at++
    return readKeyed(reading, start, word)
  }
  if (word.toLowerCase() === 'mine') {
    skipBlanks(reading)
    return mine
  }
  const isMissing = word === '' || ['and', 'or', 'not'].includes(word.toLowerCase())
  return isMissing
    ? wrong(start, 'something missing', reading.text.slice(start, start + 20))
    : wrong(start, 'word not known', word, meantBy(word))
}

const meantBy = (word: string): string | null => {
  if (severityOf(word) !== null) return `severity:${severityOf(word)}`
  const key = nearest(word, ['mine', ...Object.keys(keys)], (one) => one)
  return key === null || key === 'mine' ? key : `${keys[key]}:`
}

const readKeyed = (reading: Reading, start: number, word: string): Filter | Wrong => {
  const key = Object.hasOwn(keys, word.toLowerCase()) ? keys[word.toLowerCase()] : undefined
  if (key === undefined) return wrong(start, 'word not known', `${word}:`, meantBy(word))
  const values: string[] = []
  do {
    const at = reading.at
    const value = readValue(reading)
    if (typeof value !== 'string') return value
    if (folded(value) === '') return wrong(at, 'value missing', `${key}:`)
    values.push(value)
  } while (takeComma(reading))
  skipBlanks(reading)
  if (key === 'value') return readWorth(start, values)
  return key === 'severity' ? readSeverities(start, values) : isOneOf(key, values)
}

const takeComma = (reading: Reading): boolean => {
  if (reading.text[reading.at] !== ',') return false
  reading.at++
  return true
}

const readValue = (reading: Reading): string | Wrong => {
  const { text, at } = reading
  const closers = closing[text[at] ?? '']
  if (closers === undefined) {
    while (reading.at < text.length && !isEndOfValue(text[reading.at] as string)) reading.at++
    return text.slice(at, reading.at)
  }
  let value = ''
  for (let i = at + 1; i < text.length; i++) {
    const letter = text[i] as string
    if (!closers.includes(letter)) value += letter
    else if (text[i + 1] === letter) value += text[++i]
    else {
      reading.at = i + 1
      return value
    }
  }
  return wrong(at, 'quote not closed', text.slice(at, at + 20))
}

const isEndOfValue = (letter: string): boolean => isBlank(letter) || isBracket(letter) || letter === ','

const readWorth = (at: number, values: readonly string[]): Filter | Wrong => {
  const said = values.join(',')
  return isAmount(said) ? worth(Number(said)) : wrong(at, 'not an amount', said)
}

const longestAmount = 12

/** `500` and `0.5`, nothing that can be read two ways. */
const isAmount = (said: string): boolean => {
  const [whole = '', part = '0', ...more] = said.split('.')
  const isDigits = (text: string) => text !== '' && [...text].every((letter) => letter >= '0' && letter <= '9')
  return more.length === 0 && isDigits(whole) && isDigits(part) && whole.length <= longestAmount && part.length <= 2
}

const readSeverities = (at: number, values: readonly string[]): Filter | Wrong => {
  const read = values.map(severityOf)
  const odd = read.indexOf(null)
  if (odd < 0) return isOneOf('severity', read as readonly Verdict[])
  const said = values[odd] as string
  return wrong(
    at,
    'not a severity',
    said,
    nearest(said, severities, (one) => one),
  )
}

const severityOf = (said: string): Verdict | null => {
  const bare = (text: string) => text.toLowerCase().replaceAll(' ', '').replaceAll('-', '')
  return severities.find((one) => bare(one) === bare(said)) ?? null
}
