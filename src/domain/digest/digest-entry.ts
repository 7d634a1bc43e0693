import type { JudgedPromotion } from '../promotions/judged-promotion.ts'
import type { RiskRecord } from '../risks/risk.ts'
import type { RiskCandidate } from '../risks/risk-candidate.ts'

/** A promotion as the digest needs it. */
export type DigestEntry = Pick<
  JudgedPromotion,
  | 'promotionId'
  | 'name'
  | 'start'
  | 'end'
  | 'owner'
  | 'readiness'
  | 'impacts'
  | 'pace'
  | 'cover'
  | 'adsToPause'
  | 'commitDue'
  | 'accuracyFalls'
  | 'items'
  | 'basis'
>

/** A risk of today's assessment with its stored record; null where none is stored yet. */
export type RiskRow = { readonly candidate: RiskCandidate<DigestEntry>; readonly record: RiskRecord | null }
