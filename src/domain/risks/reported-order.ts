import type { PlacedOrder } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import type { RiskId } from '../ids.ts'
import { enoughOfReportedOrder, feedsBeforeAsking, feedsBeforeLapsing, negligibleUnits } from '../policy.ts'

/** The state of a reported order: it counts as placed; its reporter was asked where it is; a feed has it; it was withdrawn; it counts no more because no feed had it. */
export type ReportedOrderState = 'counts' | 'asked' | 'replaced' | 'withdrawn' | 'lapsed'

/** The part of an order for one item at one location that a person reported before any feed had it. */
export type ReportedOrder = {
  /** 0 for one that is not stored yet. */
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
  /** The newest batch of the orders feed when it was reported. */
  readonly afterBatch: number
  readonly state: ReportedOrderState
}

/** Gives a reported order as a placed one: it counts as confirmed. */
export const placedOrder = ({ orderId, quantity, due, supplier, on }: ReportedOrder): PlacedOrder => ({
  orderId,
  line: '',
  quantity,
  due,
  promisedOn: due,
  status: 'confirmed',
  supplier,
  orderedOn: on,
  receivedOn: null,
  receivedQuantity: null,
  promotionIds: [],
  isOrdinary: false,
})

/** An order as feeds have it: units still to come or received, the day it is due, and whether all of it is cancelled. */
export type FeedOrder = { readonly units: number; readonly due: Day | null; readonly isCancelled?: boolean }

/** Tells whether an order as feeds have it does not deal with its risk: it is cancelled, much smaller than reported, later, or without a date. */
export const fallsShort = (units: number, due: Day, inFeed: FeedOrder): boolean =>
  inFeed.isCancelled === true || inFeed.units < units * enoughOfReportedOrder || inFeed.due === null || inFeed.due > due

/** The new state of a reported order; `differs` is the order of the feed where its reporter has to be told of another quantity or date. */
export type Followed =
  | { readonly state: 'replaced'; readonly differs: FeedOrder | null }
  | { readonly state: 'asked' | 'lapsed' }

/**
 * Gives the new state of a reported order (`units` of it over all its locations) after `feeds` feeds of orders; null where it
 * does not change. The order of a feed replaces it; without one its reporter is asked after three feeds, and it lapses after
 * six.
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

/** Shares units out in whole units, in proportion to the need of each part, evenly where there is none; the parts add up to all units. */
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
