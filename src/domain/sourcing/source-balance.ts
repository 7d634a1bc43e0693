import type { CellFacts, Tally } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { negligibleUnits } from '../policy.ts'
import { orderBackwards } from '../supply/lead-time.ts'
import { ordinaryFloor, ordinaryOf } from '../supply/ordinary.ts'
import { shelfOf } from '../supply/shelf.ts'

/** What a location of our own has of one item, gets, and ordinarily sends: units a day, index 0 the as-of date. */
export type SourceBalance = {
  readonly opening: number
  /** Placed orders, and ordinary ones as they go on without any promotion. */
  readonly receipts: Float64Array
  /** What is allocated, what its shops ordinarily order, and what it sells itself. */
  readonly issues: Float64Array
  /** The first stretch of days on which it has nothing left for ordinary orders; `until` null where nothing ends it. */
  readonly dry: { readonly from: Day; readonly until: Day | null } | null
}

/** Opens the books of a supplying location over `length` days; null where its stock was never counted. */
export const sourceBalance = (source: CellFacts, shops: readonly CellFacts[], length: number): SourceBalance | null => {
  const { asOf, stock } = source
  const shelf = shelfOf(source, length)
  if (shelf.opening === null || stock === null) return null
  const asked = new Float64Array(length)
  for (const shop of shops) addOrdinaryOrders(asked, shop)
  // What is planned at a warehouse is what its shops will ask for: both are the same units.
  for (let i = 0; i < length; i++)
    asked[i] = Math.max(asked[i] as number, (shelf.base[i] as number) + (shelf.extra[i] as number))
  const ordinary = ordinaryOf(source, asked, shelf.opening, shelf.coming, ordinaryFloor(source, shelf.baseline))
  const receipts = shelf.coming.map((units, i) => units + (ordinary?.receipts[i] ?? 0))
  const dry = dryDays(shelf.opening, receipts, asked, asOf)
  if (dry !== null) asked.fill(0, dry.from - asOf, dry.until === null ? length : dry.until - asOf)
  addPlaced(asked, source, shops)
  return { opening: shelf.opening, receipts, issues: withAllocated(asked, stock.allocated), dry }
}

/** Adds what a shop ordinarily orders, on the days it leaves the location that supplies it. */
const addOrdinaryOrders = (asked: Float64Array, shop: CellFacts): void => {
  const { leadTime, location, asOf } = shop
  const { opening, base, coming, baseline } = shelfOf(shop, asked.length)
  if (leadTime === null || opening === null) return
  const ordinary = ordinaryOf(shop, base, opening, coming, ordinaryFloor(shop, baseline))
  ordinary?.receipts.forEach((units, i) => {
    const order = units > 0 ? orderBackwards(leadTime, location.receiving, asOf + i) : null
    const day = order === null ? i : Math.max(0, order.orderOn - asOf)
    asked[day] = (asked[day] as number) + units
  })
}

/** Adds transfers that were placed since the count: what was placed before it is in transit or allocated. */
const addPlaced = (issues: Float64Array, { asOf, stock, location }: CellFacts, shops: readonly CellFacts[]): void => {
  for (const order of shops.flatMap((shop) => shop.orders)) {
    const isSent = order.status === 'confirmed' || order.status === 'delayed'
    if (!isSent || order.supplier !== location.location || order.orderedOn === null) continue
    if (stock === null || order.orderedOn < stock.asOf || order.orderedOn - asOf >= issues.length) continue
    const day = Math.max(0, order.orderedOn - asOf)
    issues[day] = (issues[day] as number) + order.quantity
  }
}

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

/** Allocated units are the first that leave, not others. */
const withAllocated = (issues: Float64Array, allocated: number): Float64Array => {
  let [asked, left] = [0, 0]
  return issues.map((units) => {
    asked += units
    const before = left
    left = Math.max(allocated, asked)
    return left - before
  })
}

/**
 * Gives what the books come to on the day from `day` on that leaves least when `promised` units, by day, go as well: all
 * that can be sent on `day` without leaving somebody short later (available to promise, with look-ahead).
 */
export const tallyOf = (
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
    if (least === null || freeOf(tally) < freeOf(least)) least = tally
  }
  return least ?? { until: asOf + day, opening, coming, ordinary, promised: taken }
}

/** Gives the units that are left of a tally, below zero where others lack some. */
export const freeOf = ({ opening, coming, ordinary, promised }: Tally): number => opening + coming - ordinary - promised
