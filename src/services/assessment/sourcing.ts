import type { CellFacts } from '../../domain/assessment/cell.ts'
import type { Policy } from '../../domain/assessment/readiness.ts'
import { cellKey } from '../../domain/cell.ts'
import type { PromotionLine } from '../../domain/promotions/promotion.ts'
import {
  allocateSource,
  isSourced,
  type SourcedFacts,
  type SourcingGroup,
} from '../../domain/sourcing/allocate-source.ts'
import { lineKey } from '../../domain/sourcing/source-requests.ts'
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
  for (const [key, group] of familiesIn(facts))
    if (!sharedOut.has(key)) sharedOut.set(key, allocateSource(group, policy))
  return (line) => {
    const shop = facts.get(cellKey(line))?.facts
    return (shop && isSourced(shop) && sharedOut.get(familyOf(shop))?.get(lineKey(line))) || null
  }
}

/** Groups the shops among cells with the location of our own that supplies them, item by item. */
export const familiesIn = (facts: ReadonlyMap<string, FactsOfCell>): ReadonlyMap<string, SourcingGroup> => {
  const shops = [...facts.values()]
    .map((cell) => cell.facts)
    .filter(isSourced)
    .sort((a, b) => (a.location.location < b.location.location ? -1 : 1))
  return new Map(
    [...Map.groupBy(shops, familyOf)].flatMap(([key, own]) => {
      const source = facts.get(key)?.facts
      return source === undefined ? [] : [[key, { source, shops: own }] as const]
    }),
  )
}

const familyOf = ({ item, location }: CellFacts): string =>
  cellKey({ sku: item.sku, location: location.suppliedBy as string })
