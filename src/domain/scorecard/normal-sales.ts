import { zeros } from '../../common/numbers.ts'
import { type Day, weekdayOf } from '../day.ts'
import {
  greatestSeason,
  leastNormalDays,
  mostStockoutOfDay,
  normalSalesDays,
  seasonYears,
  waitingDays,
  yearOfWeeks,
} from '../policy.ts'
import { type DailySales, type IsPromoted, stockoutOn, unitsOn } from './daily-sales.ts'

/** Normal sales of a cell in units on a day. */
export type NormalSales = (day: Day) => number

/** Tells whether a day shows what sells without a promotion: its sales are in, no promotion was on, and the shelf was not empty. */
export const isNormalDay = (sales: DailySales, isPromoted: IsPromoted, day: Day): boolean =>
  unitsOn(sales, day) !== null && !isPromoted(day) && stockoutOn(sales, day) <= mostStockoutOfDay

/**
 * Gives what a cell would have sold without a promotion that starts on a day: the mean of the same weekday over the eight weeks
 * that end a week before, of days without promotion and with stock, times the season. Where a weekday is known less than twice,
 * all days count alike. Null where fewer than fourteen days are usable.
 */
export const normalSales = (
  sales: DailySales,
  isPromoted: IsPromoted,
  start: Day,
  season: number,
): NormalSales | null => {
  const sums = zeros(7)
  const counts = zeros(7)
  const last = start - waitingDays - 1
  for (let day = last - normalSalesDays + 1; day <= last; day++) {
    if (!isNormalDay(sales, isPromoted, day)) continue
    const weekday = weekdayOf(day)
    sums[weekday] = (sums[weekday] as number) + (unitsOn(sales, day) as number)
    counts[weekday] = (counts[weekday] as number) + 1
  }
  const days = counts.reduce((sum, count) => sum + count, 0)
  if (days < leastNormalDays) return null
  const mean = sums.reduce((sum, units) => sum + units, 0) / days
  const isByWeekday = counts.every((count) => count >= 2)
  return (day) => {
    const weekday = weekdayOf(day)
    return season * (isByWeekday ? (sums[weekday] as number) / (counts[weekday] as number) : mean)
  }
}

/**
 * Gives the season of an item in a window as a factor on the weeks before it: how its normal sales at all places together moved
 * on the same days of the last two years, by the geometric mean of both. 1 where two years do not show it.
 */
export const seasonOf = (sales: DailySales, isPromoted: IsPromoted, start: Day, end: Day): number => {
  const factors: number[] = []
  for (let year = 1; year <= seasonYears; year++) {
    const shift = year * yearOfWeeks
    const last = start - shift - waitingDays - 1
    const before = normalMean(sales, isPromoted, last - normalSalesDays + 1, last)
    const inside = normalMean(sales, isPromoted, start - shift, end - shift)
    const isTold = before.days >= leastNormalDays && inside.days * 2 >= end - start + 1
    if (!isTold || before.mean <= 0 || inside.mean <= 0) return 1
    factors.push(inside.mean / before.mean)
  }
  const mean = factors.reduce((product, factor) => product * factor, 1) ** (1 / factors.length)
  return Math.min(greatestSeason, Math.max(1 / greatestSeason, mean))
}

const normalMean = (sales: DailySales, isPromoted: IsPromoted, from: Day, to: Day) => {
  let sum = 0
  let days = 0
  for (let day = from; day <= to; day++)
    if (isNormalDay(sales, isPromoted, day)) {
      sum += unitsOn(sales, day) as number
      days++
    }
  return { mean: days === 0 ? 0 : sum / days, days }
}
