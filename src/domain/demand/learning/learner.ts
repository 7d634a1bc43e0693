import { cellKey } from '../../cell.ts'
import type { Day } from '../../day.ts'
import { type Common, entryOf } from './learned.ts'
import { type DemandLevel, emptyLevel, everyLevel } from './level.ts'
import { addToPattern, emptyPattern, groupKey } from './pattern.ts'
import { discountOf, type HistoryRow, type LearnedRow, readMissingDays, readRow } from './read-row.ts'
import { itemKey, itemLevel, learnRivalry, pressureOf } from './rivals.ts'
import { addToPool, emptyPool, pooledUplift, poolsOf } from './uplift-pool.ts'

/** Learns from sales day by day and updates what was learned in place. */
export type Learner = {
  readonly common: Common
  readonly levels: Map<string, DemandLevel>
  /** Learns from all rows that end on one day, in the order of their cells; days ascend from call to call. */
  readonly learnDay: (day: Day, rows: readonly HistoryRow[]) => void
}

/** Makes a learner that continues from what was learned; `groupOf` gives the group of an item, whose items compete and share a pattern. */
export const openLearner = (
  common: Common,
  levels: Map<string, DemandLevel>,
  groupOf: (sku: string) => string,
): Learner => ({
  common,
  levels,
  learnDay: (day, rows) => {
    const pressures = pressuresOf(common, levels, rows, groupOf)
    const open = countOpenDays(common, rows)
    for (const [i, row] of rows.entries()) {
      const key = cellKey(row)
      const level = levels.get(key) ?? emptyLevel(row.day)
      levels.set(key, level)
      const group = groupOf(row.sku)
      const before = level.rows > 0 ? everyLevel(level) : null
      if (row.days === 1) readMissingDays(level, row.day, open.get(row.location) as number)
      const pressure = pressures[i] as number
      teach(common, readRow(common, level, row, group, pressure), group, pressure)
      keepItem(common, row.sku, group, before, level.rows > 0 ? everyLevel(level) : null)
    }
    common.through = Math.max(common.through, day + 1)
  },
})

const placeKey = (location: string): string => `p\u0000${location}`

/** Counts a day for every location with daily rows, in place, and gives the days that each has been open. */
const countOpenDays = ({ openDays }: Common, rows: readonly HistoryRow[]): ReadonlyMap<string, number> => {
  const places = new Set(rows.filter(({ days }) => days === 1).map(({ location }) => location))
  return new Map(
    [...places].map((location) => {
      const key = placeKey(location)
      openDays[key] = (openDays[key] ?? 0) + 1
      return [location, openDays[key]]
    }),
  )
}

const teach = (common: Common, lesson: LearnedRow, group: string, pressure: number): void => {
  if (lesson.kind === 'plain')
    for (const key of ['', groupKey(group)])
      addToPattern(entryOf(common.patterns, key, emptyPattern), lesson.slot, lesson.units, lesson.even)
  if (lesson.kind !== 'promoted') return
  learnRivalry(common.rivalry, pressure, lesson.every.units, lesson.expected)
  for (const key of lesson.keys) {
    addToPool(entryOf(common.uplifts.every, key, emptyPool), lesson.every)
    if (lesson.plain !== null) addToPool(entryOf(common.uplifts.plain, key, emptyPool), lesson.plain)
  }
}

/** Gives the pressure on each row of a day by the promotions of the other items of its group at its location (see `pressureOf`). */
const pressuresOf = (
  common: Common,
  levels: ReadonlyMap<string, DemandLevel>,
  rows: readonly HistoryRow[],
  groupOf: (sku: string) => string,
): readonly number[] => {
  const keys = rows.map((row) => `${groupOf(row.sku)}\u0000${row.location}`)
  const own = rows.map((row) => {
    const normal = itemLevel(common, row.sku)
    if (row.promotion === null || normal === 0) return { normal, expected: normal }
    const discount = discountOf(row, levels.get(cellKey(row))?.price ?? null)
    return {
      normal,
      expected: normal * itemUplift(common, row.promotion.mechanic, groupOf(row.sku), row.sku, discount),
    }
  })
  const sums = new Map<string, { normal: number; expected: number }>()
  for (const [i, { normal, expected }] of own.entries()) {
    const sum = sums.get(keys[i] as string)
    sums.set(keys[i] as string, { normal: (sum?.normal ?? 0) + normal, expected: (sum?.expected ?? 0) + expected })
  }
  return own.map(({ normal, expected }, i) => {
    const sum = sums.get(keys[i] as string) as { normal: number; expected: number }
    return pressureOf(sum.normal - normal, sum.expected - expected)
  })
}

/** Gives the estimated uplift of an item's promotion over all locations, as a ratio. */
export const itemUplift = (
  common: Common,
  mechanic: string,
  group: string,
  sku: string,
  discount: number | null,
): number =>
  pooledUplift(poolsOf(common.uplifts.every, {}, { mechanic, group, sku }), discount, itemLevel(common, sku)).ratio

/** Updates the average level of an item over its locations, in place. */
const keepItem = ({ items }: Common, sku: string, group: string, before: number | null, now: number | null): void => {
  if (now === null) return
  const item = entryOf(items, itemKey(sku), () => ({ group, levels: 0, locations: 0 }))
  item.levels += now - (before ?? 0)
  if (before === null) item.locations += 1
}
