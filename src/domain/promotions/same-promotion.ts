import type { Cell } from '../cell.ts'
import type { PromotionId } from '../ids.ts'
import { normalisedName } from './promotion.ts'

/** A promotion as far as it can be registered twice; `lines` are its live ones, and an empty location is every location. */
export type Registration = {
  readonly promotionId: PromotionId
  readonly name: string
  /** `start` is an ISO date. */
  readonly lines: readonly (Cell & { readonly start: string })[]
}

/**
 * Tells whether two registrations are of the same promotion: other ids, the same name but for spelling, and a line of each
 * with the same start, item and location.
 */
export const isSamePromotion = (one: Registration, other: Registration): boolean =>
  one.promotionId !== other.promotionId &&
  normalisedName(one.name) === normalisedName(other.name) &&
  one.lines.some((line) => other.lines.some((own) => line.start === own.start && isSameCell(line, own)))

const isSameCell = (one: Cell, other: Cell): boolean =>
  one.sku === other.sku && (one.location === '' || other.location === '' || one.location === other.location)
