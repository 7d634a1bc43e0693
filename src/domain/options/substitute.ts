import type { CellFacts } from '../assessment/cell.ts'
import type { Policy } from '../assessment/readiness.ts'
import type { Move } from './option.ts'
import { effectOf, emptyStep, type OptionCandidate } from './option-candidate.ts'
import { surplusUnits } from './surplus.ts'
import { assumptions } from './unit-worth.ts'

/**
 * Prices offering the substitute to buyers who find the shelf empty: an assumed share of them takes it, at most the units
 * that the substitute has above its own protected need. The stockout of the promoted item stays what it is.
 */
export const offerSubstitute = (candidate: OptionCandidate, substitute: CellFacts | null, policy: Policy): Move => {
  if (substitute === null) return { whyNot: { code: 'no-substitute' } }
  const { item } = substitute
  const nothing = effectOf(candidate)
  const spare = surplusUnits(substitute, policy) ?? 0
  const taken = Math.min(nothing.shortage * assumptions.acceptance, spare)
  if (taken < 0.5) return { whyNot: { code: 'substitute-needed', sku: item.sku } }
  const margin = item.unitPrice === null || item.unitCost === null ? null : item.unitPrice - item.unitCost
  const isPriced =
    nothing.contribution !== null && margin !== null && item.currency === candidate.lineCase.facts.item.currency
  return {
    step: { ...emptyStep(candidate), units: taken, instead: { sku: item.sku, item: item.name } },
    effect: {
      ...nothing,
      sales: nothing.sales + taken,
      shortage: nothing.shortage - taken,
      contribution: isPriced ? (nothing.contribution as number) + taken * (margin as number) : null,
    },
  }
}
