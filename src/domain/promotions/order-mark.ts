import type { Day } from '../day.ts'
import type { PromotionId } from '../ids.ts'

/** What somebody says that an order of an item is for; for none in particular, an ordinary order, where no promotion is named. */
export type OrderMark = {
  readonly orderId: string
  readonly sku: string
  /** Where it goes; null for every place the order goes to. */
  readonly location: string | null
  readonly promotionIds: readonly PromotionId[]
  readonly by: { readonly id: string; readonly name: string }
  readonly on: Day
}
