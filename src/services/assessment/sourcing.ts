import type { CellFacts } from '../../domain/assessment/cell.ts'
import type { Policy } from '../../domain/assessment/readiness.ts'
import { cellKey } from '../../domain/cell.ts'
import type { PromotionLine } from '../../domain/promotions/promotion.ts'
import { allocateSource, isSourced, lineKey, type SourcedFacts } from '../../domain/sourcing/allocate-source.ts'
import type { FactsOfCell } from './load-cell-facts.ts'

/** What supplying locations have shared out, by item and location; it holds for every promotion that is judged in one go. */
export type SharedOut = Map<string, ReadonlyMap<string, SourcedFacts>>

/**
 * Makes the function that gives the facts which change for a line because a location of our own supplies it; null for every
 * other line. All shops that the same location supplies with an item are judged together.
 */
export const sourcing = (
  facts: ReadonlyMap<string, FactsOfCell>,
  policy: Policy,
  sharedOut: SharedOut,
): ((line: PromotionLine) => SourcedFacts | null) => {
  const shops = [...facts.values()]
    .map((cell) => cell.facts)
    .filter(isSourced)
    .sort((a, b) => (a.location.location < b.location.location ? -1 : 1))
  const families = Map.groupBy(shops, familyOf)
  for (const [key, own] of families) {
    const source = facts.get(key)?.facts
    if (source !== undefined && !sharedOut.has(key)) sharedOut.set(key, allocateSource({ source, shops: own }, policy))
  }
  return (line) => {
    const shop = facts.get(cellKey(line))?.facts
    return (shop && isSourced(shop) && sharedOut.get(familyOf(shop))?.get(lineKey(line))) || null
  }
}

const familyOf = ({ item, location }: CellFacts): string =>
  cellKey({ sku: item.sku, location: location.suppliedBy as string })
