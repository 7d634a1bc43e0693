import { withBehind } from '../../cards/language/behind.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { reviewCard } from '../../cards/reviews/review-card.ts'
import { lastWhole, periodKey } from '../../domain/scorecard/period.ts'
import { periodOf } from '../../parsing/period-value.ts'
import { loadPresent } from '../../services/present/present.ts'
import { loadReview } from '../../services/reviews/load-review.ts'
import { rollUp } from '../../services/scorecard/roll-up.ts'
import { viewArgument } from '../channels/read-view.ts'
import { answer, type Command } from '../dispatch/command.ts'
import { readPeriod } from './read-period.ts'

/** Whoever asks waits while so many results are worked out; more of them are worked out beside everything else. */
const mostRolledUp = 20

/** Shows the strategic review of a month, a quarter or a year: how it went, what it taught, and what leadership is asked. */
export const monthly: Command = {
  name: 'shelfready monthly',
  takes: [
    viewArgument,
    { name: 'period', value: '2026-11', says: 'month, quarter, year, or one by name; without it the last month' },
  ],
  does: 'review a month: figures, decisions and how they turned out, what to settle',
  examples: ['/shelfready monthly', '/shelfready monthly period:2026-11', '/shelfready monthly period:quarter'],
  right: 'see',
  run: async (context) => {
    const { today } = context
    const { period, view, problems } = await readPeriod(context, periodOf(today))
    if (problems.length > 0) return answer(refusalCard(problems.join(' ')))
    const present = await loadPresent(context)
    await rollUp(context, { atMost: mostRolledUp })
    const wanted = period ?? lastWhole('month', today)
    const review = await loadReview(context, { period: wanted, view }, present)
    return answer(withBehind(reviewCard(review, periodKey(wanted), today), present.behind, context))
  },
}
