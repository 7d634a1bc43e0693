import type { CellFacts, LineShare, Tally } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { earlierOrder } from '../ordering/earlier-order.ts'
import type { PromotionLine } from '../promotions/promotion.ts'
import { type OrderDates, orderBackwards } from '../supply/lead-time.ts'
import type { OrderPart } from '../supply/weekly-limit.ts'
import { setShareOf } from './set-share.ts'
import { availableToPromiseOf, type SourceBalance, tightestTally } from './source-balance.ts'
import { type SourceRequest, sumOf } from './source-requests.ts'

const dust = 1e-7

/** What a request asks for and gets, and what the source had available when its turn came. */
export type Allocation = {
  readonly asked: readonly OrderPart[]
  readonly sent: readonly OrderPart[]
  readonly tally: Tally | null
  /** The order day to keep to, where what there is is enough on it and not later. */
  readonly enoughOn: OrderDates | null
}

/**
 * Allocates uncommitted stock in whole units, request by request: first to those whose share somebody has set, up to it, then
 * to the others. What a tentative line would get is left to the others.
 */
export const allocate = (
  requests: readonly SourceRequest[],
  balance: SourceBalance,
  asOf: Day,
): readonly Allocation[] => {
  const promised = new Float64Array(balance.issues.length)
  const limits = new Map(requests.map((request) => [request, leftOfShare(request, balance)]))
  const isSet = (request: SourceRequest) => limits.get(request) !== null
  const inTurn = [...requests.filter(isSet), ...requests.filter((request) => !isSet(request))]
  const allocations = new Map(
    inTurn.map((request): [SourceRequest, Allocation] => {
      const own = request.line.status === 'committed' ? promised : promised.slice()
      return [
        request,
        serve(request, limits.get(request) ?? Number.POSITIVE_INFINITY, { balance, promised: own, asOf }),
      ]
    }),
  )
  return requests.map((request) => allocations.get(request) as Allocation)
}

type Serving = { readonly balance: SourceBalance; readonly promised: Float64Array; readonly asOf: Day }

/**
 * Serves a request up to a limit, and adds what it gets to what is promised. An order beside what was pledged to the line takes
 * a few units more the later it is placed: where these are not there, it is placed on the last day on which what is there is enough.
 */
const serve = (request: SourceRequest, limit: number, serving: Serving): Allocation => {
  const before = serving.promised.slice()
  const { sent, tallies } = send(request.parts, limit, serving)
  const sooner = sumOf(sent) < sumOf(request.parts) ? soonerOrder(request, sent) : null
  if (sooner === null) return { asked: request.parts, sent, tally: tallies[0] ?? null, enoughOn: null }
  const inTime = send([sooner], limit, { ...serving, promised: before })
  if (sumOf(inTime.sent) < sooner.units)
    return { asked: request.parts, sent, tally: tallies[0] ?? null, enoughOn: null }
  serving.promised.set(before)
  return { asked: [sooner], sent: inTime.sent, tally: inTime.tallies[0] ?? null, enoughOn: sooner }
}

const soonerOrder = ({ facts, line, coverage, parts }: SourceRequest, sent: readonly OrderPart[]): OrderPart | null => {
  const isPledged = facts.source?.pledged.some(({ promotionIds }) => promotionIds.includes(line.promotionId)) ?? false
  const [only] = parts
  if (!isPledged || only === undefined || parts.length > 1) return null
  return earlierOrder(facts, coverage, sumOf(sent), only.orderOn)
}

/** Sends parts up to a limit, and adds them to what is promised. */
const send = (
  parts: readonly OrderPart[],
  limit: number,
  { balance, promised, asOf }: Serving,
): { readonly sent: readonly OrderPart[]; readonly tallies: readonly Tally[] } => {
  const tallies: Tally[] = []
  let left = limit
  const sent = parts.flatMap((part) => {
    const day = Math.min(Math.max(0, part.orderOn - asOf), promised.length - 1)
    const tally = tightestTally(balance, promised, day, asOf)
    tallies.push(tally)
    const units = Math.max(0, Math.min(part.units, left, Math.floor(availableToPromiseOf(tally) + dust)))
    promised[day] = (promised[day] as number) + units
    left -= units
    return units > 0 ? [{ ...part, units }] : []
  })
  return { sent, tallies }
}

/** What is left of the share that somebody has set for a line, with what was sent for it; null where nobody has set one. */
export const leftOfShare = (
  { facts, line }: { readonly facts: CellFacts; readonly line: PromotionLine },
  balance: SourceBalance,
): number | null => {
  const share = setShareOf(facts, line)
  return share === null ? null : Math.max(0, share.units - drawnFor(line, balance))
}

/** Sums what a line was sent of the stock that is not dedicated to its promotion. */
export const drawnFor = ({ promotionId, location }: PromotionLine, { drawn }: SourceBalance): number =>
  drawn.reduce(
    (sum, one) => sum + (one.location === location && one.promotionIds.includes(promotionId) ? one.units : 0),
    0,
  )

/** Gives the units that a source has free for a line, in time for its first day, before anything is shared out. */
export const freeFor = (
  { leadTime, location, asOf }: CellFacts,
  line: PromotionLine,
  balance: SourceBalance,
): number => {
  const leaves = leadTime === null ? null : orderBackwards(leadTime, location.receiving, line.start)
  const day = Math.min(Math.max(0, (leaves?.orderOn ?? asOf) - asOf), balance.issues.length - 1)
  const tally = tightestTally(balance, new Float64Array(balance.issues.length), day, asOf)
  return Math.max(0, Math.floor(availableToPromiseOf(tally) + dust))
}

/** Describes the share that somebody has set for a line; null where nobody has. */
export const lineShare = (facts: CellFacts, line: PromotionLine, balance: SourceBalance): LineShare | null => {
  const share = setShareOf(facts, line)
  if (share === null) return null
  const { units, by, on } = share
  return { units, by, on, drawn: drawnFor(line, balance), free: freeFor(facts, line, balance) }
}
