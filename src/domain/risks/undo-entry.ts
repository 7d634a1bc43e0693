import type { PromotionId, RiskId } from '../ids.ts'
import type { Handling } from './risk-transition.ts'

/** What takes back something that somebody did: how risks stood with people before and after, and what was told besides. */
export type UndoOperation = {
  readonly risks: readonly { readonly id: RiskId; readonly before: Handling; readonly after: Handling }[]
  /** Orders that were told of by it. */
  readonly orders: readonly number[]
  /** Corrections that were made by it. */
  readonly corrections: readonly number[]
  /** The promotions that it is told of with, beside those of the risks. */
  readonly promotions: readonly PromotionId[]
}

/** Something that somebody did and can undo for a while. */
export type UndoEntry = { readonly personId: string; readonly what: string; readonly undo: UndoOperation }
