import { hasSlipped, isOpen } from '../arrivals/silence.ts'
import type { CellFacts, Source, Tally } from '../assessment/cell.ts'
import type { Policy } from '../assessment/readiness.ts'
import { cellKey } from '../cell.ts'
import type { Day } from '../day.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import { type LeadTime, orderForwards } from '../supply/lead-time.ts'
import { receiptsOf } from '../supply/receipts.ts'
import type { OrderPart } from '../supply/weekly-limit.ts'
import { withPledged } from './pledged-units.ts'
import { availableToPromiseOf, type SourceBalance, sourceBalance, tightestTally } from './source-balance.ts'
import { byPriority, type SourceRequest, sourceRequests, sumOf } from './source-requests.ts'

/** One item at a supplying location of our own and at every shop that it supplies. */
type SourcingGroup = { readonly source: CellFacts; readonly shops: readonly CellFacts[] }

/** Tells whether a location of our own supplies a cell, and how long it needs is known. */
export const isSourced = ({ leadTime, location }: CellFacts): boolean =>
  location.suppliedBy !== null && leadTime?.supplier === location.suppliedBy

/** Gives a promotion line one text to key maps with. */
export const lineKey = (line: PromotionLine): string => `${line.promotionId}\u0000${cellKey(line)}`

/** The facts of a line that depend on the location that supplies it. */
export type SourcedFacts = Pick<CellFacts, 'item' | 'leadTime' | 'isClosedToday'> & { readonly source: Source }

/**
 * Allocates the uncommitted stock of a supplying location to the promotion lines of its shops, by precedence and then by the
 * days the units leave it, and gives by line (`lineKey`) the facts that depend on it. A line that it cannot serve in full
 * orders what is missing through it, at its supplier.
 */
export const allocateSource = ({ source, shops }: SourcingGroup, policy: Policy): ReadonlyMap<string, SourcedFacts> => {
  const balance = sourceBalance(source, shops, daysInSight(source, shops))
  const plain = shops.map((shop) => ({ ...shop, source: nothingMissing(shop, source, balance) }))
  const supplied = balance === null ? plain : withPledged(plain, balance.dedicated, policy)
  const requests = byPriority(supplied.flatMap((shop) => sourceRequests(shop, policy)))
  return new Map([
    ...supplied.flatMap((shop) =>
      shop.promotions.map((line): [string, SourcedFacts] => [lineKey(line), sourcedFacts(shop, shop.source)]),
    ),
    ...(balance === null ? unallocated(requests) : allocated(requests, source, balance)),
  ])
}

/** The days from the as-of date to the end of the last promotion. */
const daysInSight = ({ asOf }: CellFacts, shops: readonly CellFacts[]): number => {
  const lines = shops.flatMap((shop) => shop.promotions)
  return lines.reduce((last, line) => Math.max(last, line.end), asOf) - asOf + 1
}

type Entry = readonly [string, SourcedFacts]

/** Where the source's stock was never counted, nobody can say whether it lacks anything: no line orders through it. */
const unallocated = (requests: readonly SourceRequest[]): readonly Entry[] => {
  const lacksInAll = requests.reduce((sum, { parts }) => sum + sumOf(parts), 0)
  return requests.map(({ line, facts, parts }) => {
    const known = { ...(facts.source as Source), missing: sumOf(parts), lacks: 0, lacksInAll, tally: null }
    return [lineKey(line), sourcedFacts(facts, known)]
  })
}

/** Lines that get less than they need order the rest through the source. */
const allocated = (requests: readonly SourceRequest[], source: CellFacts, balance: SourceBalance): readonly Entry[] => {
  const allocations = allocate(requests, balance, source.asOf)
  const lacking = requests.map(({ parts }, i) => sumOf(parts) - sumOf((allocations[i] as Allocation).sent))
  const lacksInAll = lacking.reduce((sum, units) => sum + units, 0)
  return requests.map(({ line, facts, parts }, i) => {
    const { sent, tally } = allocations[i] as Allocation
    const lacks = lacking[i] as number
    const known = { ...(facts.source as Source), missing: sumOf(parts), lacks, lacksInAll, tally }
    const own = sourcedFacts(facts, known)
    return [lineKey(line), lacks > 0 ? orderedThrough(own, source, sent, lacks / lacksInAll) : own]
  })
}

const sourcedFacts = ({ item, leadTime, isClosedToday }: CellFacts, source: Source): SourcedFacts => ({
  item,
  leadTime,
  isClosedToday,
  source,
})

const nothingMissing = (shop: CellFacts, source: CellFacts, balance: SourceBalance | null): Source => ({
  location: source.location.location,
  sends: [],
  pledged: [],
  missing: 0,
  lacks: 0,
  lacksInAll: 0,
  rule: source.item.rule,
  dry: dryAt(shop, balance),
  through: through(shop, source, 1),
  countedOn: source.stock?.asOf ?? null,
  tally: null,
})

/** Translates the days on which nothing leaves the source into those on which nothing arrives at the shop. */
const dryAt = ({ leadTime, location }: CellFacts, balance: SourceBalance | null): Source['dry'] => {
  if (balance === null || balance.dry === null || leadTime === null) return null
  const arrives = (day: number | null) =>
    day === null ? null : (orderForwards(leadTime, location.receiving, day)?.usableOn ?? null)
  const from = arrives(balance.dry.from)
  return from === null ? null : { from, until: arrives(balance.dry.until) }
}

const dust = 1e-7

/** What a request gets, and what the source had available when its turn came. */
type Allocation = { readonly sent: readonly OrderPart[]; readonly tally: Tally | null }

/** Allocates uncommitted stock in whole units, request by request; what a tentative line would get is left to the others. */
const allocate = (requests: readonly SourceRequest[], balance: SourceBalance, asOf: Day): readonly Allocation[] => {
  const promised = new Float64Array(balance.issues.length)
  return requests.map(({ line, parts }) => {
    const own = line.status === 'committed' ? promised : promised.slice()
    const tallies: Tally[] = []
    const sent = parts.flatMap((part) => {
      const day = Math.min(Math.max(0, part.orderOn - asOf), own.length - 1)
      const tally = tightestTally(balance, own, day, asOf)
      tallies.push(tally)
      const units = Math.max(0, Math.min(part.units, Math.floor(availableToPromiseOf(tally) + dust)))
      own[day] = (own[day] as number) + units
      return units > 0 ? [{ ...part, units }] : []
    })
    return { sent, tally: tallies[0] ?? null }
  })
}

/** Lets a line order what it lacks at the supplier of its source; `share` is its share (0 to 1) of what all lines lack. */
const orderedThrough = (
  own: SourcedFacts,
  source: CellFacts,
  sent: readonly OrderPart[],
  share: number,
): SourcedFacts => ({
  ...own,
  item: { ...own.item, supplier: source.item.supplier },
  leadTime: through(own, source, share),
  isClosedToday: source.isClosedToday,
  source: {
    ...own.source,
    ...lateAt(source),
    sends: sent.map(({ usableOn, units }) => ({ day: usableOn, units })),
  },
})

/** Lists the orders of a source that would help if they came as promised, or came at all. */
const lateAt = (source: CellFacts): Pick<Source, 'late'> => {
  const { overdue, undated, unheard } = receiptsOf(source)
  const slipped = source.orders.filter(
    (order) => isOpen(order) && order.due !== null && order.due >= source.asOf && hasSlipped(order),
  )
  const late = new Set([...overdue, ...undated, ...unheard.filter((one) => one.unheard === 'orders'), ...slipped])
  return late.size === 0 ? {} : { late: [...late] }
}

/** Joins the two legs, supplier to source and source to shop; a line gets its share (0 to 1) of a weekly limit. */
const through = ({ leadTime }: Pick<CellFacts, 'leadTime'>, source: CellFacts, share: number): LeadTime | null => {
  const lead = source.leadTime
  if (leadTime === null || lead === null) return null
  return {
    ...leadTime,
    supplier: lead.supplier,
    cutoff: lead.cutoff,
    maxPerWeek: lead.maxPerWeek === null ? null : lead.maxPerWeek * share,
    via: { lead, receiving: source.location.receiving },
  }
}
