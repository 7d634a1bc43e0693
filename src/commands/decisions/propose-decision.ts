import { proposalCard, proposedCard } from '../../cards/decisions/decision-card.ts'
import { termsWords } from '../../cards/decisions/decision-words.ts'
import type { OptionsView } from '../../cards/options/options-card.ts'
import type { Day } from '../../domain/day.ts'
import { answerDeadline, isoMoment } from '../../domain/decisions/answer-deadline.ts'
import {
  applyDecisionTransition,
  type Decision,
  isAboveLimit,
  isRefusedDecision,
  type Side,
} from '../../domain/decisions/decision.ts'
import type { PromotionAssessment } from '../../services/assessment/assess-promotions.ts'
import { actorOf, announceDecision, auditDecision, botOf } from '../../services/decisions/announce-decision.ts'
import { loadWorkingTime } from '../../services/escalation/working-time-of.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadNextNumber } from '../../store/database/counter.ts'
import type { CommandContext, Outcome } from '../dispatch/command.ts'
import { refused } from '../dispatch/refusals.ts'
import { evaluateDecision, revenueAtRiskOf, samePromotionInTheWay } from './evaluate-decision.ts'
import { type DecisionRoles, roleWords } from './load-decision-roles.ts'
import { type ParsedTerms, termsOf } from './parse-decision-terms.ts'

/** Something that is proposed for a promotion, and the open proposal that it replaces. */
export type ProposalRequest = {
  readonly assessed: PromotionAssessment
  readonly view: OptionsView
  readonly typed: ParsedTerms & { readonly kind: Exclude<ParsedTerms['kind'], null> }
  readonly reason: string
  readonly roles: DecisionRoles
  readonly replaces: { readonly decision: Decision; readonly how: 'counter' | 'withdraw' | 'lapse' } | null
}

/** Proposes something: evaluates it, stores it with the figures of this moment, and asks the other function in the thread. */
export const propose = async (
  context: CommandContext,
  { assessed, view, typed, reason, roles, replaces }: ProposalRequest,
): Promise<Outcome> => {
  const { workspace, today, placeName } = context
  const { promotion } = view
  const refuse = (sentence: string) => refused([sentence])
  const stated = termsOf(context, assessed, view.options, typed)
  if (!stated.ok) return refuse(stated.error)
  const terms = stated.value
  if (terms.kind === 'nothing' && promotion.readiness.verdict !== 'not-ready')
    return refuse(
      promotion.readiness.verdict === 'ready'
        ? 'It is ready, so there is no loss to accept.'
        : 'A normal order is still in time, so there is no loss to accept. See what to order: /shelfready risks.',
    )
  const open = replaces?.decision ?? null
  if (
    open !== null &&
    replaces?.how !== 'lapse' &&
    open.basedOn === Number(assessed.promotion.version) &&
    sameTerms(open, terms)
  )
    return refuse(
      `${replaces?.how === 'withdraw' ? 'You have' : `${open.by.name} has`} already proposed exactly that: ${termsWords(terms, today)}.`,
    )
  const { decided: then, expected, expects, concession } = await evaluateDecision(context, assessed, view, terms)
  const same = await samePromotionInTheWay(context, terms, then)
  if (same !== null) return refuse(same)
  const by = actorOf(context)
  const stood = situationOf(view)
  const deadline = answerDeadline(
    Temporal.Instant.from(context.now).epochMilliseconds,
    await loadWorkingTime(workspace, answererId(roles), context),
    [...lastUsefulDays(view, today), ...lastDaysToCut(terms)],
  )
  const decision: Decision = {
    id: await loadNextNumber(workspace, 'decision'),
    promotionId: promotion.promotionId,
    name: promotion.name,
    state: 'proposed',
    terms,
    side: roles.own.side,
    by: { ...by, role: roleWords(context) },
    reason,
    stood,
    expected,
    expects,
    concession,
    deadline: deadline.day,
    deadlineAt: isoMoment(deadline.at),
    answers: replaces?.how === 'lapse' ? null : (open?.id ?? null),
    basedOn: Number(assessed.promotion.version),
    needsApproval: isAboveLimit(stood.revenueAtRisk, expected?.extraCost ?? null),
    agreed: null,
    approved: null,
    riskId: null,
    closed: null,
    brought: null,
    version: 0,
  }
  const asks = answererOf(decision, roles)
  const isCounter = replaces?.how === 'counter'
  const answered = isCounter ? open : null
  return {
    changes: [
      ...(replaces === null ? [] : closeReplaced(context, replaces)),
      { kind: 'keep-decision', decision },
      auditDecision(
        context,
        isCounter ? 'counter' : 'decide',
        by,
        placeName,
        { before: null, after: decision },
        {
          reason,
          answers: decision.answers,
        },
      ),
      ...(await announceDecision(
        context,
        { ...promotion, place: context.place },
        () => proposalCard(decision, asks, today, answered),
        'thread',
      )),
    ],
    reply: proposedCard(decision, asks, today),
  }
}

/** Closes the proposal that is replaced: a promotion has one open proposal at most. */
const closeReplaced = (
  context: CommandContext,
  { decision, how }: NonNullable<ProposalRequest['replaces']>,
): readonly Change[] => {
  const by = how === 'lapse' ? botOf(context) : actorOf(context)
  const closed = applyDecisionTransition(decision, { kind: how, by, reason: null })
  if (isRefusedDecision(closed)) return []
  return [
    { kind: 'keep-decision', decision: closed },
    ...(how !== 'counter'
      ? [auditDecision(context, how, by, how === 'lapse' ? '' : context.placeName, { before: decision, after: closed })]
      : []),
  ]
}

const sameTerms = ({ terms }: Decision, other: Decision['terms']): boolean => {
  const [one, two] = [terms, other].map((of) => JSON.stringify('steps' in of ? { ...of, steps: [] } : of))
  return one === two
}

const situationOf = ({ promotion, options, waiting, lines }: OptionsView): Decision['stood'] => {
  const nothing = options.find(({ kind }) => kind === 'nothing')?.total ?? null
  const short = lines.filter(({ isShort }) => isShort)
  const [only] = short
  return {
    verdict: promotion.readiness.verdict,
    revenueAtRisk: revenueAtRiskOf(promotion.readiness),
    stockout: nothing?.stockout ?? null,
    contribution: nothing?.contribution ?? null,
    recommended: options.find(({ isBest }) => isBest)?.kind ?? null,
    waiting:
      waiting ??
      (short.length === 1 && only?.waiting ? { days: only.waiting.days, currency: only.item.currency } : null),
  }
}

/** Gives the days after which an answer comes too late: the day before the start, and the last days to order normally. */
const lastUsefulDays = ({ promotion }: OptionsView, today: Day): readonly Day[] => [
  promotion.start > today ? promotion.start - 1 : promotion.end,
  ...promotion.readiness.problems.flatMap(({ window }) =>
    window.orderBy !== null && window.orderBy >= today ? window.orderBy : [],
  ),
]

/** An order that is cut too late has left. */
const lastDaysToCut = (terms: Decision['terms']): readonly Day[] =>
  terms.kind === 'pull-back' ? terms.steps.flatMap(({ day }) => day ?? []) : []

/** Gives the person who answers for the other function; null where that is not known. */
const answererId = ({ own: { side }, people }: DecisionRoles): string | null =>
  side === null ? null : people[side === 'marketing' ? 'supply' : 'marketing']

/** Gives who is asked to answer: the other function, and the name of who speaks for it; null where either is not known. */
const answererOf = (
  { side, by }: Pick<Decision, 'side' | 'by'>,
  { names }: Pick<DecisionRoles, 'names'>,
): { readonly side: Side | null; readonly name: string | null } => {
  if (side === null) return { side: null, name: null }
  const other = side === 'marketing' ? 'supply' : 'marketing'
  return { side: other, name: names[other] === by.name ? null : names[other] }
}
