import type { Day } from '../day.ts'
import { shareAfterArrival } from '../policy.ts'
import type { CumulativeOutlook, Window } from '../supply/outlook.ts'
import { risksByDay } from '../supply/stockout.ts'

/** Gives the first day of the window by which a stockout is likelier than `policy`, or null. */
export const firstRiskyDay = (cumulative: CumulativeOutlook, window: Window, policy: number): Day | null => {
  const day = risksByDay(cumulative, window, policy).findIndex((risk) => risk > policy)
  return day < 0 ? null : window.start + day
}

/**
 * Gives the need date: the last day of the window by whose start goods must be usable to keep it within `policy`, with a
 * quarter of the policy left for the days after. Null where the window is within policy without them.
 */
export const neededDay = (cumulative: CumulativeOutlook, window: Window, policy: number): Day | null => {
  const risks = risksByDay(cumulative, window, policy)
  let day = risks.findIndex((risk) => risk > policy)
  if (day < 0) return null
  while (day > 0 && (risks[day - 1] as number) > (1 - shareAfterArrival) * policy) day--
  return window.start + day
}
