import type { CellFacts } from '../assessment/cell.ts'
import { greatestRatio, halfWeightRuns, historyUpliftCv, mostHistoryWeight } from '../policy.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import { cellLevel } from './cell-level.ts'
import { type EstimatedUplift, estimateUplift } from './learning/forecast.ts'
import { mechanicOf } from './mechanic.ts'
import { pressureOn } from './rivalry.ts'

/** Promoted demand as a ratio to the baseline, and its error. */
export type Uplift = {
  readonly ratio: number
  readonly source: 'stated' | 'history' | 'both' | 'unknown'
  /** Of a stated uplift the relative error of the extra units, of an estimated one that of all units. */
  readonly cv: number
  /** The estimate from history; null where the uplift is only stated or unknown. */
  readonly estimate: EstimatedUplift | null
  /** The weight of the estimate in the ratio, 0 to 1. */
  readonly weight: number
}

/** Estimates the uplift of a promotion from sales history; null where no promotion at all is on record. */
export const upliftFromHistory = (facts: CellFacts, line: PromotionLine): Uplift | null => {
  const shelf = cellLevel(facts)
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
 * Weighs a stated ratio with that of past promotions of the item, by the geometric mean. It stays as stated where too few are
 * on record, or where the item sells in promotions alone, so that a ratio to its normal sales means nothing.
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

/** Gives the planned discount of a line, 0 to 1; null where unknown, which is not the same as none. */
const discountOfLine = ({ discount, price }: PromotionLine, usual: number | null): number | null => {
  const planned = discount ?? (price !== null && usual !== null && usual > 0 ? 1 - price / usual : null)
  return planned === null ? null : Math.min(1, Math.max(0, planned))
}
