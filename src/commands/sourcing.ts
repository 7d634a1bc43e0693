import { type CellFacts, cellKey } from '../domain/cell.ts'
import type { PromotionLine } from '../domain/promotion.ts'
import type { Policy } from '../domain/readiness.ts'
import { isSourced, lineKey, sourcedLines } from '../domain/sourcing/sourced.ts'
import type { Shelf } from './shelves.ts'

/** Gives the facts of a line that a location of our own supplies, with what that one can send; null for every other line. */
export type SourcedFacts = (line: PromotionLine) => CellFacts | null

/** Judges everything that the same location of our own supplies with an item together. */
export const sourcedFacts = (facts: ReadonlyMap<string, Shelf>, policy: Policy): SourcedFacts => {
  const shops = [...facts.values()].map((shelf) => shelf.facts).filter(isSourced)
  const families = Map.groupBy(shops, ({ item, location }) =>
    cellKey({ sku: item.sku, location: location.suppliedBy as string }),
  )
  const byLine = new Map(
    [...families].flatMap(([key, own]) => {
      const source = facts.get(key)?.facts
      return source === undefined ? [] : [...sourcedLines({ source, shops: own }, policy)]
    }),
  )
  return (line) => byLine.get(lineKey(line)) ?? null
}
