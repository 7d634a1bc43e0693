import type { CellFacts, Source } from '../assessment/cell.ts'
import type { Policy } from '../assessment/readiness.ts'
import { coverageOf, openCase } from '../assessment/scenario.ts'
import type { Day } from '../day.ts'
import type { DedicatedUnits } from '../supply/dedicated-units.ts'
import { riskWith } from '../supply/demand-coverage.ts'
import { type LeadTime, type OrderDates, orderForwards } from '../supply/lead-time.ts'
import { isReplenished } from '../supply/ordinary-replenishment.ts'
import { byPriority, firstOf, lineKey, type SourceRequest, sourceRequests, withoutFirst } from './source-requests.ts'

/** The facts of a shop with its supplying location. */
type SuppliedFacts = CellFacts & { readonly source: Source }

/** What comes late may be too little, and more is needed then: so often it is looked at again. */
const mostRounds = 3

/**
 * Pledges what was ordered at a supplying location for promotions to their lines, by precedence, as far as they need it. It
 * leaves when a line needs it, or when it is there. Lines whose share of other stock somebody has set (`kept`, by `lineKey`)
 * first get what they need beyond it, which nothing else can serve.
 */
export const withPledged = (
  shops: readonly SuppliedFacts[],
  dedicated: readonly DedicatedUnits[],
  policy: Policy,
  kept: ReadonlyMap<string, number> = new Map(),
): readonly SuppliedFacts[] => {
  const left = new Map(dedicated.toSorted((a, b) => a.day - b.day).map((one) => [one, one.units]))
  let supplied = shops
  for (let round = 0; round < mostRounds && [...left.values()].some((units) => units > 0); round++) {
    const requests = byPriority(supplied.flatMap((shop) => sourceRequests(shop, policy)))
    const pledged = beyondShares(requests, kept).map((request) => ({
      facts: request.facts,
      units: request.parts.flatMap((part) => take(left, request, part.units, policy)),
    }))
    supplied = supplied.map((shop) => {
      const own = pledged.filter(({ facts }) => facts === shop).flatMap(({ units }) => units)
      return { ...shop, source: { ...shop.source, pledged: [...shop.source.pledged, ...own] } }
    })
  }
  return supplied
}

/** Sorts what is needed: first what is beyond the shares that somebody has set, last what these shares serve as well. */
const beyondShares = (
  requests: readonly SourceRequest[],
  kept: ReadonlyMap<string, number>,
): readonly SourceRequest[] => {
  if (kept.size === 0) return requests
  const limited = requests.filter(({ line }) => kept.has(lineKey(line)))
  const keptBy = ({ line }: SourceRequest) => kept.get(lineKey(line)) ?? 0
  return [
    ...limited.map((request) => ({ ...request, parts: withoutFirst(request.parts, keptBy(request)) })),
    ...requests.filter(({ line }) => !kept.has(lineKey(line))),
    ...limited.map((request) => ({ ...request, parts: firstOf(request.parts, keptBy(request)) })),
  ]
}

/** Takes what a part of a request needs from the units of its promotion. */
const take = (
  left: Map<DedicatedUnits, number>,
  request: SourceRequest,
  wanted: number,
  policy: Policy,
): readonly Source['pledged'][number][] => {
  const { line } = request
  let missing = wanted
  return [...left].flatMap(([one, free]) => {
    const isOwn = one.owners.some(({ promotionId }) => promotionId === line.promotionId)
    const units = isOwn ? Math.min(missing, free) : 0
    const sent = units > 0 ? sentOn(request, one, units, policy) : null
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

/**
 * When units leave: beside ordinary replenishment as soon as they are there, as they may come early. Else on the last day on
 * which they keep the line within policy, or on the one that helps most.
 */
const sentOn = (
  { facts, line }: SourceRequest,
  { day }: DedicatedUnits,
  units: number,
  policy: Policy,
): OrderDates | null => {
  const { location } = facts
  const from = (on: Day) => orderForwards(facts.leadTime as LeadTime, location.receiving, on)
  let best = from(day)
  if (best === null || isReplenished(facts)) return best
  const lineCase = openCase(facts, line, policy)
  const { opening, receipts, demand } = lineCase
  const coverage = coverageOf(lineCase, { opening: opening ?? 0, coming: receipts.coming, demand })
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
