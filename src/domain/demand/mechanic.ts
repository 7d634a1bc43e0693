import { boundedMap } from '../../common/bounded-map.ts'
import type { SoldPromotion } from '../assessment/cell.ts'
import type { PromotionLine } from '../promotions/promotion.ts'

/** Gives the mechanic of a promotion's type, the same for different spellings; '' where the type is unknown. */
export const mechanicOf = (type: string | null): string => {
  if (type === null || type === '') return ''
  const mechanic = known.get(type) ?? type.normalize('NFKC').trim().toLowerCase().replaceAll(/\s+/gu, ' ')
  if (!known.has(type)) known.set(type, mechanic)
  return mechanic
}

/** The spellings of a company are few. */
const known = boundedMap<string, string>(500)

/** Gives a promotion line as sales history records it. */
export const soldIn = ({ type, discount }: Pick<PromotionLine, 'type' | 'discount'>): SoldPromotion => ({
  mechanic: mechanicOf(type),
  discount,
})
