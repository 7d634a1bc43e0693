import type { Day } from '../../day.ts'
import type { Pattern } from './pattern.ts'
import type { Pool } from './uplift-pool.ts'

/** How strongly an item's sales fall while other items of its group are promoted: the power of the pressure, and the weight it rests on. */
export type Rivalry = { power: number; weight: number }

/** An item's group, the sum of its levels in units a day, and the number of its locations. */
type LearnedItem = { readonly group: string; levels: number; locations: number }

/** What was learned from one company's sales about all its items: uplifts, patterns of the week, and rivalry. It is stored as JSON. */
export type Common = {
  /** Sales before this day were learned from, except rows that were not over by then: the first of these began on `waiting`. */
  through: Day
  waiting: Day | null
  /** Patterns of the week by group (see `groupKey`), '' for all. */
  readonly patterns: Record<string, Pattern>
  /** Uplifts by what they are about (see `poolKeys`), against the level by every row and against that by plain rows. */
  readonly uplifts: { readonly every: Record<string, Pool>; readonly plain: Record<string, Pool> }
  readonly rivalry: Rivalry
  /** The number of days with a daily row of any item, by location (see `placeKey`). */
  readonly openDays: Record<string, number>
  /** Items by code (see `itemKey`). */
  readonly items: Record<string, LearnedItem>
}

/** Gives the state before any learning: no promotions, no patterns and no rivalry. */
export const nothingLearned = (through: Day): Common => ({
  through,
  waiting: null,
  patterns: {},
  uplifts: { every: {}, plain: {} },
  rivalry: { power: 0, weight: 0 },
  openDays: {},
  items: {},
})

/** Gives the entry of a record under a key; makes and stores it first where there is none. */
export const entryOf = <T>(record: Record<string, T>, key: string, make: () => T): T => {
  const known = record[key]
  if (known !== undefined) return known
  const made = make()
  record[key] = made
  return made
}
