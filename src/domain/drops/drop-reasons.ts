import type { Day } from '../day.ts'

/** Units to take off a placed order, what stays of it, and the last day to do it; null where its terms do not tell. */
export type PlannedCut = {
  readonly orderId: string
  readonly units: number
  readonly kept: number
  readonly by: Day | null
}

/** Units that are expected to be left over, in the middle case and at most in nine of ten, and what that costs; null where the unit cost is unknown. */
export type LikelyLeftover = {
  readonly code: 'LIKELY_LEFTOVER'
  readonly units: number
  readonly cost: number | null
  /** Absent in older records. */
  readonly p50?: number
  readonly p90?: number
  /** It is sold later, and costs a holding share; absent where it is written off. */
  readonly isKept?: true
  /** The order that it comes from, and what can be taken off it; absent where nothing can. */
  readonly cut?: PlannedCut
}

/** Before it starts an item sells so much less than its demand plan said, in units over the same days, that its promotion will sell less too. */
export type BehindPlan = {
  readonly code: 'BEHIND_PLAN'
  readonly sold: number
  readonly planned: number
  readonly days: number
  /** Units that the promotion sells less if that goes on. */
  readonly less: number
  /** The open orders, with the last day to cut them where it is known. */
  readonly orders: readonly OpenOrder[]
}

/** Units of an open order, and the last day to cut it: null where its terms do not tell, or that day is over; absent in older records. */
export type OpenOrder = {
  readonly orderId: string
  readonly units: number
  readonly by?: Day | null
  /** It has probably left already. */
  readonly mayHaveLeft?: true
}
