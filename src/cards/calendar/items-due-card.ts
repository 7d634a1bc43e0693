import type { Day } from '../../domain/day.ts'
import { itemsDueOn } from '../../domain/promotions/items-follow.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import type { Card } from '../language/card.ts'
import { dateWords, windowWords } from '../language/words.ts'
import { changing, seeingCard } from '../risks/risk-actions.ts'

type Following = Pick<JudgedPromotion, 'promotionId' | 'name' | 'owner' | 'start' | 'end'>

/** Asks for the items of a provisional promotion while an order for them can still be in time. */
export const itemsDueCard = ({ promotionId, name, owner, start, end }: Following, today: Day): Card => {
  const due = itemsDueOn({ start })
  const by = due < today ? `were needed by ${dateWords(due, today)}` : `are needed by ${dateWords(due, today)}`
  const title = `The items of ${name} (${promotionId}), ${windowWords(start, end, today)}, ${by}. ${owner ?? 'Someone'}, can you add them?`
  return {
    tone: 'question',
    title,
    plain: title,
    blocks: [
      { kind: 'text', text: `Without them nobody can order: /promo edit ${promotionId} sku:SKU-1,SKU-2 uplift:+40%` },
    ],
    actions: [seeingCard(promotionId), { ...changing(promotionId), isSecondary: false }],
    footer: null,
  }
}
