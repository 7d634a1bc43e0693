import { distance } from '../../domain/did-you-mean.ts'

/** What somebody can name in a question. */
export type NameKind = 'promotion' | 'item' | 'location' | 'person' | 'category' | 'supplier'

/** A thing with its code, and what people call it. */
export type Named = { readonly kind: NameKind; readonly code: string; readonly name: string }

/** How well words fit a name: they are its code or all of the name, whole words of it, or how its words begin. */
type Fit = 'exact' | 'words' | 'beginnings'

/** The names that words fit best. */
export type Matches = { readonly fit: Fit; readonly found: readonly Named[] }

const shortestBeginning = 3
const longestWord = 40

const singular = (word: string): string => {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (word.length > 4 && /(?:s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}

/** Splits a name into words without accents, in small letters and the singular. */
const nameWords = (text: string): readonly string[] =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/['’]s\b/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((word) => (word === '' ? [] : [singular(word.slice(0, longestWord))]))

const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

type Wanted = { readonly plain: string; readonly words: readonly string[]; readonly joined: string }

const wantedOf = (phrase: string): Wanted => {
  const words = nameWords(phrase)
  return { plain: plain(phrase), words, joined: words.join('') }
}

const fitOf = (wanted: Wanted, { code, name }: Named): Fit | null => {
  if (wanted.plain === plain(code) || wanted.plain === plain(name)) return 'exact'
  if (wanted.words.length === 0) return null
  const own = nameWords(name)
  if (wanted.joined === nameWords(code).join('') || wanted.joined === own.join('')) return 'exact'
  if (wanted.words.every((word) => own.includes(word))) return 'words'
  const begins = (word: string) => word.length >= shortestBeginning && own.some((one) => one.startsWith(word))
  return wanted.words.every((word) => own.includes(word) || begins(word)) ? 'beginnings' : null
}

const order: readonly Fit[] = ['exact', 'words', 'beginnings']

const bestOf = (phrase: string, names: readonly Named[]): Matches | null => {
  const wanted = wantedOf(phrase)
  const byFit = Map.groupBy(names, (one) => fitOf(wanted, one))
  for (const fit of order) {
    const found = byFit.get(fit)
    if (found === undefined) continue
    const byCode = found.filter(({ code }) => plain(code) === wanted.plain)
    return { fit, found: onceEach(byCode.length > 0 ? byCode : found) }
  }
  return null
}

const onceEach = (found: readonly Named[]): readonly Named[] => [
  ...new Map(found.map((one) => [`${one.kind} ${one.code}`, one])).values(),
]

const articles =
  /^(?:(?:the|our|my|a|an|this|that|any|some|all|more|enough|new|next|of|for|with|on|about|in|at|from|to|promotion|promo|campaign|item|product|article|sku|stock|risk)\s+)+/iu
const nouns =
  /(?:\s+(?:promotion|promo|campaign|launch|deal|item|product|stock|units?|pieces?|then|really|yet|still|it|there))+$/iu
const quotes = /^["'“”„«‹‘]+|["'“”»›’]+$/gu

/** Gives words as they were typed, and without what is said around a name. */
const variantsOf = (phrase: string): readonly string[] => {
  const bare = phrase.trim().replaceAll(quotes, '')
  const shorter = bare.replace(articles, '').replace(nouns, '').trim()
  return [...new Set([bare, shorter])].filter((one) => one !== '')
}

/** Finds what words name: the things whose code or name they fit best; null where they fit none. */
export const matchNames = (phrase: string, names: readonly Named[]): Matches | null => {
  for (const variant of variantsOf(phrase)) {
    const found = bestOf(variant, names)
    if (found !== null) return found
  }
  return null
}

const mostMeant = 3

/** Finds what mistyped words most likely meant: the names or words of names within a third of their length. */
export const nearestNames = (phrase: string, names: readonly Named[]): readonly Named[] => {
  const wanted = nameWords(variantsOf(phrase).at(-1) ?? '')
  const typed = wanted.join(' ').slice(0, longestWord)
  if (typed.length < shortestBeginning) return []
  const most = Math.max(1, Math.floor(typed.length / 3))
  const apart = (one: Named) => {
    const own = nameWords(one.name)
    const texts = [one.code.toLowerCase(), own.join(' '), own.slice(0, wanted.length).join(' '), ...own]
    return Math.min(...texts.map((text) => distance(typed, text.slice(0, longestWord))))
  }
  return onceEach(names)
    .map((one) => ({ one, far: apart(one) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far)
    .slice(0, mostMeant)
    .map(({ one }) => one)
}
