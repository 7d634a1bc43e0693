import type { CellFacts } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import type { DemandCoverage } from '../supply/demand-coverage.ts'
import type { LeadTime, OrderDates } from '../supply/lead-time.ts'
import type { OrderPart } from '../supply/weekly-limit.ts'

/** An order of status planned: somebody intends it and has not placed it. */
export type PlannedOrder = {
  readonly orderId: string
  readonly units: number
  /** The last day to place it; null without a lead time. */
  readonly placeBy: Day | null
  /** It would keep the line within policy on its own. */
  readonly covers: boolean
}

/** The days between which an order must be usable, and the first day to place it: goods that come earlier are sold before. */
export type DeliveryWindow = { readonly from: Day; readonly by: Day; readonly orderFrom: Day }

/** When a line that is short needs goods, and which planned orders would bring some. */
export type NetRequirement = {
  /** The goods must be usable by the start of this day. */
  readonly neededOn: Day
  /** The first day that is likelier short than not, else `neededOn`. */
  readonly runsOut: Day
  readonly planned: readonly PlannedOrder[]
}

/** The orders that meet a net requirement, and what is left of the risk with them. */
export type OrderSchedule = {
  /** Whole units missing besides what is planned, before any minimum. */
  readonly needUnits: number
  /** Units to order: those missing, raised to minimum and multiple; 0 when the planned orders are enough. */
  readonly units: number
  /** The last order that is in time, perhaps in the past; the first of several; null without a lead time. */
  readonly latest: OrderDates | null
  /** Null where goods may come at any time. */
  readonly delivery: DeliveryWindow | null
  /** Where a weekly limit splits the need: the orders of it, the first one by its last day; one or none where it does not. */
  readonly parts: readonly OrderPart[]
  /** The same orders, each as soon as it can be placed. */
  readonly soonestParts: readonly OrderPart[]
  /** Stockout probability (0 to 1) with the advised orders, or with none where none is in time; null without a lead time. */
  readonly p1: number | null
  /** Expected shortage that even an order placed today leaves, in units; 0 where the advised orders are in time. */
  readonly lateUnits: number
}

/** What to order for a line that is short: how much, by when, and what one normal order can still do for it. */
export type OrderAdvice = NetRequirement &
  OrderSchedule & {
    /** The order that can still be placed; null without a lead time. */
    readonly soonest: OrderDates | null
    /** Lead time with its protection for variance, in the supplier's days. */
    readonly leadDays: number | null
  }

/** A need, and everything its orders are worked out from. */
export type OrderNeed = {
  readonly facts: CellFacts
  /** With what the location of our own that supplies the cell sends. */
  readonly coverage: DemandCoverage
  readonly neededOn: Day
  /** The last day on which goods still help: of the windows, or the day displays are built by. */
  readonly lastDay: Day
  /** The planned orders that are usable by `neededOn` are enough once they are placed. */
  readonly isPlanned: boolean
  /** Lead time, protected for its variance. */
  readonly lead: LeadTime
  /** The next order that can be placed; null where none can. */
  readonly soonest: OrderDates | null
}
