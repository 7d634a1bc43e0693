import { refusalCard } from '../../cards/language/plain-card.ts'
import { behindCard, scorecardCard } from '../../cards/scorecard/scorecard-card.ts'
import { dayOf } from '../../domain/day.ts'
import { moneySize } from '../../domain/money.ts'
import { lastWhole, type Period, periodYearBefore } from '../../domain/scorecard/period.ts'
import { readDates } from '../../parsing/dates.ts'
import { periodOf } from '../../parsing/period-value.ts'
import { choice, type Read, Unfit } from '../../parsing/values.ts'
import { type Word, writtenWord } from '../../parsing/words.ts'
import { loadPresent } from '../../services/present/present.ts'
import { loadMonths } from '../../services/scorecard/load-months.ts'
import { loadBehind, loadScorecard } from '../../services/scorecard/load-scorecard.ts'
import { rollUp } from '../../services/scorecard/roll-up.ts'
import { readView, viewArgument } from '../channels/read-view.ts'
import { pageNumber, readKeyed, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command } from '../dispatch/command.ts'

const options = ['period', 'dates', 'by', 'show', 'page']
const dimensions = ['category', 'supplier', 'location', 'owner', 'item'] as const

/** Shows how the promotions of a period went: the same figures for marketing and supply. */
export const scorecard: Command = {
  name: 'shelfready scorecard',
  takes: [
    viewArgument,
    { name: 'period', value: '2026-Q3', says: 'month, quarter, year, or one by name; without it the last quarter' },
    { name: 'dates', value: '"1 Jul - 30 Sep"', says: 'days of your own instead of a period' },
    { name: 'by', value: 'category', says: `told apart by ${dimensions.join(', ')}` },
    { name: 'show', value: 'promotions', says: 'the promotions behind the figures' },
    { name: 'page', value: '2', says: 'the next page of the promotions' },
  ],
  does: 'show how promotions went: stockouts, money lost, accuracy, what they brought',
  examples: [
    '/shelfready scorecard',
    '/shelfready scorecard period:year by:supplier',
    '/shelfready scorecard at:EAST show:promotions',
  ],
  right: 'see',
  run: async (context) => {
    const { today, locale } = context
    const isOption = ({ key }: Word) => key !== null && options.includes(key)
    const given = sortArguments(context.words.filter(isOption), options)
    const rest = context.words.filter((word) => !isOption(word))
    const named = readKeyed(given, 'period', periodOf(today))
    const dates = readKeyed(given, 'dates', daysRead(today, locale))
    const by = readKeyed(given, 'by', choice(...dimensions))
    const show = readKeyed(given, 'show', choice('promotions'))
    const page = readKeyed(given, 'page', pageNumber) ?? 1
    const view = await readView(context, rest, given.problems)
    if (given.problems.length > 0) return answer(refusalCard(given.problems.join(' ')))
    await loadPresent(context)
    await rollUp(context, { atMost: mostRolledUp })
    const period = dates ?? named ?? lastWhole('quarter', today)
    const again = ['/shelfready scorecard', ...context.words.filter(isKept).map(writtenWord)].join(' ')
    if (show !== null) {
      const behind = await loadBehind(context, { period, view })
      return answer(
        behindCard(
          behind
            .map(({ totals, endedOn, ...one }) => ({
              ...one,
              end: dayOf(endedOn),
              ...{ sold: totals.sold, lost: totals.lost, lostRevenue: totals.lostRevenue },
              accuracy:
                totals.launch.actualWorth > 0 ? 1 - totals.launch.missedWorth / totals.launch.actualWorth : null,
            }))
            .sort((a, b) => moneySize(b.lostRevenue) - moneySize(a.lostRevenue)),
          period,
          { today, page, again },
        ),
      )
    }
    const dimension = by === 'item' ? ('sku' as const) : by
    const loaded = await loadScorecard(context, { period, view, by: dimension })
    const months = by === null ? await loadMonths(context, { period, view }) : []
    return answer(scorecardCard({ ...loaded, by, months, again }, today))
  },
}

/** Whoever asks waits while so many results are worked out; more of them are worked out beside everything else. */
const mostRolledUp = 20

const isKept = ({ key }: Word): boolean => key !== 'show' && key !== 'page'

const daysRead =
  (today: number, locale: string | null): Read<Period> =>
  (text) => {
    const read = readDates(text, { today, locale })
    if (!read.ok) return new Unfit(`cannot be read: ${read.error.replace(/\.$/, '')}`)
    const period = { from: read.value.start, to: read.value.end }
    // Dates without a year are those that come next; a scorecard is about the last ones.
    return period.from > today && !/\d{4}/.test(text) ? periodYearBefore(period) : period
  }
