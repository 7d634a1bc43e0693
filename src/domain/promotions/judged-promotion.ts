import type { JudgedLine, PromotionReadiness } from '../assessment/readiness.ts'
import type { Day } from '../day.ts'
import type { Cover } from '../digest/days-of-cover.ts'
import type { Basis } from '../digest/verdict-cause.ts'
import type { ReadinessItem } from '../gate/readiness-item.ts'
import type { PromotionId } from '../ids.ts'
import type { IntelligenceImpact } from '../risks/intelligence-impact.ts'
import type { SharedOrders } from '../risks/shared-order.ts'
import type { AccuracyFall } from '../scorecard/accuracy-fall.ts'
import type { OverrideView } from './override.ts'
import type { Pace } from './pace.ts'

/** A promotion with its assessment, as commands, jobs and cards read it. */
export type JudgedPromotion = {
  readonly promotionId: PromotionId
  readonly name: string
  readonly owner: string | null
  readonly status: string
  readonly asOf: Day
  readonly start: Day
  readonly end: Day
  readonly readiness: PromotionReadiness<JudgedLine>
  /** The orders that its lines share. */
  readonly shared: SharedOrders
  /** How it sells; null until two days of sales have come in. */
  readonly pace: Pace | null
  /** How long its stock and orders last; null where that is unknown, and before it runs. */
  readonly cover: Cover | null
  /** Where it sells out while it runs, so that its ads should stop there; absent where it does not. */
  readonly adsToPause?: readonly Cover[]
  /** The day by which somebody says whether its budget is committed; absent where nobody is asked. */
  readonly commitDue?: Day
  /** What must be ready besides stock; absent where nothing is listed. */
  readonly items?: readonly ReadinessItem[]
  /** Its categories whose forecast is worse when promotions run; absent where there is none. */
  readonly accuracyFalls?: readonly AccuracyFall[]
  /** What its verdict rests on. */
  readonly basis: Basis
  /** The planner's uplift that it was judged with, beside the marketer's figure; null where there is none. */
  readonly override: OverrideView | null
  /** Market intelligence that would worsen its verdict; absent where none was looked for. */
  readonly impacts?: readonly IntelligenceImpact[]
}
