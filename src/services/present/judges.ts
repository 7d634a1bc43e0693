import type { PromotionId } from '../../domain/ids.ts'
import {
  type JudgedTexts,
  type JudgingContext,
  joinForStore,
  judgeForStore,
  type LinesOfRisk,
  type OrdersText,
} from './judge-promotions.ts'

/** Whoever judges promotions and works out the orders of risks, so many pieces at once. */
export type Judges = {
  readonly atOnce: number
  readonly judge: (context: JudgingContext, ids: readonly PromotionId[]) => Promise<JudgedTexts>
  readonly join: (context: JudgingContext, risks: readonly LinesOfRisk[]) => Promise<readonly OrdersText[]>
}

/** Judges in this thread, between other work. */
export const ownJudges: Judges = { atOnce: 1, judge: judgeForStore, join: joinForStore }
