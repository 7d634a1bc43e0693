import type { CellFacts } from '../cell.ts'
import type { Day } from '../day.ts'
import type { Common } from './learning/learned.ts'
import { itemUplift } from './learning/learner.ts'
import { itemKey, itemLevel, pressureOf } from './learning/rivals.ts'

const byGroup = new WeakMap<Common, ReadonlyMap<string, readonly string[]>>()

/** Lists the items that sales have shown of a group, by code. */
export const itemsOfGroup = (common: Common, group: string): readonly string[] => {
  let groups = byGroup.get(common)
  if (groups === undefined) {
    const skus = Object.entries(common.items).map(([key, item]) => ({ sku: key.slice(itemKey('').length), ...item }))
    groups = new Map(
      [...Map.groupBy(skus, (item) => item.group)].map(([name, items]) => [name, items.map(({ sku }) => sku)]),
    )
    byGroup.set(common, groups)
  }
  return groups.get(group) ?? []
}

/** Gives the pressure of rivals on a promotion of an item: what the rest of its group sells above normal on its days. */
export const pressureOn = (
  { item, taught, rivals }: Pick<CellFacts, 'item' | 'taught' | 'rivals'>,
  { start, end }: { readonly start: Day; readonly end: Day },
): number => {
  if (rivals.length === 0) return 0
  const { common } = taught
  let normal = 0
  for (const sku of itemsOfGroup(common, item.group)) if (sku !== item.sku) normal += itemLevel(common, sku)
  let expected = normal
  for (const rival of rivals) {
    const days = Math.min(end, rival.end) - Math.max(start, rival.start) + 1
    if (days <= 0) continue
    const ratio = itemUplift(common, rival.mechanic, item.group, rival.sku, rival.discount ?? 0)
    expected += (itemLevel(common, rival.sku) * (ratio - 1) * days) / (end - start + 1)
  }
  return pressureOf(normal, expected)
}
