import { zeros } from '../../common/numbers.ts'
import type { Sale } from '../assessment/cell.ts'
import type { Day } from '../day.ts'

/** Sales of a cell by day, index 0 the day `from`: units, whether they have come in, and the share of the time out of stock. */
export type DailySales = {
  readonly from: Day
  readonly units: Float64Array
  readonly told: Uint8Array
  readonly stockout: Float64Array
}

/** A day that a promotion of the cell was on, by its plan or by its sales. */
export type IsPromoted = (day: Day) => boolean

/** Spreads rows of sales over the days from one to another; a row of a week counts a seventh on each of its days. */
export const dailySales = (sales: readonly Sale[], from: Day, to: Day): DailySales => {
  const length = Math.max(0, to - from + 1)
  const units = zeros(length)
  const told = new Uint8Array(length)
  const stockout = zeros(length)
  for (const sale of sales)
    for (let day = Math.max(sale.day, from); day < sale.day + sale.days && day <= to; day++) {
      units[day - from] = (units[day - from] as number) + sale.units / sale.days
      told[day - from] = 1
      stockout[day - from] = sale.stockout
    }
  return { from, units, told, stockout }
}

/** Gives the units of a day; null where its sales have not come in. */
export const unitsOn = ({ from, units, told }: DailySales, day: Day): number | null =>
  told[day - from] === 1 ? (units[day - from] as number) : null

/** Gives the share of a day that the cell was out of stock. */
export const stockoutOn = ({ from, stockout }: DailySales, day: Day): number => stockout[day - from] ?? 0
