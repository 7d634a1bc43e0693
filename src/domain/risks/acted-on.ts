import type { PromotionId, RiskId } from '../ids.ts'

/** What a button or a form is about: a promotion by its id (`P-1`), or a risk by its number (1 for `R-1`). */
export type ActedOn =
  | { readonly kind: 'promotion'; readonly promotionId: PromotionId }
  | { readonly kind: 'risk'; readonly riskId: RiskId }

/** Tells what a button or a form is about by the id it carries: `R-1` in any case is a risk, everything else a promotion. */
export const actedOn = (id: string): ActedOn => {
  const number = /^r-(\d+)$/i.exec(id)?.[1]
  return number === undefined ? { kind: 'promotion', promotionId: id } : { kind: 'risk', riskId: Number(number) }
}
