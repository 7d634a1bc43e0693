import { hasSlipped, isOpen } from '../arrivals/silence.ts'
import type { CellFacts, Source } from '../assessment/cell.ts'
import type { Policy } from '../assessment/readiness.ts'
import type { PromotionId } from '../ids.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import { type LeadTime, orderForwards } from '../supply/lead-time.ts'
import { receiptsOf } from '../supply/receipts.ts'
import type { OrderPart } from '../supply/weekly-limit.ts'
import { withPledged } from './pledged-units.ts'
import { type Allocation, allocate, lineShare } from './share-out.ts'
import { type SourceBalance, sourceBalance } from './source-balance.ts'
import { byPriority, lineKey, type SourceRequest, sourceRequests, sumOf } from './source-requests.ts'

/** One item at a supplying location of our own and at every shop that it supplies. */
export type SourcingGroup = { readonly source: CellFacts; readonly shops: readonly CellFacts[] }

/** Tells whether a location of our own supplies a cell, and how long it needs is known. */
export const isSourced = ({ leadTime, location }: CellFacts): boolean =>
  location.suppliedBy !== null && leadTime?.supplier === location.suppliedBy

/** The facts of a line that depend on the location that supplies it. */
export type SourcedFacts = Pick<CellFacts, 'item' | 'leadTime' | 'isClosedToday'> & { readonly source: Source }

/**
 * Allocates the uncommitted stock of a supplying location to the promotion lines of its shops, first as planners have set it,
 * then by precedence and by the days the units leave it, and gives by line (`lineKey`) the facts that depend on it. A line
 * that it cannot serve in full orders what is missing through it, at its supplier.
 */
export const allocateSource = (group: SourcingGroup, policy: Policy): ReadonlyMap<string, SourcedFacts> => {
  const { source } = group
  const { balance, supplied, requests } = openSource(group, policy)
  return new Map([
    ...supplied.flatMap((shop) =>
      shop.promotions.map((line): [string, SourcedFacts] => [
        lineKey(line),
        sourcedFacts(shop, { ...shop.source, ...shareIn(shop, line, balance) }),
      ]),
    ),
    ...(balance === null ? unallocated(requests) : allocated(requests, source, balance)),
  ])
}

/** What a supplying location has, and what the lines of its shops need of it beside what was ordered there for them. */
type OpenSource = {
  readonly balance: SourceBalance | null
  readonly supplied: readonly (CellFacts & { readonly source: Source })[]
  readonly requests: readonly SourceRequest[]
}

/** Works out what a supplying location has, and what it is asked for. */
export const openSource = (group: SourcingGroup, policy: Policy): OpenSource => {
  const { source, shops } = group
  const days = daysInSight(source, shops)
  const open = (balance: SourceBalance | null) => ({ balance, supplied: suppliedFrom(group, balance, policy) })
  const counted = open(sourceBalance(source, shops, days))
  const { balance, supplied } = counted.balance?.isSentOn
    ? open(sourceBalance(source, shops, days, pledgedBy(counted)))
    : counted
  return { balance, supplied, requests: byPriority(supplied.flatMap((shop) => sourceRequests(shop, policy))) }
}

const suppliedFrom = (
  { source, shops }: SourcingGroup,
  balance: SourceBalance | null,
  policy: Policy,
): OpenSource['supplied'] => {
  const plain = shops.map((shop) => ({ ...shop, source: nothingMissing(shop, source, balance) }))
  return balance === null ? plain : withPledged(plain, balance, source.asOf, policy)
}

/** Sums what was pledged to the lines of each promotion that units are dedicated to. */
const pledgedBy = ({
  balance,
  supplied,
}: Pick<OpenSource, 'balance' | 'supplied'>): ReadonlyMap<PromotionId, number> => {
  const pledged = supplied.flatMap((shop) => shop.source.pledged)
  const ids = balance?.dedicated.flatMap(({ owners }) => owners.map(({ promotionId }) => promotionId)) ?? []
  return new Map(ids.map((id) => [id, sumOf(pledged.filter(({ promotionIds }) => promotionIds.includes(id)))]))
}

const shareIn = (facts: CellFacts, line: PromotionLine, balance: SourceBalance | null): Pick<Source, 'share'> => {
  const share = balance === null ? null : lineShare(facts, line, balance)
  return share === null ? {} : { share }
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
  const lacking = allocations.map(({ asked, sent }) => sumOf(asked) - sumOf(sent))
  const lacksInAll = lacking.reduce((sum, units) => sum + units, 0)
  return requests.map(({ line, facts }, i) => {
    const { asked, sent, tally, enoughOn } = allocations[i] as Allocation
    const lacks = lacking[i] as number
    const known = {
      ...(facts.source as Source),
      missing: sumOf(asked),
      lacks,
      lacksInAll,
      tally,
      ...(enoughOn === null ? {} : { enoughOn }),
      ...shareIn(facts, line, balance),
    }
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
