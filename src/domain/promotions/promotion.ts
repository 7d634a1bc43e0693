import type { Cell } from '../cell.ts'
import type { Day } from '../day.ts'
import type { PromotionId } from '../ids.ts'
import type { KitPart } from '../kits/kit.ts'

/** The demand that a marketer states: a ratio to normal sales, total units, or units on top of normal sales. */
export type StatedDemand =
  /** A ratio is weighed with history, unless a planner has set it or it is only tried out (`isSettled`). */
  | { readonly kind: 'uplift'; readonly ratio: number; readonly isSettled?: true }
  | { readonly kind: 'units'; readonly units: number }
  | { readonly kind: 'extra'; readonly units: number }
  | { readonly kind: 'unstated' }

type PromotionStatus = 'committed' | 'tentative' | 'cancelled'

/** One item at one location in one promotion. `rank` orders registrations, the earliest lowest. */
export type PromotionLine = Cell & {
  readonly promotionId: PromotionId
  readonly name: string
  readonly start: Day
  readonly end: Day
  readonly stated: StatedDemand
  readonly price: number | null
  readonly discount: number | null
  readonly type: string | null
  readonly status: PromotionStatus
  readonly hero: boolean
  readonly priority: number | null
  readonly rank: number
  readonly owner: string | null
  /** The kits that it sells the item in, where it is a component of them; absent where it is sold by itself alone. */
  readonly kits?: readonly KitPart[]
  /** What the other components of a kit cost for each unit of the item. */
  readonly costBeside?: number
}

const weight = (line: PromotionLine) => [
  line.status === 'tentative' ? 1 : 0,
  line.priority ?? Number.MAX_SAFE_INTEGER,
  line.rank,
]

/**
 * Tells whether `other` has priority on units that both need: committed before tentative, then the lower
 * priority number, then the earlier registration; within one import, the lower promotion id.
 */
export const isSenior = (other: PromotionLine, line: PromotionLine): boolean => {
  const [a, b] = [weight(other), weight(line)]
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return (a[i] as number) < (b[i] as number)
  return other.promotionId.localeCompare(line.promotionId, 'en', { numeric: true }) < 0
}

/** Gives the net price of one promoted unit, null where no price is known; with buy one, get one free a unit sells at half the price. */
export const promotionalPrice = (line: PromotionLine, unitPrice: number | null): number | null => {
  if (line.price !== null) return line.price
  if (unitPrice === null) return null
  const discounted = unitPrice * (1 - (line.discount ?? 0))
  return line.type !== null && /^(bogo|buy one,? get one)/i.test(line.type) ? discounted / 2 : discounted
}

/** Brings a promotion's name to the form in which two people's spellings of it are equal. */
export const normalisedName = (name: string): string =>
  name.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim()
