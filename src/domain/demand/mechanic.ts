import type { SoldPromotion } from '../assessment/cell.ts'
import type { PromotionLine } from '../promotions/promotion.ts'

/** Gives the mechanic of a promotion's type, the same for different spellings; '' where the type is unknown. */
export const mechanicOf = (type: string | null): string =>
  (type ?? '').normalize('NFKC').trim().toLowerCase().replaceAll(/\s+/gu, ' ')

/** Gives a promotion line as sales history records it. */
export const soldIn = ({ type, discount }: Pick<PromotionLine, 'type' | 'discount'>): SoldPromotion => ({
  mechanic: mechanicOf(type),
  discount,
})
