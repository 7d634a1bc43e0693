import { commitCard } from '../../cards/gate/commit-card.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { dayOf, isoOf } from '../../domain/day.ts'
import { concessionOf, type Decision, isAboveLimit } from '../../domain/decisions/decision.ts'
import { type GateAnswer, gateAnswers } from '../../domain/gate/commit-question.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { applyTransition, isRefusedTransition, type RiskTransition } from '../../domain/risks/risk-transition.ts'
import { readDate } from '../../parsing/dates.ts'
import type { PromotionAssessment } from '../../services/assessment/assess-promotions.ts'
import { judgedPromotion } from '../../services/assessment/judged-promotion.ts'
import { loadOptions } from '../../services/assessment/load-options.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import { actorOf, announceDecision, auditDecision } from '../../services/decisions/announce-decision.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadNextNumber } from '../../store/database/counter.ts'
import type { PromotionRow } from '../../store/feeds/feed-rows.ts'
import { liveRows } from '../../store/promotions/stored-promotion.ts'
import { loadRisksOf } from '../../store/risks/risks.ts'
import { revenueAtRiskOf } from '../decisions/evaluate-decision.ts'
import { hasApprovers, loadDecisionRoles, roleWords } from '../decisions/load-decision-roles.ts'
import { readReason, sortArguments } from '../dispatch/arguments.ts'
import { type Argument, answer, type Command, type CommandContext, keysOf, type Outcome } from '../dispatch/command.ts'
import { refused } from '../dispatch/refusals.ts'
import { assessNamed } from '../promotions/find-promotion.ts'

const takes: readonly Argument[] = [
  { name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true },
  { name: 'ANSWER', value: null, says: 'go, change or hold' },
  { name: 'by', value: '"5 Jun"', says: 'the day the budget is committed, to set it' },
  { name: 'reason', value: '"..."', says: 'why; it is kept with the decision' },
]

/** Answers on the day a promotion's budget is committed, go, change or hold; or sets that day. */
export const promoCommit: Command = {
  name: 'promo commit',
  aliases: ['promo gate'],
  takes,
  does: 'go, change or hold before the budget is committed, or set that day',
  examples: [
    '/promo commit P-1 go reason:"stock covers the first week"',
    '/promo commit P-1 hold',
    '/promo commit P-1 by:"5 Jun"',
  ],
  right: 'agree',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf({ takes }))
    const last = given.bare.at(-1)?.toLowerCase() ?? ''
    const said = gateAnswers.find((one) => one === last)
    const lookup = await assessNamed(context, (said === undefined ? given.bare : given.bare.slice(0, -1)).join(' '))
    if (!lookup.ok) return answer(lookup.error)
    const by = given.keyed.get('by')
    if (given.problems.length > 0) return refused(given.problems)
    const view = judgedPromotion(lookup.value)
    if (by !== undefined) return setDay(context, lookup.value, view, by)
    if (said === undefined) return refused([`What is it: go, change or hold? /promo commit ${view.promotionId} go`])
    return answerGate(context, lookup.value, view, said, readReason(given, null))
  },
}

const rowsWith = ({ promotion }: PromotionAssessment, fields: Partial<PromotionRow>): readonly PromotionRow[] =>
  promotion.rows.map((row) => (row.status === 'cancelled' ? row : { ...row, ...fields }))

const writing = (
  context: CommandContext,
  { promotion }: PromotionAssessment,
  rows: readonly PromotionRow[],
): Change => ({
  kind: 'write-promotion',
  promotionId: promotion.promotionId,
  rows,
  basedOn: promotion.version,
  knownOn: isoOf(context.today),
})

const nameOf = ({ name, promotionId }: JudgedPromotion) => `${name} (${promotionId})`

const setDay = (
  context: CommandContext,
  assessed: PromotionAssessment,
  view: JudgedPromotion,
  text: string,
): Outcome => {
  const read = readDate(text, context)
  if (!read.ok) return refused([`by: ${read.error}`])
  const day = read.value
  if (day < context.today || day >= view.start)
    return refused([`by: must be a day from today until the start of ${nameOf(view)}.`])
  const before = liveRows(assessed.promotion).find((row) => row.commit_on !== null)?.commit_on ?? null
  return {
    changes: [
      writing(context, assessed, rowsWith(assessed, { commit_on: isoOf(day) })),
      auditEntry(context, {
        action: 'edit',
        entity: view.promotionId,
        before: { commit_by: before },
        after: { commit_by: isoOf(day) },
        detail: {},
      }),
    ],
    reply: commitCard({ kind: 'day', name: nameOf(view), day }, context.today),
  }
}

const answerGate = async (
  context: CommandContext,
  assessed: PromotionAssessment,
  view: JudgedPromotion,
  said: GateAnswer,
  reason: string,
): Promise<Outcome> => {
  const { verdict } = view.readiness
  const commitOn = liveRows(assessed.promotion).find((row) => row.commit_on !== null)?.commit_on ?? null
  if (commitOn === null)
    return refused([
      `${nameOf(view)} has no day on which its budget is committed. Set it: /promo commit ${view.promotionId} by:"5 Jun"`,
    ])
  if (verdict === 'ready') return refused([`${nameOf(view)} is ready, so nobody has to answer.`])
  if (view.status !== 'committed') return refused([`${nameOf(view)} is tentative, so its budget is held already.`])
  const by = { ...actorOf(context), role: roleWords(context) }
  const revenueAtRisk = revenueAtRiskOf(view.readiness)
  const roles = await loadDecisionRoles(context, assessed.promotion)
  const isAbove = said === 'go' && isAboveLimit(revenueAtRisk)
  if (isAbove && !roles.own.isApprover && (await hasApprovers(context, { by })))
    return refused([`So much is at risk that an approver says go. You can say change or hold.`])
  const { options } = await loadOptions(context, assessed)
  const nothing = options.find(({ kind }) => kind === 'nothing')?.total ?? null
  const best = options.find(({ isBest }) => isBest) ?? null
  const decision: Decision = {
    id: await loadNextNumber(context.workspace, 'decision'),
    promotionId: view.promotionId,
    name: view.name,
    state: 'carried-out',
    terms: { kind: 'commit', answer: said },
    side: roles.own.side,
    by,
    reason,
    stood: {
      verdict,
      revenueAtRisk,
      stockout: nothing?.stockout ?? null,
      contribution: nothing?.contribution ?? null,
      recommended: best?.kind ?? null,
      waiting: null,
    },
    expected: said === 'go' ? nothing : null,
    expects: said === 'go' ? verdict : null,
    concession: concessionOf({ kind: 'commit', answer: said }, null),
    deadline: dayOf(commitOn),
    deadlineAt: context.now,
    answers: null,
    basedOn: Number(assessed.promotion.version),
    needsApproval: isAbove,
    agreed: by,
    approved: isAbove ? by : null,
    riskId: null,
    closed: null,
    brought: verdict,
    version: 0,
  }
  const asked = (await loadRisksOf(context.workspace, view.promotionId)).find(
    ({ subject }) => subject.action.kind === 'commit',
  )
  const draw = () => commitCard({ kind: 'answer', decision, best }, context.today)
  return {
    changes: [
      { kind: 'keep-decision', decision: { ...decision, riskId: asked?.id ?? null } },
      ...(asked === undefined ? [] : riskChange(context, asked, said, reason)),
      ...(said === 'hold' ? [writing(context, assessed, rowsWith(assessed, { status: 'tentative' }))] : []),
      auditDecision(context, 'agree', by, context.placeName, { before: null, after: decision }, { reason }),
      ...(await announceDecision(context, { ...view, place: context.place }, draw, 'thread')),
    ],
    reply: formattedForAll(draw),
  }
}

const transitions: Readonly<Record<GateAnswer, (by: CommandContext['person'], reason: string) => RiskTransition>> = {
  go: (by, reason) => ({ kind: 'accept', by, reason }),
  change: (by) => ({ kind: 'mitigate', by, how: 'changed before the budget is committed' }),
  hold: (by, reason) => ({ kind: 'resolve', by, reason }),
}

const riskChange = (context: CommandContext, risk: RiskRecord, said: GateAnswer, reason: string): readonly Change[] => {
  const after = applyTransition(risk, transitions[said](context.person, reason === '' ? said : reason), context)
  return isRefusedTransition(after) ? [] : [{ kind: 'keep-risk', risk: after }]
}
