import { sumOf, zeros } from '../../common/numbers.ts'
import type { CellFacts, KitUse, PlannedDemand } from '../assessment/cell.ts'
import { type Day, weekdayOf } from '../day.ts'
import { noteEffects } from '../intelligence/effect.ts'
import { historyDayCv, historyLevelCv, likeItemLevelCv, planDayCv, planLevelCv, planTailDays } from '../policy.ts'
import { cellLevel } from './cell-level.ts'
import { normalLevel, weekOf } from './learning/forecast.ts'
import { dispersionOf, rivalsOnAverage, variation } from './learning/level.ts'
import { slotOf } from './learning/pattern.ts'
import { rivalFactor } from './learning/rivals.ts'
import { moveDemand } from './moved-demand.ts'
import { pressureByDay } from './rivalry.ts'

export type BaselineSource = 'plan' | 'history' | 'like-item' | 'none'

/**
 * The normal sales of a cell without any promotion, in units a day from `from` on, and their error: the variance of a day is
 * `dispersion` x mean + (`dayCv` x mean)², and the level as a whole is off by `levelCv`, as a share.
 */
export type Baseline = {
  readonly from: Day
  readonly perDay: Float64Array
  readonly source: BaselineSource
  readonly dispersion: number
  readonly dayCv: number
  readonly levelCv: number
  /** The first day after the plan; null where the plan is long enough or there is none. */
  readonly planEndsOn: Day | null
  /** The days of history that it rests on; null for a plan. */
  readonly rests: HistoryDays | null
}

/** Days without promotion, days in promotions, and days without stock, which were left out. */
export type HistoryDays = { readonly plain: number; readonly promoted: number; readonly masked: number }

/** Gives the baseline of a day in units; 0 outside the computed range. */
export const baselineOn = (baseline: Baseline, day: Day): number => baseline.perDay[day - baseline.from] ?? 0

const fromPlan = (plan: readonly PlannedDemand[], from: Day, length: number, source: BaselineSource): Baseline => {
  const byDay = new Map<Day, number>()
  for (const row of plan) for (let i = 0; i < row.days; i++) byDay.set(row.day + i, row.units / row.days)
  let last = Number.NEGATIVE_INFINITY
  for (const day of byDay.keys()) if (day > last) last = day
  let sum = 0
  let count = 0
  for (let day = last; day > last - planTailDays; day--) {
    const units = byDay.get(day)
    if (units === undefined) continue
    sum += units
    count++
  }
  const mean = sum / count
  const perDay = zeros(length)
  for (let i = 0; i < length; i++) perDay[i] = byDay.get(from + i) ?? mean
  const planEndsOn = last < from + length - 1 ? last + 1 : null
  return { from, perDay, source, dispersion: 1, dayCv: planDayCv, levelCv: planLevelCv, planEndsOn, rests: null }
}

/**
 * Gives normal sales by history: the level of the cell times the pattern of the week. The error of its level is drift, and the
 * chance in the units that it rests on.
 */
const fromHistory = (facts: CellFacts, from: Day, length: number): Baseline | null => {
  const shelf = cellLevel(facts)
  const normal = shelf === null ? null : normalLevel(facts.taught.common, shelf.level, shelf.sku)
  if (shelf === null || normal === null) return null
  const { level, group, isLike } = shelf
  const week = weekOf(facts.taught.common, group, level)
  const pressures = isLike ? null : pressureByDay(facts, from, length)
  const { rivalry } = facts.taught.common
  const average = rivalsOnAverage(level)
  const perDay = zeros(length)
  for (let i = 0; i < length; i++) {
    const pressure = pressures?.[i] ?? 0
    // Where no rival promotion is planned, there may still be some that are not known yet.
    const rivals = pressure === 0 ? 1 : rivalFactor(rivalry, pressure) / average
    perDay[i] = normal * rivals * (week[slotOf(weekdayOf(from + i), facts.holidays.has(from + i))] as number)
  }
  const dispersion = dispersionOf(level)
  const drift = Math.hypot(
    historyLevelCv * Math.sqrt(Math.min(1, variation(level))),
    Math.sqrt(level.every.sold > 0 ? dispersion / level.every.sold : 0),
  )
  return {
    from,
    perDay,
    source: isLike ? 'like-item' : 'history',
    dispersion,
    dayCv: historyDayCv,
    levelCv: isLike ? Math.max(drift, likeItemLevelCv) : drift,
    planEndsOn: null,
    rests: {
      plain: level.plainRows * level.span,
      promoted: (level.rows - level.plainRows) * level.span,
      masked: level.maskedRows * level.span,
    },
  }
}

/** Estimates a cell's normal sales for `length` days from `from`, with what kits take: the plan, else history, else a like item, else nothing. */
export const baselineOf = (facts: CellFacts, from: Day, length: number): Baseline => {
  const own = ownBaseline(facts, from, length)
  return facts.kits === undefined ? own : facts.kits.uses.reduce((sum, use) => withKit(sum, use, facts.asOf), own)
}

/** Adds what a kit takes in its normal sales, as far as assembled kits do not serve them. */
const withKit = (own: Baseline, { quantity, facts, assembled }: KitUse, asOf: Day): Baseline => {
  const kit = baselineOf(facts, own.from, own.perDay.length)
  if (kit.source === 'none') return own
  const effects = noteEffects(facts.intelligence)
  if (effects !== null) moveDemand(effects, own.from, [kit.perDay])
  const taken = kit.perDay.map((kits, i) => quantity * Math.max(0, kits - (assembled[own.from + i - asOf] ?? 0)))
  const perDay = own.perDay.map((units, i) => units + (taken[i] as number))
  const [ours, theirs] = [sumOf(own.perDay), sumOf(taken)]
  const all = Math.max(ours + theirs, Number.MIN_VALUE)
  return {
    ...(own.source === 'none' ? kit : own),
    from: own.from,
    perDay,
    dispersion:
      all > Number.MIN_VALUE ? (own.dispersion * ours + quantity * kit.dispersion * theirs) / all : own.dispersion,
    dayCv: Math.hypot(own.dayCv * ours, kit.dayCv * theirs) / all,
    levelCv: Math.hypot(own.levelCv * ours, kit.levelCv * theirs) / all,
  }
}

const ownBaseline = (facts: CellFacts, from: Day, length: number): Baseline => {
  if (facts.plan.length > 0) return fromPlan(facts.plan, from, length, 'plan')
  const history = fromHistory(facts, from, length)
  if (history !== null && history.source === 'history') return history
  if (facts.like !== null && facts.like.plan.length > 0) {
    const like = fromPlan(facts.like.plan, from, length, 'like-item')
    return fromLaunch(facts, { ...like, levelCv: Math.max(like.levelCv, likeItemLevelCv) })
  }
  if (history !== null) return fromLaunch(facts, history)
  return { ...nothing, from, perDay: zeros(length) }
}

/** Sets the baseline from a similar item to nothing before the launch of an item, or its first promotion where that is sooner: nobody can buy it yet. */
const fromLaunch = ({ item: { launchOn }, promotions }: CellFacts, like: Baseline): Baseline => {
  if (launchOn === null) return like
  const first = promotions.reduce((least, { start }) => Math.min(least, start), launchOn)
  return { ...like, perDay: like.perDay.map((units, i) => (like.from + i < first ? 0 : units)) }
}

const nothing = {
  source: 'none',
  dispersion: 1,
  dayCv: planDayCv,
  levelCv: 0,
  planEndsOn: null,
  rests: null,
} as const
