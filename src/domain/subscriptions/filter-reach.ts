import { type BoundedMap, boundedMap } from '../../common/bounded-map.ts'
import { ofEach } from '../../common/of-each.ts'
import { type Filter, type FilterFacts, fits } from './filter.ts'

/** The facts that lines of a promotion may differ in. */
export type LineFacts = Pick<FilterFacts, 'category' | 'item' | 'at' | 'supplier'>

/** The facts that all lines of a promotion or a risk have together. */
type SharedFacts = Omit<FilterFacts, keyof LineFacts>

/** What lines have of each fact, each value once. */
export type Variety = { readonly [Key in keyof LineFacts]: readonly LineFacts[Key][] }

type Leaf = Extract<Filter, { kind: 'is' }>

/** So many values of a field are remembered with whether a filter names them. */
const mostTested = 10_000
const testedBy = ofEach((_: Leaf): BoundedMap<unknown, boolean> => boundedMap(mostTested))

const nothing: FilterFacts = {
  category: null,
  item: { sku: '', name: '' },
  at: { location: '', name: '' },
  supplier: null,
  owners: [],
  verdict: null,
  value: 0,
  isMine: false,
}

/** Lists what lines have of each fact. */
export const varietyOf = (lines: readonly LineFacts[]): Variety => ({
  category: [...new Set(lines.map(({ category }) => category))],
  item: [...new Set(lines.map(({ item }) => item))],
  at: [...new Set(lines.map(({ at }) => at))],
  supplier: [...new Set(lines.map(({ supplier }) => supplier))],
})

/** What a filter tests of a promotion or a risk: what its lines are, and the facts that they have together. */
export type Whole = { readonly variety: Variety; readonly shared: SharedFacts }

/** Tells whether a filter matches every line or none, without looking at them one by one; null where that takes a look. */
export const reachOf = (filter: Filter, whole: Whole): 'every' | 'none' | null => {
  switch (filter.kind) {
    case 'is':
      return reachOfField(filter, whole)
    case 'value':
      return ofAll(whole.shared.value >= filter.atLeast)
    case 'mine':
      return ofAll(whole.shared.isMine)
    case 'not': {
      const reach = reachOf(filter.of, whole)
      return reach === null ? null : ofAll(reach === 'none')
    }
    case 'and':
      return reachOfMany(filter.of, 'none', whole)
    case 'or':
      return reachOfMany(filter.of, 'every', whole)
  }
}

const ofAll = (isMatch: boolean) => (isMatch ? 'every' : 'none')

const reachOfField = (leaf: Leaf, { variety, shared }: Whole) => {
  const { key } = leaf
  const tested = testedBy(leaf)
  if (key === 'severity') return ofAll(names(leaf, tested, shared.verdict))
  if (key === 'owner') return ofAll(shared.owners.some((owner) => names(leaf, tested, owner)))
  let [isAny, isEvery] = [false, true]
  for (const value of variety[key])
    if (names(leaf, tested, value)) isAny = true
    else isEvery = false
  return isAny ? (isEvery ? 'every' : null) : 'none'
}

/** Tells whether a filter names a value of its field. */
const names = (leaf: Leaf, tested: BoundedMap<unknown, boolean>, value: unknown): boolean => {
  const before = tested.get(value)
  if (before !== undefined) return before
  const isNamed = fits(leaf, { ...nothing, ...factOf(leaf.key, value) })
  tested.set(value, isNamed)
  return isNamed
}

const factOf = (key: Leaf['key'], value: unknown) =>
  key === 'owner' ? { owners: [value as string] } : { [key === 'severity' ? 'verdict' : key]: value }

/** Goes through filters until one of them decides for all. */
const reachOfMany = (filters: readonly Filter[], deciding: 'every' | 'none', whole: Whole) => {
  let isSure = true
  for (const filter of filters) {
    const reach = reachOf(filter, whole)
    if (reach === deciding) return deciding
    isSure &&= reach !== null
  }
  return isSure ? ofAll(deciding === 'none') : null
}
