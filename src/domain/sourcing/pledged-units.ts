import type { CellFacts, Source } from '../assessment/cell.ts'
import type { Policy } from '../assessment/readiness.ts'
import type { DedicatedUnits } from '../supply/dedicated-units.ts'
import { type LeadTime, type OrderDates, orderForwards } from '../supply/lead-time.ts'
import { isReplenished } from '../supply/ordinary-replenishment.ts'
import type { OrderPart } from '../supply/weekly-limit.ts'
import { byPriority, type SourceRequest, sourceRequests } from './source-requests.ts'

/** The facts of a shop with its supplying location. */
type SuppliedFacts = CellFacts & { readonly source: Source }

/** What comes late may be too little, and more is needed then: so often it is looked at again. */
const mostRounds = 3

/**
 * Pledges what was ordered at a supplying location for promotions to their lines, by precedence, as far as they need it. It
 * leaves when a line needs it, or when it is there.
 */
export const withPledged = (
  shops: readonly SuppliedFacts[],
  dedicated: readonly DedicatedUnits[],
  policy: Policy,
): readonly SuppliedFacts[] => {
  const left = new Map(dedicated.toSorted((a, b) => a.day - b.day).map((one) => [one, one.units]))
  let supplied = shops
  for (let round = 0; round < mostRounds && [...left.values()].some((units) => units > 0); round++) {
    const pledged = byPriority(supplied.flatMap((shop) => sourceRequests(shop, policy))).map((request) => ({
      facts: request.facts,
      units: request.parts.flatMap((part) => take(left, request, part)),
    }))
    supplied = supplied.map((shop) => {
      const own = pledged.filter(({ facts }) => facts === shop).flatMap(({ units }) => units)
      return { ...shop, source: { ...shop.source, pledged: [...shop.source.pledged, ...own] } }
    })
  }
  return supplied
}

/** Takes what a part of a request needs from the units of its promotion. */
const take = (
  left: Map<DedicatedUnits, number>,
  { line, facts }: SourceRequest,
  part: OrderPart,
): readonly Source['pledged'][number][] => {
  let missing = part.units
  return [...left].flatMap(([one, free]) => {
    const isOwn = one.owners.some(({ promotionId }) => promotionId === line.promotionId)
    const units = isOwn ? Math.min(missing, free) : 0
    const sent = units > 0 ? sentOn(facts, one, part) : null
    if (sent === null) return []
    left.set(one, free - units)
    missing -= units
    const { orderOn, usableOn } = sent
    return [
      {
        ...{ orderId: one.orderId, units, promotionIds: [line.promotionId], isOrdinary: false },
        sentOn: orderOn,
        day: usableOn,
      },
    ]
  })
}

/** Beside ordinary replenishment goods may come early; else they leave as late as they are needed. */
const sentOn = (facts: CellFacts, { day }: DedicatedUnits, part: OrderPart): OrderDates | null =>
  day <= part.orderOn && !isReplenished(facts)
    ? part
    : orderForwards(facts.leadTime as LeadTime, facts.location.receiving, day)
