import { cellKey } from '../../domain/cell.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import { upliftFromHistory } from '../../domain/demand/uplift.ts'
import type { PromotionId } from '../../domain/ids.ts'
import type { Taught, TaughtUplift } from '../../domain/promotion-reviews/review.ts'
import type { PromotionLine } from '../../domain/promotions/promotion.ts'
import type { ResultLine } from '../../domain/scorecard/promotion-result.ts'
import type { ItemRow } from '../../store/feeds/feed-rows.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { linesOf, loadPromotions, loadSellingLocations } from '../../store/promotions/promotions.ts'
import { loadCells } from '../assessment/load-cell-facts.ts'
import type { Context } from '../context.ts'

/** Items of which a review says what they taught: those that sold most. */
const mostTaught = 5

/**
 * Says what past promotions of the items of a promotion told of its uplift on the morning of its launch, and what they tell
 * now that it is among them; by the line of each item that sold most.
 */
export const loadTaught = async (
  { workspace, today }: Pick<Context, 'workspace' | 'today'>,
  promotionId: PromotionId,
  results: readonly ResultLine[],
  items: ReadonlyMap<string, ItemRow>,
): Promise<readonly Taught[]> => {
  const best = new Map<string, ResultLine>()
  for (const line of results.toSorted((a, b) => b.sold - a.sold)) if (!best.has(line.sku)) best.set(line.sku, line)
  const chosen = [...best.values()].filter(({ sold }) => sold > 0).slice(0, mostTaught)
  const visibility = await loadVisibility(workspace, isoOf(today))
  const [promotion] = await loadPromotions(workspace, visibility, [promotionId])
  if (promotion === undefined || chosen.length === 0) return []
  const places = await loadSellingLocations(
    workspace,
    visibility,
    chosen.map(({ sku }) => sku),
  )
  const lines = new Map(linesOf(promotion, places).map((line) => [cellKey(line), line]))
  const told = async (line: PromotionLine, asOf: Day): Promise<TaughtUplift | null> => {
    const known = { workspace, visibility: await loadVisibility(workspace, isoOf(asOf)), asOf, moment: null }
    const [facts] = await loadCells(known, [line])
    const estimate = facts === undefined ? null : (upliftFromHistory(facts, line)?.estimate ?? null)
    if (estimate === null) return null
    const { ratio, runs, basis } = estimate.pooled
    return { ratio, runs, isOwn: basis === 'item' || basis === 'shelf' }
  }
  const taught: Taught[] = []
  for (const result of chosen) {
    const line = lines.get(cellKey(result))
    const now = line === undefined ? null : await told(line, today)
    if (line === undefined || now === null) continue
    taught.push({ item: items.get(result.sku)?.name ?? result.sku, before: await told(line, line.start), now })
  }
  return taught
}
