import type { Verdict } from '../../domain/assessment/readiness.ts'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import type { Change } from '../../store/changes/change.ts'
import type { StoredPromotion } from '../../store/promotions/promotions.ts'
import { type PromotionAssessment, promotionFingerprint } from './assess-promotions.ts'

/** Gives what a promotion's cards show. */
export const promotionView = ({ promotion, asOf, readiness, override }: PromotionAssessment): JudgedPromotion => ({
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
/** The judgement of a promotion as it is kept. */
export const keptAssessment = (assessed: PromotionAssessment, verdict: Verdict | 'cancelled'): Change => ({
  kind: 'keep-assessment',
  promotionId: assessed.promotion.promotionId,
  asOf: isoOf(assessed.asOf),
  verdict,
  inputsHash: promotionFingerprint(assessed),
  summary: assessed.lines.map(({ line, verdict: own, demand, window }) => ({
    sku: line.sku,
    location: line.location,
    verdict: own,
    demand,
    window,
  })),
})
