import { type Day, dayOf } from '../../domain/day.ts'
import type { StoredPromotion } from './promotions.ts'

type Rows = Pick<StoredPromotion, 'rows'>

/** Gives the rows of a promotion that count: those that are not cancelled, or all of them where all are. */
export const liveRows = ({ rows }: Rows): StoredPromotion['rows'] => {
  const live = rows.filter((row) => row.status !== 'cancelled')
  return live.length === 0 ? rows : live
}

/** Gives the status of a promotion, which is that of its firmest row: committed, else tentative, else cancelled. */
export const statusOf = ({ rows }: Rows): 'committed' | 'tentative' | 'cancelled' => {
  const statuses = new Set(rows.map((row) => row.status))
  return statuses.has('committed') ? 'committed' : statuses.has('tentative') ? 'tentative' : 'cancelled'
}

/** Gives the last day of a promotion. */
export const promotionEnd = (promotion: Rows): Day => Math.max(...liveRows(promotion).map((row) => dayOf(row.end_on)))
