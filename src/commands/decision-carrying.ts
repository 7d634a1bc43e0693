import type { CarriedOut } from '../cards/decision-card.ts'
import { termsWords } from '../cards/decision-words.ts'
import type { PromotionView } from '../cards/promotion-card.ts'
import { writtenForAll } from '../cards/reader.ts'
import { riskId } from '../cards/risk-words.ts'
import { isoOf } from '../domain/day.ts'
import { type Decision, decided, isNoDecision } from '../domain/decision.ts'
import { exposuresOf } from '../domain/exposure.ts'
import type { Verdict } from '../domain/readiness.ts'
import { type RiskRecord, reconcile } from '../domain/risk.ts'
import { isToDecide } from '../domain/risk-action.ts'
import { done, isNoDeed, type RiskDeed } from '../domain/risk-deed.ts'
import type { Change } from '../store/change.ts'
import { loadNextNumber } from '../store/counter.ts'
import type { PromotionRow } from '../store/feed-rows.ts'
import { loadRisks } from '../store/risks.ts'
import type { PromotionAssessment } from './assessing.ts'
import type { Standings } from './decision-standing.ts'
import type { DecisionChange } from './decision-telling.ts'
import { judgeDecided, twinInTheWay } from './decision-weighing.ts'
import type { Asked, Outcome, Person } from './outcome.ts'
import { keptAssessment } from './promotion-changes.ts'
import { promotionFields } from './promotion-fields.ts'
import { promotionView } from './promotion-view.ts'
import { refused } from './risk-settle.ts'

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
  asked: Asked,
  agreed: Decision,
  assessed: PromotionAssessment,
  standings: Standings,
): Promise<Carrying | Outcome> => {
  const was = promotionView(assessed)
  const before = await risksBefore(asked, was)
  const planned = await judgeDecided(asked, assessed, agreed.terms)
  const how = writtenForAll(() => termsWords(agreed.terms, asked.today))
  if (planned !== null) {
    const twin = await twinInTheWay(asked, agreed.terms, planned)
    if (twin !== null) return refused([twin])
    const is = promotionView(planned.after)
    const { verdict } = is.readiness
    return {
      changes: [
        ...before.flatMap((risk) => keepingRisk(risk, riskAfter(asked, risk, is, `agreed: ${how}`))),
        {
          kind: 'write-promotion',
          promotionId: agreed.promotionId,
          rows: planned.draft.rows,
          basedOn: assessed.promotion.version,
          knownOn: isoOf(asked.today),
        },
        keptAssessment(planned.after, verdict),
        { kind: 'tell-verdict', promotionId: agreed.promotionId, verdict },
      ],
      decision: carriedOut({ ...agreed, riskId: before[0]?.id ?? null }, verdict),
      told: { was, is, left: null },
      fields: promotionFields(assessed.promotion.rows.filter(isLive), planned.draft.rows.filter(isLive)),
    }
  }
  const isAccepted = agreed.terms.kind === 'nothing'
  const deed: RiskDeed = isAccepted
    ? { kind: 'accept', by: asked.person, reason: agreed.reason }
    : { kind: 'mitigate', by: plannerOf(asked, agreed, standings), how: `agreed: ${how}` }
  const after = before.map((risk) => did(risk, deed, asked))
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
  const after = decided(decision, { kind: 'carry-out', brought })
  if (isNoDecision(after)) throw new Error(`A decision that is ${decision.state} was carried out`)
  return after
}

const toDecide = (view: PromotionView) =>
  exposuresOf([view]).filter(({ action }) => isToDecide(action, view.promotionId))

/** Brings the risks that the two functions decide about to what the promotion says now. */
const risksBefore = async (asked: Asked, view: PromotionView): Promise<readonly RiskRecord[]> => {
  const exposures = toDecide(view)
  const kept = await loadRisks(
    asked.workspace,
    exposures.map(({ identity }) => identity),
  )
  let nextId = await loadNextNumber(asked.workspace, 'risk')
  return exposures.flatMap((exposure) => {
    const moment = { ...asked, moneyFloor: asked.policy.moneyFloor }
    const record = reconcile(kept.get(exposure.identity) ?? null, exposure, moment)
    if (record === null) return []
    return [record.id === 0 ? { ...record, id: nextId++ } : record]
  })
}

/** A risk that nothing calls for after the decision is settled by it; one that still does stays as it is with people. */
const riskAfter = (asked: Asked, before: RiskRecord, is: PromotionView, reason: string): RiskRecord => {
  const moment = { ...asked, moneyFloor: asked.policy.moneyFloor }
  const exposure = toDecide(is).find(({ identity }) => identity === before.identity)
  if (exposure !== undefined) return reconcile(before, exposure, moment) ?? before
  return reconcile(did(before, { kind: 'resolve', by: asked.person, reason }, asked), null, moment) ?? before
}

const did = (record: RiskRecord, deed: RiskDeed, asked: Asked): RiskRecord => {
  const after = done(record, deed, asked)
  return isNoDeed(after) ? record : after
}

const keepingRisk = (before: RiskRecord, risk: RiskRecord): readonly Change[] =>
  risk === before && risk.version > 0 ? [] : [{ kind: 'keep-risk', risk }]

/** Who acts for supply: whoever of the two speaks for it. */
const plannerOf = ({ person }: Asked, { side, by }: Decision, { own }: Standings): Person =>
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
