import { decisionOutcomesCard, waitingDecisionsCard } from '../../cards/decisions/decision-list-card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { decisionsBackDays } from '../../domain/policy.ts'
import { everything } from '../../domain/subscriptions/filter-match.ts'
import { loadEnded } from '../../services/assessment/ended-promotions.ts'
import { loadSettledDecisions, loadWaitingDecisions } from '../../store/decisions/decisions.ts'
import { answer, type Command } from '../dispatch/command.ts'

/** Lists the decisions that wait for an answer, or the results of decisions about ended promotions. */
export const promoDecisions: Command = {
  name: 'promo decisions',
  takes: [{ name: 'ended', value: null, says: 'decisions on promotions that are over, and how they turned out' }],
  does: 'list open proposals, or how past decisions turned out',
  examples: ['/promo decisions', '/promo decisions ended'],
  right: 'see',
  run: async (context) => {
    const { workspace, today, words } = context
    const typed = words.map(({ value }) => value.toLowerCase()).join(' ')
    if (words.some(({ key }) => key !== null) || (typed !== '' && typed !== 'ended'))
      return answer(
        refusalCard(
          `I did not understand "${typed}". Write /promo decisions for open proposals, or /promo decisions ended for past ones.`,
        ),
      )
    if (typed === '') return answer(waitingDecisionsCard(await loadWaitingDecisions(workspace), today))
    const decisions = new Map((await loadSettledDecisions(workspace)).map((one) => [one.promotionId, one]))
    const ended =
      decisions.size === 0
        ? []
        : await loadEnded(context, today - decisionsBackDays, everything, 'all', [...decisions.keys()])
    const outcomes = ended.flatMap((one) => {
      const decision = decisions.get(one.promotionId)
      return decision === undefined ? [] : [{ decision, ended: one }]
    })
    return answer(decisionOutcomesCard(outcomes.toReversed(), today))
  },
}
