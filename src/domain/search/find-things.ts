import { distance } from '../did-you-mean.ts'
import { folded, wordsOf } from './fold.ts'

/** A thing that people pick by its code or its name. */
export type Thing = { readonly code: string; readonly name: string }

/** A thing, prepared to be searched. */
export type Findable<T extends Thing = Thing> = {
  readonly thing: T
  readonly code: string
  readonly name: string
  readonly words: readonly string[]
}

/** Prepares things to be searched, in the order of their codes. */
export const findable = <T extends Thing>(things: readonly T[]): readonly Findable<T>[] =>
  things
    .map((thing) => {
      const [code, name] = [folded(thing.code), folded(thing.name)]
      return { thing, code, name, words: wordsOf(`${name} ${code}`) }
    })
    .toSorted((a, b) => byCode.compare(a.thing.code, b.thing.code))

const byCode = new Intl.Collator('en', { numeric: true })

/** How well something fits, the best first. */
const ranks = ['code', 'code begins', 'name begins', 'words begin', 'inside', 'near'] as const

const rankOf = ({ code, name, words }: Findable, query: string, tokens: readonly string[]): number | null => {
  if (code === query || name === query) return 0
  if (code.startsWith(query)) return 1
  if (name.startsWith(query)) return 2
  if (tokens.length > 0 && tokens.every((token) => words.some((word) => word.startsWith(token)))) return 3
  return code.includes(query) || name.includes(query) ? 4 : null
}

/** Letters that a word of so many may have wrong. */
const mostWrong = (length: number): number => (length < 4 ? 0 : length < 7 ? 1 : 2)

/** Tells cheaply that a word cannot be near: who errs once leaves one half of a word as it is, or both its ends. */
const isFar = (token: string, word: string, most: number): boolean => {
  const [sameStart, sameEnd] = [token[0] === word[0], token.at(-1) === word.at(-1)]
  if (most > 1) return !sameStart && !sameEnd
  const half = token.length >> 1
  return !(sameStart && sameEnd) && !word.startsWith(token.slice(0, half)) && !word.endsWith(token.slice(-half))
}

const isNear = (token: string, word: string): boolean => {
  const most = mostWrong(token.length)
  if (most === 0) return word.startsWith(token)
  if (word.length < token.length - most || isFar(token, word.slice(0, token.length + most), most)) return false
  if (word.length <= token.length + most && distance(token, word) <= most) return true
  // Who has not typed the word to its end may be wrong at its beginning already.
  return word.length > token.length && token.length > 3 && distance(token, word.slice(0, token.length)) <= 1
}

/** Remembers of each word whether it is near: names share most of theirs. */
const nearTo = (token: string): ((word: string) => boolean) => {
  const known = new Map<string, boolean>()
  return (word) => {
    const before = known.get(word)
    if (before !== undefined) return before
    const is = isNear(token, word)
    known.set(word, is)
    return is
  }
}

/** So few that fit leave room for those that are nearly spelled so. */
const few = 5

/**
 * Finds what people look for by a code, a name or a part of them, accents and capitals aside: first by the code, then by the
 * beginning of the name, by the beginnings of its words, by what is inside, and last by near spelling. Nothing typed finds the first ones.
 */
export const findThings = <T extends Thing>(all: readonly Findable<T>[], typed: string, most: number): readonly T[] => {
  const query = folded(typed.slice(0, 100))
  if (query === '') return all.slice(0, most).map(({ thing }) => thing)
  const tokens = wordsOf(query)
  const found: Findable<T>[][] = ranks.map(() => [])
  const others: Findable<T>[] = []
  for (const one of all) {
    const rank = rankOf(one, query, tokens)
    if (rank === null) others.push(one)
    else found[rank]?.push(one)
  }
  const good = found.flat()
  const near = tokens.map(nearTo)
  const nearly =
    good.length >= few || tokens.length === 0
      ? []
      : others.filter(({ words }) => near.every((fits) => words.some(fits)))
  return [...good, ...nearly].slice(0, most).map(({ thing }) => thing)
}
