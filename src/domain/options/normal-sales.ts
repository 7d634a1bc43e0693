import { expectedShortage } from '../supply/expected-shortage.ts'
import { withExtra } from '../supply/outlook.ts'
import { stockoutRisk } from '../supply/stockout.ts'
import type { Effect } from './option.ts'
import { effectOf, type OptionCandidate } from './option-candidate.ts'

/** Gives what a line's days come to without its promotion, at the normal price; promotions that come first still run. */
export const withoutPromotion = (candidate: OptionCandidate): Effect => {
  const { lineCase, result, demand, worth } = candidate
  const { coverage } = result
  const senior = lineCase.demand.senior.slice(0, coverage.cumulative.daily.base.length)
  const cumulative = withExtra(coverage.cumulative, senior)
  const shortage = Math.min(demand.base, expectedShortage(cumulative, coverage.window))
  const alone: OptionCandidate = {
    lineCase,
    result: { ...result, coverage: { ...coverage, cumulative, shortedLines: [] } },
    demand: { ...demand, mean: demand.base },
    worth: { ...worth, margin: worth.normalMargin },
  }
  return { ...effectOf(alone), shortage, stockout: stockoutRisk(cumulative, coverage.window) }
}

/** Gives the contribution of a line's days without its promotion before anything is left over; null without price or cost. */
export const normalContribution = (candidate: OptionCandidate): number | null => {
  const { sales } = withoutPromotion(candidate)
  return candidate.worth.normalMargin === null ? null : candidate.worth.normalMargin * sales
}
