import type { PromotionReadiness } from '../assessment/readiness.ts'
import type { Day } from '../day.ts'
import type { PromotionId } from '../ids.ts'
import type { IntelligenceImpact } from '../risks/intelligence-impact.ts'
import type { RiskRecord } from '../risks/risk.ts'
import type { RiskCandidate } from '../risks/risk-candidate.ts'

/** A promotion as the digest needs it. */

export type DigestEntry = {
  readonly promotionId: PromotionId
  readonly name: string
  readonly start: Day
  readonly end: Day
  readonly owner: string | null
  readonly readiness: PromotionReadiness
  readonly impacts?: readonly IntelligenceImpact[]
}
/** A risk of today's assessment with its stored record; null where none is stored yet. */

export type RiskRow = { readonly candidate: RiskCandidate<DigestEntry>; readonly record: RiskRecord | null }
