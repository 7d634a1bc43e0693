import { historyCard } from '../../cards/promotions/history-card.ts'
import { loadBatchesOf, loadHistory } from '../../store/changes/history.ts'
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
    const entries = [...imported, ...done].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    return answer(historyCard(found, entries, { timeZone: zoneOf(context), today }))
  },
}
