import { type Day, dayOf } from '../../domain/day.ts'
import type { StoredPromotion } from './promotions.ts'

type Rows = Pick<StoredPromotion, 'rows'>

/** Gives the rows of a promotion that count: those that are not cancelled, or all of them where all are. What stands for items that follow counts until there is one. */
export const liveRows = ({ rows }: Rows): StoredPromotion['rows'] => {
  const live = rows.filter((row) => row.status !== 'cancelled')
  const withItems = live.filter(({ sku }) => sku !== itemsFollow)
  return withItems.length > 0 ? withItems : live.length > 0 ? live : rows
}

/** Stands where a code of an item would, in the one row of a promotion whose items follow. */
export const itemsFollow = ''

/** Tells whether the items of a promotion follow, and it is neither cancelled nor over on a day. */
export const lacksItems = (promotion: Rows, asOf: Day): boolean =>
  statusOf(promotion) !== 'cancelled' &&
  promotionEnd(promotion) >= asOf &&
  liveRows(promotion).every(({ sku }) => sku === itemsFollow)

/** Gives the status of a promotion, which is that of its firmest row: committed, else tentative, else cancelled. */
export const statusOf = ({ rows }: Rows): 'committed' | 'tentative' | 'cancelled' => {
  const statuses = new Set(rows.map((row) => row.status))
  return statuses.has('committed') ? 'committed' : statuses.has('tentative') ? 'tentative' : 'cancelled'
}

/** Gives the last day of a promotion. */
export const promotionEnd = (promotion: Rows): Day => Math.max(...liveRows(promotion).map((row) => dayOf(row.end_on)))
