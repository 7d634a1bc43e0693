import { withBehind } from '../../cards/language/behind.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { capacityCard } from '../../cards/reviews/capacity-card.ts'
import { isoOf } from '../../domain/day.ts'
import { calendarPeriod, periodKey, quartersFrom } from '../../domain/scorecard/period.ts'
import { periodOf } from '../../parsing/period-value.ts'
import { loadPresent } from '../../services/present/present.ts'
import { loadCapacity } from '../../services/reviews/load-capacity.ts'
import { viewArgument } from '../channels/read-view.ts'
import { answer, type Command } from '../dispatch/command.ts'
import { readPeriod } from './read-period.ts'

/** Shows what promotions ask of each supplier by month, against its weekly limit and the best it ever delivered. */
export const capacity: Command = {
  name: 'shelfready capacity',
  takes: [
    viewArgument,
    { name: 'period', value: '2027-Q1', says: 'quarter, year, or one by name; without it this quarter and the next' },
  ],
  does: 'show promoted volume by supplier and month against its limit and its best four weeks',
  examples: ['/shelfready capacity', '/shelfready capacity period:2027', '/shelfready capacity supplier:ACME'],
  right: 'see',
  run: async (context) => {
    const { today } = context
    const { period, view, problems } = await readPeriod(
      context,
      (text) => thisOne(text, today) ?? periodOf(today)(text),
    )
    if (problems.length > 0) return answer(refusalCard(problems.join(' ')))
    const present = await loadPresent(context)
    const wanted = period ?? quartersFrom(today, 2)
    const loaded = await loadCapacity(context, { period: wanted, view }, present)
    const again = `/shelfready capacity${period === null ? '' : ` period:${periodKey(period)}`}`
    return answer(withBehind(capacityCard({ period: wanted, capacity: loaded, again }, today), present.behind, context))
  },
}

/** Volume is planned ahead: a quarter or a year without a name is the one that runs, not the last whole one. */
const thisOne = (text: string, today: number) => {
  const [year = 0, month = 1] = isoOf(today).split('-').map(Number)
  const words = text.trim().toLowerCase()
  if (words === 'year') return calendarPeriod(year, {})
  if (words === 'quarter') return calendarPeriod(year, { quarter: Math.ceil(month / 3) })
  return words === 'month' ? calendarPeriod(year, { month }) : null
}
