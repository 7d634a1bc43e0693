import { type Day, isoOf } from '../../domain/day.ts'
import type { Decision } from '../../domain/decisions/decision.ts'
import type { PromotionId } from '../../domain/ids.ts'
import { addMoney, moneySize } from '../../domain/money.ts'
import { questionsOf } from '../../domain/reviews/questions.ts'
import { type DecisionOutcome, type Recognised, type Review, spanOf } from '../../domain/reviews/review.ts'
import { type Period, wholeMonths } from '../../domain/scorecard/period.ts'
import { promotionsShown, type View } from '../../domain/subscriptions/filter-match.ts'
import { loadConcessions, loadDecisionsOf } from '../../store/decisions/decisions.ts'
import type { PromotionBehind } from '../../store/scorecard/totals.ts'
import type { Context } from '../context.ts'
import type { Present } from '../present/present.ts'
import { loadBehind, loadScorecard } from '../scorecard/load-scorecard.ts'
import { loadCapacity } from './load-capacity.ts'
import { loadTrend } from './load-trend.ts'

/** What of the company a review is about. */
export type ReviewWish = { readonly period: Period; readonly view: View }

type ReviewContext = Pick<Context, 'workspace' | 'policy' | 'today'>

/** So many promotions that lost most are named. */
const mostNamed = 5
/** Months after a review whose promoted volume it looks at: a quarter, what can still be changed. */
const monthsAhead = 3

/** Loads what leadership reads about a period: the scorecard's own figures, and what follows from them. */
export const loadReview = async (context: ReviewContext, wish: ReviewWish, present: Present): Promise<Review> => {
  const { workspace, policy } = context
  const { period, view } = wish
  const span = spanOf(wholeMonths(period))
  const scorecard = await loadScorecard(context, { ...wish, by: 'supplier' })
  const behind = await loadBehind(context, wish)
  const decisions = await loadDecisionsOf(
    workspace,
    behind.map(({ promotionId }) => promotionId),
  )
  const { from, to } = period
  const ahead = { from: to + 1, to: lastDayAhead(to) }
  const shown = span === 'month' || span === 'days' ? ahead : { from, to: ahead.to }
  const capacity = await loadCapacity(context, { period: shown, view }, present)
  const recognised = await loadRecognised(context, wish, {
    ...{ behind, present },
  })
  const { told, untold, incomplete } = scorecard.totals.promotions
  return {
    ...{ span, period, recognised, capacity, isOver: to < context.today },
    figures: scorecard.figures,
    promotions: { told, untold, incomplete },
    suppliers: scorecard.groups,
    trend: await loadTrend(context, wish),
    outcomes: outcomesOf(behind, decisions),
    questions: questionsOf({
      ...{ figures: scorecard.figures, suppliers: scorecard.groups, moneyFloor: policy.moneyFloor },
      ahead: capacity.map((one) => ({
        ...one,
        months: one.months.filter(({ month }) => month > isoOf(to).slice(0, 7)),
      })),
      unanswered: unansweredOf(decisions, period),
      gaveWay: {
        marketing: recognised.filter(({ side }) => side === 'marketing').length,
        supply: recognised.filter(({ side }) => side === 'supply').length,
      },
    }),
    outdated: scorecard.outdated,
    worst: behind
      .filter(({ totals }) => moneySize(totals.lostRevenue) >= 0.5)
      .toSorted((a, b) => moneySize(b.totals.lostRevenue) - moneySize(a.totals.lostRevenue))
      .slice(0, mostNamed)
      .map(({ promotionId, name, stockedOut, totals }) => ({
        promotionId,
        name,
        stockedOut,
        lost: totals.lostRevenue,
      })),
  }
}

const lastDayAhead = (to: Day): Day => {
  const first = Temporal.PlainDate.from(isoOf(to + 1))
  return to + first.until(first.add({ months: monthsAhead }), { largestUnit: 'day' }).days
}

const isSettled = ({ state }: Decision): boolean => state === 'agreed' || state === 'carried-out'

/** Pairs the last settled decision of each promotion with how it turned out. */
const outcomesOf = (behind: readonly PromotionBehind[], decisions: readonly Decision[]): readonly DecisionOutcome[] => {
  const last = new Map(decisions.filter(isSettled).map((decision) => [decision.promotionId, decision]))
  return behind.flatMap(({ promotionId, stockedOut, totals: { sold, lost } }) => {
    const decision = last.get(promotionId)
    return decision === undefined ? [] : [{ decision, sold, lost, stockedOut }]
  })
}

/** Lists the concessions that were agreed in a period. Of the two people who agreed, the one whose function gave way is named. */
const loadRecognised = async (
  { workspace }: ReviewContext,
  { period: { from, to }, view }: ReviewWish,
  { behind, present }: { readonly behind: readonly PromotionBehind[]; readonly present: Present },
): Promise<readonly Recognised[]> => {
  const shown = new Set(
    [...behind, ...promotionsShown(view, present.entries)].map(({ promotionId }) => promotionId as PromotionId),
  )
  return (await loadConcessions(workspace, from))
    .filter(({ on, decision }) => on <= to && (view.filter === null || shown.has(decision.promotionId)))
    .map(({ decision, concession: { side, kept } }) => ({
      by: (decision.side === null || decision.side === side ? decision.by : (decision.agreed ?? decision.by)).name,
      ...{ side, decision, saved: kept ?? {} },
    }))
}

/** Counts the proposals for promotions of a period that nobody answered in time and that nothing was agreed after. */
const unansweredOf = (decisions: readonly Decision[], { to }: Period) => {
  const last = [...new Map(decisions.map((decision) => [decision.promotionId, decision])).values()]
  const lapsed = last.filter(({ state, deadline }) => state === 'lapsed' && deadline <= to)
  return { proposals: lapsed.length, atRisk: addMoney(lapsed.map(({ stood }) => stood.revenueAtRisk)) }
}
