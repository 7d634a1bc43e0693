import type { CellFacts } from '../assessment/cell.ts'

/** How long goods keep: units are sellable on so many days from their receipt on, the opening stock until an index (excluded). */
export type ShelfLife = { readonly days: number; readonly openingUntil: number }

/** Gives how long the goods of a cell keep: the stock until its expiry date, else as if it was received when it was counted; null where they keep. */
export const shelfLifeOf = ({ asOf, item, stock }: Pick<CellFacts, 'asOf' | 'item' | 'stock'>): ShelfLife | null => {
  const { shelfLifeDays } = item
  const expiresOn = stock?.expiresOn ?? (shelfLifeDays === null || stock === null ? null : stock.asOf + shelfLifeDays)
  if (shelfLifeDays === null && expiresOn === null) return null
  return {
    days: shelfLifeDays ?? Number.POSITIVE_INFINITY,
    openingUntil: expiresOn === null ? Number.POSITIVE_INFINITY : expiresOn - asOf,
  }
}

type Batch = { units: number; readonly until: number }

/** A shelf that sells first what expires first. Days are indexes from the as-of date on, amounts are units. */
export class DatedShelf {
  readonly #days: number
  #batches: Batch[]

  constructor(opening: number, { days, openingUntil }: ShelfLife) {
    this.#days = days
    this.#batches = [{ units: opening, until: openingUntil }]
  }

  receive(units: number, day: number): void {
    if (units <= 0) return
    this.#batches.push({ units, until: day + this.#days })
    this.#batches.sort((a, b) => a.until - b.until)
  }

  /** Takes off what can no longer be sold on a day, and gives how much that is. */
  expire(day: number): number {
    const expired = this.#batches.filter(({ until }) => until <= day)
    if (expired.length > 0) this.#batches = this.#batches.filter(({ until }) => until > day)
    return expired.reduce((sum, { units }) => sum + units, 0)
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

/** Gives the units by day that expire unsold where mean demand is sold, first what expires first. */
export const expiringByDay = (
  opening: number,
  receipts: Float64Array,
  demandOn: (day: number) => number,
  life: ShelfLife,
): Float64Array => {
  const shelf = new DatedShelf(opening, life)
  return receipts.map((units, day) => {
    const expired = shelf.expire(day)
    shelf.receive(units, day)
    shelf.sell(Math.max(0, demandOn(day)))
    return expired
  })
}
