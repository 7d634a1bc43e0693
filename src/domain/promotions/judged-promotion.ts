import type { PromotionReadiness } from '../assessment/readiness.ts'
import type { Day } from '../day.ts'
import type { PromotionId } from '../ids.ts'
import type { IntelligenceImpact } from '../risks/intelligence-impact.ts'
import type { OverrideView } from './override.ts'

/** What a promotion card is made of. */
export type JudgedPromotion = {
  readonly promotionId: PromotionId
  readonly name: string
  readonly owner: string | null
  readonly status: string
  readonly asOf: Day
  readonly start: Day
  readonly end: Day
  readonly readiness: PromotionReadiness
  /** The planner's uplift it was judged with, and what the marketer stated. */
  readonly override: OverrideView | null
  /** What somebody has heard that would make it worse; absent where nobody looked. */
  readonly impacts?: readonly IntelligenceImpact[]
}
