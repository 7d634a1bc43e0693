import { boundedMap } from '../../common/bounded-map.ts'
import type { Verdict } from '../assessment/readiness.ts'

/** The fields of a line that a filter can test by values. */
export type FilterKey = 'category' | 'item' | 'at' | 'supplier' | 'owner' | 'severity'

/**
 * The promotions and risks that somebody subscribes to. It is tested line by line: `category:drinks at:EAST` matches drinks
 * that are sold at EAST, not a promotion with drinks at one location and another item at EAST.
 */
export type Filter =
  /** The field has one of these values. */
  | { readonly kind: 'is'; readonly key: FilterKey; readonly values: readonly string[] }
  /** The money at risk is so much or more, in the currency of the cards. */
  | { readonly kind: 'value'; readonly atLeast: number }
  /** The reader owns the promotion or the risk. */
  | { readonly kind: 'mine' }
  | { readonly kind: 'not'; readonly of: Filter }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Filter[] }

/** The facts of a line of a promotion, or of a risk's evidence, that a filter tests. */
export type FilterFacts = {
  readonly category: string | null
  readonly item: { readonly sku: string; readonly name: string }
  readonly at: { readonly location: string; readonly name: string }
  readonly supplier: string | null
  /** The owners of the promotion and of the risk. */
  readonly owners: readonly string[]
  /** Of the promotion, or of the risk; null where it is over. */
  readonly verdict: Verdict | null
  /** Money at risk. */
  readonly value: number
  readonly isMine: boolean
}

/** Codes and names that filters test are the same few, line after line. */
const mostFolded = 20_000
const known = boundedMap<string, string>(mostFolded)

/** Brings words to the form in which different spellings of them are equal. */
export const folded = (words: string): string => {
  const before = known.get(words)
  if (before !== undefined) return before
  const result = tidy(words.normalize('NFKC')).toLowerCase()
  known.set(words, result)
  return result
}

const tidy = (words: string): string => words.trim().replaceAll(/\s/gu, ' ').split(' ').filter(Boolean).join(' ')

/** Makes the filter for one of these values; blanks around them and repeated values are dropped. */
export const isOneOf = (key: FilterKey, values: readonly string[]): Filter => {
  const known = new Map<string, string>()
  for (const value of values) if (!known.has(folded(value))) known.set(folded(value), tidy(value))
  return { kind: 'is', key, values: [...known.values()] }
}

/** Makes the filter for so much money at risk or more. */
export const worth = (atLeast: number): Filter => ({ kind: 'value', atLeast })

/** The filter for what the reader owns. */
export const mine: Filter = { kind: 'mine' }

/** Makes the filter for everything else. */
export const not = (of: Filter): Filter => ({ kind: 'not', of })

/** Makes the filter for all of these at once, or for any of them; a single one is given as it is. */
export const joined = (kind: 'and' | 'or', filters: readonly Filter[]): Filter => {
  const of = filters.flatMap((one) => (one.kind === kind ? one.of : [one]))
  const [first] = of
  return of.length === 1 && first !== undefined ? first : { kind, of }
}

/** Tells whether a filter matches a line. */
export const fits = (filter: Filter, facts: FilterFacts): boolean => {
  switch (filter.kind) {
    case 'is':
      return filter.values.some((value) => matchesField(filter.key, folded(value), facts))
    case 'value':
      return facts.value >= filter.atLeast
    case 'mine':
      return facts.isMine
    case 'not':
      return !fits(filter.of, facts)
    case 'and':
      return filter.of.every((one) => fits(one, facts))
    case 'or':
      return filter.of.some((one) => fits(one, facts))
  }
}

const matchesField = (key: FilterKey, wanted: string, facts: FilterFacts): boolean => {
  switch (key) {
    case 'category':
      return facts.category !== null && folded(facts.category) === wanted
    case 'item':
      return folded(facts.item.sku) === wanted || holdsWords(facts.item.name, wanted)
    case 'at':
      return folded(facts.at.location) === wanted || holdsWords(facts.at.name, wanted)
    case 'supplier':
      return facts.supplier !== null && folded(facts.supplier) === wanted
    case 'owner':
      return facts.owners.some((owner) => holdsWords(nameOf(owner), nameOf(wanted)))
    case 'severity':
      return facts.verdict === wanted
  }
}

/** Gives the name of an owner without the `@` by which they are addressed. */
const nameOf = (owner: string): string => (owner.startsWith('@') ? owner.slice(1) : owner)

/** Tells whether a name contains the wanted words, whole and in this order. */
const holdsWords = (name: string, wanted: string): boolean => ` ${folded(name)} `.includes(` ${wanted} `)

/** Tells whether the owner of a promotion has one of these names. */
export const isNamed = (owner: string | null, names: readonly string[]): boolean =>
  owner !== null && names.some((name) => folded(nameOf(name)) === folded(nameOf(owner)))

/** Tells whether a filter contains `mine`, which matches nothing for a channel. */
export const asksForMine = (filter: Filter): boolean => {
  switch (filter.kind) {
    case 'mine':
      return true
    case 'not':
      return asksForMine(filter.of)
    case 'and':
    case 'or':
      return filter.of.some(asksForMine)
    default:
      return false
  }
}

/** Tells whether a filter tests the assessment, the verdict or the money at risk, which changes from day to day. */
export const asksForStanding = (filter: Filter): boolean => {
  switch (filter.kind) {
    case 'is':
      return filter.key === 'severity'
    case 'value':
      return true
    case 'not':
      return asksForStanding(filter.of)
    case 'and':
    case 'or':
      return filter.of.some(asksForStanding)
    case 'mine':
      return false
  }
}

/** Lists the values that a filter names for a key. */
export const valuesOf = (filter: Filter, key: FilterKey): readonly string[] => {
  switch (filter.kind) {
    case 'is':
      return filter.key === key ? filter.values : []
    case 'not':
      return valuesOf(filter.of, key)
    case 'and':
    case 'or':
      return filter.of.flatMap((one) => valuesOf(one, key))
    default:
      return []
  }
}

/** Writes a filter as people type it; parsing that gives the same filter. */
export const printFilter = (filter: Filter): string => {
  switch (filter.kind) {
    case 'is':
      return `${filter.key}:${filter.values.map(quoted).join(',')}`
    case 'value':
      return `value:${filter.atLeast}`
    case 'mine':
      return 'mine'
    case 'not':
      return `not ${inner(filter.of)}`
    case 'and':
    case 'or':
      return filter.of.map(inner).join(` ${filter.kind} `)
  }
}

const inner = (filter: Filter): string =>
  filter.kind === 'and' || filter.kind === 'or' ? `(${printFilter(filter)})` : printFilter(filter)

/** The characters for which a value is put in quotes. */
const needsQuotes = /[\s,()"'“”„«»‘’]/u

const quoted = (value: string): string => (needsQuotes.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
