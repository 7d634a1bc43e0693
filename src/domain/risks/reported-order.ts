import type { PlacedOrder } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import type { RiskId } from '../ids.ts'
import { enoughOfReportedOrder, feedsBeforeAsking, feedsBeforeLapsing, negligibleUnits } from '../policy.ts'

/** Where an order that somebody told of stands: it counts; its teller was asked where it is; a feed has it; it was called off; nothing was heard of it. */
export type ReportedOrderState = 'counts' | 'asked' | 'replaced' | 'withdrawn' | 'lapsed'

/** The part of an order for one item at one location that somebody told of before any feed did. Moments are ISO text. */
export type ReportedOrder = {
  /** 0 for one that is not kept yet. */
  readonly id: number
  readonly orderId: string
  readonly supplier: string | null
  readonly sku: string
  readonly location: string
  readonly quantity: number
  readonly due: Day
  readonly riskId: RiskId
  readonly by: { readonly id: string; readonly name: string }
  readonly on: Day
  /** The newest batch of orders that was known when it was told. */
  readonly afterBatch: number
  readonly state: ReportedOrderState
}

/** Gives an order that was told as orders are judged. */
export const placedOrder = ({ orderId, quantity, due, supplier, on }: ReportedOrder): PlacedOrder => ({
  orderId,
  quantity,
  due,
  status: 'confirmed',
  supplier,
  orderedOn: on,
  receivedOn: null,
  receivedQuantity: null,
})

/** What feeds say of an order: units still to come or received, when it is due, and whether all of it is called off. */
export type FeedOrder = { readonly units: number; readonly due: Day | null; readonly isCancelled?: boolean }

/** Tells whether what feeds say of an order leaves what it was told for undone: it is called off, much smaller, later or without a date. */
export const fallsShort = (units: number, due: Day, inFeed: FeedOrder): boolean =>
  inFeed.isCancelled === true || inFeed.units < units * enoughOfReportedOrder || inFeed.due === null || inFeed.due > due

/** What becomes of an order that was told, and whether its teller is to hear of it. */
export type Followed =
  | { readonly state: 'replaced'; readonly differs: FeedOrder | null }
  | { readonly state: 'asked' | 'lapsed' }

/**
 * Says what becomes of an order that was told (`units` of it in all, over its locations) now that feeds came in: a feed that
 * has it takes its place, with its teller told of another quantity or date; one that stays away is asked after, then lapses.
 * Null while nothing changes.
 */
export const followed = (
  { state, due }: Pick<ReportedOrder, 'state' | 'due'>,
  units: number,
  inFeed: FeedOrder | null,
  feeds: number,
): Followed | null => {
  if (state !== 'counts' && state !== 'asked') return null
  if (inFeed !== null)
    return {
      state: 'replaced',
      differs: Math.abs(inFeed.units - units) < negligibleUnits && inFeed.due === due ? null : inFeed,
    }
  if (feeds >= feedsBeforeLapsing) return { state: 'lapsed' }
  return state === 'counts' && feeds >= feedsBeforeAsking ? { state: 'asked' } : null
}

/** Shares whole units out by what each part misses, evenly where nothing is missing; the parts add up to all of it. */
export const shareOut = (units: number, needs: readonly number[]): readonly number[] => {
  const total = needs.reduce((sum, need) => sum + need, 0)
  const exact = needs.map((need) => (total > 0 ? (units * need) / total : units / needs.length))
  const whole = exact.map(Math.floor)
  const left = units - whole.reduce((sum, part) => sum + part, 0)
  const byRest = exact
    .map((part, i) => ({ i, rest: part - Math.floor(part) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i)
  for (let i = 0; i < Math.floor(left); i++) {
    const at = byRest[i % byRest.length]?.i as number
    whole[at] = (whole[at] as number) + 1
  }
  const fraction = left - Math.floor(left)
  if (fraction > 0 && byRest[0] !== undefined) whole[byRest[0].i] = (whole[byRest[0].i] as number) + fraction
  return whole
}
