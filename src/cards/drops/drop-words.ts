import type { Day } from '../../domain/day.ts'
import type { BehindPlan, OpenOrder } from '../../domain/drops/drop-reasons.ts'
import { countWords, dateWords, listWords, numberWords, percentWords, unitWords } from '../language/words.ts'

const mostOrders = 2

/** Says what to do about demand that fails: which orders to cut and until when, `stop the reorder (PO-9, 200 units, by Sat 13 Jun), or widen the offer`. */
export const stopWords = (orders: readonly OpenOrder[], today: Day): string => {
  if (orders.length === 0) return 'order no more, or widen the offer'
  const named = orders.slice(0, mostOrders).map(({ orderId, units, by, mayHaveLeft }) => {
    const last = mayHaveLeft === true ? ', if it has not left' : by == null ? '' : `, by ${dateWords(by, today)}`
    return `${orderId}, ${unitWords(units)}${last}`
  })
  const more = orders.length - named.length
  return `stop the reorder (${listWords([...named, ...(more > 0 ? [countWords(more, 'other')] : [])])}), or widen the offer`
}

/** Says that an item sells below its plan before its promotion starts, `sells 35 % below its demand plan, 182 of 280 units in 28 days`. */
export const behindPlanWords = (
  { sold, planned, days, less, orders }: BehindPlan,
  today: Day,
  length: 'short' | 'full' = 'full',
): string => {
  const behind = `sells ${percentWords(1 - sold / planned)} below its demand plan`
  return length === 'short'
    ? `${behind}; if that goes on, the promotion sells ${unitWords(less)} less`
    : `${behind}, ${numberWords(sold)} of ${unitWords(planned)} in ${countWords(days, 'day')}; if that goes on, the promotion sells ${unitWords(less)} less: ${stopWords(orders, today)}`
}
