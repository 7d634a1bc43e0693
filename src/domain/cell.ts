import type { Day } from './day.ts'
import type { PromotionLine } from './promotion.ts'
import type { LeadTime, Receiving } from './supply/lead-time.ts'
import type { OrderRule } from './supply/order-quantity.ts'

/** One item at one location. */
export type Cell = { readonly sku: string; readonly location: string }

/** Gives a cell one text to key maps with. */
export const cellKey = (cell: Cell): string => `${cell.sku}\u0000${cell.location}`

export type Item = {
  readonly sku: string
  readonly name: string
  readonly supplier: string | null
  readonly unitCost: number | null
  readonly unitPrice: number | null
  readonly currency: string | null
  readonly rule: OrderRule
  readonly shelfLifeDays: number | null
  readonly launchOn: Day | null
  readonly discontinuedOn: Day | null
}

export type Location = {
  readonly location: string
  readonly name: string
  readonly suppliedBy: string | null
  readonly receiving: Receiving
  readonly onShelfDays: number
  readonly unmet: 'lost' | 'backorder'
}

/** A count of the shelf: units at minute `minute` of `asOf`, in the location's own time. */
export type Stock = {
  readonly onHand: number
  readonly allocated: number
  readonly unusable: number
  readonly safetyStock: number | null
  readonly asOf: Day
  readonly minute: number
}

export type PlacedOrder = {
  readonly orderId: string
  readonly quantity: number
  readonly due: Day | null
  readonly status: 'confirmed' | 'planned' | 'delayed' | 'received' | 'cancelled'
  /** Where it was placed; null for the item's own supplier. */
  readonly supplier: string | null
  readonly orderedOn: Day | null
  readonly receivedOn: Day | null
  readonly receivedQuantity: number | null
}

/** Units sold from `day` on over `days` days. `stockout` is the share of the selling time out of stock. */
export type Sale = {
  readonly day: Day
  readonly days: number
  readonly units: number
  readonly onPromo: boolean
  readonly stockout: number
}

export type PlannedDemand = { readonly day: Day; readonly days: number; readonly units: number }

/** Everything known about a cell on the morning of `asOf`: the only input of the judgement besides policy. */
export type CellFacts = {
  readonly asOf: Day
  readonly item: Item
  readonly location: Location
  readonly stock: Stock | null
  readonly orders: readonly PlacedOrder[]
  /** Days of the last months before `asOf` on which something was received, by orders that are not told any more as well. */
  readonly pastReceipts: readonly Day[]
  readonly leadTime: LeadTime | null
  /** The hour by which orders of `asOf` had to be in has passed. */
  readonly isClosedToday: boolean
  /** Sales before `asOf`, ascending by day. */
  readonly sales: readonly Sale[]
  readonly plan: readonly PlannedDemand[]
  /** The history that stands in for an item without its own. */
  readonly like: {
    readonly sku: string
    readonly sales: readonly Sale[]
    readonly plan: readonly PlannedDemand[]
  } | null
  /** Every live promotion on this cell, the judged one included. */
  readonly promotions: readonly PromotionLine[]
}

/** Gives the first day on which an order can still be placed. */
export const firstOrderDay = ({ asOf, isClosedToday }: CellFacts): Day => (isClosedToday ? asOf + 1 : asOf)
