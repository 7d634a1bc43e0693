import { type BoundedMap, boundedMap } from '../../common/bounded-map.ts'
import { ofEach } from '../../common/of-each.ts'
import { type Filter, type FilterFacts, fits } from './filter.ts'

/** The facts that lines of a promotion may differ in. */
export type LineFacts = Pick<FilterFacts, 'category' | 'item' | 'at' | 'supplier'>

/** The facts that all lines of a promotion or a risk have together. */
export type SharedFacts = Omit<FilterFacts, keyof LineFacts>

/** What lines have of each fact, each value once. */
export type Variety = { readonly [Key in keyof LineFacts]: readonly LineFacts[Key][] }

type Leaf = Extract<Filter, { kind: 'is' }>

/** So many values of a field are remembered with whether a filter names them. */
const mostTested = 10_000
const testedBy = ofEach((_: Leaf): BoundedMap<unknown, boolean> => boundedMap(mostTested))

const noLine: LineFacts = {
  category: null,
  item: { sku: '', name: '' },
  at: { location: '', name: '' },
  supplier: null,
}

const isLineKey = (key: Leaf['key']): key is Leaf['key'] & keyof LineFacts => key in noLine

/** Lists what lines have of each fact. */
export const varietyOf = (lines: readonly LineFacts[]): Variety => ({
  category: [...new Set(lines.map(({ category }) => category))],
  item: [...new Set(lines.map(({ item }) => item))],
  at: [...new Set(lines.map(({ at }) => at))],
  supplier: [...new Set(lines.map(({ supplier }) => supplier))],
})

/** Tells whether a filter matches every line or none, without looking at them one by one; null where that takes a look. */
export const reachOf = (filter: Filter, variety: Variety, shared: SharedFacts): 'every' | 'none' | null => {
  switch (filter.kind) {
    case 'is': {
      const { key } = filter
      return isLineKey(key) ? reachOfField(filter, key, variety, shared) : ofAll(fits(filter, { ...noLine, ...shared }))
    }
    case 'value':
    case 'mine':
      return ofAll(fits(filter, { ...noLine, ...shared }))
    case 'not': {
      const reach = reachOf(filter.of, variety, shared)
      return reach === null ? null : ofAll(reach === 'none')
    }
    case 'and':
      return reachOfMany(filter.of, 'none', variety, shared)
    case 'or':
      return reachOfMany(filter.of, 'every', variety, shared)
  }
}

const ofAll = (isMatch: boolean) => (isMatch ? 'every' : 'none')

const reachOfField = (leaf: Leaf, key: keyof LineFacts, variety: Variety, shared: SharedFacts) => {
  const tested = testedBy(leaf)
  const matches = (value: Variety[typeof key][number]): boolean => {
    const before = tested.get(value)
    if (before !== undefined) return before
    const isMatch = fits(leaf, { ...noLine, ...shared, [key]: value })
    tested.set(value, isMatch)
    return isMatch
  }
  let found = 0
  const values = variety[key]
  for (const value of values) if (matches(value)) found++
  return found === 0 ? 'none' : found === values.length ? 'every' : null
}

/** Goes through filters until one of them decides for all. */
const reachOfMany = (filters: readonly Filter[], deciding: 'every' | 'none', variety: Variety, shared: SharedFacts) => {
  let isSure = true
  for (const filter of filters) {
    const reach = reachOf(filter, variety, shared)
    if (reach === deciding) return deciding
    isSure &&= reach !== null
  }
  return isSure ? ofAll(deciding === 'none') : null
}
