import { refusalCard } from '../../cards/language/plain-card.ts'
import { promotionListCard } from '../../cards/promotions/promotion-list-card.ts'
import { isoOf } from '../../domain/day.ts'
import { assessPromotions } from '../../services/assessment/assess-promotions.ts'
import { liveRows, promotionView, statusOf } from '../../services/assessment/promotion-view.ts'
import { momentOf } from '../../services/context.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadLivePromotionIds, loadPromotions } from '../../store/promotions/promotions.ts'
import { pageNumber, readKeyed, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, keysOf } from '../dispatch/command.ts'

const pageSize = 15

/** Lists live promotions by start, a page at a time, each assessed now. */
export const promoList: Command = {
  name: 'promo list',
  aliases: ['promo ls'],
  takes: [{ name: 'page', value: '2', says: 'the next ones' }],
  does: 'lists the promotions that are running or coming up, with their verdicts',
  examples: ['/promo list'],
  right: 'see',
  isLasting: true,
  run: async (context) => {
    const { workspace, today, policy, words } = context
    const given = sortArguments(words, keysOf(promoList))
    const page = readKeyed(given, 'page', pageNumber) ?? 1
    if (given.problems.length > 0) return answer(refusalCard(given.problems.join(' ')))
    const visibility = await loadVisibility(workspace, isoOf(today))
    const ids = await loadLivePromotionIds(workspace, visibility, isoOf(today))
    const live = (await loadPromotions(workspace, visibility, ids))
      .filter(
        (promotion) =>
          statusOf(promotion) !== 'cancelled' && liveRows(promotion).some((row) => row.end_on >= isoOf(today)),
      )
      .map((promotion) => ({
        id: promotion.promotionId,
        start: liveRows(promotion)
          .map((row) => row.start_on)
          .sort()[0] as string,
      }))
      .sort((a, b) =>
        a.start < b.start ? -1 : a.start > b.start ? 1 : a.id.localeCompare(b.id, 'en', { numeric: true }),
      )
    const shown = live.slice((page - 1) * pageSize, page * pageSize)
    const views = []
    for await (const assessed of assessPromotions(
      workspace,
      shown.map((one) => one.id),
      today,
      policy,
      momentOf(context),
    ))
      views.push(promotionView(assessed))
    return answer(promotionListCard(views, { total: live.length, page, pageSize, today }))
  },
}
