import type { Day } from '../../domain/day.ts'
import { itemsDueOn } from '../../domain/promotions/items-follow.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { dateWords, dueWords } from '../language/words.ts'

type Following = Pick<JudgedPromotion, 'promotionId' | 'start' | 'asOf' | 'owner'>

/** Says until when the items of a promotion are needed, `needed by Mon 8 Jun`, `needed since Mon 8 Jun`. */
export const itemsNeededWords = ({ start }: Pick<Following, 'start'>, today: Day): string => {
  const due = itemsDueOn({ start })
  return due < today ? `needed since ${dateWords(due, today)}` : `needed by ${dueWords(due, null, today)}`
}

/** Says what is to be done about a promotion whose items follow, and with which line. */
export const itemsFollowWords = (view: Following): string =>
  `Add its items, ${itemsNeededWords(view, view.asOf)} · ${view.owner ?? 'Unassigned'} · /promo edit ${view.promotionId} sku:SKU-1,SKU-2 uplift:+40%`
