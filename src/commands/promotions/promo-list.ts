import { withBehind } from '../../cards/language/behind.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { promotionListCard } from '../../cards/promotions/promotion-list-card.ts'
import { ofEach } from '../../common/of-each.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { loadPresent } from '../../services/present/present.ts'
import { pageNumber, readKeyed, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, keysOf } from '../dispatch/command.ts'

const pageSize = 15

/** Lists live promotions by start, a page at a time. */
export const promoList: Command = {
  name: 'promo list',
  aliases: ['promo ls'],
  takes: [{ name: 'page', value: '2', says: 'the next ones' }],
  does: 'lists the promotions that are running or coming up, with their verdicts',
  examples: ['/promo list'],
  right: 'see',
  isLasting: true,
  run: async (context) => {
    const { today, words } = context
    const given = sortArguments(words, keysOf(promoList))
    const page = readKeyed(given, 'page', pageNumber) ?? 1
    if (given.problems.length > 0) return answer(refusalCard(given.problems.join(' ')))
    const { entries, behind } = await loadPresent(context)
    const live = soonestFirst(entries)
    const shown = live.slice((page - 1) * pageSize, page * pageSize)
    return answer(withBehind(promotionListCard(shown, { total: live.length, page, pageSize, today }), behind, context))
  },
}

const numbersInOrder = new Intl.Collator('en', { numeric: true })

const soonestFirst = ofEach((entries: readonly JudgedPromotion[]) =>
  entries.filter(({ status }) => status !== 'cancelled').sort((a, b) => byStart(a, b)),
)

const byStart = (a: JudgedPromotion, b: JudgedPromotion): number =>
  a.start - b.start || numbersInOrder.compare(a.promotionId, b.promotionId)
