import { cellKey } from '../../../../src/domain/cell.ts'
import { type Day, dayOf } from '../../../../src/domain/day.ts'
import { normalLevel } from '../../../../src/domain/demand/learning/forecast.ts'
import { nothingLearned } from '../../../../src/domain/demand/learning/learned.ts'
import { type Learner, openLearner } from '../../../../src/domain/demand/learning/learner.ts'
import type { DemandLevel } from '../../../../src/domain/demand/learning/level.ts'
import type { HistoryRow } from '../../../../src/domain/demand/learning/read-row.ts'

/** A Monday. */
export const monday: Day = dayOf('2025-01-06')

const plainDay: HistoryRow = {
  sku: 'COLA',
  location: 'SHOP',
  day: monday,
  days: 1,
  units: 10,
  stockout: 0,
  isHoliday: false,
  price: null,
  basePrice: null,
  promotion: null,
}

/** What makes a day of sales one of a promotion. */
export const promoted = (units: number, discount: number | null = 0.2, mechanic = 'flyer'): Partial<HistoryRow> => ({
  units,
  promotion: { mechanic, discount },
})

/** Sells on each of so many days from the Monday on what `told` says of the day; 10 units where it says nothing. */
export const selling = (
  days: number,
  told: (day: number) => number | Partial<HistoryRow>,
  at: Partial<HistoryRow> = {},
): readonly HistoryRow[] =>
  Array.from({ length: days }, (_, i) => {
    const said = told(i)
    return { ...plainDay, ...at, day: monday + i, ...(typeof said === 'number' ? { units: said } : said) }
  })

/** Opens a learner that knows nothing; every item is of the group of its first letter, unless told otherwise. */
export const newLearner = (groupOf = (sku: string) => sku.slice(0, 1)): Learner =>
  openLearner(nothingLearned(monday), new Map(), groupOf)

/** Reads rows as a store hands them out: by day, and by cell within a day. */
export const readAll = (learner: Learner, rows: readonly HistoryRow[]): Learner => {
  const days = Map.groupBy(rows, (row) => row.day)
  for (const day of [...days.keys()].sort((a, b) => a - b))
    learner.learnDay(
      day,
      (days.get(day) ?? []).toSorted((a, b) => (cellKey(a) < cellKey(b) ? -1 : 1)),
    )
  return learner
}

/** Learns from sales and nothing else. */
export const learnedFrom = (...rows: readonly (readonly HistoryRow[])[]): Learner => readAll(newLearner(), rows.flat())

/** Gives the level of a cell that was sold. */
export const levelOf = (learner: Learner, sku = 'COLA', location = 'SHOP'): DemandLevel => {
  const level = learner.levels.get(cellKey({ sku, location }))
  if (level === undefined) throw new Error(`nothing was learned of ${sku} at ${location}`)
  return level
}

/** Gives the normal sales of a day of a cell that was sold. */
export const normalOf = (learner: Learner, sku?: string, location?: string): number =>
  normalLevel(learner.common, levelOf(learner, sku, location), sku ?? 'COLA') as number

/** Makes chances that are the same in every run, from 0 to 1 (mulberry32). */
export const chances = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296
  }
}

/** Draws a Poisson number of units (Knuth), for means of some dozens at most. */
export const poisson = (mean: number, chance: () => number): number => {
  const limit = Math.exp(-mean)
  let units = 0
  for (let left = chance(); left > limit; left *= chance()) units++
  return units
}
