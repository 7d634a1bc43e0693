import type { Verdict } from '../../domain/assessment/readiness.ts'
import { isoOf } from '../../domain/day.ts'
import type { Change } from '../../store/changes/change.ts'
import { type PromotionAssessment, promotionFingerprint } from './assess-promotions.ts'

/** Makes the change that stores the judgement of a promotion, with the fingerprint of its inputs. */
export const keepAssessment = (assessed: PromotionAssessment, verdict: Verdict | 'cancelled'): Change => ({
  kind: 'keep-assessment',
  promotionId: assessed.promotion.promotionId,
  asOf: isoOf(assessed.asOf),
  verdict,
  inputsHash: promotionFingerprint(assessed),
  summary: assessed.lines.map(({ line, verdict: own, demand, window }) => ({
    sku: line.sku,
    location: line.location,
    verdict: own,
    demand,
    window,
  })),
})
