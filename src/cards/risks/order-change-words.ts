import type { OrderChange } from '../../domain/alerts/order-change.ts'
import type { Day } from '../../domain/day.ts'
import { dateWords, unitWords, windowWords } from '../language/words.ts'

/** Says how an order changed, `PO-81 (150 units) slipped from Fri 12 to Fri 19 Jun`. */
export const orderChangeWords = ({ orderId, how, from, to, units }: OrderChange, today: Day): string =>
  `${orderId} (${unitWords(units)}) ${howWords(how, from, to, today)}`

const howWords = (how: OrderChange['how'], from: Day | null, to: Day | null, today: Day): string => {
  const date = (day: Day | null) => (day === null ? 'an unknown date' : dateWords(day, today))
  const moved = from === null || to === null ? `to ${date(to)}` : null
  switch (how) {
    case 'later':
      return `slipped ${moved ?? `from ${windowWords(from as Day, to as Day, today)}`}`
    case 'earlier':
      return `now comes earlier, on ${date(to)} instead of ${date(from)}`
    case 'gone':
      return `is no longer on order; it was due ${date(from)}`
    case 'undated':
      return `no longer has a firm date; it was due ${date(from)}`
    case 'less':
      return `was reduced; it is due ${date(to)}`
    case 'more':
      return `was increased; it is due ${date(to)}`
    case 'confirmed':
      return `is confirmed for ${date(to)}`
    case 'placed':
      return `is on order for ${date(to)}`
  }
}
