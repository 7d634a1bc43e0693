import type { CellFacts, PlacedOrder } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { baselineOf } from '../demand/baseline.ts'
import { expectedDemandOn, upliftOf } from '../demand/line-demand.ts'
import { minutesOfDay, soldByDay } from '../supply/opening-stock.ts'
import { mayHaveCome, wouldShow } from './silence.ts'

/** Units counted at minute `minute` of `asOf`. */
export type Count = { readonly onHand: number; readonly asOf: Day; readonly minute: number }

/** What tells whether orders came that nobody says have come. */
export type Evidence = {
  /** The counts of a cell, ascending, from the last one before its orders were due. */
  readonly counts: readonly Count[]
  /** Open orders that feeds do not name any more, and that may have come. */
  readonly vanished: readonly PlacedOrder[]
  /** What is said to have come. */
  readonly arrived: readonly { readonly day: Day; readonly units: number }[]
}

/** At most so many orders are told apart in one rise of a count. */
const mostAtOnce = 8

/**
 * Takes orders as received that a count shows though no feed says so: due on its day or earlier, where stock has risen by
 * their quantity less what was sold, or was expected to sell, since the count before. Of several orders it is those that
 * explain the rise best. Orders that have vanished and have not come are left out.
 */
export const withTakenOrders = (facts: CellFacts, { counts, vanished, arrived }: Evidence): CellFacts => {
  const [first] = counts
  if (first === undefined) return facts
  const sells = salesOf(facts, first.asOf)
  const waiting = new Set([...facts.orders.filter((order) => mayHaveCome(order, facts.asOf, true)), ...vanished])
  const taken = new Map<PlacedOrder, PlacedOrder>()
  for (const [i, count] of counts.slice(1).entries()) {
    const before = counts[i] as Count
    const due = [...waiting].filter((order) => order.due !== null && order.due <= count.asOf)
    if (due.length === 0) continue
    for (const order of explaining(due, before, count, { ...sells, arrived })) {
      waiting.delete(order)
      taken.set(order, receivedIn(order, before, count))
    }
  }
  if (taken.size === 0) return facts
  const shown = vanished.flatMap((order) => taken.get(order) ?? [])
  return { ...facts, orders: [...facts.orders.map((order) => taken.get(order) ?? order), ...shown] }
}

const receivedIn = ({ unheard: _, ...order }: PlacedOrder, before: Count, count: Count): PlacedOrder => ({
  ...order,
  status: 'received',
  receivedOn: Math.min(Math.max(order.due as Day, before.asOf), count.asOf - 1),
  receivedQuantity: (order.receivedQuantity ?? 0) + order.quantity,
  takenOn: count.asOf,
})

/** What is sold of a cell on a day: as its sales say, else as expected; `error` is the standard deviation of what is expected. */
type Sells = { readonly on: (day: Day) => number; readonly error: (from: Day, to: Day) => number }

const salesOf = (facts: CellFacts, from: Day): Sells => {
  const sold = soldByDay(facts.sales, from)
  const committed = facts.promotions.filter((line) => line.status === 'committed')
  // A stated total is spread over all days of its promotion.
  const start = committed.reduce((first, line) => Math.min(first, line.start), from)
  const end = committed.reduce((last, line) => Math.max(last, line.end), facts.asOf)
  const baseline = baselineOf(facts, start, end - start + 1)
  const expected = expectedDemandOn(baseline, committed, (line) => upliftOf(facts, baseline, line).ratio)
  const { dispersion, dayCv, levelCv } = baseline
  return {
    on: (day) => sold.get(day) ?? expected(day),
    error: (start, end) => {
      let [units, variance] = [0, 0]
      for (let day = start; day < end; day++) {
        if (sold.has(day)) continue
        const mean = expected(day)
        units += mean
        variance += dispersion * mean + (dayCv * mean) ** 2
      }
      return Math.sqrt(variance + (levelCv * units) ** 2)
    },
  }
}

type Between = Sells & Pick<Evidence, 'arrived'>

/**
 * Finds the orders of which a count holds the units: those with which it is foreseen best from the count before. The rise
 * must be at least half of them, and more than an error of what was expected to sell.
 */
const explaining = (
  due: readonly PlacedOrder[],
  before: Count,
  count: Count,
  between: Between,
): readonly PlacedOrder[] => {
  const alone = foreseen(before, count, between)
  const rise = count.onHand - alone
  const noise = 2 * between.error(before.asOf, count.asOf)
  if (rise <= noise) return []
  let best: readonly PlacedOrder[] = []
  let least = rise
  const latest = due.toSorted((a, b) => (b.due as Day) - (a.due as Day)).slice(0, mostAtOnce)
  for (const orders of subsets(latest)) {
    const high = alone + orders.reduce((sum, { quantity }) => sum + quantity, 0)
    const low = Math.min(high, foreseenWith(orders, before, count, between))
    const missed = Math.max(0, count.onHand - high, low - count.onHand)
    if (high - alone < noise || rise < Math.min(high - alone, 2 * (low - alone)) / 2 || missed >= least) continue
    best = orders
    least = missed
  }
  return best
}

/** The count that is foreseen where orders come as soon as they can: an empty shelf then sells some of them. */
const foreseenWith = (orders: readonly PlacedOrder[], before: Count, count: Count, between: Between): number => {
  const coming = orders.map(({ due, quantity: units }) => ({ day: due as Day, units }))
  const unitsOf = (some: readonly { readonly units: number }[]) => some.reduce((sum, { units }) => sum + units, 0)
  const atOnce = coming.filter(({ day }) => wouldShow(before, day))
  const atLast = coming.filter(({ day }) => !wouldShow(count, day))
  const start = { ...before, onHand: before.onHand + unitsOf(atOnce) }
  return foreseen(start, count, { ...between, arrived: [...between.arrived, ...coming] }) + unitsOf(atLast)
}

/** Lists the choices of one or more of some orders, the smaller ones first. */
const subsets = (orders: readonly PlacedOrder[]): readonly (readonly PlacedOrder[])[] => {
  const all: PlacedOrder[][] = [[]]
  for (const order of orders) all.push(...all.map((one) => [...one, order]))
  return all.slice(1).toSorted((a, b) => a.length - b.length)
}

/** Rolls a count forward to the next one: less what is sold, never below nothing, plus what has come. */
const foreseen = (before: Count, count: Count, { on, arrived }: Between): number => {
  let units = Math.max(0, before.onHand)
  for (let day = before.asOf; day <= count.asOf; day++) {
    const share =
      (day === count.asOf ? count.minute / minutesOfDay : 1) - (day === before.asOf ? before.minute / minutesOfDay : 0)
    const came = arrived.filter((one) => one.day === day && wouldShow(count, day) && !wouldShow(before, day))
    units = Math.max(0, units + came.reduce((sum, one) => sum + one.units, 0) - share * on(day))
  }
  return units
}
