import type { CellFacts } from '../assessment/cell.ts'
import { greatestRatio, halfWeightRuns, historyUpliftCv, mostHistoryWeight } from '../policy.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import { type EstimatedUplift, estimateUplift } from './learning/forecast.ts'
import { mechanicOf } from './mechanic.ts'

import { pressureOn } from './rivalry.ts'
import { shelfLevel } from './shelf-level.ts'

/** Promoted demand as a ratio to the baseline, and how far it may be off. */
export type Uplift = {
  readonly ratio: number
  readonly source: 'stated' | 'history' | 'both' | 'unknown'
  /** Of a stated uplift the relative error of the extra units, of an estimated one that of all units. */
  readonly cv: number
  /** What an estimate was made from. */
  readonly estimate: EstimatedUplift | null
  /** How much the estimate counts in the ratio, 0 to 1. */
  readonly weight: number
}

/** Estimates the uplift of a promotion from what sales have taught; null where no promotion of any kind is on record. */
export const upliftFromHistory = (facts: CellFacts, line: PromotionLine): Uplift | null => {
  const shelf = shelfLevel(facts)
  if (shelf === null) return null
  const discount = discountOfLine(line, facts.item.unitPrice ?? shelf.level.price)
  const estimate = estimateUplift(
    facts.taught.common,
    shelf.level,
    shelf,
    { mechanic: mechanicOf(line.type), discount },
    pressureOn(facts, line),
  )
  if (estimate === null || estimate.pooled.basis === 'none') return null
  return { ratio: estimate.ratio, source: 'history', cv: historyUpliftCv, estimate, weight: 1 }
}

/**
 * Weighs a stated ratio with what promotions of the same item brought (geometric mean); as stated where too few are on
 * record, or where the item sells in promotions alone and a ratio to its normal sales says nothing.
 */
export const weighed = (ratio: number, cv: number, history: Uplift | null): Uplift => {
  const stated: Uplift = { ratio, source: 'stated', cv, estimate: null, weight: 0 }
  const estimate = history?.estimate ?? null
  if (estimate === null || !(ratio > 0 && estimate.ratio > 0 && estimate.ratio <= greatestRatio)) return stated
  const { basis, runs } = estimate.pooled
  if ((basis !== 'item' && basis !== 'shelf') || runs < halfWeightRuns) return stated
  const weight = (mostHistoryWeight * runs) / (runs + halfWeightRuns)
  return { ratio: ratio ** (1 - weight) * estimate.ratio ** weight, source: 'both', cv, estimate, weight }
}

/** Gives the discount that a line is planned with, null where nobody said it: that is not none. */
const discountOfLine = ({ discount, price }: PromotionLine, usual: number | null): number | null => {
  const told = discount ?? (price !== null && usual !== null && usual > 0 ? 1 - price / usual : null)
  return told === null ? null : Math.min(1, Math.max(0, told))
}
