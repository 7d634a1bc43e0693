import type { CellFacts } from '../assessment/cell.ts'
import type { Policy } from '../assessment/readiness.ts'
import type { Move } from './option.ts'
import { effectOf, type OptionCandidate, stepOf } from './option-candidate.ts'
import { spareUnits } from './spare.ts'
import { assumed } from './unit-worth.ts'

/**
 * Offers the substitute to those who find the shelf empty: a stated share of them takes it, and no more than it can spare
 * beyond its own protected need. The stockout of the promoted item stays what it is.
 */
export const offerSubstitute = (stake: OptionCandidate, substitute: CellFacts | null, policy: Policy): Move => {
  if (substitute === null) return { whyNot: { code: 'no-substitute' } }
  const { item } = substitute
  const nothing = effectOf(stake)
  const spare = spareUnits(substitute, policy) ?? 0
  const taken = Math.min(nothing.shortage * assumed.acceptance, spare)
  if (taken < 0.5) return { whyNot: { code: 'substitute-needed', sku: item.sku } }
  const margin = item.unitPrice === null || item.unitCost === null ? null : item.unitPrice - item.unitCost
  const isPriced =
    nothing.contribution !== null && margin !== null && item.currency === stake.lineCase.facts.item.currency
  return {
    step: { ...stepOf(stake), units: taken, instead: { sku: item.sku, item: item.name } },
    effect: {
      ...nothing,
      sales: nothing.sales + taken,
      shortage: nothing.shortage - taken,
      contribution: isPriced ? (nothing.contribution as number) + taken * (margin as number) : null,
    },
  }
}
