import type { PromotionId } from '../../domain/ids.ts'
import type { Review } from '../../domain/promotion-reviews/review.ts'
import type { FrozenForecast } from '../../domain/scorecard/frozen-forecast.ts'
import { loadHistory } from '../../store/changes/history.ts'
import { loadChannelsOfPromotion } from '../../store/delivery/outbox-queries.ts'
import { loadDuties } from '../../store/escalation/standby.ts'
import { loadRisksOf } from '../../store/risks/risks.ts'
import type { Context } from '../context.ts'

/**
 * Finds who was accountable for a promotion: for marketing its owner, or whoever registered it; for supply the last owner of a
 * risk of it, the planner whose figure it was judged with, or the planners of the channels that have its card.
 */
export const loadAccountable = async (
  workspace: Context['workspace'],
  promotionId: PromotionId,
  owner: string | null,
  frozen: readonly FrozenForecast[],
): Promise<Review['accountable']> => {
  const registered = (await loadHistory(workspace, promotionId)).find(({ action }) => action === 'register')
  const name = registered?.detail.name
  const owned = (await loadRisksOf(workspace, promotionId, { ended: true })).flatMap(({ owner: own }) => own ?? [])
  return {
    marketing: owner ?? (typeof name === 'string' ? name : null),
    supply:
      owned.at(-1)?.name ??
      frozen.findLast(({ planner }) => planner !== null)?.planner ??
      (await plannersOf(workspace, promotionId)),
  }
}

const mostPlanners = 2

const plannersOf = async (workspace: Context['workspace'], promotionId: PromotionId): Promise<string | null> => {
  const planners = (await loadDuties(workspace)).filter(({ duty }) => duty === 'planner')
  const channels = new Set(await loadChannelsOfPromotion(workspace, promotionId))
  const own = planners.filter(({ place }) => channels.has(place))
  const names = (own.length > 0 ? own : planners.filter(({ place }) => place === '')).map(({ name }) => name)
  return names.length === 0 || names.length > mostPlanners ? null : [...new Set(names)].join(' and ')
}
