import { nearest } from '../domain/did-you-mean.ts'
import { said, type TypedLine, visible, written } from './typed-line.ts'
import type { Word } from './words.ts'

/**
 * How far the value of a key reaches: a `text` and a `person` to the next key; a `value` (a list, a number, a date) to the next
 * key too, except for a name in quotes or the number of a promotion or risk behind it; a `word` is one word.
 */
export type Reach = 'text' | 'person' | 'value' | 'word'

/**
 * What stands before the first key: a `name` as it is typed, the one thing that is `referred` to, `many` risks, `people`, risks
 * and what is `noted` about them, or so many `words`; more than `most` are strays where it is strict.
 */
export type Place = {
  readonly kind: 'none' | 'name' | 'referred' | 'many' | 'people' | 'noted' | 'words'
  readonly most: number
  readonly isStrict?: boolean
}

/** The keys of a command with the reach of their values, and what stands before them. */
export type Shape = { readonly keys: ReadonlyMap<string, Reach>; readonly place: Place }

/** The words of a command. What belongs to none of its values is in `strays`, and keys that it does not take are in `unknown`. */
export type CommandWords = {
  readonly words: readonly Word[]
  readonly strays: readonly string[]
  readonly unknown: readonly string[]
}

type Part = { readonly key: string; readonly known: boolean; readonly from: number; readonly value: number }
type Token = { readonly from: number; readonly to: number }

const keyed = /(?<![^\s,;\ufdd1])([a-z][a-z-]{0,19})( *)[:=](?![:=]|\/\/)/giu

/**
 * Reads the words of a command from a position of its line on. Every character belongs to a value, to a stray, or is a blank
 * or a comma between arguments.
 */
export const commandWords = (line: TypedLine, from: number, shape: Shape): CommandWords => {
  const end = endOfWords(line, from, shape)
  const parts = partsOf(line, from, end, shape)
  const [first] = parts
  const front = tokensOf(line, from, first?.from ?? end)
  const words: Word[] = []
  const strays: string[] = []
  const behind: Token[][] = []
  for (const [i, part] of parts.entries()) {
    const to = parts[i + 1]?.from ?? end
    const tokens = tokensOf(line, part.value, to)
    const reach = shape.keys.get(part.key) ?? 'value'
    const taken = takenBy(line, tokens, reach, shape, front)
    const span = spanOf(line, tokens.slice(0, taken), i === parts.length - 1 && taken === tokens.length)
    if (part.known)
      words.push({
        key: part.key,
        value: span === null ? '' : valueIn(line, span, reach),
      })
    if (taken < tokens.length) behind.push(tokens.slice(taken))
  }
  const placed = place(line, front, behind, shape, first === undefined)
  strays.push(...placed.strays)
  return {
    words: [...placed.words, ...words],
    strays,
    unknown: parts.flatMap(({ key, known }) => (known ? [] : [key])),
  }
}

const valueIn = (line: TypedLine, span: readonly [number, number], reach: Reach): string => {
  if (reach !== 'text' && reach !== 'person') return said(line, ...span)
  const text = written(line, ...span)
  return reach === 'person' && text.startsWith('@') ? text.replace(/[.,;:!]+$/, '') : text
}

const politeness = /[\s,]+(please|pls|plz|thanks|thank you|thx)[\s.!]*$/iu

/** Leaves out a please at the end, where it cannot be part of a text. */
const endOfWords = (line: TypedLine, from: number, shape: Shape): number => {
  const found = politeness.exec(line.plain.slice(from))
  if (found === null) return line.plain.length
  const end = from + found.index
  const last = partsOf(line, from, end, shape).at(-1)
  const reach = last === undefined ? null : (shape.keys.get(last.key) ?? 'value')
  return reach === 'text' || (reach === null && shape.place.kind === 'name') ? line.plain.length : end
}

/** Finds the keys of a line. Within a text only those count that the command takes, or that are probably mistyped. */
const partsOf = ({ plain }: TypedLine, from: number, end: number, { keys, place }: Shape): readonly Part[] => {
  // The id of an account has a colon.
  if (keys.size === 0 && place.kind === 'words') return []
  const parts: Part[] = []
  keyed.lastIndex = from
  for (let found = keyed.exec(plain); found !== null && found.index < end; found = keyed.exec(plain)) {
    const [whole, typed = '', blanks = ''] = found
    const key = typed.toLowerCase()
    const known = keys.has(key)
    const last = parts.at(-1)
    const isInText =
      last !== undefined && keys.get(last.key) === 'text' && !/^[\s,;]*\ufdd0/.test(plain.slice(last.value))
    const isProse = blanks !== '' || (isInText && nearest(key, [...keys.keys()], (one) => one) === null)
    if (known || !isProse) parts.push({ key, known, from: found.index, value: found.index + whole.length })
  }
  return parts
}

/** Splits a part of a line at its blanks; commas and semicolons at its ends stand between arguments. */
const tokensOf = ({ plain }: TypedLine, from: number, to: number): readonly Token[] => {
  const part = plain.slice(from, to)
  const start = from + (/^[\s,;]*/.exec(part)?.[0].length ?? 0)
  const length = part.slice(start - from).replace(/[\s,;]+$/, '').length
  return [...plain.slice(start, start + length).matchAll(/\S+/g)].map((found) => ({
    from: start + found.index,
    to: start + found.index + found[0].length,
  }))
}

const isQuoted = ({ plain }: TypedLine, { from, to }: Token) => /^\ufdd0\d+\ufdd1[,;.]?$/.test(plain.slice(from, to))
const numbered = /^[rp]-\d+[.,;!?]*$/i
const isNumbered = ({ plain }: TypedLine, { from, to }: Token) => numbered.test(plain.slice(from, to))

/** What stands before the next member of a list or the end of a range. */
const goesOn = /([,;&+/=<>-]|^(and|or|to|until|till|und|from))$/i

/** Counts the words behind a key that are its value. */
const takenBy = (
  line: TypedLine,
  tokens: readonly Token[],
  reach: Reach,
  { place: { kind } }: Shape,
  front: readonly Token[],
): number => {
  if (tokens.length < 2) return tokens.length
  // A text in quotes ends with them.
  if (reach === 'text') return isQuoted(line, tokens[0] as Token) ? 1 : tokens.length
  if (reach === 'word') return 1
  const isFree = kind !== 'none' && front.length === 0
  const ends = tokens.findIndex((token, i) => {
    const last = tokens[i - 1]
    if (last === undefined || goesOn.test(line.plain.slice(last.from, last.to))) return false
    if (reach === 'value' && isQuoted(line, token)) return isFree || kind === 'name'
    return kind !== 'name' && kind !== 'none' && isNumbered(line, token)
  })
  return ends < 0 ? tokens.length : ends
}

/** Gives where a value begins and ends. A full stop at the end of the line is no part of one. */
const spanOf = (line: TypedLine, tokens: readonly Token[], isLast: boolean): readonly [number, number] | null => {
  const [first, last] = [tokens[0], tokens.at(-1)]
  if (first === undefined || last === undefined) return null
  const stop = (isLast ? /(?<![\d.])[.!?…]+$/ : /[,;]+$/).exec(line.plain.slice(first.from, last.to))?.[0].length ?? 0
  return [first.from, last.to - stop]
}

type Placed = { readonly words: readonly Word[]; readonly strays: readonly string[] }

/** Reads what stands before the first key, and what values behind keys have left. */
const place = (
  line: TypedLine,
  front: readonly Token[],
  behind: readonly (readonly Token[])[],
  { place: { kind, most, isStrict } }: Shape,
  isAll: boolean,
): Placed => {
  const left = (tokens: readonly Token[]) => (tokens.length === 0 ? [] : [textOf(line, tokens)])
  if (kind === 'name') {
    const [first, ...others] = front
    const inQuotes = first !== undefined && isQuoted(line, first)
    const later = behind.flat()
    const [only] = later
    if (first === undefined && later.length === 1 && only !== undefined && isQuoted(line, only))
      return { words: [{ key: null, value: textOf(line, later) }], strays: [] }
    const name = inQuotes ? [first] : front
    const more = inQuotes ? others : []
    return {
      words: name.length === 0 ? [] : [{ key: null, value: textOf(line, name) }],
      strays: [...left(more), ...behind.flatMap(left)],
    }
  }
  if (kind === 'none') return { words: [], strays: [front, ...behind].flatMap(left) }
  if (isStrict === true && front.length > most)
    return {
      words: valuesOf(line, front.slice(0, most), kind, false).map((value) => ({ key: null, value })),
      strays: [front.slice(most), ...behind].flatMap(left),
    }
  const values = valuesOf(line, front, kind, isAll)
  const room = most - values.length
  const wanted = behind.flatMap((tokens) => valuesOf(line, tokens, kind, false))
  return wanted.length <= room
    ? { words: [...values, ...wanted].map((value) => ({ key: null, value })), strays: [] }
    : { words: values.map((value) => ({ key: null, value })), strays: behind.flatMap(left) }
}

/** Gives words as they were typed; of one in quotes what is in them. */
const textOf = (line: TypedLine, tokens: readonly Token[]): string => {
  const [first, last] = [tokens[0] as Token, tokens.at(-1) as Token]
  const sign = tokens.length === 1 && isQuoted(line, first) ? /[,;.]?$/.exec(line.plain.slice(0, last.to)) : null
  return written(line, first.from, sign?.index ?? last.to)
}

const joiners = /^([,;&+/]|and|und)$/i
const isJoiner = ({ plain }: TypedLine, { from, to }: Token) => joiners.test(plain.slice(from, to))

/** Splits people, whose names may have blanks: at commas, list words, and before a name in quotes or with an @. */
const peopleOf = (line: TypedLine, tokens: readonly Token[]): readonly string[] => {
  const people: Token[][] = []
  let isNew = true
  for (const token of tokens) {
    const text = line.plain.slice(token.from, token.to)
    if (isJoiner(line, token)) isNew = true
    else {
      if (isNew || isQuoted(line, token) || text.startsWith('@')) people.push([token])
      else people.at(-1)?.push(token)
      isNew = /[,;]$/.test(text) || isQuoted(line, token)
    }
  }
  return people.map((own) => withoutStop(textOf(line, own), true))
}

const valuesOf = (
  line: TypedLine,
  tokens: readonly Token[],
  kind: Place['kind'],
  isAll: boolean,
): readonly string[] => {
  if (tokens.length === 0) return []
  if (kind === 'people') return peopleOf(line, tokens)
  if (kind === 'noted') {
    const note = tokens.findIndex((token) => !isNumbered(line, token) && !isJoiner(line, token))
    const risks = note < 0 ? tokens : tokens.slice(0, note)
    return [...valuesOf(line, risks, 'many', isAll), ...(note < 0 ? [] : [textOf(line, tokens.slice(note))])]
  }
  if (kind === 'referred') {
    const [first] = tokens as [Token]
    const id = said(line, first.from, first.to)
    return tokens.length === 1 && numbered.test(id)
      ? [withoutStop(id, true)]
      : [withoutStop(textOf(line, tokens), isAll || tokens.length === 1)]
  }
  const own = kind === 'many' ? tokens.filter((token) => !isJoiner(line, token)) : tokens
  return own.map((token) =>
    isQuoted(line, token) ? visible(textOf(line, [token])) : withoutStop(said(line, token.from, token.to), true),
  )
}

const withoutStop = (text: string, isLast: boolean): string => {
  const bare = isLast ? text.replace(/[.,;!?…]+$/, '') : text
  return bare === '' ? text : bare
}
