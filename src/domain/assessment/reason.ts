import type { Pooled } from '../demand/learning/uplift-pool.ts'
import type { BehindPlan, LikelyLeftover } from '../drops/drop-reasons.ts'
import type { PromotionId } from '../ids.ts'
import type { Confidence } from '../intelligence/note.ts'
import type { KitPart } from '../kits/kit.ts'
import type { MissingOfMinimum } from '../ordering/supplier-minimum.ts'
import type { CostPart, MissingCost } from '../prices/landed-cost.ts'
import type { SourceReason } from './source-reason.ts'

/** A reason of a line's verdict: a code for machines, and the numbers, dates (day numbers) and names behind it. */
export type Reason =
  | {
      readonly code: 'SHORT_IN_WINDOW'
      readonly units: number
      readonly from: number | null
      readonly probability: number
      /** The location delivers late what it lacks; nothing is lost. */
      readonly isOwed: boolean
    }
  | { readonly code: 'COVERED'; readonly probability: number }
  | { readonly code: 'TRIFLING_SHORTAGE'; readonly units: number }
  | { readonly code: 'ORDINARY_GAP'; readonly from: number; readonly units: number }
  | {
      readonly code: 'ORDER_IN_TIME'
      readonly supplier: string
      readonly units: number
      readonly by: number
      readonly cutoff: string | null
      /** The days between which it must be delivered; null where it may come at any time. */
      readonly delivery: { readonly from: number; readonly by: number } | null
      /** What a weekly limit leaves for later orders, by their last day. */
      readonly later: readonly { readonly orderBy: number; readonly units: number }[]
    }
  | {
      readonly code: 'TOO_LATE_TO_ORDER'
      readonly supplier: string
      readonly leadDays: number
      readonly workingDays: boolean
      /** The own location that goods pass through, and the days it needs; null where the supplier delivers directly. */
      readonly onward: { readonly location: string; readonly days: number } | null
      readonly since: number | null
      /** The next day on which an order can be placed, and the day on which it would be usable. */
      readonly from: number
      readonly earliest: number
    }
  | { readonly code: 'PARTLY_IN_TIME'; readonly lateUnits: number; readonly inTimeUnits: number }
  | {
      readonly code: 'PLANNED_ORDER'
      readonly orderId: string
      readonly units: number
      readonly placeBy: number | null
      readonly covers: boolean
    }
  | {
      readonly code: 'OVERDUE_ORDER'
      readonly orderId: string
      readonly units: number
      readonly due: number
      readonly ifItComes: string | null
    }
  | {
      readonly code: 'UNDATED_ORDER'
      readonly orderId: string
      readonly units: number
      /** The day that a delayed order still has, and that counts for nothing; null where it has none. */
      readonly said: number | null
    }
  | {
      /** An order with which alone the line is ready if it is delivered on `by`, else short by `short` units. */
      readonly code: 'PULL_IN'
      readonly orderId: string
      readonly units: number
      readonly supplier: string | null
      /** The day on which it is due now, and the one that was promised at first; null where there is none. */
      readonly due: number | null
      readonly promised: number | null
      readonly lateness: 'coming' | 'overdue' | 'undated' | 'unheard'
      readonly by: number
      readonly short: number
    }
  /** An order whose day is over, while the feed that would show its receipt is silent: counted as if it had come where that is stock. */
  | {
      readonly code: 'UNHEARD_ORDER'
      readonly orderId: string
      readonly units: number
      readonly due: number
      readonly silent: 'stock' | 'orders'
    }
  /** An order that no feed says has come, and that the count of `on` holds. */
  | { readonly code: 'TAKEN_AS_RECEIVED'; readonly orderId: string; readonly units: number; readonly on: number }
  /** A coming order of which nobody says what it is for, with which the line is ready if it is for its promotion. */
  | {
      readonly code: 'UNMARKED_ORDER'
      readonly orderId: string
      readonly units: number
      readonly promotionId: PromotionId
    }
  /** A late order of the location that supplies the line, which lacks units; `due` is null where it has no date. */
  | {
      readonly code: 'SOURCE_LATE_ORDER'
      readonly location: string
      readonly orderId: string
      readonly units: number
      readonly due: number | null
      readonly promised: number | null
    }
  /** An order that comes too late for the line, and later than was promised. */
  | {
      readonly code: 'SLIPPED_ORDER'
      readonly orderId: string
      readonly units: number
      readonly due: number
      readonly promised: number
    }
  | {
      readonly code: 'ORDINARY_ORDERS'
      readonly from: number
      readonly reviewDays: number
      /** The receipts that the review days are learned from; null where the feed states them. */
      readonly learnedFrom: number | null
    }
  | { readonly code: 'ONLY_PLACED_ORDERS' }
  | {
      readonly code: 'OVERLAP'
      readonly promotionId: PromotionId
      readonly name: string
      readonly keeps: 'theirs' | 'ours'
    }
  | { readonly code: 'SAFETY_STOCK_USED'; readonly used: number; readonly of: number }
  /** Units of the stock that are sold already, and the units that are there. */
  | { readonly code: 'ALLOCATED'; readonly units: number; readonly there: number }
  | { readonly code: 'STOCK_UNKNOWN' }
  | { readonly code: 'STOCK_STALE'; readonly asOf: number; readonly days: number }
  | {
      /** A row of a feed about the stock, or an order where one is named, was refused on a day: what was told before still stands. */
      readonly code: 'ROW_REFUSED'
      readonly sku: string
      readonly location: string
      readonly orderId: string | null
      readonly on: number
      /** Why it was refused, in the importer's words. */
      readonly why: string
      /** The day of the stock that is used; null where none is known, and for an order. */
      readonly counted: number | null
      /** The order counts as it was told before. */
      readonly counts: boolean
      /** The verdict if the order does not come, or does where it is not counted; null where it is the same. */
      readonly otherwise: string | null
    }
  | { readonly code: 'BASELINE_UNKNOWN' }
  | { readonly code: 'UPLIFT_UNKNOWN' }
  | {
      /** Ratios to normal sales: the one that is used, the stated one, and the estimate from history with its weight, 0 to 1. */
      readonly code: 'UPLIFT_FROM_HISTORY'
      readonly ratio: number
      readonly stated: number | null
      readonly estimated: number
      readonly weight: number
      /** The ratio of similar promotions, before recent sales are taken into account. */
      readonly alike: number
      readonly basis: Pooled['basis']
      /** The number of promotions that it rests on. */
      readonly runs: number
      readonly rivals: number
      readonly recent: number
    }
  | { readonly code: 'LIKE_ITEM'; readonly sku: string }
  | { readonly code: 'KIT_COMPONENT'; readonly kits: readonly KitPart[] }
  /** What an order for the line alone lacks of its supplier's minimum. */
  | ({ readonly code: 'SUPPLIER_MINIMUM' } & MissingOfMinimum)
  | { readonly code: 'PLAN_EXTENDED'; readonly from: number }
  | { readonly code: 'PLAN_BULGES'; readonly ratio: number; readonly stated: number }
  | { readonly code: 'LAUNCH'; readonly on: number }
  | { readonly code: 'DISCONTINUED'; readonly on: number }
  | { readonly code: 'LEAD_TIME_UNKNOWN'; readonly supplier: string | null; readonly withinDays: number | null }
  /** `deliveries` is the number that the variance is learned from, null where the feed states it. */
  | { readonly code: 'LEAD_TIME_PROTECTED'; readonly days: number; readonly deliveries: number | null }
  | {
      readonly code: 'MAY_COME_LATE'
      readonly orderId: string
      readonly units: number
      /** The day on which it is usable if it is punctual. */
      readonly on: number
      readonly late: number
      readonly deliveries: number
      readonly days: number
      /** The stockout probability if it is late by so many days. */
      readonly probability: number
    }
  | { readonly code: 'NO_PRICE' }
  | {
      readonly code: 'CORRECTED'
      readonly what: 'stock' | 'lead-time' | 'due-date'
      readonly by: string
      readonly until: number
    }
  | {
      /** Money in the item's currency: the promotion's price, the price or cost that it conflicts with, and what that loses; null where it loses nothing here, or nobody knows. */
      readonly code: 'PRICE_CONFLICT'
      readonly price: number
      /** The promotion with another price on the same day; null where the price is below what a unit costs. */
      readonly other: { readonly promotionId: PromotionId; readonly name: string } | null
      readonly against: number
      readonly loss: number | null
      /** What the cost that it is below is made of, and the units that cost so much, where only expedited ones do; absent for another price. */
      readonly cost?: {
        readonly parts: readonly CostPart[]
        readonly missing: readonly MissingCost[]
        readonly expeditedUnits: number | null
      }
    }
  | {
      /** The price is below the usual one though no order comes in time for what it sells; money in the item's currency. */
      readonly code: 'SCARCE_DISCOUNT'
      readonly price: number
      readonly usual: number
      /** The units that there are to sell, and what the discount on them comes to; absent in older records. */
      readonly units?: number
      readonly given?: number
      /** It comes to so much that somebody should look at it. */
      readonly isMaterial?: boolean
    }
  | {
      /** The advised order costs so much more than it saves. */
      readonly code: 'ORDER_COSTS_MORE'
      readonly units: number
      readonly loss: number
      readonly currency: string | null
    }
  | LikelyLeftover
  | BehindPlan
  | SourceReason
  | {
      readonly code: 'WEEKLY_LIMIT'
      readonly supplier: string
      readonly perWeek: number
      readonly units: number
      /** The number of orders that bring them in time; null where none do. */
      readonly orders: number | null
    }
  | { readonly code: 'ORDER_CUTOFF'; readonly at: string; readonly next: number | null }
  | {
      /** A note about demand that holds: what it says, and what of it counts in the days until the promotion ends. */
      readonly code: 'INTELLIGENCE'
      readonly noteId: number
      readonly by: string
      readonly what: string
      readonly confidence: Confidence
      /** The share by which it says that demand changes; null where nobody knows. */
      readonly effect: number | null
      /** The share that counts; 0 where another note tells the same story. */
      readonly counted: number
      /** Units that it adds in the promotion's days, and to normal sales before them. */
      readonly units: number
      readonly before: number
      /** The note that tells the same story and counts more; null where it counts itself. */
      readonly toldBy: number | null
    }
  /** It is on hand and nothing sells where it should: the last day with a sale, null where that is not known, the days without one, and the units a day that were expected. */
  | {
      readonly code: 'NO_SALE'
      readonly onHand: number
      readonly since: number | null
      readonly days: number
      readonly perDay: number
    }
  /** Another place can send units today that are usable on a day and make the line ready. */
  | { readonly code: 'TRANSFER'; readonly from: string; readonly units: number; readonly day: number }
  | {
      /** What was sold on the days of a running promotion whose sales have come in, and what was planned for them and for its whole window, in units. */
      readonly code: 'OBSERVED_BURN'
      readonly sold: number
      readonly planned: number
      readonly plannedInAll: number
      readonly days: number
      /** The pace that the days left are judged with, as a ratio to plan: the observed one, and two more days as planned. */
      readonly factor: number
    }

/** Finds the first reason of a code among those of a line, of those that match where a test is given; null where there is none. */
export const reasonOf = <C extends Reason['code']>(
  { reasons }: { readonly reasons: readonly Reason[] },
  code: C,
  matches: (reason: Extract<Reason, { code: C }>) => boolean = () => true,
): Extract<Reason, { code: C }> | null => {
  const isOfCode = (reason: Reason): reason is Extract<Reason, { code: C }> => reason.code === code
  return reasons.find((reason): reason is Extract<Reason, { code: C }> => isOfCode(reason) && matches(reason)) ?? null
}

/** The code of what is missing or stale where a line cannot be judged. */
export type MissingData =
  | 'STOCK_UNKNOWN'
  | 'STOCK_STALE'
  | 'BASELINE_UNKNOWN'
  | 'UPLIFT_UNKNOWN'
  | 'LEAD_TIME_UNKNOWN'
  | 'SOURCE_STOCK_UNKNOWN'
  | 'ROW_REFUSED'
