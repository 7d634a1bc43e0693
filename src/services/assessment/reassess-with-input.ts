import type { VerdictChange } from '../../cards/risks/reported-order-card.ts'
import { isoOf } from '../../domain/day.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadPromotions } from '../../store/promotions/promotions.ts'
import type { Context } from '../context.ts'
import { assessmentContext, assessTogether } from './assess-promotions.ts'
import { keepAssessment } from './keep-assessment.ts'
import type { TypedInput } from './load-cell-facts.ts'

/** Judges promotions without and with what somebody types just now, and gives the changes that store the new judgements. */
export const reassessWithInput = async (
  context: Context,
  promotionIds: readonly string[],
  typed: TypedInput,
): Promise<{ readonly promotions: readonly VerdictChange[]; readonly changes: readonly Change[] }> => {
  const { workspace, today } = context
  const visibility = await loadVisibility(workspace, isoOf(today))
  const stored = await loadPromotions(workspace, visibility, promotionIds)
  const judging = assessmentContext(context, visibility)
  const before = await assessTogether(judging, stored)
  const after = await assessTogether({ ...judging, typed }, stored)
  return {
    promotions: after.map(({ promotion, readiness }, i) => ({
      promotionId: promotion.promotionId,
      name: promotion.name,
      from: before[i]?.readiness.verdict ?? readiness.verdict,
      to: readiness.verdict,
      problems: readiness.problems,
    })),
    changes: after.map((assessed) => keepAssessment(assessed, assessed.readiness.verdict)),
  }
}
