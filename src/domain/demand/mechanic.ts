import type { SoldPromotion } from '../assessment/cell.ts'
import type { PromotionLine } from '../promotions/promotion.ts'

/** Gives the mechanic that a promotion's type stands for, so that spellings of it are one; '' where none was said. */
export const mechanicOf = (type: string | null): string =>
  (type ?? '').normalize('NFKC').trim().toLowerCase().replaceAll(/\s+/gu, ' ')

/** Gives a promotion line as sales know it. */
export const soldIn = ({ type, discount }: Pick<PromotionLine, 'type' | 'discount'>): SoldPromotion => ({
  mechanic: mechanicOf(type),
  discount,
})
