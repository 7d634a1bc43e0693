import type { Sale } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { coverDays, normalSalesDays, pullForwardDays, waitingDays } from '../policy.ts'
import { salesCameIn, soldOf } from '../promotions/ended.ts'
import { type DailySales, dailySales, type IsPromoted, stockoutOn, unitsOn } from './daily-sales.ts'
import { isNormalDay, type NormalSales, normalSales } from './normal-sales.ts'

/** What is known of a line whose window is over. Money is in the item's currency. */
export type LineHistory = {
  readonly location: string
  readonly start: Day
  readonly end: Day
  /** Units expected on its first day; null where unknown. */
  readonly expected: number | null
  /** Sales of the cell, from `historyStart` to `historyEnd`. */
  readonly sales: readonly Sale[]
  readonly isPromoted: IsPromoted
  /** The season of the item in the window, as a factor on the weeks before. */
  readonly season: number
  /** The other items of its group at the place. */
  readonly rivals: readonly Rival[]
  /** Units on hand at the first count after the window; null where there is none. */
  readonly onHandAfter: number | null
}

/** Another item of the group at the same place; `margin` is that of a unit, null where unknown. */
export type Rival = {
  readonly sales: readonly Sale[]
  readonly isPromoted: IsPromoted
  readonly margin: number | null
}

/** How a line went, in units; null where the sales do not tell. */
export type LineResult = {
  readonly windowDays: number
  /** Days of the window whose sales have come in. */
  readonly toldDays: number
  readonly sold: number
  /** Estimated units that could not be sold. */
  readonly lost: number
  /** Days out of stock, counted by the share of each. */
  readonly outDays: number
  /** Days without promotion in the weeks before whose sales have come in, and how many of them it was out of stock. */
  readonly ordinaryDays: number
  readonly ordinaryOutDays: number
  /** What would have sold in the window without the promotion. */
  readonly normal: number | null
  /** Units that were missing in the four weeks after, at most what the promotion sold on top. */
  readonly pulled: number | null
  /** Units that other items of the group sold less in the window, and their margin; at most what the promotion sold on top. */
  readonly taken: number | null
  readonly takenMargin: number | null
  /** Units left at the end beyond 28 days of normal sales. */
  readonly leftover: number | null
}

/** The first and the last day of which the sales matter for a line. */
export const historyStart = (start: Day): Day => start - waitingDays - normalSalesDays
export const historyEnd = (end: Day): Day => end + pullForwardDays

/** Works out how a line went. */
export const lineResult = (line: LineHistory): LineResult => {
  const { start, end, sales: rows, isPromoted, season, onHandAfter } = line
  const { sold, lost, out } = soldOf(line)
  const sales = dailySales(rows, historyStart(start), historyEnd(end))
  const normalOn = normalSales(sales, isPromoted, start, season)
  const normal = normalOn === null ? null : sumOver(start, end, normalOn)
  const onTop = normal === null ? null : Math.max(0, sold - normal)
  const taken = onTop === null ? null : takenFrom(line, onTop)
  return {
    windowDays: end - start + 1,
    toldDays: salesCameIn([line]).days,
    ...{ sold, lost, outDays: out, normal },
    ...ordinaryOf(sales, isPromoted, start),
    pulled:
      normalOn === null || onTop === null ? null : Math.min(onTop, missingAfter(sales, isPromoted, end, normalOn)),
    taken: taken?.units ?? null,
    takenMargin: taken?.margin ?? null,
    leftover:
      normalOn === null || onHandAfter === null
        ? null
        : Math.max(0, onHandAfter - sumOver(end + 1, end + coverDays, normalOn)),
  }
}

const ordinaryOf = (sales: DailySales, isPromoted: IsPromoted, start: Day) => {
  let ordinaryDays = 0
  let ordinaryOutDays = 0
  for (let day = historyStart(start); day < start; day++) {
    if (unitsOn(sales, day) === null || isPromoted(day)) continue
    ordinaryDays++
    ordinaryOutDays += stockoutOn(sales, day)
  }
  return { ordinaryDays, ordinaryOutDays }
}

const sumOver = (from: Day, to: Day, on: NormalSales): number => {
  let sum = 0
  for (let day = from; day <= to; day++) sum += on(day)
  return sum
}

/** Gives the units that normal days between two days sold less than normal, 0 where they sold more in all. */
const missingBetween = (
  sales: DailySales,
  isPromoted: IsPromoted,
  from: Day,
  to: Day,
  normalOn: NormalSales,
): number => {
  let missing = 0
  for (let day = from; day <= to; day++)
    if (isNormalDay(sales, isPromoted, day)) missing += normalOn(day) - (unitsOn(sales, day) as number)
  return Math.max(0, missing)
}

const missingAfter = (sales: DailySales, isPromoted: IsPromoted, end: Day, normalOn: NormalSales): number =>
  missingBetween(sales, isPromoted, end + 1, historyEnd(end), normalOn)

/** Gives what the other items of the group sold less in the window, in units and margin, at most `most` units. */
const takenFrom = (
  { start, end, rivals, season }: LineHistory,
  most: number,
): { readonly units: number; readonly margin: number | null } => {
  let units = 0
  let margin: number | null = 0
  for (const rival of rivals) {
    const sales = dailySales(rival.sales, historyStart(start), end)
    const normalOn = normalSales(sales, rival.isPromoted, start, season)
    const missing = normalOn === null ? 0 : missingBetween(sales, rival.isPromoted, start, end, normalOn)
    if (missing === 0) continue
    units += missing
    margin = margin === null || rival.margin === null ? null : margin + missing * rival.margin
  }
  const share = units > most ? most / units : 1
  return { units: units * share, margin: margin === null ? null : margin * share }
}
