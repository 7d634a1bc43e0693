import { calendarCard } from '../../cards/calendar/calendar-card.ts'
import { withBehind } from '../../cards/language/behind.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { calendarOf } from '../../domain/calendar/calendar.ts'
import { calendarWeeks, mostCalendarWeeks } from '../../domain/policy.ts'
import { promotionsShown, type View } from '../../domain/subscriptions/filter-match.ts'
import { readDate } from '../../parsing/dates.ts'
import { decimal } from '../../parsing/number-values.ts'
import { andThen, Unfit } from '../../parsing/values.ts'
import { type Word, writtenWord } from '../../parsing/words.ts'
import { loadPresent } from '../../services/present/present.ts'
import { loadSubscription } from '../../store/channels/subscriptions.ts'
import { readView, viewArgument } from '../channels/read-view.ts'
import { readKeyed, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, type CommandContext } from '../dispatch/command.ts'

const options = ['weeks', 'from', 'as']
const isOption = ({ key }: Word) => key !== null && options.includes(key)

/** Shows promotions against weeks, as a picture of signs or as a list, and where they overlap. */
export const promoCalendar: Command = {
  name: 'promo calendar',
  takes: [
    viewArgument,
    { name: 'weeks', value: '8', says: `how many weeks, at most ${mostCalendarWeeks}` },
    { name: 'from', value: '"1 Jul"', says: 'the first week (default: this one)' },
    { name: 'as', value: 'list', says: 'week by week, instead of as a picture' },
  ],
  does: 'show the promotions of the coming weeks, with their verdicts and where they overlap',
  examples: ['/promo calendar', '/promo calendar category:drinks weeks:13', '/promo calendar as:list'],
  right: 'see',
  isLasting: true,
  run: async (context) => {
    const { today, locale, words } = context
    const given = sortArguments(words.filter(isOption), options)
    const weeks = readKeyed(given, 'weeks', weekCount) ?? calendarWeeks
    const first = readKeyed(given, 'from', (text) => {
      const read = readDate(text, { today, locale })
      return read.ok ? read.value : new Unfit(`cannot be read: ${read.error.replace(/\.$/, '')}`)
    })
    const as = readKeyed(given, 'as', (text) =>
      text === 'list' || text === 'picture' ? text : new Unfit('is neither list nor picture'),
    )
    const { view, isOfChannel } = await readCalendarView(context, words, given.problems)
    if (given.problems.length > 0) return answer(refusalCard(given.problems.join(' ')))
    const { entries, behind } = await loadPresent(context)
    const calendar = calendarOf(promotionsShown(view, entries), { first: first ?? today, weeks, today, all: entries })
    const again = words.filter(({ key }) => key !== 'as' && key !== 'from').map((word) => ` ${writtenWord(word)}`)
    const part = { filter: view.filter, isOfChannel, weeks, words: again.join('') }
    return answer(withBehind(calendarCard(calendar, part, as ?? 'picture'), behind, context))
  },
}

const weekCount = andThen(decimal, (weeks) =>
  Number.isInteger(weeks) && weeks >= 1 && weeks <= mostCalendarWeeks
    ? weeks
    : new Unfit(`is no number of weeks from 1 to ${mostCalendarWeeks}`),
)

/** Reads which promotions a calendar shows: those of the typed filter, else those that the channel subscribed to. */
export const readCalendarView = async (
  context: CommandContext,
  words: readonly Word[],
  problems: string[],
): Promise<{ readonly view: View; readonly isOfChannel: boolean }> => {
  const typed = words.filter((word) => !isOption(word))
  const view = await readView(context, typed, problems)
  if (typed.length > 0) return { view, isOfChannel: false }
  const own = await loadSubscription(context.workspace, context.place)
  const filter = own === null || own.person !== null ? null : own.filter
  return { view: { ...view, filter }, isOfChannel: filter !== null }
}
