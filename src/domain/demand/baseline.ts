import type { CellFacts, PlannedDemand, Sale } from '../cell.ts'
import { type Day, weekdayOf } from '../day.ts'

export type BaselineSource = 'plan' | 'history' | 'like-item' | 'none'

/**
 * Normal sales of a cell without any promotion, in units a day from `from` on, and how far they can be trusted: a day's
 * variance is `dispersion` x mean + (`dayCv` x mean)², and the level as a whole may be off by `levelCv`.
 */
export type Baseline = {
  readonly from: Day
  readonly perDay: Float64Array
  readonly source: BaselineSource
  readonly dispersion: number
  readonly dayCv: number
  readonly levelCv: number
  /** First day that the plan does not reach, or null. */
  readonly planEndsOn: Day | null
  /** Days of clean history the level rests on; 0 for a plan. */
  readonly cleanDays: number
}

/** Days of a plan whose mean stands for the days beyond it (contract: the last 28). */
const planTail = 28
const levelDays = 28
const patternDays = 56
const weeksOfRows = 13
const leastCleanDays = 7
/** Above this share of the selling time out of stock, a day's sales say too little about its demand. */
const tolerableStockout = 0.1
/** A plan states no error of its own: a fifth a day and a tenth in level are what retail plans are usually off by. */
const planDayCv = 0.2
const planLevelCv = 0.1
/** Levels learned from history drift until the window comes. */
const levelDrift = 0.2

/** Gives the baseline at a day; days outside the computed range count as none. */
export const baselineOn = (baseline: Baseline, day: Day): number => baseline.perDay[day - baseline.from] ?? 0

const fromPlan = (plan: readonly PlannedDemand[], from: Day, length: number, source: BaselineSource): Baseline => {
  const byDay = new Map<Day, number>()
  for (const row of plan) for (let i = 0; i < row.days; i++) byDay.set(row.day + i, row.units / row.days)
  let last = Number.NEGATIVE_INFINITY
  for (const day of byDay.keys()) if (day > last) last = day
  let sum = 0
  let count = 0
  for (let day = last; day > last - planTail; day--) {
    const units = byDay.get(day)
    if (units === undefined) continue
    sum += units
    count++
  }
  const mean = sum / count
  const perDay = new Float64Array(length)
  for (let i = 0; i < length; i++) perDay[i] = byDay.get(from + i) ?? mean
  const planEndsOn = last < from + length - 1 ? last + 1 : null
  return { from, perDay, source, dispersion: 1, dayCv: planDayCv, levelCv: planLevelCv, planEndsOn, cleanDays: 0 }
}

/** Tells whether a sales row shows normal demand: no promotion, shelf in stock. */
const isClean = (sale: Sale): boolean => !sale.onPromo && sale.stockout <= tolerableStockout

/**
 * Estimates normal sales from cleaned history: the level is the mean of the last 28 clean days (13 clean rows where rows
 * span several days), shaped by weekday over 56 days, each weekday drawn towards the mean as if two more average days
 * had been seen. Dispersion is the variance-to-mean ratio of what is left.
 */
const fromHistory = (sales: readonly Sale[], from: Day, length: number, source: BaselineSource): Baseline | null => {
  const clean = sales.filter(isClean)
  const daily = clean.filter((sale) => sale.days === 1)
  const rows = daily.length >= leastCleanDays ? daily.slice(-patternDays) : clean.slice(-weeksOfRows)
  const level = daily.length >= leastCleanDays ? rows.slice(-levelDays) : rows
  let units = 0
  let days = 0
  for (const row of level) {
    units += row.units
    days += row.days
  }
  if (days < leastCleanDays) return null
  const mean = units / days
  const shape = weekdayShape(rows)
  let residual = 0
  let expected = 0
  for (const row of rows) {
    let fit = 0
    for (let i = 0; i < row.days; i++) fit += mean * (shape[weekdayOf(row.day + i)] as number)
    residual += (row.units - fit) ** 2
    expected += fit
  }
  const dispersion = expected > 0 ? Math.max(0.25, residual / expected) : 1
  const perDay = new Float64Array(length)
  for (let i = 0; i < length; i++) perDay[i] = mean * (shape[weekdayOf(from + i)] as number)
  const levelCv = Math.sqrt(levelDrift ** 2 + (units > 0 ? dispersion / units : 0))
  return { from, perDay, source, dispersion, dayCv: 0, levelCv, planEndsOn: null, cleanDays: days }
}

const weekdayShape = (rows: readonly Sale[]): Float64Array => {
  const shape = new Float64Array(7).fill(1)
  const single = rows.filter((row) => row.days === 1)
  const mean = single.reduce((sum, row) => sum + row.units, 0) / single.length
  if (single.length < 21 || mean <= 0) return shape
  const sums = new Float64Array(7)
  const counts = new Float64Array(7)
  for (const row of single) {
    const weekday = weekdayOf(row.day)
    sums[weekday] = (sums[weekday] as number) + row.units
    counts[weekday] = (counts[weekday] as number) + 1
  }
  for (let i = 0; i < 7; i++) shape[i] = ((sums[i] as number) + 2 * mean) / (((counts[i] as number) + 2) * mean)
  const average = shape.reduce((sum, factor) => sum + factor, 0) / 7
  return shape.map((factor) => factor / average)
}

/** Estimates a cell's normal sales for `length` days from `from`: the plan, else cleaned history, else a like item, else nothing. */
export const baselineOf = (facts: CellFacts, from: Day, length: number): Baseline => {
  if (facts.plan.length > 0) return fromPlan(facts.plan, from, length, 'plan')
  const own = fromHistory(facts.sales, from, length, 'history')
  if (own) return own
  if (facts.like) {
    const like =
      facts.like.plan.length > 0
        ? fromPlan(facts.like.plan, from, length, 'like-item')
        : fromHistory(facts.like.sales, from, length, 'like-item')
    if (like) return { ...like, levelCv: Math.max(like.levelCv, 0.3) }
  }
  return {
    from,
    perDay: new Float64Array(length),
    source: 'none',
    dispersion: 1,
    dayCv: planDayCv,
    levelCv: 0,
    planEndsOn: null,
    cleanDays: 0,
  }
}
