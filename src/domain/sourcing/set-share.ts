import type { Cell } from '../cell.ts'
import type { Day } from '../day.ts'
import type { PromotionId } from '../ids.ts'
import type { PromotionLine } from '../promotions/promotion.ts'

/** What a planner says that a place gets for a promotion of the stock of the location that supplies it. */
export type SaidShare = Cell & {
  readonly id: number
  readonly promotionId: PromotionId
  /** The supplying location; once another one supplies the place, the share no longer counts. */
  readonly source: string
  /** Null shares automatically again. */
  readonly units: number | null
  readonly by: { readonly id: string; readonly name: string }
  readonly on: Day
}

/** A share that somebody has set. */
export type SetShare = SaidShare & { readonly units: number }

/** Gives the share that somebody has set for a line; null where it is shared out automatically. */
export const setShareOf = (
  {
    shares = [],
    location: { suppliedBy },
  }: { readonly shares?: readonly SetShare[]; readonly location: { readonly suppliedBy: string | null } },
  { promotionId }: Pick<PromotionLine, 'promotionId'>,
): SetShare | null => shares.find((one) => one.promotionId === promotionId && one.source === suppliedBy) ?? null
