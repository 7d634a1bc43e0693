import type { Policy } from '../assessment/readiness.ts'
import type { PromotionId } from '../ids.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import { openSource, type SourcingGroup } from './allocate-source.ts'
import { type SetShare, setShareOf } from './set-share.ts'
import { type Allocation, allocate, drawnFor, freeFor, leftOfShare } from './share-out.ts'
import type { SourceBalance } from './source-balance.ts'
import { lineKey, sumOf } from './source-requests.ts'

/** What one line needs of the stock of its supplying location, and what it gets. Units. */
export type LineOfShares = {
  readonly line: PromotionLine
  readonly asks: number
  readonly gets: number
  readonly set: SetShare | null
  /** What it was sent for the promotion already, which counts towards the share that is set. */
  readonly drawn: number
  /** What the location has free in time for it; null where its stock was never counted. */
  readonly free: number | null
  /** The most that can be set for it, beside what is set for other lines; null where the stock was never counted. */
  readonly most: number | null
}

/** How the stock of a supplying location is shared out for one item. Units. */
export type SharesOfItem = {
  readonly sku: string
  readonly name: string
  readonly source: string
  /** The lines of the promotion that is asked about. */
  readonly lines: readonly LineOfShares[]
  readonly free: number | null
  /** What lines of other promotions get. */
  readonly others: number
  /** What is left of what is free; null where it was never counted. */
  readonly left: number | null
}

/** Tells how a supplying location shares its stock out to the lines of one promotion. */
export const sharesOf = (group: SourcingGroup, policy: Policy, promotionId: PromotionId): SharesOfItem => {
  const { source, shops } = group
  const { balance, requests } = openSource(group, policy)
  const allocations = balance === null ? [] : allocate(requests, balance, source.asOf)
  const asked = new Map(
    requests.map((request, i) => {
      const allocation = allocations[i]
      return [
        lineKey(request.line),
        { asks: sumOf(allocation?.asked ?? request.parts), gets: sumOf(allocation?.sent ?? []) },
      ]
    }),
  )
  const all = shops.flatMap((facts) => facts.promotions.map((line) => ({ facts, line })))
  const leftOf = (one: (typeof all)[number]) => (balance === null ? 0 : (leftOfShare(one, balance) ?? 0))
  const leftInAll = all.reduce((sum, one) => sum + leftOf(one), 0)
  const own = all.filter(({ line }) => line.promotionId === promotionId)
  const lines = own.map((one): LineOfShares => {
    const { facts, line } = one
    const known = balance === null ? null : { free: freeFor(facts, line, balance), drawn: drawnFor(line, balance) }
    return {
      line,
      ...(asked.get(lineKey(line)) ?? { asks: 0, gets: 0 }),
      set: setShareOf(facts, line),
      drawn: known?.drawn ?? 0,
      free: known?.free ?? null,
      most: known === null ? null : Math.max(0, known.free - (leftInAll - leftOf(one))) + known.drawn,
    }
  })
  const free = freeForAll(lines, balance)
  const given = requests.map(({ line }, i) => ({
    line,
    units: sumOf((allocations[i] as Allocation | undefined)?.sent ?? []),
  }))
  const counted = given.filter(({ line }) => line.status === 'committed' || line.promotionId === promotionId)
  const gets = (isOwn: boolean) =>
    counted.reduce((sum, { line, units }) => sum + ((line.promotionId === promotionId) === isOwn ? units : 0), 0)
  return {
    sku: source.item.sku,
    name: source.item.name,
    source: source.location.location,
    lines,
    free,
    others: gets(false),
    left: free === null ? null : Math.max(0, free - gets(true) - gets(false)),
  }
}

const freeForAll = (lines: readonly LineOfShares[], balance: SourceBalance | null): number | null =>
  balance === null ? null : Math.max(0, ...lines.map(({ free }) => free ?? 0))
