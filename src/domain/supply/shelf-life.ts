import { zeros } from '../../common/numbers.ts'
import type { CellFacts, Stock } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { receiptsOf } from './receipts.ts'

/** Units that can be sold until an index (excluded). */
type Batch = { readonly units: number; readonly until: number }

/**
 * How long goods keep: units are sellable on so many days from their receipt on, the opening stock until an index (excluded).
 * Where it is in lots, each has its own, and `openingUntil` is that of the last one.
 */
export type ShelfLife = { readonly days: number; readonly openingUntil: number; readonly lots?: readonly Batch[] }

/** Gives how long the goods of a cell keep: the stock until its expiry date, else as if it was received when it was counted; null where they keep. */
export const shelfLifeOf = (facts: CellFacts): ShelfLife | null => {
  const { asOf, item, stock } = facts
  const { shelfLifeDays } = item
  if (stock?.lots !== undefined) return lifeOfLots(facts, stock, stock.lots)
  const expiresOn = stock?.expiresOn ?? (shelfLifeDays === null || stock === null ? null : stock.asOf + shelfLifeDays)
  if (shelfLifeDays === null && expiresOn === null) return null
  return {
    days: shelfLifeDays ?? Number.POSITIVE_INFINITY,
    openingUntil: expiresOn === null ? Number.POSITIVE_INFINITY : expiresOn - asOf,
  }
}

/** Gives lots by the index until which they can be sold, counted from a day. */
export const fromDay = (lots: NonNullable<Stock['lots']>, day: Day): readonly Batch[] =>
  lots.map(({ units, expiresOn }) => ({
    units,
    until: expiresOn === null ? Number.POSITIVE_INFINITY : expiresOn - day,
  }))

/** The lots of a count, and what came in since as another one. */
const lifeOfLots = (facts: CellFacts, stock: Stock, counted: NonNullable<Stock['lots']>): ShelfLife => {
  const { asOf, item } = facts
  const days = item.shelfLifeDays ?? Number.POSITIVE_INFINITY
  const kept = counted.map((lot) => ({ ...lot, expiresOn: lot.expiresOn ?? lastDayOf(stock.asOf + days) }))
  const since = receiptsOf(facts).since.map(({ day, units }) => ({ units, until: day + days - asOf }))
  const lots = [...fromDay(kept, asOf), ...since].filter(({ until }) => until > 0)
  return { days, openingUntil: Math.max(0, ...lots.map(({ until }) => until)), lots }
}

const lastDayOf = (day: number): Day | null => (Number.isFinite(day) ? day : null)

/** Divides the opening stock among its lots: what expires first was sold first, so that the last ones are whole. */
const openingBatches = (opening: number, { openingUntil, lots = [] }: ShelfLife): readonly Batch[] => {
  let left = opening
  const batches = lots
    .toSorted((a, b) => (a.until > b.until ? -1 : a.until < b.until ? 1 : 0))
    .map(({ units, until }) => {
      const there = Math.min(left, units)
      left -= there
      return { units: there, until }
    })
  return [...batches.filter(({ units }) => units > 0), ...(left > 0 ? [{ units: left, until: openingUntil }] : [])]
}

/** A shelf that sells first what expires first. Days are indexes from the as-of date on, amounts are units. */
export class DatedShelf {
  readonly #days: number
  #batches: { units: number; readonly until: number; readonly isReceived: boolean }[]

  constructor(opening: number, life: ShelfLife) {
    this.#days = life.days
    this.#batches = openingBatches(opening, life).map((batch) => ({ ...batch, isReceived: false }))
    this.#batches.sort((a, b) => (a.until < b.until ? -1 : a.until > b.until ? 1 : 0))
  }

  receive(units: number, day: number): void {
    if (units <= 0) return
    this.#batches.push({ units, until: day + this.#days, isReceived: true })
    this.#batches.sort((a, b) => (a.until < b.until ? -1 : a.until > b.until ? 1 : 0))
  }

  /** Takes off what can no longer be sold on a day, and gives how much that is: of the opening stock and of receipts. */
  expire(day: number): { readonly opening: number; readonly receipts: number } {
    const expired = { opening: 0, receipts: 0 }
    for (const { units, until, isReceived } of this.#batches)
      if (until <= day) expired[isReceived ? 'receipts' : 'opening'] += units
    this.#batches = this.#batches.filter(({ until }) => until > day)
    return expired
  }

  sell(units: number): void {
    let left = units
    for (const batch of this.#batches) {
      const sold = Math.min(left, batch.units)
      batch.units -= sold
      left -= sold
    }
    this.#batches = this.#batches.filter((batch) => batch.units > 0)
  }

  get units(): number {
    return this.#batches.reduce((sum, { units }) => sum + units, 0)
  }
}

/** Gives the units by day that expire unsold where mean demand is sold, first what expires first: of the opening stock and of receipts. */
export const expiringByDay = (
  opening: number,
  receipts: Float64Array,
  demandOn: (day: number) => number,
  life: ShelfLife,
): { readonly opening: Float64Array; readonly receipts: Float64Array } => {
  const shelf = new DatedShelf(opening, life)
  const expired = { opening: zeros(receipts.length), receipts: zeros(receipts.length) }
  for (const [day, units] of receipts.entries()) {
    const gone = shelf.expire(day)
    expired.opening[day] = gone.opening
    expired.receipts[day] = gone.receipts
    shelf.receive(units, day)
    shelf.sell(Math.max(0, demandOn(day)))
  }
  return expired
}
