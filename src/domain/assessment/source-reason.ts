import type { LineShare, Tally } from './cell.ts'

/** A reason about the own location that supplies a line. */
export type SourceReason =
  | {
      readonly code: 'SUPPLIED_BY_LOCATION'
      readonly location: string
      /** Units that the line misses, units that the location can send of its uncommitted stock, and units that all its lines lack together; null where supply through it is not assessed. */
      readonly missing: {
        readonly units: number
        readonly sends: number
        readonly inAll: number
        /** The location sends no more because a planner has set its share. */
        readonly isSet?: true
      } | null
      /** The supplier of the rest, where the location cannot send everything. */
      readonly supplier: string | null
      readonly tally: Tally | null
    }
  /** A planner has set what the line gets of the supplying location's stock; units that it `asks` for, and `gets`. */
  | {
      readonly code: 'SHARE_SET'
      readonly location: string
      readonly place: string
      readonly share: LineShare
      readonly asks: number
      readonly gets: number
    }
  /** What the supplying location has, or awaits, of an order for this promotion: to leave for the line on a day, and when it can be sold. */
  | {
      readonly code: 'SENT_ON'
      readonly location: string
      readonly orderId: string
      readonly units: number
      readonly on: number
      readonly usable: number
    }
  | { readonly code: 'SOURCE_DRY'; readonly location: string; readonly from: number; readonly until: number | null }
  | {
      readonly code: 'SOURCE_STOCK_UNKNOWN'
      readonly location: string
      readonly sku: string
      readonly countedOn: number | null
    }
