import type { CellFacts, Source } from '../assessment/cell.ts'
import type { Policy } from '../assessment/readiness.ts'
import type { Day } from '../day.ts'
import { leastOrder } from '../ordering/least-order.ts'
import { type DemandCoverage, riskWith, withUnits } from '../supply/demand-coverage.ts'
import { type LeadTime, type OrderDates, orderForwards } from '../supply/lead-time.ts'
import { isReplenished } from '../supply/ordinary-replenishment.ts'
import type { OrderPart } from '../supply/weekly-limit.ts'
import { allocate } from './share-out.ts'
import type { SourceBalance } from './source-balance.ts'
import { byPriority, type SourceRequest, sourceRequests, sumOf } from './source-requests.ts'

/** The facts of a shop with its supplying location. */
type SuppliedFacts = CellFacts & { readonly source: Source }

/** What comes late may be too little, and more is needed then: so often it is looked at again. */
const mostRounds = 4

/** Units that were ordered for promotions, and how many of them are left. */
type Left = Map<SourceBalance['dedicated'][number], number>

/**
 * Pledges what was ordered at a supplying location for promotions to their lines, by precedence, as far as they need it. It
 * leaves when a line needs it, or when it is there. First each line gets what it needs beyond its part of the other stock, as
 * it was ordered; then what is left saves other stock.
 */
export const withPledged = (
  shops: readonly SuppliedFacts[],
  balance: SourceBalance,
  asOf: Day,
  policy: Policy,
): readonly SuppliedFacts[] => {
  const left: Left = new Map(balance.dedicated.toSorted((a, b) => a.day - b.day).map((one) => [one, one.units]))
  let supplied = shops
  for (let round = 0; round < mostRounds && [...left.values()].some((units) => units > 0); round++) {
    const requests = byPriority(supplied.flatMap((shop) => sourceRequests(shop, policy)))
    const allocations = round === 0 ? allocate(requests, balance, asOf) : []
    const pledged = requests.map((request, i) => ({
      facts: request.facts,
      units: take(left, request, allocations[i]?.sent ?? [], policy),
    }))
    supplied = supplied.map((shop) => {
      const own = pledged.filter(({ facts }) => facts === shop).flatMap(({ units }) => units)
      return { ...shop, source: { ...shop.source, pledged: [...shop.source.pledged, ...own] } }
    })
  }
  return supplied
}

/** Takes what a request needs beside other stock that is sent from the units of its promotion. */
const take = (
  left: Left,
  request: SourceRequest,
  sent: readonly OrderPart[],
  policy: Policy,
): readonly Source['pledged'][number][] => {
  const { line, parts } = request
  let missing = sumOf(parts) - sumOf(sent)
  let coverage = withUnits(
    request.coverage,
    sent.map(({ usableOn: day, units }) => ({ day, units })),
  )
  return [...left].flatMap(([one, free]) => {
    if (free <= 0 || !one.owners.some(({ promotionId }) => promotionId === line.promotionId)) return []
    const wanted = unitsWanted(request, coverage, one.day) ?? missing
    const units = Math.min(wanted, free)
    const dates = units > 0 ? sentOn(request, coverage, one.day, units, policy) : null
    if (dates === null) return []
    left.set(one, free - units)
    missing = Math.max(0, missing - units)
    coverage = withUnits(coverage, [{ day: dates.usableOn, units }])
    const { orderOn, usableOn } = dates
    return [
      {
        ...{ orderId: one.orderId, units, promotionIds: [line.promotionId], isOrdinary: false },
        sentOn: orderOn,
        day: usableOn,
      },
    ]
  })
}

/** The least units that keep a line within policy, sent on as soon as they are there or as late as may be; null where none do. */
const unitsWanted = ({ facts, parts }: SourceRequest, coverage: DemandCoverage, day: Day): number | null => {
  const [only] = parts
  if (only === undefined || parts.length > 1) return null
  const soonest = orderForwards(facts.leadTime as LeadTime, facts.location.receiving, day)
  const days = [soonest?.usableOn ?? [], only.orderOn > day ? only.usableOn : []].flat()
  const least = days.flatMap((on) => leastOrder(coverage, [on], coverage.policy) ?? [])
  return least.length === 0 ? null : Math.min(...least)
}

/**
 * When units leave: beside ordinary replenishment as soon as they are there, as they may come early. Else on the last day on
 * which they keep the line within policy, or on the one that helps most.
 */
const sentOn = (
  { facts, line }: SourceRequest,
  coverage: DemandCoverage,
  day: Day,
  units: number,
  policy: Policy,
): OrderDates | null => {
  const { location } = facts
  const from = (on: Day) => orderForwards(facts.leadTime as LeadTime, location.receiving, on)
  let best = from(day)
  if (best === null || isReplenished(facts)) return best
  const riskOn = ({ usableOn }: OrderDates) => riskWith(coverage, { day: usableOn, units })
  let least = riskOn(best)
  for (let next = from(best.orderOn + 1); next !== null && next.usableOn <= line.end; next = from(next.orderOn + 1)) {
    const risk = riskOn(next)
    if (risk > policy.stockoutProbability && risk >= least) continue
    best = next
    least = Math.min(least, risk)
  }
  return best
}
