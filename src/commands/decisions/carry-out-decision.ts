import type { CarriedOut } from '../../cards/decisions/decision-card.ts'
import { termsWords } from '../../cards/decisions/decision-words.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { riskId } from '../../cards/risks/risk-words.ts'
import type { Verdict } from '../../domain/assessment/readiness.ts'
import { isoOf } from '../../domain/day.ts'
import { applyDecisionTransition, type Decision, isRefusedDecision } from '../../domain/decisions/decision.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { type RiskRecord, reconcile } from '../../domain/risks/risk.ts'
import { isToDecide } from '../../domain/risks/risk-action.ts'
import { riskCandidates } from '../../domain/risks/risk-candidate.ts'
import { applyTransition, isRefusedTransition, type RiskTransition } from '../../domain/risks/risk-transition.ts'
import type { PromotionAssessment } from '../../services/assessment/assess-promotions.ts'
import { keptAssessment, promotionView } from '../../services/assessment/promotion-view.ts'
import type { Person } from '../../services/context.ts'
import type { DecisionChange } from '../../services/decisions/announce-decision.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadNextNumber } from '../../store/database/counter.ts'
import type { PromotionRow } from '../../store/feeds/feed-rows.ts'
import { loadRisks } from '../../store/risks/risks.ts'
import type { CommandContext, Outcome } from '../dispatch/command.ts'
import { promotionFields } from '../promotions/promotion-fields.ts'
import { refused } from '../risks/risk-settle.ts'
import type { DecisionRoles } from './decision-standing.ts'
import { judgeDecided, samePromotionInTheWay } from './decision-weighing.ts'

/** What carrying out an agreement comes to: the facts to write, the decision as it is then, and what is told of it. */
export type Carrying = {
  readonly changes: readonly Change[]
  readonly decision: Decision
  readonly told: Omit<CarriedOut, 'yesReason'>
  /** What changed of the promotion, by field. */
  readonly fields: NonNullable<DecisionChange['fields']>
}

/**
 * Carries out what is agreed as far as that can be done here: changes the promotion and settles its risk, or accepts the loss;
 * what a planner has to do makes its risk mitigating.
 */
export const carryOutAgreed = async (
  context: CommandContext,
  agreed: Decision,
  assessed: PromotionAssessment,
  standings: DecisionRoles,
): Promise<Carrying | Outcome> => {
  const was = promotionView(assessed)
  const before = await risksBefore(context, was)
  const planned = await judgeDecided(context, assessed, agreed.terms)
  const how = formattedForAll(() => termsWords(agreed.terms, context.today))
  if (planned !== null) {
    const twin = await samePromotionInTheWay(context, agreed.terms, planned)
    if (twin !== null) return refused([twin])
    const is = promotionView(planned.after)
    const { verdict } = is.readiness
    return {
      changes: [
        ...before.flatMap((risk) => keepingRisk(risk, riskAfter(context, risk, is, `agreed: ${how}`))),
        {
          kind: 'write-promotion',
          promotionId: agreed.promotionId,
          rows: planned.draft.rows,
          basedOn: assessed.promotion.version,
          knownOn: isoOf(context.today),
        },
        keptAssessment(planned.after, verdict),
        { kind: 'announce-verdict', promotionId: agreed.promotionId, verdict },
      ],
      decision: carriedOut({ ...agreed, riskId: before[0]?.id ?? null }, verdict),
      told: { was, is, left: null },
      fields: promotionFields(assessed.promotion.rows.filter(isLive), planned.draft.rows.filter(isLive)),
    }
  }
  const isAccepted = agreed.terms.kind === 'nothing'
  const deed: RiskTransition = isAccepted
    ? { kind: 'accept', by: context.person, reason: agreed.reason }
    : { kind: 'mitigate', by: plannerOf(context, agreed, standings), how: `agreed: ${how}` }
  const after = before.map((risk) => did(risk, deed, context))
  const first = after[0] ?? null
  const own = { ...agreed, riskId: first?.id ?? null }
  return {
    changes: after.flatMap((risk, i) => keepingRisk(before[i] as RiskRecord, risk)),
    decision: isAccepted ? carriedOut(own, was.readiness.verdict) : own,
    told: { was, is: null, left: isAccepted ? acceptedWords(first) : leftWords(agreed, first) },
    fields: { before: {}, after: {} },
  }
}

const isLive = ({ status }: PromotionRow): boolean => status !== 'cancelled'

const carriedOut = (decision: Decision, brought: Verdict): Decision => {
  const after = applyDecisionTransition(decision, { kind: 'carry-out', brought })
  if (isRefusedDecision(after)) throw new Error(`A decision that is ${decision.state} was carried out`)
  return after
}

const toDecide = (view: JudgedPromotion) =>
  riskCandidates([view]).filter(({ action }) => isToDecide(action, view.promotionId))

/** Brings the risks that the two functions decide about to what the promotion says now. */
const risksBefore = async (context: CommandContext, view: JudgedPromotion): Promise<readonly RiskRecord[]> => {
  const candidates = toDecide(view)
  const kept = await loadRisks(
    context.workspace,
    candidates.map(({ identity }) => identity),
  )
  let nextId = await loadNextNumber(context.workspace, 'risk')
  return candidates.flatMap((candidate) => {
    const moment = { ...context, moneyFloor: context.policy.moneyFloor }
    const record = reconcile(kept.get(candidate.identity) ?? null, candidate, moment)
    if (record === null) return []
    return [record.id === 0 ? { ...record, id: nextId++ } : record]
  })
}

/** A risk that nothing calls for after the decision is settled by it; one that still does stays as it is with people. */
const riskAfter = (context: CommandContext, before: RiskRecord, is: JudgedPromotion, reason: string): RiskRecord => {
  const moment = { ...context, moneyFloor: context.policy.moneyFloor }
  const candidate = toDecide(is).find(({ identity }) => identity === before.identity)
  if (candidate !== undefined) return reconcile(before, candidate, moment) ?? before
  return reconcile(did(before, { kind: 'resolve', by: context.person, reason }, context), null, moment) ?? before
}

const did = (record: RiskRecord, deed: RiskTransition, context: CommandContext): RiskRecord => {
  const after = applyTransition(record, deed, context)
  return isRefusedTransition(after) ? record : after
}

const keepingRisk = (before: RiskRecord, risk: RiskRecord): readonly Change[] =>
  risk === before && risk.version > 0 ? [] : [{ kind: 'keep-risk', risk }]

/** Who acts for supply: whoever of the two speaks for it. */
const plannerOf = ({ person }: CommandContext, { side, by }: Decision, { own }: DecisionRoles): Person =>
  side === 'supply' || own.side === 'marketing' ? { id: by.personId, name: by.name } : person

const acceptedWords = (risk: RiskRecord | null): string | null =>
  risk === null ? null : `Its loss is accepted. To take it up again: /shelfready reopen ${riskId(risk)}`

const leftWords = ({ terms }: Decision, risk: RiskRecord | null): string => {
  const who = risk?.owner?.name ?? 'a planner'
  const what =
    terms.kind === 'transfer'
      ? 'has it moved'
      : terms.kind === 'substitute'
        ? 'sees to it that the substitute is on the shelf'
        : 'places the order'
  const record =
    terms.kind === 'substitute'
      ? risk === null
        ? ''
        : `, then settles it: /shelfready resolve ${riskId(risk)} reason:"..."`
      : `, then records it${risk === null ? '' : `: /shelfready ordered ${riskId(risk)} PO-91 due:"..."`}; it counts from then on`
  return `Next: ${who} ${what}${record}.`
}
