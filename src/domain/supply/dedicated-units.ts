import type { CellFacts } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { isSenior, type PromotionLine } from '../promotions/promotion.ts'
import type { AddedReceipt } from './outlook.ts'
import type { Receipt } from './receipts.ts'

/** Units that were ordered for promotions, from the day on which they are there. */
export type DedicatedUnits = AddedReceipt & {
  readonly orderId: string
  /** The promotions that they are for, of those that have not ended. */
  readonly owners: readonly PromotionLine[]
}

/**
 * The stock of an item at a location with the units set apart that were ordered for promotions. They are dedicated until the
 * promotion ends, also once received: ordinary orders go on as if they were not there, and only the promotion sells them.
 */
type SetApart = {
  /** Units of the opening stock that are not dedicated. */
  readonly opening: number
  /** Scheduled receipts that are not dedicated. */
  readonly ordinary: readonly Receipt[]
  readonly dedicated: readonly DedicatedUnits[]
}

/** Stock that units are set apart from; `received` are those of orders for promotions that are in the opening stock. */
type StockInput = {
  readonly asOf: Day
  readonly promotions: readonly PromotionLine[]
  readonly opening: number
  readonly coming: readonly Receipt[]
  readonly received: readonly Receipt[]
}

/** Sets apart what was ordered for those of some promotions that have not ended. */
export const setApart = ({ asOf, promotions, opening, coming, received }: StockInput): SetApart => {
  const live = promotions.filter(({ status, end }) => status !== 'cancelled' && end >= asOf)
  const ownersOf = ({ promotionIds }: Receipt): readonly PromotionLine[] =>
    promotionIds.length === 0 ? [] : live.filter(({ promotionId }) => promotionIds.includes(promotionId))
  const dedicated: DedicatedUnits[] = []
  let left = opening
  for (const receipt of received) {
    const owners = ownersOf(receipt)
    const units = Math.min(left, receipt.units * Math.max(0, ...owners.map((owner) => shareLeft(owner, asOf))))
    left -= units
    if (units > 0) dedicated.push({ day: asOf, units, orderId: receipt.orderId, owners })
  }
  const ordinary = coming.filter((receipt) => {
    const owners = ownersOf(receipt)
    const { day, units, orderId } = receipt
    if (owners.length > 0) dedicated.push({ day: Math.max(asOf, day), units, orderId, owners })
    return owners.length === 0
  })
  return { opening: left, ordinary, dedicated }
}

/** The share (0 to 1) of a promotion's days that is still to come: what was received for it is sold evenly. */
const shareLeft = ({ start, end }: PromotionLine, asOf: Day): number =>
  Math.min(1, (end - asOf + 1) / (end - start + 1))

/** The stock that one line is judged with. */
export type SplitStock = Pick<SetApart, 'opening' | 'ordinary'> & {
  /** Dedicated units that the line can use, from the day on which they are there and their promotion has begun. */
  readonly dedicated: readonly AddedReceipt[]
}

/**
 * Gives the stock that a line is judged with. It can use what was ordered for it or for a promotion that comes first, whose
 * demand it is judged with; what is dedicated to a later one it leaves alone.
 */
export const splitStock = (
  facts: CellFacts,
  line: PromotionLine,
  stock: Omit<StockInput, 'asOf' | 'promotions'>,
): SplitStock => {
  const others = facts.promotions.filter((other) => other.promotionId !== line.promotionId)
  const { dedicated, ...rest } = setApart({ ...stock, asOf: facts.asOf, promotions: [line, ...others] })
  const keeps = facts.item.shelfLifeDays === null
  const isUsable = (owner: PromotionLine) => owner.promotionId === line.promotionId || isSenior(owner, line)
  return {
    ...rest,
    dedicated: dedicated
      .filter(({ owners }) => owners.some(isUsable))
      .map(({ day, units, owners }) => ({
        day: keeps ? Math.max(day, Math.min(...owners.map(({ start }) => start))) : day,
        units,
      })),
  }
}
