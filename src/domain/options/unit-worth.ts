import type { LineCase } from '../assessment/scenario.ts'
import { perishableDays } from '../policy.ts'
import { landedCost } from '../prices/landed-cost.ts'

/** Assumptions for what no feed states. Every answer that rests on one of these says so. */
export const assumptions = {
  /** Holding cost of a leftover unit that can still be sold later, as a share of its unit cost. */
  holdingShare: 0.1,
  /** Cost of a unit that is short beside its lost margin, in money. */
  goodwill: 0,
  /** The share of buyers who take the substitute. */
  acceptance: 0.5,
  /** Days that units take from one location to another. */
  transferDays: 3,
} as const

/** What one unit of a promotion line is worth, in its currency; null where price or cost is not known. */
export type UnitWorth = {
  /** Promotional net price less what a unit costs until it can be sold. */
  readonly margin: number | null
  /** Normal price less that cost, for what is sold without the promotion. */
  readonly normalMargin: number | null
  /** The cost of a unit that is left over past its shelf life. */
  readonly writeOff: number | null
  /** The cost of a unit that is left over and sold later. */
  readonly holding: number | null
  readonly goodwill: number
}

/** Tells whether what is left over of an item spoils, so that it is written off rather than sold later. */
export const isPerishable = ({ shelfLifeDays }: Pick<LineCase['facts']['item'], 'shelfLifeDays'>): boolean =>
  shelfLifeDays !== null && shelfLifeDays <= perishableDays

/** Gives what a unit of a line is worth; without a normal price the promotional one takes its place. */
export const unitWorthOf = ({ facts, line, price }: Pick<LineCase, 'facts' | 'line' | 'price'>): UnitWorth => {
  const { unitCost, unitPrice } = facts.item
  const less = (of: number | null, cost: number | null) => (of === null || cost === null ? null : of - cost)
  return {
    margin: less(price, landedCost(facts, line).total),
    normalMargin: less(unitPrice ?? price, landedCost(facts, {}).total),
    writeOff: unitCost,
    holding: unitCost === null ? null : assumptions.holdingShare * unitCost,
    goodwill: assumptions.goodwill,
  }
}
