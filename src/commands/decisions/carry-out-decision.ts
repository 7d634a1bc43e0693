import type { CarriedOut } from '../../cards/decisions/decision-card.ts'
import { termsWords } from '../../cards/decisions/decision-words.ts'
import type { Card } from '../../cards/language/card.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { riskId } from '../../cards/risks/risk-id.ts'
import type { Verdict } from '../../domain/assessment/readiness.ts'
import { isoOf } from '../../domain/day.ts'
import { applyDecisionTransition, type Decision, isRefusedDecision } from '../../domain/decisions/decision.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { type RiskRecord, reconcile } from '../../domain/risks/risk.ts'
import { isToDecide } from '../../domain/risks/risk-action.ts'
import { riskCandidates } from '../../domain/risks/risk-index.ts'
import { applyTransition, isRefusedTransition, type RiskTransition } from '../../domain/risks/risk-transition.ts'
import type { PromotionAssessment } from '../../services/assessment/assess-promotions.ts'
import { judgedPromotion } from '../../services/assessment/judged-promotion.ts'
import { keepAssessment } from '../../services/assessment/keep-assessment.ts'
import type { Person } from '../../services/context.ts'
import type { DecisionChange } from '../../services/decisions/announce-decision.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadNextNumber } from '../../store/database/counter.ts'
import type { PromotionRow } from '../../store/feeds/feed-rows.ts'
import { loadRisks } from '../../store/risks/risks.ts'
import type { CommandContext } from '../dispatch/command.ts'
import { nothingChanged } from '../dispatch/refusals.ts'
import { promotionFields } from '../promotions/promotion-fields.ts'
import { judgeDecided, samePromotionInTheWay } from './evaluate-decision.ts'
import type { DecisionRoles } from './load-decision-roles.ts'

/** What carrying out an agreed decision comes to: what to write, the decision afterwards, and what its card says. */
type CarryingOut = {
  readonly changes: readonly Change[]
  readonly decision: Decision
  readonly cardFacts: Omit<CarriedOut, 'yesReason'>
  /** The changed fields of the promotion. */
  readonly fields: NonNullable<DecisionChange['fields']>
}

/**
 * Carries out an agreed decision. A date, a cap or fewer locations change the promotion and settle its risk; accepting the
 * loss accepts its risk; what a planner has to do elsewhere (order, transfer) makes its risk mitigating. Fails with a
 * refusal where another promotion of the same name stands in the way.
 */
export const carryOutAgreed = async (
  context: CommandContext,
  agreed: Decision,
  assessed: PromotionAssessment,
  roles: DecisionRoles,
): Promise<Result<CarryingOut, Card>> => {
  const was = judgedPromotion(assessed)
  const before = await risksBefore(context, was, agreed.terms)
  const planned = await judgeDecided(context, assessed, agreed.terms)
  const how = formattedForAll(() => termsWords(agreed.terms, context.today))
  if (planned !== null) {
    const same = await samePromotionInTheWay(context, agreed.terms, planned)
    if (same !== null) return failed(nothingChanged(same))
    const is = judgedPromotion(planned.after)
    const { verdict } = is.readiness
    return ok({
      changes: [
        ...before.flatMap((risk) =>
          riskChanges(risk, riskAfter(context, risk, { view: is, terms: agreed.terms }, `agreed: ${how}`)),
        ),
        {
          kind: 'write-promotion',
          promotionId: agreed.promotionId,
          rows: planned.draft.rows,
          basedOn: assessed.promotion.version,
          knownOn: isoOf(context.today),
        },
        keepAssessment(planned.after, verdict),
        { kind: 'announce-verdict', promotionId: agreed.promotionId, verdict },
      ],
      decision: carriedOut({ ...agreed, riskId: before[0]?.id ?? null }, verdict),
      cardFacts: { was, is, left: null },
      fields: promotionFields(assessed.promotion.rows.filter(isLive), planned.draft.rows.filter(isLive)),
    })
  }
  const isAccepted = agreed.terms.kind === 'nothing'
  const transition: RiskTransition = isAccepted
    ? { kind: 'accept', by: context.person, reason: agreed.reason }
    : { kind: 'mitigate', by: plannerOf(context, agreed, roles), how: `agreed: ${how}` }
  const after = before.map((risk) => transitioned(risk, transition, context))
  const first = after[0] ?? null
  const own = { ...agreed, riskId: first?.id ?? null }
  return ok({
    changes: after.flatMap((risk, i) => riskChanges(before[i] as RiskRecord, risk)),
    decision: isAccepted ? carriedOut(own, was.readiness.verdict) : own,
    cardFacts: { was, is: null, left: isAccepted ? acceptedWords(first) : leftWords(agreed, first) },
    fields: { before: {}, after: {} },
  })
}

const isLive = ({ status }: PromotionRow): boolean => status !== 'cancelled'

const carriedOut = (decision: Decision, brought: Verdict): Decision => {
  const after = applyDecisionTransition(decision, { kind: 'carry-out', brought })
  if (isRefusedDecision(after)) throw new Error(`A decision that is ${decision.state} was carried out`)
  return after
}

const toDecide = (view: JudgedPromotion, { kind }: Decision['terms']) =>
  riskCandidates([view], () => []).filter(({ action }) =>
    kind === 'pull-back' ? action.kind === 'clear' : isToDecide(action, view.promotionId),
  )

/** Loads the risks that the two functions decide about, brought up to date with the promotion as it is now. */
const risksBefore = async (
  context: CommandContext,
  view: JudgedPromotion,
  terms: Decision['terms'],
): Promise<readonly RiskRecord[]> => {
  const candidates = toDecide(view, terms)
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

/** Gives a risk after the decision: resolved by it where the promotion no longer calls for it, else updated with its owner and state kept. */
const riskAfter = (
  context: CommandContext,
  before: RiskRecord,
  { view, terms }: { readonly view: JudgedPromotion; readonly terms: Decision['terms'] },
  reason: string,
): RiskRecord => {
  const moment = { ...context, moneyFloor: context.policy.moneyFloor }
  const candidate = toDecide(view, terms).find(({ identity }) => identity === before.identity)
  if (candidate !== undefined) return reconcile(before, candidate, moment) ?? before
  return (
    reconcile(transitioned(before, { kind: 'resolve', by: context.person, reason }, context), null, moment) ?? before
  )
}

const transitioned = (record: RiskRecord, transition: RiskTransition, context: CommandContext): RiskRecord => {
  const after = applyTransition(record, transition, context)
  return isRefusedTransition(after) ? record : after
}

const riskChanges = (before: RiskRecord, risk: RiskRecord): readonly Change[] =>
  risk === before && risk.version > 0 ? [] : [{ kind: 'keep-risk', risk }]

/** Gives the one of the two people who speaks for supply. */
const plannerOf = ({ person }: CommandContext, { side, by }: Decision, { own }: DecisionRoles): Person =>
  side === 'supply' || own.side === 'marketing' ? { id: by.personId, name: by.name } : person

const acceptedWords = (risk: RiskRecord | null): string | null =>
  risk === null ? null : `The loss is accepted. Changed your mind? /shelfready reopen ${riskId(risk)}`

const leftWords = ({ terms }: Decision, risk: RiskRecord | null): string => {
  const who = risk?.owner?.name ?? 'a planner'
  const what =
    terms.kind === 'transfer'
      ? 'arranges the transfer'
      : terms.kind === 'substitute'
        ? 'makes sure the substitute is on the shelf'
        : terms.kind === 'pull-in'
          ? 'agrees the new date with the supplier'
          : terms.kind === 'pull-back'
            ? 'agrees the smaller order with the supplier'
            : 'places the order'
  const record =
    terms.kind === 'substitute'
      ? risk === null
        ? ''
        : `, then resolves the risk: /shelfready resolve ${riskId(risk)} reason:"..."`
      : terms.kind === 'pull-in' || terms.kind === 'pull-back'
        ? '; it counts as soon as the order feed shows it'
        : ` and records it${risk === null ? '' : `: /shelfready ordered ${riskId(risk)} PO-91 due:"..."`}`
  return `Next: ${who} ${what}${record}.`
}
