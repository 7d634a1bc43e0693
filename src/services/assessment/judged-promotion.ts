import { dayOf } from '../../domain/day.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { liveRows, promotionEnd, statusOf } from '../../store/promotions/stored-promotion.ts'
import type { PromotionAssessment } from './assess-promotions.ts'

/** Makes the read model of a judged promotion: what cards, digests and alerts need to know of it. */
export const judgedPromotion = ({ promotion, asOf, readiness, override }: PromotionAssessment): JudgedPromotion => ({
  promotionId: promotion.promotionId,
  name: promotion.name,
  owner: promotion.rows.find((row) => row.owner !== null)?.owner ?? null,
  status: statusOf(promotion),
  asOf,
  start: Math.min(...liveRows(promotion).map((row) => dayOf(row.start_on))),
  end: promotionEnd(promotion),
  readiness,
  override: override && { ...override, stated: liveRows(promotion) },
})
