import { cellKey } from '../../domain/cell.ts'
import { type Day, dayOf } from '../../domain/day.ts'
import { showsEnded, type View } from '../../domain/subscriptions/filter-match.ts'
import { loadFacts } from '../../store/facts/facts.ts'
import type { Visibility } from '../../store/feeds/visibility.ts'
import { loadShownPromotions } from '../../store/links/calendar-events.ts'
import {
  linesOf,
  loadPromotions,
  loadSellingLocations,
  type StoredPromotion,
} from '../../store/promotions/promotions.ts'
import { liveRows, promotionEnd, statusOf } from '../../store/promotions/stored-promotion.ts'
import { type Context, type MomentContext, visibilityFor } from '../context.ts'

/** A promotion that a calendar has shown and that is cancelled or over. */
export type ClosedPromotion = {
  readonly promotionId: string
  readonly name: string
  readonly owner: string | null
  readonly how: 'cancelled' | 'over'
  readonly start: Day
  readonly end: Day
}

type ClosedContext = MomentContext & Pick<Context, 'workspace' | 'today'>

/** Loads the promotions that calendars have shown, that a view shows, and that are not among the live ones any more. */
export const loadClosedPromotions = async (
  context: ClosedContext,
  view: View,
  live: ReadonlySet<string>,
): Promise<readonly ClosedPromotion[]> => {
  const { workspace, today } = context
  const gone = (await loadShownPromotions(workspace)).filter((id) => !live.has(id))
  if (gone.length === 0) return []
  const visibility = await visibilityFor(context)
  const closed: ClosedPromotion[] = []
  for (const promotion of await loadPromotions(workspace, visibility, gone)) {
    const one = closedOf(promotion, today)
    if (one !== null && (await isShown(context, visibility, view, promotion, one))) closed.push(one)
  }
  return closed
}

const closedOf = (promotion: StoredPromotion, today: Day): ClosedPromotion | null => {
  const { promotionId, name, rows } = promotion
  const end = promotionEnd(promotion)
  const isCancelled = statusOf(promotion) === 'cancelled'
  if (!isCancelled && end >= today) return null
  const start = Math.min(...liveRows(promotion).map((row) => dayOf(row.start_on)))
  const owner = rows.find((row) => row.owner !== null)?.owner ?? null
  return { promotionId, name, owner, how: isCancelled ? 'cancelled' : 'over', start, end }
}

const isShown = async (
  { workspace, today }: ClosedContext,
  visibility: Visibility,
  view: View,
  promotion: StoredPromotion,
  { owner }: ClosedPromotion,
): Promise<boolean> => {
  if (view.filter === null) return true
  const spread = promotion.rows.flatMap((row) => (row.location === '' ? row.sku : []))
  const lines = linesOf(promotion, await loadSellingLocations(workspace, visibility, spread))
  const facts = await loadFacts(workspace, { visibility, cells: lines, asOf: today, until: today })
  const own = lines.flatMap((line) => facts.get(cellKey(line)) ?? [])
  return showsEnded(view, { promotion: { lost: {} }, owner, facts: own })
}
