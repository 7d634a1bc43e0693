import type { LineView } from '../assessment/readiness.ts'
import { reasonOf } from '../assessment/reason.ts'
import type { PromotionId } from '../ids.ts'

/** A price of an item that somebody has to correct. */
export type Repricing = {
  readonly kind: 'reprice'
  readonly sku: string
  /** Those whose prices contradict each other, or the one whose price is wrong by itself. */
  readonly promotionIds: readonly PromotionId[]
  /** It is wrong because it discounts what runs short; absent where it is below cost, or contradicts another one. */
  readonly why?: 'scarce'
}

const belowCostOf = (line: LineView) => reasonOf(line, 'PRICE_CONFLICT', ({ other }) => other === null)

const scarceOf = (line: LineView) => reasonOf(line, 'SCARCE_DISCOUNT', ({ isMaterial }) => isMaterial === true)

/** Lists the prices of a line to correct: with each other promotion of another price, and by itself where it is below cost or discounts what runs short. */
export const repricings = (promotionId: PromotionId, line: LineView): readonly Repricing[] => {
  const { sku } = line.line
  const others = line.reasons.flatMap((reason) =>
    reason.code === 'PRICE_CONFLICT' && reason.other !== null ? [reason.other.promotionId] : [],
  )
  const own = { kind: 'reprice', sku, promotionIds: [promotionId] } as const
  return [
    ...[...new Set(others)].map((other): Repricing => ({ ...own, promotionIds: [promotionId, other].toSorted() })),
    ...(belowCostOf(line) !== null ? [own] : scarceOf(line) !== null ? [{ ...own, why: 'scarce' as const }] : []),
  ]
}

/** Finds what speaks against a price of a line: the lower price of the other promotion, its cost, or that it discounts what runs short; null where nothing does. */
export const causeOfRepricing = ({ promotionIds }: Repricing, line: LineView) =>
  promotionIds.length === 1
    ? (belowCostOf(line) ?? scarceOf(line))
    : reasonOf(
        line,
        'PRICE_CONFLICT',
        ({ other }) =>
          other !== null && other.promotionId !== line.line.promotionId && promotionIds.includes(other.promotionId),
      )

/** Gives what a price loses on a line, in its currency; null where it loses nothing there, or nobody knows. */
export const lostByPrice = (action: Repricing, line: LineView): number | null => {
  const cause = causeOfRepricing(action, line)
  if (cause === null) return null
  return (cause.code === 'PRICE_CONFLICT' ? cause.loss : cause.given) ?? null
}
