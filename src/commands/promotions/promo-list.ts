import { withBehind } from '../../cards/language/behind.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { promotionListCard } from '../../cards/promotions/promotion-list-card.ts'
import { ofEach } from '../../common/of-each.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { promotionsShown } from '../../domain/subscriptions/filter-match.ts'
import { type Days, readDates } from '../../parsing/dates.ts'
import { type Read, Unfit } from '../../parsing/values.ts'
import { type Word, writtenWord } from '../../parsing/words.ts'
import { loadPresent } from '../../services/present/present.ts'
import { readView, viewArgument } from '../channels/read-view.ts'
import { pageNumber, readKeyed, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, type CommandContext } from '../dispatch/command.ts'

const pageSize = 15
const options = ['page', 'starts', 'dates']

/** Lists live promotions by start, a page at a time. */
export const promoList: Command = {
  name: 'promo list',
  aliases: ['promo ls'],
  takes: [
    viewArgument,
    { name: 'starts', value: '"next week"', says: 'only those that start then' },
    { name: 'dates', value: '"1-31 Jul"', says: 'only those that run then' },
    { name: 'page', value: '2', says: 'the next page' },
  ],
  does: 'list the promotions that are running or coming up, with their verdicts',
  examples: ['/promo list', '/promo list at:EAST severity:not-ready', '/promo list starts:"next week"'],
  right: 'see',
  isLasting: true,
  run: async (context) => {
    const isOption = ({ key }: Word) => key !== null && options.includes(key)
    const given = sortArguments(context.words.filter(isOption), options)
    const rest = context.words.filter((word) => !isOption(word))
    const page = readKeyed(given, 'page', pageNumber) ?? 1
    const starts = readKeyed(given, 'starts', window(context))
    const dates = readKeyed(given, 'dates', window(context))
    const view = await readView(context, rest, given.problems)
    if (given.problems.length > 0) return answer(refusalCard(given.problems.join(' ')))
    const { entries, behind } = await loadPresent(context)
    const listed = soonestFirst(promotionsShown(view, entries)).filter(
      (one) => isWithin(one.start, starts) && overlaps(one, dates),
    )
    const shown = listed.slice((page - 1) * pageSize, page * pageSize)
    const again = context.words.filter(({ key }) => key !== 'page').map(writtenWord)
    const part = { filter: view.filter, starts, dates, again: ['/promo list', ...again].join(' ') }
    return answer(
      withBehind(
        promotionListCard(shown, { total: listed.length, page, pageSize, today: context.today, part }),
        behind,
        context,
      ),
    )
  },
}

const window =
  ({ today, locale }: CommandContext): Read<Days> =>
  (text) => {
    const read = readDates(text, { today, locale })
    return read.ok ? read.value : new Unfit(`cannot be read: ${read.error.replace(/\.$/, '')}`)
  }

const isWithin = (day: number, days: Days | null): boolean => days === null || (day >= days.start && day <= days.end)

const overlaps = ({ start, end }: JudgedPromotion, days: Days | null): boolean =>
  days === null || (start <= days.end && end >= days.start)

const numbersInOrder = new Intl.Collator('en', { numeric: true })

const soonestFirst = ofEach((entries: readonly JudgedPromotion[]) =>
  entries.filter(({ status }) => status !== 'cancelled').sort((a, b) => byStart(a, b)),
)

const byStart = (a: JudgedPromotion, b: JudgedPromotion): number =>
  a.start - b.start || numbersInOrder.compare(a.promotionId, b.promotionId)
