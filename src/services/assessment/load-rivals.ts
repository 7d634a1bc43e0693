import type { RivalPromotion } from '../../domain/assessment/cell.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import { soldIn } from '../../domain/demand/mechanic.ts'
import { itemsOfGroup } from '../../domain/demand/rivalry.ts'
import { largestRivalGroup } from '../../domain/policy.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import type { BareFacts } from '../../store/facts/facts-query.ts'
import type { Visibility } from '../../store/feeds/visibility.ts'
import { type ExpandedLine, linesOf, loadPromotionsOfItems } from '../../store/promotions/promotions.ts'

/**
 * Loads the promotions to come of other items of the groups of cells, and gives those at the place of each. Drafts count as
 * if they were stored: their lines stand in for those of promotions of the same id.
 */
export const loadRivals = async (
  workspace: Workspace,
  visibility: Visibility,
  facts: ReadonlyMap<string, BareFacts>,
  asOf: Day,
  drafts: { readonly ids: ReadonlySet<string>; readonly lines: readonly ExpandedLine[] },
): Promise<(known: BareFacts) => readonly RivalPromotion[]> => {
  const cells: Cell[] = [...facts.values()].flatMap(({ item, location, taught }) => {
    const mates = itemsOfGroup(taught.common, item.group)
    if (mates.length < 2 || mates.length > largestRivalGroup) return []
    return mates.map((sku) => ({ sku, location: location.location }))
  })
  if (cells.length === 0) return () => []
  const wanted = new Map(cells.map((cell) => [cellKey(cell), cell]))
  const placesOf = placesBySku([...wanted.values()])
  const skus = [...placesOf.keys()]
  const promotions = await loadPromotionsOfItems(workspace, visibility, skus, isoOf(asOf), [...wanted.values()])
  const stored = promotions
    .filter(({ promotionId }) => !drafts.ids.has(promotionId))
    .flatMap((promotion) => linesOf(promotion, placesOf))
  const lines = [...drafts.lines.filter((line) => line.end >= asOf), ...stored].filter(
    (line) => line.status === 'committed' && wanted.has(cellKey(line)),
  )
  const byPlace = Map.groupBy(lines, (line) => line.location)
  return ({ item, location, taught }) => {
    const group = new Set(itemsOfGroup(taught.common, item.group))
    return (byPlace.get(location.location) ?? [])
      .filter((line) => line.sku !== item.sku && group.has(line.sku))
      .map((line) => ({ ...soldIn(line), sku: line.sku, start: line.start, end: line.end }))
      .sort((a, b) => (a.sku === b.sku ? a.start - b.start || a.end - b.end : a.sku < b.sku ? -1 : 1))
  }
}

/** Lists the locations of the cells of each item, items and locations in the order of the cells. */
const placesBySku = (cells: readonly Cell[]): ReadonlyMap<string, readonly string[]> =>
  new Map([...Map.groupBy(cells, ({ sku }) => sku)].map(([sku, own]) => [sku, own.map(({ location }) => location)]))
