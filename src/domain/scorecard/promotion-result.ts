import type { Cell } from '../cell.ts'
import type { Day } from '../day.ts'
import type { PromotionId } from '../ids.ts'
import type { LineResult } from './line-result.ts'

/** A line of a promotion that is over: what it was, what was expected of it, and how it went. Money is in `currency`. */
export type ResultLine = Cell &
  LineResult & {
    readonly start: Day
    readonly end: Day
    readonly category: string | null
    readonly supplier: string | null
    readonly hero: boolean
    /** Units expected when it was registered, on the last day of a normal order, and at its launch; null where nobody knew. */
    readonly registeredUnits: number | null
    readonly orderByUnits: number | null
    readonly launchUnits: number | null
    /** Of the last forecast before the launch, what marketer, planner and history alone expected. */
    readonly marketerUnits: number | null
    readonly plannerUnits: number | null
    readonly automaticUnits: number | null
    readonly price: number | null
    readonly listPrice: number | null
    readonly unitCost: number | null
    readonly currency: string | null
  }

/** How a promotion went that ran, or that was cancelled because of supply. */
export type PromotionResult = {
  readonly promotionId: PromotionId
  readonly name: string
  readonly owner: string | null
  readonly start: Day
  readonly end: Day
  readonly outcome: 'ran' | 'cancelled for supply'
  /** The sales of all its days and places have come in. */
  readonly isComplete: boolean
  /** A hero line was out for a day, or 5 % of the units demanded were lost; null where no sales are known. */
  readonly stockedOut: boolean | null
  /** Any line was out for a day. */
  readonly anyOut: boolean | null
  /** Days from the announcement to the start. */
  readonly noticeDays: number
  /** It was launched not ready, or nobody had stated its demand. */
  readonly isUnsupported: boolean
  readonly lines: readonly ResultLine[]
}
