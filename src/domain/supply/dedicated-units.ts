import type { CellFacts } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { isSenior, type PromotionLine } from '../promotions/promotion.ts'
import type { AddedReceipt } from './outlook.ts'
import type { Receipt } from './receipts.ts'

/**
 * The stock of a cell with the units set apart that were ordered for promotions. They are dedicated until the promotion
 * ends, also once received: ordinary orders go on as if they were not there, and only the promotion sells them.
 */
export type SplitStock = {
  /** Units of the opening stock that are not dedicated. */
  readonly opening: number
  /** Scheduled receipts that are not dedicated. */
  readonly ordinary: readonly Receipt[]
  /** Dedicated units that the judged line can use, from the day on which they are there and their promotion has begun. */
  readonly dedicated: readonly AddedReceipt[]
}

/** What the units of a cell are set apart from; `received` are those of orders for promotions that are in the opening stock. */
type StockInput = {
  readonly facts: CellFacts
  readonly line: PromotionLine
  readonly opening: number
  readonly coming: readonly Receipt[]
  readonly received: readonly Receipt[]
}

/**
 * Sets apart what was ordered for promotions that have not ended. A line can use what was ordered for it or for a promotion
 * that comes first, whose demand it is judged with; what is dedicated to a later one it leaves alone.
 */
export const splitStock = ({ facts, line, opening, coming, received }: StockInput): SplitStock => {
  const { asOf } = facts
  const ownersOf = (receipt: Receipt) => dedicatedTo(receipt, facts, line)
  const isUsable = (owner: PromotionLine) => owner.promotionId === line.promotionId || isSenior(owner, line)
  const dedicated: AddedReceipt[] = []
  const set = (owners: readonly PromotionLine[], from: Day, units: number) => {
    const begins = Math.min(...owners.map(({ start }) => start))
    if (units > 0 && owners.some(isUsable)) dedicated.push({ day: Math.max(asOf, from, begins), units })
  }
  let left = opening
  for (const receipt of received) {
    const owners = ownersOf(receipt)
    const units = Math.min(left, receipt.units * Math.max(0, ...owners.map((owner) => shareLeft(owner, asOf))))
    left -= units
    if (units > 0) set(owners, asOf, units)
  }
  const ordinary = coming.filter((receipt) => {
    const owners = ownersOf(receipt)
    if (owners.length > 0) set(owners, receipt.day, receipt.units)
    return owners.length === 0
  })
  return { opening: left, ordinary, dedicated }
}

/** Lists the promotions on a cell, the judged one included, that have not ended and that a receipt was ordered for. */
const dedicatedTo = (
  { promotionIds }: Receipt,
  { asOf, promotions }: CellFacts,
  line: PromotionLine,
): readonly PromotionLine[] =>
  promotionIds.length === 0
    ? []
    : [line, ...promotions.filter((other) => other.promotionId !== line.promotionId)].filter(
        ({ promotionId, status, end }) => promotionIds.includes(promotionId) && status !== 'cancelled' && end >= asOf,
      )

/** The share (0 to 1) of a promotion's days that is still to come: what was received for it is sold evenly. */
const shareLeft = ({ start, end }: PromotionLine, asOf: Day): number =>
  Math.min(1, (end - asOf + 1) / (end - start + 1))
