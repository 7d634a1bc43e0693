import type { Cell } from '../cell.ts'
import type { Day } from '../day.ts'
import type { Money } from '../money.ts'

/** What can be done about a promotion that is not ready. */
export const optionKinds = [
  'nothing',
  'pull-in',
  'order',
  'second-supplier',
  'expedite',
  'expedite-part',
  'date',
  'volume',
  'ready-places',
  'transfer',
  'substitute',
  'pull-back',
] as const

export type OptionKind = (typeof optionKinds)[number]

/** What has to be done for one line, in units. `day` is when units are usable, or the new start, or the last day to cut an order. */
export type Step = Cell & {
  readonly item: string
  readonly units: number | null
  readonly day: Day | null
  /** The supplier, or the location that sends. */
  readonly from: string | null
  /** The day of the order, the first one of several. */
  readonly orderOn: Day | null
  /** The deliveries, where a weekly limit of the supplier splits the order; empty where it does not. */
  readonly deliveries: readonly { readonly day: Day; readonly units: number }[]
  /** Units of a normal order that goes with it, usable on `restDay`; of an order that is pulled back, what stays. */
  readonly rest: number
  readonly restDay: Day | null
  /** What the location of our own that supplies the line sends beside the order. */
  readonly sent: { readonly units: number; readonly from: string } | null
  /** The order that is to come sooner or bring less, and the day it is due now; absent where the option is about none. */
  readonly order?: { readonly orderId: string; readonly due: Day | null }
  /** The item that is offered instead. */
  readonly instead: { readonly sku: string; readonly item: string } | null
}

/** The effect of an option on one line: units over the promotion's days, money in the line's currency, null where unknown. */
export type Effect = {
  readonly sales: number
  readonly shortage: number
  /** Probability of a stockout, 0 to 1. */
  readonly stockout: number
  /** Units left beyond four weeks of normal sales, or beyond the shelf life where that is shorter. */
  readonly leftover: number
  readonly extraCost: number | null
  readonly leftoverCost: number | null
  readonly contribution: number | null
}

/** A cost of an option whose amount is unknown. */
export type Unpriced = 'rebooking' | 'transport' | 'expediting' | 'purchase' | 'cancelling'

/** Why an option cannot be taken, with the numbers, dates (day numbers) and names that explain it. */
export type WhyNot =
  | { readonly code: 'not-short' }
  /** The orders that come too late, or have no day, do not close the gap even if they come tomorrow. */
  | { readonly code: 'no-order-helps'; readonly orderIds: readonly string[] }
  /** Only orders of the location that supplies the line are late. */
  | { readonly code: 'late-at-source'; readonly orderIds: readonly string[]; readonly location: string }
  | { readonly code: 'no-price' }
  | { readonly code: 'no-second-supplier' }
  | { readonly code: 'no-terms'; readonly supplier: string | null }
  | { readonly code: 'no-lead-time'; readonly supplier: string | null }
  | { readonly code: 'weeks-full'; readonly supplier: string | null }
  | { readonly code: 'arrives-late'; readonly day: Day; readonly end: Day }
  | { readonly code: 'never-pays'; readonly margin: number; readonly premium: number; readonly currency: string | null }
  | { readonly code: 'normal-in-time' }
  | { readonly code: 'no-part-pays' }
  | { readonly code: 'whole-is-best' }
  | { readonly code: 'nowhere-else' }
  | { readonly code: 'nothing-to-spare'; readonly places: number }
  | { readonly code: 'no-substitute' }
  | { readonly code: 'substitute-needed'; readonly sku: string }
  | { readonly code: 'no-safe-date' }
  | { readonly code: 'date-holds' }
  | { readonly code: 'has-begun' }
  | { readonly code: 'no-safe-volume' }
  /** What is capped is a kit, and the line is one of its components. */
  | { readonly code: 'sold-in-kits' }
  | { readonly code: 'no-place-ready' }
  | { readonly code: 'one-place' }
  | { readonly code: 'nothing-left-over' }
  | { readonly code: 'no-order-to-cut' }
  /** The orders that bring it are on their way. */
  | { readonly code: 'order-has-left'; readonly orderIds: readonly string[] }
  | { readonly code: 'cut-saves-nothing' }

/** One thing to do about a promotion, priced on the same basis as every other one, or why it cannot be done. */
export type Option = {
  readonly kind: OptionKind
  readonly steps: readonly Step[]
  /** Null where it cannot be done. */
  readonly total: Total | null
  readonly whyNot: WhyNot | null
  /** Its costs whose amount is unknown. */
  readonly untold: readonly Unpriced[]
  /** The number of short lines that it does nothing for, and why not for the first of them. */
  readonly left: { readonly lines: number; readonly whyNot: WhyNot } | null
  /** It has the highest expected contribution of those whose costs are all known; it is marked, never chosen. */
  readonly isBest: boolean
  /** What its unknown costs may come to before it is no better than the best; null where it is not better anyway. */
  readonly mayCost: Money | null
}

/** What an option comes to for the whole promotion. Money is by currency. */
export type Total = {
  readonly sales: number
  readonly demand: number
  readonly shortage: number
  /** Units of the shortage that are delivered late, and not lost. */
  readonly late: number
  /** The stockout probability (0 to 1) of the line most likely to run out. */
  readonly stockout: number
  readonly leftover: number
  /** Null where it is unknown. */
  readonly extraCost: Money | null
  readonly leftoverCost: Money
  /** Margin of expected sales less extra and leftover cost; null where price or cost of every line, or the extra cost, is unknown. */
  readonly contribution: Money | null
  /** The contribution less that of doing nothing. */
  readonly gain: Money | null
}

/** What an option does for one line, or why it does nothing for it. */
export type Move =
  | { readonly step: Step; readonly effect: Effect; readonly untold?: Unpriced }
  | { readonly whyNot: WhyNot }
