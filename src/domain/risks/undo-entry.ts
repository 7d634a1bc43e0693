import type { PromotionId, RiskId } from '../ids.ts'
import type { IntelligenceNote } from '../intelligence/note.ts'
import type { Handling } from './risk-transition.ts'

/** What has to be restored or withdrawn to undo something: what people had done about risks before and after it, and what was reported with it. */
export type UndoOperation = {
  readonly risks: readonly { readonly id: RiskId; readonly before: Handling; readonly after: Handling }[]
  /** Ids of the orders that were reported with it. */
  readonly orders: readonly number[]
  /** Ids of the corrections that were made with it. */
  readonly corrections: readonly number[]
  /** Ids of the shares that were set with it; absent where none were. */
  readonly shares?: readonly number[]
  /** The promotions whose cards are told, beside those of the risks. */
  readonly promotions: readonly PromotionId[]
  /** A note by its number, what counted before, and how many versions it had afterwards; absent where it was about no note. */
  readonly note?: { readonly id: number; readonly restore: IntelligenceNote | null; readonly versions: number }
}

/** Something that a person did and can undo for ten minutes. */
export type UndoEntry = { readonly personId: string; readonly what: string; readonly undo: UndoOperation }
