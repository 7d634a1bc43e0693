import type { CellFacts } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { largestRivalGroup } from '../policy.ts'
import type { Common } from './learning/learned.ts'
import { itemUplift } from './learning/learner.ts'
import { itemKey, itemLevel, pressureOf, skuOf } from './learning/rivals.ts'

const byGroup = new WeakMap<Common, ReadonlyMap<string, readonly string[]>>()

/** Lists the codes of a group's items that have sales. */
export const itemsOfGroup = (common: Common, group: string): readonly string[] => {
  let groups = byGroup.get(common)
  if (groups === undefined) {
    const skus = Object.entries(common.items).map(([key, item]) => ({ sku: skuOf(key), ...item }))
    groups = new Map(
      [...Map.groupBy(skus, (item) => item.group)].map(([name, items]) => [name, items.map(({ sku }) => sku)]),
    )
    byGroup.set(common, groups)
  }
  return groups.get(group) ?? []
}

/** Lists the groups of rivals in which some items have sales; a group that is too large is not one of substitutes. */
export const groupsOfRivals = (common: Common, skus: readonly string[]): readonly string[] => {
  const groups = new Set(skus.flatMap((sku) => common.items[itemKey(sku)]?.group ?? []))
  return [...groups].filter((group) => areRivals(itemsOfGroup(common, group)))
}

/** Tells whether items of one group are rivals of each other. */
export const areRivals = (items: readonly string[]): boolean => items.length >= 2 && items.length <= largestRivalGroup

type Rivals = Pick<CellFacts, 'item' | 'taught' | 'rivals'>

/** Gives the pressure of rival promotions on each of `length` days from `from` (see `pressureOf`); null where there are none. */
export const pressureByDay = ({ item, taught, rivals }: Rivals, from: Day, length: number): Float64Array | null => {
  if (rivals.length === 0) return null
  const { common } = taught
  let normal = 0
  for (const sku of itemsOfGroup(common, item.group)) if (sku !== item.sku) normal += itemLevel(common, sku)
  const extra = new Float64Array(length)
  for (const { sku, start, end, mechanic, discount } of rivals) {
    const units = itemLevel(common, sku) * (itemUplift(common, mechanic, item.group, sku, discount) - 1)
    for (let day = Math.max(from, start); day <= Math.min(end, from + length - 1); day++)
      extra[day - from] = (extra[day - from] as number) + units
  }
  return extra.map((units) => (units === 0 ? 0 : pressureOf(normal, normal + units)))
}

/** Gives the average pressure of rival promotions over the days of a promotion. */
export const pressureOn = (facts: Rivals, { start, end }: { readonly start: Day; readonly end: Day }): number => {
  const byDay = pressureByDay(facts, start, end - start + 1)
  return byDay === null ? 0 : byDay.reduce((sum, pressure) => sum + pressure, 0) / byDay.length
}
