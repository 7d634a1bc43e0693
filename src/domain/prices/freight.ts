import type { Day } from '../day.ts'
import type { Money } from '../money.ts'

/** What was paid to bring an item in since a day, and the units that it brought: received ones, or sold ones where no receipt is known. */
export type Freight = {
  readonly paid: Money
  /** Null where nobody knows how many units it brought. */
  readonly units: number | null
  readonly basis: 'received' | 'sold'
  readonly since: Day
}
