import type { PromotionReadiness } from '../assessment/readiness.ts'
import type { Day } from '../day.ts'
import type { PromotionId } from '../ids.ts'
import type { IntelligenceImpact } from '../risks/intelligence-impact.ts'
import type { OverrideView } from './override.ts'

/** A promotion with its assessment, as commands, jobs and cards read it. */
export type JudgedPromotion = {
  readonly promotionId: PromotionId
  readonly name: string
  readonly owner: string | null
  readonly status: string
  readonly asOf: Day
  readonly start: Day
  readonly end: Day
  readonly readiness: PromotionReadiness
  /** The planner's uplift that it was judged with, beside the marketer's figure; null where there is none. */
  readonly override: OverrideView | null
  /** Market intelligence that would worsen its verdict; absent where none was looked for. */
  readonly impacts?: readonly IntelligenceImpact[]
}
