import type { Day } from '../day.ts'
import { leastDeliveries } from '../policy.ts'

/** The punctuality of the deliveries of an item at a location. */
export type Punctuality = {
  readonly deliveries: number
  /** The number of deliveries after the promised day. */
  readonly late: number
  /** The median of the days by which they were late. */
  readonly lateDays: number
  /** Root mean square of the days between promised and received. */
  readonly error: number
}

/** Gives the punctuality of deliveries; null where there are fewer than five. */
export const punctualityOf = (
  deliveries: readonly { readonly promised: Day; readonly received: Day }[],
): Punctuality | null => {
  if (deliveries.length < leastDeliveries) return null
  const delays = deliveries.map(({ promised, received }) => received - promised)
  const late = delays.filter((days) => days > 0).sort((a, b) => a - b)
  const squares = delays.reduce((sum, days) => sum + days ** 2, 0)
  return {
    deliveries: deliveries.length,
    late: late.length,
    lateDays: late[Math.floor(late.length / 2)] ?? 0,
    error: Math.sqrt(squares / deliveries.length),
  }
}
