import { isWithoutNewDate } from '../arrivals/silence.ts'
import type { CellFacts, PlacedOrder } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { shareOnItsWay } from '../policy.ts'
import { type LeadTime, nextReceivingDay, orderBackwards, usableFrom } from '../supply/lead-time.ts'

type OrderedBy = Pick<CellFacts, 'asOf' | 'item' | 'leadTime' | 'expediting' | 'location'>

/** The last day on which an order can be made smaller or cancelled; `by` is null where its terms do not tell. */
export type CutDeadline = { readonly by: Day | null }

/**
 * Gives the last day on which an order can still be cut; null where it is over, or has left already. An order that is only planned can
 * be dropped until it has to be placed. A placed one has not left as long as the supplier's fastest delivery would still make its
 * day; where nobody says how fast that is, half of the lead time is on the way.
 *
 * Example: PO-9 is due on 20 June, and the supplier needs 7 days at its fastest: it can be cut until 13 June.
 */
export const lastDayToCut = (order: PlacedOrder, facts: OrderedBy): CutDeadline | null => {
  const { asOf } = facts
  if (order.status === 'received' || order.status === 'cancelled' || order.quantity <= 0) return null
  if (order.takenOn !== undefined || order.unheard !== undefined) return null
  if (order.due === null || isWithoutNewDate(order)) return { by: null }
  if (order.due < asOf) return null
  const last = leavesAfter(order, order.due, facts)
  if (last === null) return { by: null }
  if (order.status === 'planned') return { by: Math.max(asOf, last) }
  return last < asOf ? null : { by: last }
}

/** The last day on which an order would still arrive on its day: placed as usual where it is planned, delivered fast where it is placed. */
const leavesAfter = ({ status, supplier }: PlacedOrder, due: Day, facts: OrderedBy): Day | null => {
  const { leadTime, item, expediting, location } = facts
  if (leadTime === null || (supplier !== null && supplier !== item.supplier)) return null
  const arrives = nextReceivingDay(location.receiving, due)
  if (arrives === null) return null
  const lead = status === 'planned' ? leadTime : onTheWay(leadTime, expediting?.days ?? null)
  return orderBackwards(lead, location.receiving, usableFrom(location.receiving, arrives))?.orderOn ?? null
}

const onTheWay = (leadTime: LeadTime, fastest: number | null): LeadTime => ({
  ...leadTime,
  lead: Math.min(leadTime.lead, fastest ?? Math.ceil(leadTime.lead * shareOnItsWay)),
  sd: 0,
})
