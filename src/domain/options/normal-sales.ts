import { expectedShortage, withExtra } from '../supply/outlook.ts'
import { stockoutRisk } from '../supply/stockout.ts'
import type { Effect } from './option.ts'
import { effectOf, type OptionCandidate } from './option-candidate.ts'

/** Gives what a line's days come to without its promotion, at the normal price: what promotions that come first want is still there. */
export const withoutPromotion = (stake: OptionCandidate): Effect => {
  const { lineCase, settled, demand, worth } = stake
  const { situation } = settled
  const senior = lineCase.demand.senior.slice(0, situation.prepared.outlook.base.length)
  const prepared = withExtra(situation.prepared, senior)
  const shortage = Math.min(demand.base, expectedShortage(prepared, situation.window))
  const alone = {
    ...stake,
    settled: { ...settled, situation: { ...situation, prepared, hurt: [] } },
    demand: { ...demand, mean: demand.base },
    worth: { ...worth, margin: worth.normalMargin },
  }
  return { ...effectOf(alone), shortage, stockout: stockoutRisk(prepared, situation.window) }
}

/** Gives the contribution of a line's days without its promotion before anything is left over; null without price or cost. */
export const normalContribution = (stake: OptionCandidate): number | null => {
  const { sales } = withoutPromotion(stake)
  return stake.worth.normalMargin === null ? null : stake.worth.normalMargin * sales
}
