import { type CellFacts, cellKey, type Source, type Tally } from '../assessment/cell.ts'
import type { Policy } from '../assessment/readiness.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import { type LeadTime, orderForwards } from '../supply/lead-time.ts'
import type { OrderPart } from '../supply/weekly-limit.ts'
import { freeOf, type SourceBalance, sourceBalance, tallyOf } from './source-balance.ts'
import { bySeniority, type SourceRequest, sourceRequests, sumOf } from './source-requests.ts'

/** One item in every shop that one location of our own supplies. */
export type Family = { readonly source: CellFacts; readonly shops: readonly CellFacts[] }

/** Tells whether a location of our own supplies a cell, and how long it needs is known. */
export const isSourced = ({ leadTime, location }: CellFacts): boolean =>
  location.suppliedBy !== null && leadTime?.supplier === location.suppliedBy

/** Names a line among those of a family. */
export const lineKey = (line: PromotionLine): string => `${line.promotionId}\u0000${cellKey(line)}`

/** What the location that supplies a line changes of the facts it is judged from. */
export type Sourced = Pick<CellFacts, 'item' | 'leadTime' | 'isClosedToday'> & { readonly source: Source }

/**
 * Gives, by line, what the location that supplies a family changes of the facts it is judged from. Orders of the shops draw
 * on the uncommitted stock of the location that supplies them, the needs of all shops summed by the days they leave it, who
 * comes first first. A line that it cannot serve in full orders what is missing through it, at its own supplier.
 */
export const sourcedLines = ({ source, shops }: Family, policy: Policy): ReadonlyMap<string, Sourced> => {
  const { asOf } = source
  const lastEnd = shops.flatMap((shop) => shop.promotions).reduce((last, line) => Math.max(last, line.end), asOf)
  const books = sourceBalance(source, shops, lastEnd - asOf + 1)
  const supplied = shops.map((shop) => ({ ...shop, source: nothingMissing(shop, source, books) }))
  const sourced = new Map(
    supplied.flatMap((shop) => shop.promotions.map((line): [string, Sourced] => [lineKey(line), sourcedOf(shop)])),
  )
  const wants = inOrder(supplied.flatMap((shop) => sourceRequests(shop, policy)))
  const shares = books === null ? wants.map(() => ({ sent: [], tally: null })) : share(wants, books, asOf)
  const lacking = wants.map(({ parts }, i) => sumOf(parts) - sumOf((shares[i] as Share).sent))
  const lacksInAll = lacking.reduce((sum, units) => sum + units, 0)
  for (const [i, want] of wants.entries()) {
    const lacks = lacking[i] as number
    const { sent, tally } = shares[i] as Share
    const known = { ...(want.facts.source as Source), missing: sumOf(want.parts), lacks, lacksInAll, tally }
    const own = { ...sourcedOf(want.facts), source: known }
    sourced.set(
      lineKey(want.line),
      books === null
        ? { ...own, source: { ...known, lacks: 0 } }
        : lacks > 0
          ? orderedThrough(own, source, sent, lacks / lacksInAll)
          : own,
    )
  }
  return sourced
}

const sourcedOf = ({ item, leadTime, isClosedToday, source }: CellFacts): Sourced => ({
  item,
  leadTime,
  isClosedToday,
  source: source as Source,
})

const nothingMissing = (shop: CellFacts, source: CellFacts, books: SourceBalance | null): Source => ({
  location: source.location.location,
  sends: [],
  missing: 0,
  lacks: 0,
  lacksInAll: 0,
  rule: source.item.rule,
  dry: dryAt(shop, books),
  through: through(shop, source, 1),
  countedOn: source.stock?.asOf ?? null,
  tally: null,
})

/** Moves the days on which nothing leaves to those on which nothing arrives. */
const dryAt = ({ leadTime, location }: CellFacts, books: SourceBalance | null): Source['dry'] => {
  if (books === null || books.dry === null || leadTime === null) return null
  const arrives = (day: number | null) =>
    day === null ? null : (orderForwards(leadTime, location.receiving, day)?.usableOn ?? null)
  const from = arrives(books.dry.from)
  return from === null ? null : { from, until: arrives(books.dry.until) }
}

/** Sorts wants by who comes first, then by when they must leave; lines of a promotion stand alike and are compared once. */
const inOrder = (wants: readonly SourceRequest[]): readonly SourceRequest[] => {
  const standing = ({ line: { promotionId, status, priority, rank } }: SourceRequest) =>
    JSON.stringify([promotionId, status, priority, rank])
  const groups = [...Map.groupBy(wants, standing).values()]
  const byDay = (a: SourceRequest, b: SourceRequest) =>
    (a.parts[0]?.orderOn ?? 0) - (b.parts[0]?.orderOn ?? 0) || (a.line.location < b.line.location ? -1 : 1)
  return groups
    .toSorted(([a], [b]) => bySeniority((a as SourceRequest).line, (b as SourceRequest).line))
    .flatMap((group) => group.toSorted(byDay))
}

const dust = 1e-7

/** What a want gets, and what the supplying location had when it came to it. */
type Share = { readonly sent: readonly OrderPart[]; readonly tally: Tally | null }

/** Shares uncommitted units out, in whole ones; what a tentative line would get is not taken from anybody. */
const share = (wants: readonly SourceRequest[], books: SourceBalance, asOf: number): readonly Share[] => {
  const promised = new Float64Array(books.issues.length)
  return wants.map(({ line, parts }) => {
    const own = line.status === 'committed' ? promised : promised.slice()
    const tallies: Tally[] = []
    const sent = parts.flatMap((part) => {
      const day = Math.min(Math.max(0, part.orderOn - asOf), own.length - 1)
      const tally = tallyOf(books, own, day, asOf)
      tallies.push(tally)
      const units = Math.max(0, Math.min(part.units, Math.floor(freeOf(tally) + dust)))
      own[day] = (own[day] as number) + units
      return units > 0 ? [{ ...part, units }] : []
    })
    return { sent, tally: tallies[0] ?? null }
  })
}

/** Has a line order what it lacks at the supplier of the location that supplies it. */
const orderedThrough = (own: Sourced, source: CellFacts, sent: readonly OrderPart[], part: number): Sourced => ({
  ...own,
  item: { ...own.item, supplier: source.item.supplier },
  leadTime: through(own, source, part),
  isClosedToday: source.isClosedToday,
  source: { ...own.source, sends: sent.map(({ usableOn, units }) => ({ day: usableOn, units })) },
})

/** Puts the two legs together; of a weekly limit a line has as large a part as of what is lacking in all. */
const through = ({ leadTime }: Pick<CellFacts, 'leadTime'>, source: CellFacts, part: number): LeadTime | null => {
  const lead = source.leadTime
  if (leadTime === null || lead === null) return null
  return {
    ...leadTime,
    supplier: lead.supplier,
    cutoff: lead.cutoff,
    maxPerWeek: lead.maxPerWeek === null ? null : lead.maxPerWeek * part,
    via: { lead, receiving: source.location.receiving },
  }
}
