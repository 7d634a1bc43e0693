import type { Decision, Side } from '../decisions/decision.ts'
import type { PromotionId } from '../ids.ts'
import type { Money } from '../money.ts'
import type { Period } from '../scorecard/period.ts'
import type { Figure } from '../scorecard/scorecard.ts'
import type { SupplierCapacity } from './capacity.ts'
import type { Question } from './questions.ts'

/** What a review looks back on: a month, a quarter, a year, or days of somebody's own. */
export type Span = 'month' | 'quarter' | 'year' | 'days'

const monthsOfSpan: Readonly<Record<number, Span>> = { 1: 'month', 3: 'quarter', 12: 'year' }

/** Tells whether a period is a month, a quarter or a year, by how many months lie between its ends. */
export const spanOf = (months: number | null): Span => (months === null ? 'days' : (monthsOfSpan[months] ?? 'days'))

/** A decision on a promotion that is over, and how it turned out. Units are those of all its lines. */
export type DecisionOutcome = {
  readonly decision: Decision
  readonly sold: number
  readonly lost: number
  /** Null where no sales are known. */
  readonly stockedOut: boolean | null
}

/** A concession of one function for the whole business: who made it, and what it was expected to save. */
export type Recognised = {
  readonly by: string
  readonly side: Side
  readonly decision: Decision
  readonly saved: Money
}

/** A month before the end of a review, with the figures that are drawn; null where nothing tells them. */
export type TrendMonth = {
  readonly label: string
  readonly name: string
  /** Promotions whose sales tell whether they stocked out. */
  readonly promotions: number
  readonly stockoutShare: number | null
  readonly fillRate: number | null
  readonly lost: Money
}

/** What leadership reads about a period: the same figures as the scorecard, and what follows from them. */
export type Review = {
  readonly span: Span
  readonly period: Period
  /** Its last day has passed. */
  readonly isOver: boolean
  readonly figures: readonly Figure[]
  readonly promotions: { readonly told: number; readonly untold: number; readonly incomplete: number }
  readonly suppliers: readonly { readonly name: string; readonly figures: readonly Figure[] }[]
  readonly trend: readonly TrendMonth[]
  readonly outcomes: readonly DecisionOutcome[]
  readonly recognised: readonly Recognised[]
  /** By supplier and month, of the period and of what comes after it. */
  readonly capacity: readonly SupplierCapacity[]
  readonly questions: readonly Question[]
  /** Promotions whose results are still to be worked out. */
  readonly outdated: number
  /** The promotions that lost most, the first first. */
  readonly worst: readonly {
    readonly promotionId: PromotionId
    readonly name: string
    readonly lost: Money
    readonly stockedOut: boolean | null
  }[]
}
