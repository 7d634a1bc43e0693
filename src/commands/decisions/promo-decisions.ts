import { decisionOutcomesCard, waitingDecisionsCard } from '../../cards/decisions/decision-list-card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { decisionsBackDays } from '../../domain/policy.ts'
import { everything } from '../../domain/subscriptions/filter-match.ts'
import { loadEnded } from '../../services/assessment/ended-promotions.ts'
import { loadSettledDecisions, loadWaitingDecisions } from '../../store/decisions/decisions.ts'
import { answer, type Command } from '../dispatch/command.ts'

/** Lists what waits for a decision, or how what was decided turned out. */
export const promoDecisions: Command = {
  name: 'promo decisions',
  takes: [{ name: 'ended', value: null, says: 'what was decided about promotions that are over, and what came of it' }],
  does: 'lists what waits for a decision, or how what was decided turned out',
  examples: ['/promo decisions', '/promo decisions ended'],
  right: 'see',
  run: async (asked) => {
    const { workspace, today, words } = asked
    const said = words.map(({ value }) => value.toLowerCase()).join(' ')
    if (words.some(({ key }) => key !== null) || (said !== '' && said !== 'ended'))
      return answer(refusalCard('I list what waits, or what is over: /promo decisions, /promo decisions ended.'))
    if (said === '') return answer(waitingDecisionsCard(await loadWaitingDecisions(workspace), today))
    const decisions = new Map((await loadSettledDecisions(workspace)).map((one) => [one.promotionId, one]))
    const ended =
      decisions.size === 0
        ? []
        : await loadEnded(asked, today - decisionsBackDays, everything, 'all', [...decisions.keys()])
    const outcomes = ended.flatMap((one) => {
      const decision = decisions.get(one.promotionId)
      return decision === undefined ? [] : [{ decision, ended: one }]
    })
    return answer(decisionOutcomesCard(outcomes.toReversed(), today))
  },
}
