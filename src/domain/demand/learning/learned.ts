import type { Day } from '../../day.ts'
import type { Pattern } from './pattern.ts'
import type { Pool } from './uplift-pool.ts'

/** How strongly sales fall while others of the group are promoted: a power of what these gain, and the weight it rests on. */
export type Rivalry = { power: number; weight: number }

/** An item's group, and what it sells a day: the sum of its levels, and at how many locations. */
export type LearnedItem = { readonly group: string; levels: number; locations: number }

/** What one company's sales have shown about all its items: how promotions sell, weeks fall and items compete. It is kept as JSON. */
export type Common = {
  /** Sales of days before this one were read, but for rows that had begun and were not over: the first of these began on `waiting`. */
  through: Day
  waiting: Day | null
  /** Patterns of the week by group (see `groupKey`), '' for all. */
  readonly patterns: Record<string, Pattern>
  /** Uplifts by what they are about (see `poolKeys`), against the level by every row and against that by plain rows. */
  readonly uplifts: { readonly every: Record<string, Pool>; readonly plain: Record<string, Pool> }
  readonly rivalry: Rivalry
  /** Days of which any daily row was told of a location (see `placeKey`), up to now. */
  readonly openDays: Record<string, number>
  /** Items by code (see `itemKey`). */
  readonly items: Record<string, LearnedItem>
}

/** Opens what is known before anything is: no promotion differs from another, and no item takes sales from another. */
export const nothingLearned = (through: Day): Common => ({
  through,
  waiting: null,
  patterns: {},
  uplifts: { every: {}, plain: {} },
  rivalry: { power: 0, weight: 0 },
  openDays: {},
  items: {},
})

/** Gives what a record keeps under a key, which it puts there first where nothing is. */
export const entryOf = <T>(record: Record<string, T>, key: string, make: () => T): T => {
  const known = record[key]
  if (known !== undefined) return known
  const made = make()
  record[key] = made
  return made
}
