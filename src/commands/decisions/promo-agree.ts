import { agreedCard, endorsedCard } from '../../cards/decisions/decision-card.ts'
import { termsWords } from '../../cards/decisions/decision-words.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { dateWords, verdictWords, windowWords } from '../../cards/language/words.ts'
import { expectedWords } from '../../cards/promotions/problem-words.ts'
import { isoOf } from '../../domain/day.ts'
import { answerDeadline, isoMoment } from '../../domain/decisions/answer-deadline.ts'
import { applyDecisionTransition, type Decision, isRefusedDecision } from '../../domain/decisions/decision.ts'
import { yesOf } from '../../domain/decisions/decision-answer.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { judgedPromotion } from '../../services/assessment/judged-promotion.ts'
import { actorOf, announceDecision, auditDecision } from '../../services/decisions/announce-decision.ts'
import { loadWorkingTime } from '../../services/escalation/working-time-of.ts'
import { readReason, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, type CommandContext, keysOf, type Outcome } from '../dispatch/command.ts'
import { refused } from '../dispatch/refusals.ts'
import { assessNamed } from '../promotions/find-promotion.ts'
import { carryOutAgreed } from './carry-out-decision.ts'
import { findOpen, ownSideWords } from './find-open-decision.ts'
import { hasApprovers, loadDecisionRoles, roleWords } from './load-decision-roles.ts'
import { overrideInTheWay } from './parse-decision-terms.ts'

/** Agrees to the proposal for a promotion, and carries it out. */
export const promoAgree: Command = {
  name: 'promo agree',
  aliases: ['promo approve'],
  takes: [
    { name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true },
    { name: 'reason', value: '"..."', says: 'a comment, kept with the decision' },
  ],
  does: 'agree to a proposal, which then takes effect',
  examples: ['/promo agree P-1'],
  right: 'agree',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(promoAgree))
    const reason = readReason(given, null)
    if (given.problems.length > 0) return refused(given.problems)
    const proposal = await findOpen(context, given.bare.join(' '))
    if (!proposal.ok) return answer(proposal.error)
    const open = proposal.value
    const judged = await assessNamed(context, open.promotionId)
    if (!judged.ok) return answer(judged.error)
    const assessed = judged.value
    const roles = await loadDecisionRoles(context, assessed.promotion)
    const yes = yesOf(open, roles.own, { hasApprovers: await hasApprovers(context, open) })
    if (yes === 'own' || yes === 'own-side')
      return refused([ownSideWords(yes, open, `/promo decide ${open.promotionId}`)])
    if (yes === 'endorsed' || yes === 'needs-approver') return refused([waitingWords(yes, open)])
    const view = judgedPromotion(assessed)
    if (Number(assessed.promotion.version) !== open.basedOn) return refuseStale(open, view)
    if (view.readiness.verdict === 'ready' && open.terms.kind !== 'pull-back') return refuseReady(open)
    const inTheWay = overrideInTheWay(assessed, open.terms.kind)
    if (inTheWay !== null) return refused([inTheWay])
    const by = actorOf(context)
    const after = applyDecisionTransition(
      open,
      yes === 'endorse' ? { kind: 'endorse', by } : { kind: 'agree', by, isApprover: roles.own.isApprover },
    )
    if (isRefusedDecision(after)) return refused([`The proposal for ${open.name} is already answered.`])
    const detail = { role: roleWords(context), ...(reason === '' ? {} : { reason }) }
    if (yes === 'endorse') return endorse(context, open, after, view, detail)
    const carrying = await carryOutAgreed(context, after, assessed, roles)
    if (!carrying.ok) return answer(carrying.error)
    const carried = carrying.value
    const { decision, cardFacts } = carried
    const draw = () => agreedCard(decision, { ...cardFacts, yesReason: reason || null }, context.today)
    const [from, to] = [
      cardFacts.was.readiness.verdict,
      cardFacts.is?.readiness.verdict ?? cardFacts.was.readiness.verdict,
    ]
    return {
      changes: [
        { kind: 'keep-decision', decision },
        ...carried.changes,
        auditDecision(
          context,
          'agree',
          by,
          context.placeName,
          { before: open, after: decision, fields: carried.fields },
          {
            ...detail,
            from,
            to,
            approver: decision.approved?.name ?? null,
          },
        ),
        ...(await announceDecision(
          context,
          { ...cardFacts.was, end: cardFacts.is?.end ?? cardFacts.was.end, place: context.place },
          draw,
          from === to ? 'thread' : 'broadcast',
        )),
      ],
      reply: { ...draw(), footer: backWords(decision, cardFacts.was) },
    }
  },
}

const endorse = async (
  context: CommandContext,
  before: Decision,
  endorsed: Decision,
  view: JudgedPromotion,
  detail: Readonly<Record<string, unknown>>,
): Promise<Outcome> => {
  const after = await withTimeToApprove(context, endorsed)
  const draw = () => endorsedCard(after, context.today)
  return {
    changes: [
      { kind: 'keep-decision', decision: after },
      auditDecision(context, 'endorse', actorOf(context), context.placeName, { before, after }, detail),
      ...(await announceDecision(context, { ...view, place: context.place }, draw, 'thread')),
    ],
    reply: { ...draw(), actions: [] },
  }
}

/** An approver too has a working hour at least, however late the other function agreed. */
const withTimeToApprove = async (context: CommandContext, decision: Decision): Promise<Decision> => {
  const working = await loadWorkingTime(context.workspace, null, context)
  const now = Temporal.Instant.from(context.now).epochMilliseconds
  const { day, at } = answerDeadline(now, working, [context.today])
  return at <= Temporal.Instant.from(decision.deadlineAt).epochMilliseconds
    ? decision
    : { ...decision, deadline: day, deadlineAt: isoMoment(at) }
}

const waitingWords = (why: 'endorsed' | 'needs-approver', { agreed, name, promotionId }: Decision): string =>
  why === 'endorsed'
    ? `You have already agreed. ${name} (${promotionId}) also needs the approval of someone else.`
    : `${agreed?.name} has already agreed. ${name} (${promotionId}) now needs an approver.`

/** Refuses to agree to a proposal for a promotion that has changed since. */
const refuseStale = (open: Decision, view: JudgedPromotion): Outcome =>
  answer(
    refusalCard(
      `${open.name} (${open.promotionId}) has changed since ${open.by.name} proposed this. Nothing was done. Compare first:`,
      [
        `Proposed: ${termsWords(open.terms, view.asOf)}`,
        `Now: ${windowWords(view.start, view.end, view.asOf)}, ${verdictWords(view.readiness.verdict)}, ${expectedWords(view.readiness.lines)}`,
        `Make a counter-offer: /promo counter ${open.promotionId} · Decline: /promo decline ${open.promotionId} reason:"..."`,
      ],
    ),
  )

const refuseReady = (open: Decision): Outcome =>
  answer(
    refusalCard(
      `${open.name} (${open.promotionId}) is ready by now, so nobody has to give anything up. Nothing was changed.`,
      [`Decline the proposal: /promo decline ${open.promotionId} reason:"it is ready"`],
    ),
  )

const backWords = ({ terms, promotionId }: Decision, was: JudgedPromotion): string | null => {
  switch (terms.kind) {
    case 'date':
      return `To move it back to ${dateWords(was.start, was.asOf)}: /promo edit ${promotionId} from:${isoOf(was.start)} to:${isoOf(was.end)}`
    case 'volume':
      return `To change it back: /promo edit ${promotionId} units:...`
    case 'ready-places':
      return `To change it back: /promo edit ${promotionId} at:${[...terms.kept, ...terms.dropped].sort().join(',')}`
    default:
      return null
  }
}
