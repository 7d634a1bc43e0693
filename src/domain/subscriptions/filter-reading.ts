import type { Verdict } from '../assessment/readiness.ts'
import { nearest } from '../did-you-mean.ts'
import { type Filter, type FilterKey, folded, isOneOf, joined, mine, not, worth } from './filter.ts'

/** Why a filter cannot be parsed: the position in the text, the words there, and what was probably meant. */
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

/** The parsed filter, or the mistake in it. */
export type ReadFilter = { readonly filter: Filter } | { readonly mistake: FilterMistake }

/** The most characters of a filter, and how deep brackets and `not` may be nested. */
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

/** The state of the parser: its position, which only ever moves forward, and the nesting depth there. */
type Parser = { readonly text: string; at: number; depth: number }

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
  const parser: Parser = { text, at: 0, depth: 0 }
  skipBlanks(parser)
  if (parser.at === text.length) return wrong(0, 'nothing said', '')
  const filter = readEither(parser)
  if (filter.kind === 'wrong') return filter
  return parser.at < text.length ? wrong(parser.at, 'bracket not opened', ')') : { filter }
}

const skipBlanks = (parser: Parser): void => {
  while (parser.at < parser.text.length && isBlank(parser.text[parser.at] as string)) parser.at++
}

const readEither = (parser: Parser): Filter | Wrong => {
  const all: Filter[] = []
  do {
    const one = readBoth(parser)
    if (one.kind === 'wrong') return one
    all.push(one)
  } while (takeWord(parser, 'or'))
  return joined('or', all)
}

const readBoth = (parser: Parser): Filter | Wrong => {
  const all: Filter[] = []
  do {
    const one = readOne(parser)
    if (one.kind === 'wrong') return one
    all.push(one)
  } while (takeWord(parser, 'and') || !isAtEndOfTerms(parser))
  return joined('and', all)
}

const isAtEndOfTerms = (parser: Parser): boolean =>
  parser.at === parser.text.length || parser.text[parser.at] === ')' || wordAt(parser).toLowerCase() === 'or'

const readOne = (parser: Parser): Filter | Wrong => {
  if (parser.depth >= deepest) return wrong(parser.at, 'too deep', '')
  const { text, at } = parser
  if (takeWord(parser, 'not')) {
    parser.depth++
    const of = readOne(parser)
    parser.depth--
    return of.kind === 'wrong' ? of : not(of)
  }
  return text[at] === '(' ? readBracket(parser) : readTerm(parser)
}

const readBracket = (parser: Parser): Filter | Wrong => {
  const start = parser.at++
  parser.depth++
  skipBlanks(parser)
  const of = readEither(parser)
  parser.depth--
  if (of.kind === 'wrong') return of
  if (parser.text[parser.at] !== ')') return wrong(start, 'bracket not closed', parser.text.slice(start, start + 20))
  parser.at++
  skipBlanks(parser)
  return of
}

/** Gives the word that begins here, up to a blank, a bracket, a colon or a comma. */
const wordAt = ({ text, at }: Parser): string => {
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
const takeWord = (parser: Parser, word: 'and' | 'or' | 'not'): boolean => {
  const found = wordAt(parser)
  if (found.toLowerCase() !== word || ':,'.includes(parser.text[parser.at + found.length] || ' ')) return false
  parser.at += found.length
  skipBlanks(parser)
  return true
}

const readTerm = (parser: Parser): Filter | Wrong => {
  const start = parser.at
  const word = wordAt(parser)
  parser.at += word.length
  if (parser.text[parser.at] === ':') {
    parser.at++
    return readKeyed(parser, start, word)
  }
  if (word.toLowerCase() === 'mine') {
    skipBlanks(parser)
    return mine
  }
  const isMissing = word === '' || ['and', 'or', 'not'].includes(word.toLowerCase())
  return isMissing
    ? wrong(start, 'something missing', parser.text.slice(start, start + 20))
    : wrong(start, 'word not known', word, meantBy(word))
}

const meantBy = (word: string): string | null => {
  if (severityOf(word) !== null) return `severity:${severityOf(word)}`
  const key = nearest(word, ['mine', ...Object.keys(keys)], (one) => one)
  return key === null || key === 'mine' ? key : `${keys[key]}:`
}

const readKeyed = (parser: Parser, start: number, word: string): Filter | Wrong => {
  const key = Object.hasOwn(keys, word.toLowerCase()) ? keys[word.toLowerCase()] : undefined
  if (key === undefined) return wrong(start, 'word not known', `${word}:`, meantBy(word))
  const values: string[] = []
  do {
    const at = parser.at
    const value = readValue(parser)
    if (typeof value !== 'string') return value
    if (folded(value) === '') return wrong(at, 'value missing', `${key}:`)
    values.push(value)
  } while (takeComma(parser))
  skipBlanks(parser)
  if (key === 'value') return readWorth(start, values)
  return key === 'severity' ? readSeverities(start, values) : isOneOf(key, values)
}

const takeComma = (parser: Parser): boolean => {
  if (parser.text[parser.at] !== ',') return false
  parser.at++
  return true
}

const readValue = (parser: Parser): string | Wrong => {
  const { text, at } = parser
  const closers = closing[text[at] ?? '']
  if (closers === undefined) {
    while (parser.at < text.length && !isEndOfValue(text[parser.at] as string)) parser.at++
    return text.slice(at, parser.at)
  }
  let value = ''
  for (let i = at + 1; i < text.length; i++) {
    const letter = text[i] as string
    if (!closers.includes(letter)) value += letter
    else if (text[i + 1] === letter) value += text[++i]
    else {
      parser.at = i + 1
      return value
    }
  }
  return wrong(at, 'quote not closed', text.slice(at, at + 20))
}

const isEndOfValue = (letter: string): boolean => isBlank(letter) || isBracket(letter) || letter === ','

const readWorth = (at: number, values: readonly string[]): Filter | Wrong => {
  const text = values.join(',')
  return isAmount(text) ? worth(Number(text)) : wrong(at, 'not an amount', text)
}

const longestAmount = 12

/** `500` and `0.5`, nothing that can be read two ways. */
const isAmount = (text: string): boolean => {
  const [whole = '', part = '0', ...more] = text.split('.')
  const isDigits = (text: string) => text !== '' && [...text].every((letter) => letter >= '0' && letter <= '9')
  return more.length === 0 && isDigits(whole) && isDigits(part) && whole.length <= longestAmount && part.length <= 2
}

const readSeverities = (at: number, values: readonly string[]): Filter | Wrong => {
  const read = values.map(severityOf)
  const odd = read.indexOf(null)
  if (odd < 0) return isOneOf('severity', read as readonly Verdict[])
  const text = values[odd] as string
  return wrong(
    at,
    'not a severity',
    text,
    nearest(text, severities, (one) => one),
  )
}

const severityOf = (text: string): Verdict | null => {
  const bare = (text: string) => text.toLowerCase().replaceAll(' ', '').replaceAll('-', '')
  return severities.find((one) => bare(one) === bare(text)) ?? null
}
