/** The sums of a forecast's errors over many windows, updated in place: in units, and in money where a window's price is known. */
export type Errors = {
  windows: number
  sold: number
  missed: number
  over: number
  soldWorth: number
  missedWorth: number
}

/** The error of a forecast, as shares of the sales; null where there were none. */
export type ErrorFigures = {
  readonly windows: number
  /** The sum of absolute errors as a share of the sales (WAPE). */
  readonly wape: number | null
  /** The sum of errors as a share of the sales: below zero the forecast was too low. */
  readonly bias: number | null
  /** The WAPE in money: each window is weighed by its price. */
  readonly revenueWape: number | null
}

/** Gives sums of no windows. */
export const noErrors = (): Errors => ({ windows: 0, sold: 0, missed: 0, over: 0, soldWorth: 0, missedWorth: 0 })

/** Adds a window, in place: units forecast and sold, and the price of a unit where known. Net returns count by their absolute size. */
export const addError = (errors: Errors, forecast: number, sold: number, price: number | null): void => {
  errors.windows += 1
  errors.sold += Math.abs(sold)
  errors.missed += Math.abs(forecast - sold)
  errors.over += forecast - sold
  if (price === null) return
  errors.soldWorth += Math.abs(sold) * price
  errors.missedWorth += Math.abs(forecast - sold) * price
}

const share = (part: number, whole: number): number | null => {
  const ratio = part / whole
  return whole > 0 && Number.isFinite(ratio) ? ratio : null
}

/** Gives the figures of summed errors. */
export const errorFigures = (errors: Errors): ErrorFigures => ({
  windows: errors.windows,
  wape: share(errors.missed, errors.sold),
  bias: share(errors.over, errors.sold),
  revenueWape: share(errors.missedWorth, errors.soldWorth),
})
