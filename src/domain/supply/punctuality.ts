import type { Day } from '../day.ts'
import { leastDeliveries } from '../policy.ts'

/** How punctual the deliveries of an item at a place were. */
export type Punctuality = {
  readonly deliveries: number
  /** Those that came after the promised day, and by how many days, the median. */
  readonly late: number
  readonly lateDays: number
  /** Days between promised and received, root mean square. */
  readonly error: number
}

/** Tells how punctual deliveries were; null where there are too few to tell. */
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
