import { historyCard } from '../../cards/promotions/history-card.ts'
import { everything } from '../../domain/subscriptions/filter-match.ts'
import { loadEnded } from '../../services/assessment/ended-promotions.ts'
import { loadBatchesOf, loadHistory, loadVerdictChanges } from '../../store/changes/history.ts'
import { promotionEnd } from '../../store/promotions/stored-promotion.ts'
import { answer, type Command, zoneOf } from '../dispatch/command.ts'
import { findPromotion } from './find-promotion.ts'

/** Lists what was done to a promotion, by whom, with the imports that changed it. */
export const promoHistory: Command = {
  name: 'promo history',
  takes: [{ name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true }],
  does: 'show what happened to a promotion and who did it',
  examples: ['/promo history P-1'],
  right: 'see',
  run: async (context) => {
    const { workspace, today } = context
    const lookup = await findPromotion(context, context.words.map((word) => word.value).join(' '))
    if (!lookup.ok) return answer(lookup.error)
    const found = lookup.value
    const imported = (await loadBatchesOf(workspace, found.promotionId))
      .filter((batch) => batch.source !== 'chat')
      .map(({ at, source, rows }) => ({
        at,
        action: 'import',
        actor: source,
        place: '',
        detail: { rows } as Readonly<Record<string, unknown>>,
      }))
    const done = await loadHistory(workspace, found.promotionId)
    const turned = await loadVerdictChanges(workspace, found.promotionId)
    const entries = [...imported, ...done, ...turned].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    const end = promotionEnd(found)
    const [ended = null] = end < today ? await loadEnded(context, end, everything, 'all', [found.promotionId]) : []
    return answer(historyCard(found, entries, { timeZone: zoneOf(context), today, ended }))
  },
}
