import { closedDecisionCard } from '../cards/decision-card.ts'
import { waitingCostWords } from '../cards/decision-words.ts'
import { type Decision, decided, isNoDecision } from '../domain/decision.ts'
import { mayAnswer } from '../domain/decision-answer.ts'
import { sortArguments } from './arguments.ts'
import { findOpen, ownSideWords } from './decision-open.ts'
import { loadStandings, roleWords } from './decision-standing.ts'
import { actorOf, noteDecision, tellDecision } from './decision-telling.ts'
import { findPromotion, isOutcome } from './find-promotion.ts'
import { type Asked, type Command, keysOf, type Outcome } from './outcome.ts'
import { promotionEnd } from './promotion-view.ts'
import { readReason, refused } from './risk-settle.ts'

const promotion = { name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true }

/** Declines what is proposed for a promotion; it stays undecided. */
export const promoDecline: Command = {
  name: 'promo decline',
  aliases: ['promo reject'],
  takes: [promotion, { name: 'reason', value: '"..."', says: 'why; it is kept with the decision', isNeeded: true }],
  does: 'declines what is proposed for a promotion; a counter says what would do instead',
  examples: ['/promo decline P-1 reason:"the date is printed"'],
  right: 'agree',
  run: async (asked) => {
    const given = sortArguments(asked.words, keysOf(promoDecline))
    const reason = readReason(given, 'reason:"the date is printed"')
    if (given.problems.length > 0) return refused(given.problems)
    const open = await findOpen(asked, given.bare.join(' '))
    if (isOutcome(open)) return open
    const found = await findPromotion(asked, open.promotionId)
    if (isOutcome(found)) return found
    const why = mayAnswer(open, (await loadStandings(asked, found)).own)
    if (why !== null) return refused([ownSideWords(why, open, `/promo decide ${open.promotionId}`)])
    return closed(asked, open, 'decline', reason, promotionEnd(found))
  },
}

/** Takes back what one has proposed. */
export const promoWithdraw: Command = {
  name: 'promo withdraw',
  takes: [promotion, { name: 'reason', value: '"..."', says: 'why, if there is more to say' }],
  does: 'takes back what you have proposed for a promotion',
  examples: ['/promo withdraw P-1'],
  right: 'propose',
  run: async (asked) => {
    const given = sortArguments(asked.words, keysOf(promoWithdraw))
    const reason = readReason(given, null)
    if (given.problems.length > 0) return refused(given.problems)
    const open = await findOpen(asked, given.bare.join(' '))
    if (isOutcome(open)) return open
    const found = await findPromotion(asked, open.promotionId)
    if (isOutcome(found)) return found
    const { own } = await loadStandings(asked, found)
    if (open.by.personId !== asked.person.id && !own.isApprover)
      return refused([
        `${open.by.name} has proposed it, and takes it back; /promo decline ${open.promotionId} says no to it.`,
      ])
    return closed(asked, open, 'withdraw', reason || null, promotionEnd(found))
  },
}

const closed = async (
  asked: Asked,
  open: Decision,
  kind: 'decline' | 'withdraw',
  reason: string | null,
  end: number,
): Promise<Outcome> => {
  const by = actorOf(asked)
  const after = decided(open, { kind, by, reason })
  if (isNoDecision(after)) return refused([`What is proposed for ${open.name} is answered already.`])
  const draw = () => closedDecisionCard(after, asked.today, waitingCostWords(open.stood.waiting, asked.today))
  return {
    changes: [
      { kind: 'keep-decision', decision: after },
      noteDecision(asked, kind, by, asked.placeName, { before: open, after }, { role: roleWords(asked), reason }),
      ...(await tellDecision(asked, { promotionId: open.promotionId, end, place: asked.place }, draw, 'thread')),
    ],
    reply: draw(),
  }
}
