import type { VerdictChange } from '../cards/told-card.ts'
import { isoOf } from '../domain/day.ts'
import type { Change } from '../store/change.ts'
import { loadPromotions } from '../store/promotions.ts'
import { loadVisibility } from '../store/visibility.ts'
import { assessTogether } from './assessing.ts'
import { type Asked, momentOf } from './outcome.ts'
import { keptAssessment } from './promotion-changes.ts'
import { nothing, type Said } from './shelves.ts'

/** Judges promotions without and with what is said just now, and keeps the new judgements. */
export const rejudged = async (
  asked: Asked,
  promotionIds: readonly string[],
  said: Said,
): Promise<{ readonly promotions: readonly VerdictChange[]; readonly changes: readonly Change[] }> => {
  const { workspace, today, policy } = asked
  const visibility = await loadVisibility(workspace, isoOf(today))
  const stored = await loadPromotions(workspace, visibility, promotionIds)
  const judge = (words: Said) => assessTogether(workspace, visibility, stored, today, policy, momentOf(asked), words)
  const [before, after] = [await judge(nothing), await judge(said)]
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
