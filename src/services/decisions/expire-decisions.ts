import { closedDecisionCard } from '../../cards/decisions/decision-card.ts'
import { waitingCostWords } from '../../cards/decisions/decision-words.ts'
import { isoOf } from '../../domain/day.ts'
import {
  applyDecisionTransition,
  type Decision,
  type DecisionTransition,
  isRefusedDecision,
} from '../../domain/decisions/decision.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadAgreedDecisions, loadOpenDecisions } from '../../store/decisions/decisions.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadPromotions, type StoredPromotion } from '../../store/promotions/promotions.ts'
import { promotionEnd, statusOf } from '../../store/promotions/stored-promotion.ts'
import type { Context } from '../context.ts'
import { announceDecision, auditDecision, botOf } from './announce-decision.ts'

/** What expiring decisions needs. */
type ExpireContext = Pick<Context, 'workspace' | 'reach' | 'today' | 'now'>

/** What the passing of time changes about one promotion's decision. */
export type ExpiredDecision = { readonly promotionId: string; readonly changes: readonly Change[] }

/**
 * Finds the proposals that lapsed without an answer, which is posted once in the thread, the proposals whose promotion is
 * over or cancelled, and the agreed decisions that are carried out by now. Each is written in its own transaction, so that
 * one that somebody answers meanwhile does not hold up the others.
 */
export const expireDecisions = async (context: ExpireContext): Promise<readonly ExpiredDecision[]> => {
  const open = await loadOpenDecisions(context.workspace)
  const visibility = await loadVisibility(context.workspace, isoOf(context.today))
  const ids = open.map(({ promotionId }) => promotionId)
  const promotions = new Map(
    (ids.length === 0 ? [] : await loadPromotions(context.workspace, visibility, ids)).map((one) => [
      one.promotionId,
      one,
    ]),
  )
  const expired: (ExpiredDecision | null)[] = []
  for (const decision of open) expired.push(await expireOpen(context, decision, promotions.get(decision.promotionId)))
  for (const { decision, isDone } of await loadAgreedDecisions(context.workspace))
    if (isDone) expired.push(endedBy(context, decision, { kind: 'carry-out', brought: null }, 'carry-out'))
  return expired.filter((one) => one !== null)
}

const expireOpen = async (
  context: ExpireContext,
  before: Decision,
  promotion: StoredPromotion | undefined,
): Promise<ExpiredDecision | null> => {
  const by = botOf(context)
  const isCancelled = promotion === undefined || statusOf(promotion) === 'cancelled'
  if (isCancelled || promotionEnd(promotion) < context.today) {
    const reason = isCancelled ? 'the promotion was cancelled' : 'the promotion is over'
    return endedBy(context, before, { kind: 'withdraw', by, reason }, 'withdraw', { reason })
  }
  if (Temporal.Instant.compare(before.deadlineAt, context.now) > 0) return null
  const lapsed = endedBy(context, before, { kind: 'lapse', by }, 'lapse')
  if (lapsed === null) return null
  const draw = () =>
    closedDecisionCard(lapsed.after, context.today, waitingCostWords(before.stood.waiting, context.today))
  const where = { promotionId: before.promotionId, end: promotionEnd(promotion), place: null }
  return { ...lapsed, changes: [...lapsed.changes, ...(await announceDecision(context, where, draw, 'thread'))] }
}

const endedBy = (
  context: ExpireContext,
  before: Decision,
  transition: DecisionTransition,
  action: 'withdraw' | 'lapse' | 'carry-out',
  detail: Readonly<Record<string, unknown>> = {},
): (ExpiredDecision & { readonly after: Decision }) | null => {
  const after = applyDecisionTransition(before, transition)
  return isRefusedDecision(after)
    ? null
    : {
        promotionId: before.promotionId,
        after,
        changes: [
          { kind: 'keep-decision', decision: after },
          auditDecision(context, action, botOf(context), '', { before, after }, detail),
        ],
      }
}
