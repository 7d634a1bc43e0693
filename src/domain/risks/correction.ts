import type { Stock } from '../assessment/cell.ts'
import type { Day } from '../day.ts'

/** What somebody says instead of a feed: the units on a shelf, the days a supplier needs, the day an order is due. */
export type Corrected =
  | { readonly kind: 'stock'; readonly sku: string; readonly location: string; readonly units: number }
  | { readonly kind: 'lead-time'; readonly supplier: string; readonly sku: string | null; readonly days: number }
  | { readonly kind: 'due-date'; readonly orderId: string; readonly sku: string; readonly due: Day }

/** A correction of a feed that holds from one day to another. */
export type Correction = {
  /** 0 for one that is not kept yet; the newer one of two has the higher id. */
  readonly id: number
  readonly corrected: Corrected
  readonly until: Day
  readonly reason: string | null
  readonly by: { readonly id: string; readonly name: string }
  readonly on: Day
}

/** Gives the stock as somebody counted it; what is reserved or protected stays as the feed says. */
export const correctedStock = (stock: Stock | null, units: number, on: Day): Stock => ({
  allocated: stock?.allocated ?? 0,
  unusable: 0,
  safetyStock: stock?.safetyStock ?? null,
  onHand: units,
  asOf: on,
  minute: 0,
})
