import { accuracyFallPoints, leastAccuracyWeeks } from '../policy.ts'
import type { ErrorSums, WeekTotals } from './totals.ts'

/** How well a category is forecast in weeks with a promotion and in the others: shares of its sales that the forecast had right, in whole per cent. */
export type AccuracyFall = { readonly category: string; readonly promoted: number; readonly others: number }

/**
 * Tells whether a category is forecast clearly worse in the weeks in which marketing is active; null where it is not, or where too
 * few weeks of either kind have come in. A week counts once for each item and place.
 */
export const accuracyFallOf = (category: string, { promoted, others }: WeekTotals): AccuracyFall | null => {
  if (Math.min(promoted.lines, others.lines) < leastAccuracyWeeks) return null
  const [of, than] = [percentRight(promoted), percentRight(others)]
  return of === null || than === null || than - of < accuracyFallPoints
    ? null
    : { category, promoted: of, others: than }
}

/** One less WAPE; a forecast that misses more than was sold has nothing right. */
const percentRight = ({ missed, actual }: ErrorSums): number | null =>
  actual > 0 ? Math.round(100 * Math.max(0, 1 - missed / actual)) : null
