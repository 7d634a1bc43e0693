import type { CellFacts } from '../cell.ts'
import type { PromotionLine } from '../promotion.ts'
import { type EstimatedUplift, estimateUplift } from './learning/forecast.ts'
import { mechanicOf } from './mechanic.ts'
import { pressureOn } from './rivalry.ts'
import { shelfLevel } from './shelf-level.ts'

/** Promoted demand as a ratio to the baseline, and how far it may be off. */
export type Uplift = {
  readonly ratio: number
  readonly source: 'stated' | 'history' | 'unknown'
  /** Of a stated uplift the relative error of the extra units, of an estimated one that of all units. */
  readonly cv: number
  /** What an estimate was made from. */
  readonly estimate: EstimatedUplift | null
}

/** By how much promotions differ from what promotions like them brought, as a share: measured on two retailers. */
const differing = 0.2

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
  return { ratio: estimate.ratio, source: 'history', cv: differing, estimate }
}

const discountOfLine = ({ discount, price }: PromotionLine, usual: number | null): number =>
  Math.min(1, Math.max(0, discount ?? (price !== null && usual !== null && usual > 0 ? 1 - price / usual : 0)))
