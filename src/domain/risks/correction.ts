import type { Stock } from '../assessment/cell.ts'
import type { Day } from '../day.ts'

/** A figure that replaces that of a feed: the units in stock, the lead time of a supplier in days, or the day an order is due. */
export type Corrected =
  | { readonly kind: 'stock'; readonly sku: string; readonly location: string; readonly units: number }
  | { readonly kind: 'lead-time'; readonly supplier: string; readonly sku: string | null; readonly days: number }
  | { readonly kind: 'due-date'; readonly orderId: string; readonly sku: string; readonly due: Day }

/** A correction of a feed that a person made, with its reason, and the last day on which it holds. */
export type Correction = {
  /** 0 for one that is not stored yet; the newer one of two has the higher id. */
  readonly id: number
  readonly corrected: Corrected
  readonly until: Day
  readonly reason: string | null
  readonly by: { readonly id: string; readonly name: string }
  readonly on: Day
}

/** Gives the stock with the units that somebody counted; allocated and safety stock stay as the feed has them. */
export const correctedStock = (stock: Stock | null, units: number, on: Day): Stock => ({
  allocated: stock?.allocated ?? 0,
  unusable: 0,
  safetyStock: stock?.safetyStock ?? null,
  onHand: units,
  asOf: on,
  minute: 0,
})
