import type { Verdict } from '../assessment/readiness.ts'
import type { Day } from '../day.ts'
import type { Decision } from '../decisions/decision.ts'
import type { PromotionId } from '../ids.ts'
import type { Money } from '../money.ts'
import type { CameIn } from '../promotions/ended.ts'
import type { FreezingMoment } from '../scorecard/frozen-forecast.ts'
import type { ResultLine } from '../scorecard/promotion-result.ts'
import type { ReviewAnswer } from './question.ts'

/** What was expected of a promotion at a moment, in units, on which day and by whose figure; units are null where nobody knew. */
export type ReviewForecast = {
  readonly moment: FreezingMoment
  readonly on: Day
  readonly units: number | null
  readonly by:
    | { readonly kind: 'planner' | 'marketer' | 'both'; readonly name: string | null }
    | { readonly kind: 'history' }
  readonly verdict: Verdict
}

/** What past promotions of an item say of its uplift, before a promotion and now; null where there were none. */
export type Taught = {
  readonly item: string
  readonly before: TaughtUplift | null
  readonly now: TaughtUplift
}

/** An uplift as a ratio, and how many promotions it rests on, of the item itself or of its like. */
export type TaughtUplift = { readonly ratio: number; readonly runs: number; readonly isOwn: boolean }

/** A line of a review with the name of its item. */
export type ReviewLine = ResultLine & { readonly name: string }

/** What was ordered for a promotion that was cancelled because of supply, and what is left of its items. */
export type ReviewOrders = {
  readonly ordered: readonly { readonly orderId: string; readonly units: number }[]
  readonly onHand: number | null
  readonly places: number
  readonly worth: Money
}

/** What a review says first about how it went; it is compared with what was told when it was posted. */
export type ReviewFigures = { readonly sold: number; readonly lost: number; readonly isComplete: boolean }

/** A promotion that is over, looked back at by both functions. Units; money by currency, null where unknown. */
export type Review = {
  readonly promotionId: PromotionId
  readonly name: string
  readonly start: Day
  readonly end: Day
  readonly outcome: 'ran' | 'cancelled for supply'
  /** The days and places whose sales have come in. */
  readonly cameIn: CameIn
  readonly isComplete: boolean
  readonly stockedOut: boolean | null
  /** Windows that it was announced with before it was moved. */
  readonly movedFrom: readonly { readonly start: Day; readonly end: Day }[]
  /** By the marketer's figure; null where they gave none for some line. */
  readonly planned: number | null
  readonly forecasts: readonly ReviewForecast[]
  readonly sold: number
  readonly lost: number
  readonly lostRevenue: Money
  /** Lines that lost units of which nobody knows the price. */
  readonly unpriced: number
  readonly leftover: number | null
  readonly leftoverCost: Money
  readonly freight: Money
  readonly writeOffs: Money
  /** Beyond normal sales, less what was taken from other weeks and items; null where normal sales are unknown. */
  readonly incremental: number | null
  /** The margin of that, after freight and write-offs; null where prices or costs are unknown for all lines. */
  readonly margin: Money | null
  /** So many of its lines tell what they brought, and the margin of it. */
  readonly toldLines: { readonly units: number; readonly margin: number }
  readonly lines: readonly ReviewLine[]
  readonly decisions: readonly Decision[]
  readonly taught: readonly Taught[]
  readonly orders: ReviewOrders | null
  /** Who was accountable for each function, by name; null where nobody was named. */
  readonly accountable: { readonly marketing: string | null; readonly supply: string | null }
  readonly answers: readonly ReviewAnswer[]
  /** What was told when it was posted; null where it was not. */
  readonly posted: (ReviewFigures & { readonly on: Day }) | null
}

/** Units that were asked for: sold, and estimated to have been lost. */
export const demanded = ({ sold, lost }: Pick<Review, 'sold' | 'lost'>): number => sold + lost

/** Gives the figures that a review is posted with. */
export const figuresOfReview = ({ sold, lost, isComplete }: Review): ReviewFigures => ({ sold, lost, isComplete })
