import type { Item } from '../assessment/cell.ts'
import { negligibleUnits } from '../policy.ts'
import type { LeadTime } from '../supply/lead-time.ts'

/** What an order lacks of what its supplier takes orders from: money, or units of whole loads. */
export type MissingOfMinimum = {
  readonly supplier: string
  readonly in: 'money' | 'units'
  readonly minimum: number
  readonly missing: number
  readonly currency: string | null
}

/**
 * Tells what an order lacks of its supplier's minimum by value, or of a whole load; null where it has enough, or nobody knows
 * its value. Anything ordered there together with it counts, so that it is said, not added.
 *
 * Example: 44 units at a cost of 10 from a supplier that takes orders from 500: 60.
 */
export const missingOfMinimum = (
  leadTime: LeadTime | null,
  { unitCost, currency }: Pick<Item, 'unitCost' | 'currency'>,
  units: number,
): MissingOfMinimum | null => {
  if (leadTime === null || units <= negligibleUnits) return null
  const { supplier, minOrderValue = 0, fillUnits = 0 } = leadTime
  const lacks = unitCost === null ? 0 : minOrderValue - units * unitCost
  if (lacks > halfCent) return { supplier, in: 'money', minimum: minOrderValue, missing: lacks, currency }
  const room = fillUnits > 0 ? Math.ceil(units / fillUnits - dust) * fillUnits - units : 0
  return room > negligibleUnits ? { supplier, in: 'units', minimum: fillUnits, missing: room, currency: null } : null
}

const halfCent = 0.005
const dust = 1e-9
