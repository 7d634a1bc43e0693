import type { VerdictChange } from '../../cards/risks/reported-order-card.ts'
import { isoOf } from '../../domain/day.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadPromotions } from '../../store/promotions/promotions.ts'
import { type Context, momentOf } from '../context.ts'
import { assessTogether } from './assess-promotions.ts'
import { noTypedInput, type TypedInput } from './load-cell-facts.ts'
import { keptAssessment } from './promotion-view.ts'

/** Judges promotions without and with what is said just now, and keeps the new judgements. */
export const reassessWithInput = async (
  context: Context,
  promotionIds: readonly string[],
  said: TypedInput,
): Promise<{ readonly promotions: readonly VerdictChange[]; readonly changes: readonly Change[] }> => {
  const { workspace, today, policy } = context
  const visibility = await loadVisibility(workspace, isoOf(today))
  const stored = await loadPromotions(workspace, visibility, promotionIds)
  const judge = (words: TypedInput) =>
    assessTogether(workspace, visibility, stored, today, policy, momentOf(context), words)
  const [before, after] = [await judge(noTypedInput), await judge(said)]
  return {
    promotions: after.map(({ promotion, readiness }, i) => ({
      promotionId: promotion.promotionId,
      name: promotion.name,
      from: before[i]?.readiness.verdict ?? readiness.verdict,
      to: readiness.verdict,
    })),
    changes: after.map((assessed) => keptAssessment(assessed, assessed.readiness.verdict)),
  }
}
