import type { Day } from '../day.ts'
import type { Common } from '../demand/learning/learned.ts'
import type { DemandLevel } from '../demand/learning/level.ts'
import type { PromotionId } from '../ids.ts'
import type { CountedNote } from '../intelligence/effect.ts'
import type { Freight } from '../prices/freight.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import type { SetShare } from '../sourcing/set-share.ts'
import type { Expediting, LeadTime, OrderDates, ReceivingCalendar } from '../supply/lead-time.ts'
import type { OrderRule } from '../supply/order-quantity.ts'

export type Item = {
  readonly sku: string
  readonly name: string
  readonly category: string | null
  /** Items of a group compete and share a weekly pattern; items without a group ('') are one group. */
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

/** Tells whether a location delivers late what it lacks, so that nothing of it is lost. */
export const isOwed = ({ location }: Pick<CellFacts, 'location'>): boolean => location.unmet === 'backorder'

/** A stock count: units at minute `minute` of `asOf`, in the location's own time. */
export type Stock = {
  readonly onHand: number
  readonly allocated: number
  readonly unusable: number
  readonly safetyStock: number | null
  readonly asOf: Day
  readonly minute: number
  /** The first day on which it cannot be sold, as the feed says; absent where it does not. */
  readonly expiresOn?: Day
  /** Its parts that expire on different days, the first ones first; absent where it is one. */
  readonly lots?: readonly Lot[]
}

/** A part of a count: the usable units of it, and the first day on which they cannot be sold; null where nobody says. */
type Lot = { readonly units: number; readonly expiresOn: Day | null }

/** One delivery of an order. */
export type PlacedOrder = {
  readonly orderId: string
  /** Tells the deliveries of an order at one place apart; empty where it has one, or for the first of those nobody numbers. */
  readonly line: string
  readonly quantity: number
  readonly due: Day | null
  /** The day that was promised at first, else the first day a feed gave; null where it had none, so that any day is a new one. */
  readonly promisedOn: Day | null
  readonly status: 'confirmed' | 'planned' | 'delayed' | 'received' | 'cancelled'
  /** Where it was placed; null for the item's own supplier. */
  readonly supplier: string | null
  readonly orderedOn: Day | null
  readonly receivedOn: Day | null
  readonly receivedQuantity: number | null
  /** The promotions it was placed for; empty where nobody says, or says that it is an ordinary one. */
  readonly promotionIds: readonly PromotionId[]
  /** Somebody says that it is an ordinary order, placed for no promotion. */
  readonly isOrdinary: boolean
  /** It was due, and the feed that would show its receipt says nothing since; absent where none is silent, or it is not due. */
  readonly unheard?: 'stock' | 'orders'
  /** The day of the count that holds it, where it is taken as received though no feed says so; absent for every other order. */
  readonly takenOn?: Day
}

/** Goods coming in: units of an order that become usable at the start of `day`, and the promotions that it was placed for. */
export type Receipt = {
  readonly day: Day
  readonly units: number
  readonly orderId: string
  readonly promotionIds: readonly PromotionId[]
  /** Somebody says that it was placed for no promotion. */
  readonly isOrdinary: boolean
}

/** Units sold from `day` on over `days` days. */
export type Sale = {
  readonly day: Day
  readonly days: number
  readonly units: number
  /** The share of the selling time out of stock. */
  readonly stockout: number
  readonly isHoliday: boolean
  /** The price at which a unit was sold, null where unknown. */
  readonly price: number | null
  /** The price without promotion, null where unknown. */
  readonly basePrice: number | null
  /** The promotion it was sold in, null where there was none. */
  readonly promotion: SoldPromotion | null
}

/** A promotion as sales history records it: its mechanic, '' where unknown, and its planned discount (0 to 1), null where unknown. */
export type SoldPromotion = { readonly mechanic: string; readonly discount: number | null }

/** A promotion of another item of the group at the same location. */
export type RivalPromotion = SoldPromotion & { readonly sku: string; readonly start: Day; readonly end: Day }

export type PlannedDemand = { readonly day: Day; readonly days: number; readonly units: number }

/** What was learned from sales: about all items in common, and the level of one item at one location; `id` is equal where the same was learned. */
export type Taught = { readonly id: string; readonly common: Common; readonly level: DemandLevel | null }

/** The balance of an own location until the day that limits what it can send: units there and arriving, less those for others. */
export type Tally = {
  readonly until: Day
  readonly opening: number
  readonly coming: number
  /** Allocated, or for ordinary orders. */
  readonly ordinary: number
  /** For promotion lines that come first. */
  readonly promised: number
}

/** A share that a planner has set for a line: units in all, what of them was sent already, and what the location has free for promotions. */
export type LineShare = Pick<SetShare, 'units' | 'by' | 'on'> & { readonly drawn: number; readonly free: number }

/** How the own location that supplies a cell can serve the line that is judged. Units. */
export type Source = {
  readonly location: string
  /** Uncommitted units that it sends, by the day on which they are usable at the cell; the rest is ordered and passes through it. */
  readonly sends: readonly { readonly day: Day; readonly units: number }[]
  /** What was ordered there for the line's promotion and comes from it, by the day on which it is usable at the cell. */
  readonly pledged: readonly (Receipt & { readonly sentOn: Day })[]
  /** The last order day on which what it has is enough, where a later one takes more; absent where it need not be earlier. */
  readonly enoughOn?: OrderDates
  /** Units that the line misses; `lacks` of them the location has to order first, `lacksInAll` for every line that it supplies. */
  readonly missing: number
  readonly lacks: number
  readonly lacksInAll: number
  /** Orders of the location itself that are late, overdue or without a date, where it lacks units; absent where none is. */
  readonly late?: readonly PlacedOrder[]
  /** The terms of its own orders. */
  readonly rule: OrderRule
  /** The days on which it has nothing for ordinary orders, until its own arrive; null where there are none. */
  readonly dry: { readonly from: Day; readonly until: Day | null } | null
  /** The lead time of units that it has to order first; null where the lead time of its supplier is unknown. */
  readonly through: LeadTime | null
  /** The day its stock was counted; null where it never was. */
  readonly countedOn: Day | null
  /** The balance behind what it can send; null where nothing is missing. */
  readonly tally: Tally | null
  /** What a planner has set that the line gets of its stock; absent where that is shared out automatically. */
  readonly share?: LineShare
}

/** A kit that takes units of a cell's item: how many each, and what is known of the kit itself at the location. */
export type KitUse = {
  readonly quantity: number
  readonly facts: CellFacts
  /** Normal sales of the kit that assembled ones serve, in kits by day from the as-of date on. */
  readonly assembled: readonly number[]
}

/** The days of the last weeks on which the sales of a location came in, whatever they were of, ascending; and the day since which every count of the item found some. */
export type Silence = { readonly toldOn: readonly Day[]; readonly countedSince: Day | null }

/** Everything known about a cell at the start of `asOf`: the only input of the assessment besides policy. */
export type CellFacts = {
  readonly asOf: Day
  readonly item: Item
  readonly location: Location
  readonly stock: Stock | null
  readonly orders: readonly PlacedOrder[]
  /** Corrections of feeds by people, and until when they hold; absent where there are none. */
  readonly corrected?: readonly {
    readonly what: 'stock' | 'lead-time' | 'due-date'
    readonly by: string
    readonly until: Day
  }[]
  /**
   * Rows of feeds about the cell that were refused, on the day their feed was known, while the rest of it was taken: what is
   * known of this stock or order is older than that. Absent where there are none.
   */
  readonly refused?: readonly {
    readonly what: 'stock' | 'order'
    /** Null for stock. */
    readonly orderId: string | null
    readonly on: Day
    readonly reason: string
  }[]
  /** Days of the last months before `asOf` with a receipt, also of orders that feeds no longer contain. */
  readonly pastReceipts: readonly Day[]
  readonly leadTime: LeadTime | null
  /** How its supplier delivers fast; absent where nobody says. */
  readonly expediting?: Expediting
  /** What was paid to bring the item in; absent where nothing is known of it. */
  readonly freight?: Freight
  /** The order cut-off of `asOf` has passed. */
  readonly isClosedToday: boolean
  /** What planners have set that promotions get here of the supplying location's stock; absent where they have set nothing. */
  readonly shares?: readonly SetShare[]
  /** Absent where suppliers deliver directly, and where nothing is missing. */
  readonly source?: Source
  /** Sales before `asOf`, ascending by day, with what kits took. */
  readonly sales: readonly Sale[]
  /** Kits that the item is a component of, and the sales of it by itself, which say what it sells so; absent where it is in none. */
  readonly kits?: { readonly uses: readonly KitUse[]; readonly ownSales: readonly Sale[] }
  readonly plan: readonly PlannedDemand[]
  /** What tells whether it has stopped selling; absent where no promotion runs here, none is there, or it sold lately. */
  readonly silence?: Silence
  /** Holidays of the location. */
  readonly holidays: ReadonlySet<Day>
  /** What was learned from the company's sales before `asOf`. */
  readonly taught: Taught
  /** Coming promotions of other items of the group at this location. */
  readonly rivals: readonly RivalPromotion[]
  /** The history of the similar item that stands in where the item has none of its own. */
  readonly like: {
    readonly sku: string
    readonly group: string
    readonly sales: readonly Sale[]
    readonly level: DemandLevel | null
    readonly plan: readonly PlannedDemand[]
  } | null
  /** What people have heard about demand here and that holds, by number; absent where nothing is. */
  readonly intelligence?: readonly CountedNote[]
  /** Every live promotion on this cell, the judged one included. */
  readonly promotions: readonly PromotionLine[]
}

/** Gives the order rule for what a cell needs: that of the supplying location where it has to order, else that of the item. */
export const orderRuleOf = ({ item, source }: Pick<CellFacts, 'item' | 'source'>): OrderRule =>
  source !== undefined && source.lacks > 0 ? source.rule : item.rule

/** Gives the first day on which an order can still be placed. */
export const firstOrderDay = ({ asOf, isClosedToday }: Pick<CellFacts, 'asOf' | 'isClosedToday'>): Day =>
  isClosedToday ? asOf + 1 : asOf
