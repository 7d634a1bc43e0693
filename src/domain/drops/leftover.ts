import type { LineCase } from '../assessment/scenario.ts'
import type { Day } from '../day.ts'
import { expectedAbove } from '../demand/distribution.ts'
import type { UnitWorth } from '../options/unit-worth.ts'
import { coverDays } from '../policy.ts'
import { demandBetween } from '../supply/demand-and-supply.ts'
import type { DemandCoverage } from '../supply/demand-coverage.ts'
import { type CumulativeOutlook, expiredUntil } from '../supply/outlook.ts'

/** Units expected to be left over, and their cost in the line's currency; null where the unit cost is unknown. */
export type Leftover = { readonly leftover: number; readonly leftoverCost: number | null }

/**
 * Gives what is expected to be left over after a line. Units past the shelf life, or still there when the item is
 * discontinued, cost their unit cost; those that normal sales will still take later cost a holding share.
 */
export const leftoverOf = (lineCase: LineCase, { cumulative, window }: DemandCoverage, worth: UnitWorth): Leftover => {
  const sellableDays = daysOfSale(lineCase, cumulative)
  const unitsBeyond = (days: number) => unitsLeft(cumulative, window.end, coverUnits(lineCase, days))
  const beyond = unitsBeyond(Math.min(coverDays, sellableDays ?? coverDays))
  const expired = expiredUntil(cumulative, window.end - cumulative.daily.asOf)
  const perished = expired + Math.min(sellableDays === null ? 0 : unitsBeyond(sellableDays), beyond)
  const leftover = expired + beyond
  const { writeOff, holding } = worth
  return {
    leftover,
    leftoverCost: writeOff === null || holding === null ? null : perished * writeOff + (leftover - perished) * holding,
  }
}

/** Gives the days after a line's end on which the goods of its last receipt can still be sold, null where nothing limits them. */
const daysOfSale = ({ facts: { asOf, item }, line }: LineCase, { daily }: CumulativeOutlook): number | null => {
  const until = item.discontinuedOn === null ? null : Math.max(0, item.discontinuedOn - line.end - 1)
  if (daily.life === undefined) return until
  const end = line.end - asOf
  const last = daily.receipts.subarray(0, end + 1).findLastIndex((units) => units > 0)
  const sellableUntil = last < 0 ? daily.life.openingUntil : last + daily.life.days
  const fresh = Math.max(0, sellableUntil - 1 - end)
  return until === null ? fresh : Math.min(until, fresh)
}

/** Gives the normal sales in units of so many days after a line's end; days beyond the forecast sell like those in it. */
const coverUnits = ({ facts, line, demand }: LineCase, days: number): number => {
  const first = line.end - facts.asOf + 1
  const known = Math.max(0, Math.min(days, demand.base.length - first))
  let units = 0
  for (let i = first; i < first + known; i++) units += demand.base[i] as number
  return known === 0 ? 0 : (units * days) / known
}

/** Gives the units expected to be there after a day beyond `cover`; a shelf that ran empty starts again with each receipt. */
const unitsLeft = (cumulative: CumulativeOutlook, lastDay: Day, cover: number): number => {
  const { received, daily } = cumulative
  const { asOf, opening, emptyStarts, unmet } = daily
  const end = lastDay - asOf
  let most = 0
  for (const from of unmet === 'backorder' ? [0] : [0, ...emptyStarts]) {
    if (from > end) continue
    const supply = (received[end + 1] as number) - (received[from] as number) + (from === 0 ? opening : 0)
    const available = supply - cover
    if (available <= 0) continue
    const demand = demandBetween(cumulative, from, end, true)
    most = Math.max(most, available - demand.mean + expectedAbove(demand, available))
  }
  return most
}
