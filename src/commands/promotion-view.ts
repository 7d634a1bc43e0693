import type { PromotionView } from '../cards/promotion-card.ts'
import { type Day, dayOf } from '../domain/day.ts'
import type { StoredPromotion } from '../store/promotions.ts'
import type { PromotionAssessment } from './assessing.ts'

/** Gives what a promotion's cards show. */
export const promotionView = ({ promotion, asOf, readiness, override }: PromotionAssessment): PromotionView => ({
  promotionId: promotion.promotionId,
  name: promotion.name,
  owner: promotion.rows.find((row) => row.owner !== null)?.owner ?? null,
  status: statusOf(promotion),
  asOf,
  start: Math.min(...liveRows(promotion).map((row) => dayOf(row.start_on))),
  end: Math.max(...liveRows(promotion).map((row) => dayOf(row.end_on))),
  readiness,
  override: override && { ...override, stated: liveRows(promotion) },
})

/** Gives the rows of a promotion that count: those that are not cancelled, or all of them where all are. */
export const liveRows = ({ rows }: Pick<StoredPromotion, 'rows'>): StoredPromotion['rows'] => {
  const live = rows.filter((row) => row.status !== 'cancelled')
  return live.length === 0 ? rows : live
}

/** A promotion is what its firmest row is: committed, else tentative, else cancelled. */
export const statusOf = (promotion: Pick<StoredPromotion, 'rows'>): 'committed' | 'tentative' | 'cancelled' => {
  const statuses = new Set(promotion.rows.map((row) => row.status))
  return statuses.has('committed') ? 'committed' : statuses.has('tentative') ? 'tentative' : 'cancelled'
}

/** Gives the last day of a promotion. */
export const promotionEnd = (promotion: Pick<StoredPromotion, 'rows'>): Day =>
  Math.max(...liveRows(promotion).map((row) => dayOf(row.end_on)))
