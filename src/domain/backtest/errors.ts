/** Errors of a forecast over many windows, summed up in place: units, and the same at the price of each window where one is known. */
export type Errors = {
  windows: number
  sold: number
  missed: number
  over: number
  soldWorth: number
  missedWorth: number
}

/** How far a forecast was off; shares of what was sold, null where nothing was. */
export type ErrorFigures = {
  readonly windows: number
  /** All misses together as a share of what was sold (WAPE). */
  readonly wape: number | null
  /** What was forecast beyond what was sold, as a share of it; below zero too little was forecast. */
  readonly bias: number | null
  /** The WAPE with each window weighed by its price. */
  readonly revenueWape: number | null
}

/** Opens a sum in which nothing was measured. */
export const noErrors = (): Errors => ({ windows: 0, sold: 0, missed: 0, over: 0, soldWorth: 0, missedWorth: 0 })

/** Counts a window in place: units forecast and sold, and the price of one where it is known. Returned goods count by their size. */
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

/** Gives the figures of a sum of errors. */
export const errorFigures = (errors: Errors): ErrorFigures => ({
  windows: errors.windows,
  wape: share(errors.missed, errors.sold),
  bias: share(errors.over, errors.sold),
  revenueWape: share(errors.missedWorth, errors.soldWorth),
})
