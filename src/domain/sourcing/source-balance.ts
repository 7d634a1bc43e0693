import type { CellFacts, PlacedOrder, Tally } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import type { PromotionId } from '../ids.ts'
import { negligibleUnits } from '../policy.ts'
import { withAllocated } from '../supply/available-to-promise.ts'
import { cellOutlook } from '../supply/cell-outlook.ts'
import type { DedicatedUnits } from '../supply/dedicated-units.ts'
import { orderBackwards } from '../supply/lead-time.ts'
import { ordinaryReplenishment, ordinarySafetyStock } from '../supply/ordinary-replenishment.ts'

/** Stock, receipts and ordinary issues of one item at a supplying location of our own: units by day, index 0 the as-of date. */
export type SourceBalance = {
  readonly opening: number
  /** What was ordered there for promotions of its shops, less what was sent to them: beside all else here. */
  readonly dedicated: readonly DedicatedUnits[]
  /** Scheduled receipts, and ordinary orders as they go on without any promotion. */
  readonly receipts: Float64Array
  /** Allocated units, ordinary orders of its shops, and its own sales. */
  readonly issues: Float64Array
  /** Whether something was sent on since the count for the promotions that units are dedicated to. */
  readonly isSentOn: boolean
  /** What of its other stock was sent to its shops for promotions. */
  readonly drawn: readonly DrawnUnits[]
  /** The first run of days on which it has nothing left for ordinary orders; `until` null where nothing ends it. */
  readonly dry: { readonly from: Day; readonly until: Day | null } | null
}

/** Units that a location was sent for promotions of the stock that is not dedicated to them. */
type DrawnUnits = Pick<PlacedOrder, 'promotionIds'> & { readonly location: string; readonly units: number }

/** An order of a shop, and which one. */
type ShopOrder = PlacedOrder & { readonly location: string }

/**
 * Projects the balance of a supplying location over `length` days; null where its stock was never counted. What was sent on
 * since then is taken from what is dedicated, but for the units that the lines of a promotion still need (`needed`;
 * null where all of them are).
 */
export const sourceBalance = (
  source: CellFacts,
  shops: readonly CellFacts[],
  length: number,
  needed: ReadonlyMap<PromotionId, number> | null = null,
): SourceBalance | null => {
  const { stock } = source
  const promotions = shops.flatMap((shop) => shop.promotions)
  const outlook = cellOutlook(source, length, promotions)
  if (outlook.opening === null || stock === null) return null
  const transfers = placedTransfers(source, shops)
  const before = withoutSent(outlook.dedicated, source, sentOnBefore(source, shops))
  const there = before.dedicated
  const { dedicated, others } = takeFromDedicated(there, transfers, needed)
  const { coming } = outlook.ordinary
  const opening = outlook.ordinary.opening + unitsHere(outlook.dedicated, source.asOf) - unitsHere(there, source.asOf)
  const ordered = ordinaryOrders(shops, length)
  // What is planned at a warehouse is what its shops will order: both are the same units.
  const demand = ordered.map((units, i) => Math.max(units, (outlook.base[i] as number) + (outlook.extra[i] as number)))
  const safetyStock = ordinarySafetyStock(source, outlook.baseline, source.asOf + length - 1)
  const ordinary = ordinaryReplenishment({ facts: source, demand, opening, placed: coming, safetyStock })
  const receipts = coming.map((units, i) => units + (ordinary?.receipts[i] ?? 0))
  const dry = dryDays(opening, receipts, demand, source.asOf)
  const served = withTransfers(withoutDryDays(demand, dry, source.asOf), others, source.asOf)
  const drawn = [...before.drawn, ...others.map((order) => ({ ...order, units: order.quantity }))]
  const isSentOn = there.some(({ owners }) => transfers.some(({ promotionIds }) => isFor(owners, promotionIds)))
  return { opening, dedicated, receipts, issues: withAllocated(served, stock.allocated), isSentOn, drawn, dry }
}

/** The ordinary orders of all shops, on the days they leave the location that supplies them. */
const ordinaryOrders = (shops: readonly CellFacts[], length: number): Float64Array => {
  const ordered = new Float64Array(length)
  for (const shop of shops) {
    const { leadTime, location, asOf } = shop
    const outlook = cellOutlook(shop, length)
    if (leadTime === null || outlook.opening === null) continue
    const { base, baseline, ordinary: own } = outlook
    const safetyStock = ordinarySafetyStock(shop, baseline, asOf + length - 1)
    const { opening, coming: placed } = own
    const ordinary = ordinaryReplenishment({ facts: shop, demand: base, opening, placed, safetyStock })
    ordinary?.receipts.forEach((units, i) => {
      const order = units > 0 ? orderBackwards(leadTime, location.receiving, asOf + i) : null
      const day = order === null ? i : Math.max(0, order.orderOn - asOf)
      ordered[day] = (ordered[day] as number) + units
    })
  }
  return ordered
}

/** The first days on which the balance is below zero, until a receipt serves what is ordered again. */
const dryDays = (opening: number, receipts: Float64Array, issues: Float64Array, asOf: Day): SourceBalance['dry'] => {
  let balance = opening
  let from: Day | null = null
  for (let i = 0; i < issues.length; i++) {
    const before = balance + (receipts[i] as number)
    if (from !== null && before >= (issues[i] as number) && (receipts[i] as number) > 0)
      return { from, until: asOf + i }
    balance = before - (issues[i] as number)
    if (balance < -negligibleUnits) from ??= asOf + i
    balance = Math.max(0, balance)
  }
  return from === null ? null : { from, until: null }
}

/** While the location is dry, nothing leaves it. */
const withoutDryDays = (issues: Float64Array, dry: SourceBalance['dry'], asOf: Day): Float64Array =>
  dry === null
    ? issues
    : issues.map((units, i) => (asOf + i >= dry.from && (dry.until === null || asOf + i < dry.until) ? 0 : units))

/** Tells the transfers that were placed since the count: what was placed before it is in transit or allocated. */
const placedSinceCount =
  ({ stock, location }: CellFacts) =>
  ({ status, supplier, orderedOn }: PlacedOrder): boolean => {
    const isPlaced = status === 'confirmed' || status === 'delayed'
    return isPlaced && supplier === location.location && orderedOn !== null && stock !== null && orderedOn >= stock.asOf
  }

const placedTransfers = (source: CellFacts, shops: readonly CellFacts[]): readonly ShopOrder[] =>
  shops.flatMap(({ orders, location: { location } }) =>
    orders.filter(placedSinceCount(source)).map((order) => ({ ...order, location })),
  )

/** Units that left a location for promotions of its shops on a day. */
type SentOn = DrawnUnits & { readonly left: Day }

/** What was sent on for promotions before the count, in transit or received: it is no longer here. */
const sentOnBefore = (source: CellFacts, shops: readonly CellFacts[]): readonly SentOn[] => {
  const isSince = placedSinceCount(source)
  return shops.flatMap(({ orders, leadTime, location }) =>
    orders.flatMap((order) => {
      const { status, supplier, promotionIds, quantity, receivedQuantity, orderedOn, due, receivedOn } = order
      const isSent = status === 'received' || status === 'confirmed' || status === 'delayed'
      if (!isSent || supplier !== source.location.location || promotionIds.length === 0 || isSince(order)) return []
      const came = receivedOn ?? due
      if (came === null || leadTime === null) return []
      const left = orderedOn ?? orderBackwards(leadTime, location.receiving, came)?.orderOn ?? came
      return [{ promotionIds, location: location.location, units: quantity + (receivedQuantity ?? 0), left }]
    }),
  )
}

/** Takes what was sent on from the units that had come for the same promotions until then; gives what is left of both. */
const withoutSent = (
  dedicated: readonly DedicatedUnits[],
  { orders, asOf }: CellFacts,
  sent: readonly SentOn[],
): { readonly dedicated: readonly DedicatedUnits[]; readonly drawn: readonly DrawnUnits[] } => {
  const cameOn = new Map(orders.map(({ orderId, receivedOn }) => [orderId, receivedOn]))
  const rest = sent.map(({ units }) => units)
  const remaining = dedicated.map((one) => {
    const came = cameOn.get(one.orderId) ?? null
    if (one.day > asOf || came === null) return one
    let units = one.units
    for (const [i, { promotionIds, left }] of sent.entries()) {
      if (left < came || !one.owners.some(({ promotionId }) => promotionIds.includes(promotionId))) continue
      const taken = Math.min(units, rest[i] as number)
      rest[i] = (rest[i] as number) - taken
      units -= taken
    }
    return { ...one, units }
  })
  return { dedicated: remaining, drawn: sent.map((one, i) => ({ ...one, units: rest[i] as number })) }
}

const isFor = (owners: DedicatedUnits['owners'], ids: readonly PromotionId[]): boolean =>
  owners.some(({ promotionId }) => ids.includes(promotionId))

const unitsHere = (dedicated: readonly DedicatedUnits[], asOf: Day): number =>
  dedicated.reduce((sum, { day, units }) => sum + (day <= asOf ? units : 0), 0)

/** Takes transfers for promotions from the units that were ordered for these and are no longer needed; gives what is left of both. */
const takeFromDedicated = (
  dedicated: readonly DedicatedUnits[],
  transfers: readonly ShopOrder[],
  needed: ReadonlyMap<PromotionId, number> | null,
): { readonly dedicated: readonly DedicatedUnits[]; readonly others: readonly ShopOrder[] } => {
  const left = dedicated.map(({ units }) => units)
  const spare = (ids: readonly PromotionId[]) =>
    dedicated.reduce((sum, { owners }, i) => sum + (isFor(owners, ids) ? (left[i] as number) : 0), 0) -
    ids.reduce((sum, id) => sum + (needed?.get(id) ?? Number.POSITIVE_INFINITY), 0)
  const others = transfers.map((order) => {
    let quantity = order.quantity
    for (const [i, { owners }] of dedicated.entries()) {
      if (!isFor(owners, order.promotionIds)) continue
      const taken = Math.max(0, Math.min(quantity, left[i] as number, spare(order.promotionIds)))
      left[i] = (left[i] as number) - taken
      quantity -= taken
    }
    return { ...order, quantity }
  })
  return { dedicated: dedicated.map((one, i) => ({ ...one, units: left[i] as number })), others }
}

const withTransfers = (issues: Float64Array, transfers: readonly PlacedOrder[], asOf: Day): Float64Array => {
  const all = issues.slice()
  for (const { orderedOn, quantity } of transfers) {
    const day = Math.max(0, (orderedOn as Day) - asOf)
    if (day < all.length) all[day] = (all[day] as number) + quantity
  }
  return all
}

/**
 * Gives the tightest tally from `day` on: the one, day by day, that leaves least when `promised` units by day go as well.
 * What it leaves is all that can be sent on `day` without leaving somebody short later (available to promise with
 * look-ahead, APICS).
 *
 * Example: 100 units on hand, ordinary issues of 30 a day, 50 received on the third day. By the end of the first day 70
 * are left, of the second 40, of the third 60: 40 can be sent today, and 60 on the third day.
 */
export const tightestTally = (
  { opening, receipts, issues }: SourceBalance,
  promised: Float64Array,
  day: number,
  asOf: Day,
): Tally => {
  let [coming, ordinary, taken] = [0, 0, 0]
  let least: Tally | null = null
  for (let i = 0; i < issues.length; i++) {
    coming += receipts[i] as number
    ordinary += issues[i] as number
    taken += promised[i] as number
    if (i < day) continue
    const tally = { until: asOf + i, opening, coming, ordinary, promised: taken }
    if (least === null || availableToPromiseOf(tally) < availableToPromiseOf(least)) least = tally
  }
  return least ?? { until: asOf + day, opening, coming, ordinary, promised: taken }
}

/** Gives the units that a tally leaves available to promise; below zero where others are short. */
export const availableToPromiseOf = ({ opening, coming, ordinary, promised }: Tally): number =>
  opening + coming - ordinary - promised
