import type { Receipt, Sale, Stock } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { DatedShelf, fromDay } from './shelf-life.ts'

export const minutesOfDay = 1_440

/**
 * Rolls a count forward to the start of `asOf`, in units: what is usable of it, less sales since (the expected demand on
 * days without a sales row), plus receipts since; never below zero. A count taken later on `asOf` itself is rolled back
 * to its start. Of a count in lots, what expires first is sold first, and what has expired is gone.
 */
export const openingUnits = (
  stock: Stock,
  asOf: Day,
  sales: readonly Sale[],
  since: readonly Receipt[],
  demandOn: (day: Day) => number,
): number => {
  const dayShare = stock.minute / minutesOfDay
  const { lots } = stock
  const good = lots?.filter(({ expiresOn }) => expiresOn === null || expiresOn > Math.min(stock.asOf, asOf))
  let units = good?.reduce((sum, lot) => sum + lot.units, 0) ?? Math.max(0, stock.onHand - stock.unusable)
  if (stock.asOf >= asOf) return units + dayShare * demandOn(asOf)
  const sold = soldByDay(sales, stock.asOf)
  const received = receivedByDay(since, stock.asOf)
  const soldOn = (day: Day) => (day === stock.asOf ? 1 - dayShare : 1) * (sold.get(day) ?? demandOn(day))
  if (good !== undefined) return unitsOfLots(good, stock.asOf, asOf, soldOn, received)
  for (let day = stock.asOf; day < asOf; day++) units = Math.max(0, units + (received.get(day) ?? 0) - soldOn(day))
  return units
}

/** Rolls lots forward from a day to another one; what comes in meanwhile keeps. */
const unitsOfLots = (
  lots: NonNullable<Stock['lots']>,
  from: Day,
  to: Day,
  soldOn: (day: Day) => number,
  received: ReadonlyMap<Day, number>,
): number => {
  const keeps = { days: Number.POSITIVE_INFINITY, openingUntil: Number.POSITIVE_INFINITY, lots: fromDay(lots, from) }
  const shelf = new DatedShelf(
    lots.reduce((sum, { units }) => sum + units, 0),
    keeps,
  )
  for (let i = 0; i < to - from; i++) {
    shelf.expire(i)
    shelf.receive(received.get(from + i) ?? 0, i)
    shelf.sell(soldOn(from + i))
  }
  shelf.expire(to - from)
  return shelf.units
}

/** Units sold by day; a sales row of several days is spread evenly. Rows that end before `from` are left out. */
export const soldByDay = (sales: readonly Sale[], from: Day): ReadonlyMap<Day, number> => {
  const sold = new Map<Day, number>()
  for (const sale of sales) {
    if (sale.day + sale.days <= from) continue
    for (let i = 0; i < sale.days; i++) sold.set(sale.day + i, sale.units / sale.days)
  }
  return sold
}

/** Units received by day; those of an earlier day than `from` count on it. */
const receivedByDay = (receipts: readonly Receipt[], from: Day): ReadonlyMap<Day, number> => {
  const received = new Map<Day, number>()
  for (const receipt of receipts) {
    const day = Math.max(receipt.day, from)
    received.set(day, (received.get(day) ?? 0) + receipt.units)
  }
  return received
}
