import type { RivalPromotion } from '../../domain/assessment/cell.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import { soldIn } from '../../domain/demand/mechanic.ts'
import { areRivals, itemsOfGroup } from '../../domain/demand/rivalry.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import type { BareFacts } from '../../store/facts/facts-query.ts'
import type { Visibility } from '../../store/feeds/visibility.ts'
import {
  type ExpandedLine,
  linesOf,
  loadPromotionsOfItems,
  type StoredPromotion,
} from '../../store/promotions/promotions.ts'

/**
 * Loads the promotions to come of other items of the groups of cells, and gives those at the place of each. Drafts count as
 * if they were stored: they stand in for those of the same id.
 */
export const loadRivals = async (
  workspace: Workspace,
  visibility: Visibility,
  facts: ReadonlyMap<string, BareFacts>,
  asOf: Day,
  drafts: readonly StoredPromotion[],
): Promise<(known: BareFacts) => readonly RivalPromotion[]> => {
  const cells: Cell[] = [...facts.values()].flatMap(({ item, location, taught }) => {
    const mates = itemsOfGroup(taught.common, item.group)
    if (!areRivals(mates)) return []
    return mates.map((sku) => ({ sku, location: location.location }))
  })
  if (cells.length === 0) return () => []
  const wanted = new Map(cells.map((cell) => [cellKey(cell), cell]))
  const placesOf = placesBySku([...wanted.values()])
  const stored = await loadPromotionsOfItems(workspace, visibility, [...placesOf.keys()], isoOf(asOf), [
    ...wanted.values(),
  ])
  const drafted = new Set(drafts.map(({ promotionId }) => promotionId))
  const lines = [...drafts, ...stored.filter(({ promotionId }) => !drafted.has(promotionId))]
    .flatMap((promotion) => linesOf(promotion, placesOf))
    .filter((line) => line.status === 'committed' && line.end >= asOf && wanted.has(cellKey(line)))
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const byPlace = Map.groupBy(lines, (line) => line.location)
  return ({ item, location, taught }) => {
    const group = new Set(itemsOfGroup(taught.common, item.group))
    return (byPlace.get(location.location) ?? [])
      .filter((line) => line.sku !== item.sku && group.has(line.sku))
      .map((line) => ({ ...soldIn(line), sku: line.sku, start: line.start, end: line.end }))
      .sort((a, b) => (a.sku === b.sku ? a.start - b.start || a.end - b.end : a.sku < b.sku ? -1 : 1))
  }
}

const nameOf = (line: ExpandedLine): string => `${line.promotionId}\u0000${cellKey(line)}`

/** Lists the locations of the cells of each item, items and locations in the order of the cells. */
const placesBySku = (cells: readonly Cell[]): ReadonlyMap<string, readonly string[]> =>
  new Map([...Map.groupBy(cells, ({ sku }) => sku)].map(([sku, own]) => [sku, own.map(({ location }) => location)]))
