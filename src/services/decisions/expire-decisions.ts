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

type Sweeping = Pick<Context, 'workspace' | 'reach' | 'today' | 'now'>

/** What time has done to one promotion's decision. */
export type ExpiredDecision = { readonly promotionId: string; readonly changes: readonly Change[] }

/**
 * Finds the proposals whose time is over without an answer, which is said once in the thread, those whose promotion is over or
 * called off, and what is agreed and done by now; each is written by itself, so that one that somebody answers meanwhile
 * keeps none of the others.
 */
export const expireDecisions = async (asked: Sweeping): Promise<readonly ExpiredDecision[]> => {
  const open = await loadOpenDecisions(asked.workspace)
  const visibility = await loadVisibility(asked.workspace, isoOf(asked.today))
  const ids = open.map(({ promotionId }) => promotionId)
  const promotions = new Map(
    (ids.length === 0 ? [] : await loadPromotions(asked.workspace, visibility, ids)).map((one) => [
      one.promotionId,
      one,
    ]),
  )
  const swept: (ExpiredDecision | null)[] = []
  for (const decision of open) swept.push(await sweptOpen(asked, decision, promotions.get(decision.promotionId)))
  for (const { decision, isDone } of await loadAgreedDecisions(asked.workspace))
    if (isDone) swept.push(endedBy(asked, decision, { kind: 'carry-out', brought: null }, 'carry-out'))
  return swept.filter((one) => one !== null)
}

const sweptOpen = async (
  asked: Sweeping,
  before: Decision,
  promotion: StoredPromotion | undefined,
): Promise<ExpiredDecision | null> => {
  const by = botOf(asked)
  const isCancelled = promotion === undefined || statusOf(promotion) === 'cancelled'
  if (isCancelled || promotionEnd(promotion) < asked.today) {
    const reason = isCancelled ? 'the promotion is called off' : 'the promotion is over'
    return endedBy(asked, before, { kind: 'withdraw', by, reason }, 'withdraw', { reason })
  }
  if (Temporal.Instant.compare(before.deadlineAt, asked.now) > 0) return null
  const lapsed = endedBy(asked, before, { kind: 'lapse', by }, 'lapse')
  if (lapsed === null) return null
  const draw = () => closedDecisionCard(lapsed.after, asked.today, waitingCostWords(before.stood.waiting, asked.today))
  const where = { promotionId: before.promotionId, end: promotionEnd(promotion), place: null }
  return { ...lapsed, changes: [...lapsed.changes, ...(await announceDecision(asked, where, draw, 'thread'))] }
}

const endedBy = (
  asked: Sweeping,
  before: Decision,
  deed: DecisionTransition,
  action: 'withdraw' | 'lapse' | 'carry-out',
  detail: Readonly<Record<string, unknown>> = {},
): (ExpiredDecision & { readonly after: Decision }) | null => {
  const after = applyDecisionTransition(before, deed)
  return isRefusedDecision(after)
    ? null
    : {
        promotionId: before.promotionId,
        after,
        changes: [
          { kind: 'keep-decision', decision: after },
          auditDecision(asked, action, botOf(asked), '', { before, after }, detail),
        ],
      }
}
