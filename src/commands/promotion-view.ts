import type { PromotionView } from '../cards/promotion-card.ts'
import { dayOf } from '../domain/day.ts'
import type { StoredPromotion } from '../store/promotions.ts'
import type { PromotionAssessment } from './assessing.ts'

/** Gives what a promotion's cards show; its window is that of all its rows. */
export const promotionView = ({ promotion, asOf, readiness }: PromotionAssessment): PromotionView => ({
  promotionId: promotion.promotionId,
  name: promotion.name,
  owner: promotion.rows.find((row) => row.owner !== null)?.owner ?? null,
  status: statusOf(promotion),
  asOf,
  start: Math.min(...promotion.rows.map((row) => dayOf(row.start_on))),
  end: Math.max(...promotion.rows.map((row) => dayOf(row.end_on))),
  readiness,
})

/** A promotion is what its firmest row is: committed, else tentative, else cancelled. */
export const statusOf = (promotion: Pick<StoredPromotion, 'rows'>): 'committed' | 'tentative' | 'cancelled' => {
  const statuses = new Set(promotion.rows.map((row) => row.status))
  return statuses.has('committed') ? 'committed' : statuses.has('tentative') ? 'tentative' : 'cancelled'
}
