import type { Day } from '../day.ts'
import type { Common } from '../demand/learning/learned.ts'
import type { DemandLevel } from '../demand/learning/level.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import type { LeadTime, ReceivingCalendar } from '../supply/lead-time.ts'
import type { OrderRule } from '../supply/order-quantity.ts'

/** One item at one location. */
export type Cell = { readonly sku: string; readonly location: string }

/** Gives a cell one text to key maps with. */
export const cellKey = (cell: Cell): string => `${cell.sku}\u0000${cell.location}`

export type Item = {
  readonly sku: string
  readonly name: string
  readonly category: string | null
  /** Items of a group compete, and share a weekly pattern; those of which none was told ('') are one group. */
  readonly group: string
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
  readonly receiving: ReceivingCalendar
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

/** Units sold from `day` on over `days` days. */
export type Sale = {
  readonly day: Day
  readonly days: number
  readonly units: number
  /** The share of the selling time out of stock. */
  readonly stockout: number
  readonly isHoliday: boolean
  /** The price a unit was sold for, null where none was told. */
  readonly price: number | null
  /** The price without promotion, null where none was told. */
  readonly basePrice: number | null
  /** The promotion it was sold in, null where there was none. */
  readonly promotion: SoldPromotion | null
}

/** A promotion as sales know it: how it was made, '' where nobody said, and its planned discount (0 to 1) where one is known. */
export type SoldPromotion = { readonly mechanic: string; readonly discount: number | null }

/** A promotion of another item of the group at the same place. */
export type RivalPromotion = SoldPromotion & { readonly sku: string; readonly start: Day; readonly end: Day }

export type PlannedDemand = { readonly day: Day; readonly days: number; readonly units: number }

/** What is common to all items, and what is known of one item at one location; `id` tells one state of it from another. */
export type Taught = { readonly id: string; readonly common: Common; readonly level: DemandLevel | null }

/** What a location of our own has until the day that limits what it can send: units there and coming, less what others get. */
export type Tally = {
  readonly until: Day
  readonly opening: number
  readonly coming: number
  /** Allocated, or for ordinary orders. */
  readonly ordinary: number
  /** For promotion lines that come first. */
  readonly promised: number
}

/** What the location of our own that supplies a cell can do for the line that is judged. */
export type Source = {
  readonly location: string
  /** Uncommitted units that it sends, usable at the cell on a day; what is missing besides comes through it. */
  readonly sends: readonly { readonly day: Day; readonly units: number }[]
  /** Units that the line misses, of them those that it has to order first, and the same for every line that it supplies. */
  readonly missing: number
  readonly lacks: number
  readonly lacksInAll: number
  /** The terms of its own orders. */
  readonly rule: OrderRule
  /** From a day on it has nothing for ordinary orders, until its own ones arrive; null where it always has. */
  readonly dry: { readonly from: Day; readonly until: Day | null } | null
  /** The way through it, for what it has to order first; null where nobody told how long its supplier needs. */
  readonly through: LeadTime | null
  /** The day its stock was counted; null where it never was. */
  readonly countedOn: Day | null
  /** What it could send rests on this; null where nothing is missing. */
  readonly tally: Tally | null
}

/** Everything known about a cell on the morning of `asOf`: the only input of the judgement besides policy. */
export type CellFacts = {
  readonly asOf: Day
  readonly item: Item
  readonly location: Location
  readonly stock: Stock | null
  readonly orders: readonly PlacedOrder[]
  /** What somebody says instead of a feed, and until when; absent where nobody does. */
  readonly corrected?: readonly {
    readonly what: 'stock' | 'lead-time' | 'due-date'
    readonly by: string
    readonly until: Day
  }[]
  /** Days of the last months before `asOf` on which something was received, by orders that are not told any more as well. */
  readonly pastReceipts: readonly Day[]
  readonly leadTime: LeadTime | null
  /** The hour by which orders of `asOf` had to be in has passed. */
  readonly isClosedToday: boolean
  /** Absent for a cell that suppliers deliver to, and where nothing is missing. */
  readonly source?: Source
  /** Sales before `asOf`, ascending by day. */
  readonly sales: readonly Sale[]
  readonly plan: readonly PlannedDemand[]
  /** Days on which the place sells as on holidays. */
  readonly holidays: ReadonlySet<Day>
  /** What the company's sales have taught, of days before `asOf` alone. */
  readonly taught: Taught
  /** Promotions of the item's group here that are to come, its own left out. */
  readonly rivals: readonly RivalPromotion[]
  /** The history that stands in for an item without its own. */
  readonly like: {
    readonly sku: string
    readonly group: string
    readonly sales: readonly Sale[]
    readonly level: DemandLevel | null
    readonly plan: readonly PlannedDemand[]
  } | null
  /** Every live promotion on this cell, the judged one included. */
  readonly promotions: readonly PromotionLine[]
}

/** Gives the terms of the orders that a cell's needs add up to: those of the location that orders for it, where one does. */
export const orderRuleOf = ({ item, source }: CellFacts): OrderRule =>
  source !== undefined && source.lacks > 0 ? source.rule : item.rule

/** Gives the first day on which an order can still be placed. */
export const firstOrderDay = ({ asOf, isClosedToday }: CellFacts): Day => (isClosedToday ? asOf + 1 : asOf)
