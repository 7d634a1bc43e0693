import type { Decision } from '../../domain/decisions/decision.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import type { RiskAction } from '../../domain/risks/risk-action.ts'
import { answerActions } from '../decisions/decision-actions.ts'
import type { Action } from '../language/card.ts'
import {
  acknowledging,
  changing,
  detailing,
  explaining,
  nextActions,
  resolving,
  snoozing,
} from '../risks/risk-actions.ts'
import { riskId } from '../risks/risk-id.ts'

/**
 * Offers what can be done about a promotion: to answer an open proposal, else its next action, which stays until it is done,
 * and to acknowledge it; then the details, and the rest behind them. Six in all, as many as a row takes on every platform.
 */
export const actionsOfPromotion = (
  promotionId: string,
  risks: readonly RiskRecord[],
  proposal: Decision | null,
  action: RiskAction | null,
): readonly Action[] => {
  const isOpen = risks.length === 0 ? action !== null : risks.some(({ state }) => state === 'open')
  const acknowledge = isOpen ? [acknowledging(promotionId, 0)] : []
  const why = explaining(promotionId, 0)
  if (proposal !== null)
    return [
      ...answerActions(proposal),
      detailing(promotionId),
      ...acknowledge.map((one) => ({ ...one, isSecondary: true })),
      why,
    ]
  const [record] = risks
  const [id, episode] = record === undefined ? [promotionId, 0] : [riskId(record), record.episode]
  const next = action === null ? [] : nextActions(action, id, episode)
  const resolve = record !== undefined && !isOpen ? [{ ...resolving(id, episode), isSecondary: true }] : []
  const snooze = isOpen ? [snoozing(promotionId, 0)] : []
  return [...next, ...acknowledge, detailing(promotionId), ...resolve, why, changing(promotionId), ...snooze]
}
