import { closedDecisionCard } from '../../cards/decisions/decision-card.ts'
import { waitingCostWords } from '../../cards/decisions/decision-words.ts'
import { applyDecisionTransition, type Decision, isRefusedDecision } from '../../domain/decisions/decision.ts'
import { mayAnswer } from '../../domain/decisions/decision-answer.ts'
import { actorOf, announceDecision, auditDecision } from '../../services/decisions/announce-decision.ts'
import { promotionEnd } from '../../store/promotions/stored-promotion.ts'
import { readReason, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, type CommandContext, keysOf, type Outcome } from '../dispatch/command.ts'
import { refused } from '../dispatch/refusals.ts'
import { findPromotion } from '../promotions/find-promotion.ts'
import { findOpen, ownSideWords } from './find-open-decision.ts'
import { loadDecisionRoles, roleWords } from './load-decision-roles.ts'

const promotion = { name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true }

/** Declines the proposal for a promotion, which stays undecided. */
export const promoDecline: Command = {
  name: 'promo decline',
  aliases: ['promo reject'],
  takes: [promotion, { name: 'reason', value: '"..."', says: 'why; it is kept with the decision', isNeeded: true }],
  does: 'decline a proposal',
  examples: ['/promo decline P-1 reason:"the date is printed"'],
  right: 'agree',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(promoDecline))
    const reason = readReason(given, 'reason:"the date is printed"')
    if (given.problems.length > 0) return refused(given.problems)
    const proposal = await findOpen(context, given.bare.join(' '))
    if (!proposal.ok) return answer(proposal.error)
    const open = proposal.value
    const lookup = await findPromotion(context, open.promotionId)
    if (!lookup.ok) return answer(lookup.error)
    const found = lookup.value
    const refusal = mayAnswer(open, (await loadDecisionRoles(context, found)).own)
    if (refusal !== null) return refused([ownSideWords(refusal, open, `/promo decide ${open.promotionId}`)])
    return closeProposal(context, open, 'decline', reason, promotionEnd(found))
  },
}

/** Withdraws one's own proposal; an approver may withdraw any. */
export const promoWithdraw: Command = {
  name: 'promo withdraw',
  takes: [promotion, { name: 'reason', value: '"..."', says: 'a comment, kept with the decision' }],
  does: 'take back your proposal',
  examples: ['/promo withdraw P-1'],
  right: 'propose',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(promoWithdraw))
    const reason = readReason(given, null)
    if (given.problems.length > 0) return refused(given.problems)
    const proposal = await findOpen(context, given.bare.join(' '))
    if (!proposal.ok) return answer(proposal.error)
    const open = proposal.value
    const lookup = await findPromotion(context, open.promotionId)
    if (!lookup.ok) return answer(lookup.error)
    const found = lookup.value
    const { own } = await loadDecisionRoles(context, found)
    if (open.by.personId !== context.person.id && !own.isApprover)
      return refused([
        `Only ${open.by.name}, who proposed it, can withdraw it. To say no: /promo decline ${open.promotionId}.`,
      ])
    return closeProposal(context, open, 'withdraw', reason || null, promotionEnd(found))
  },
}

const closeProposal = async (
  context: CommandContext,
  open: Decision,
  kind: 'decline' | 'withdraw',
  reason: string | null,
  end: number,
): Promise<Outcome> => {
  const by = actorOf(context)
  const after = applyDecisionTransition(open, { kind, by, reason })
  if (isRefusedDecision(after)) return refused([`The proposal for ${open.name} is already answered.`])
  const draw = () => closedDecisionCard(after, context.today, waitingCostWords(open.stood.waiting, context.today))
  return {
    changes: [
      { kind: 'keep-decision', decision: after },
      auditDecision(
        context,
        kind,
        by,
        context.placeName,
        { before: open, after },
        { role: roleWords(context), reason },
      ),
      ...(await announceDecision(
        context,
        { promotionId: open.promotionId, end, place: context.place },
        draw,
        'thread',
      )),
    ],
    reply: draw(),
  }
}
