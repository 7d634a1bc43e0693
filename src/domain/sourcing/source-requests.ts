import type { CellFacts } from '../assessment/cell.ts'
import type { Policy } from '../assessment/readiness.ts'
import { evaluateScenario, openCase } from '../assessment/scenario.ts'
import { cellKey } from '../cell.ts'
import { isSenior, type PromotionLine } from '../promotions/promotion.ts'
import type { DemandCoverage } from '../supply/demand-coverage.ts'
import type { OrderPart } from '../supply/weekly-limit.ts'

/** The units that a promotion line needs from the location that supplies it: each part leaves on its order day. */
export type SourceRequest = {
  readonly line: PromotionLine
  readonly facts: CellFacts
  /** What covers the line without them. */
  readonly coverage: DemandCoverage
  readonly parts: readonly OrderPart[]
}

/**
 * Lists what the lines of a cell need from the location that supplies it, as if that had everything, in order of
 * precedence. Lines whose days overlap share their stock: the need of a later one contains that of an earlier one, so
 * only the difference is requested for it.
 */
export const sourceRequests = (facts: CellFacts, policy: Policy): readonly SourceRequest[] => {
  const requests: SourceRequest[] = []
  const taken: { readonly line: PromotionLine; readonly units: number }[] = []
  const lines = facts.promotions.filter((line) => line.status !== 'cancelled' && line.end >= facts.asOf)
  for (const line of lines.toSorted(bySeniority)) {
    const { coverage, parts } = partsNeeded(facts, line, policy)
    const units = sumOf(parts)
    if (units === 0) continue
    const shared = taken.filter(({ line: other }) => other.start <= line.end && other.end >= line.start)
    const before = shared.reduce((most, other) => Math.max(most, other.units), 0)
    if (line.status === 'committed') taken.push({ line, units: Math.max(units, before) })
    if (units > before) requests.push({ line, facts, coverage, parts: withoutFirst(parts, before) })
  }
  return requests
}

/** Gives a promotion line one text to key maps with. */
export const lineKey = (line: PromotionLine): string => `${line.promotionId}\u0000${cellKey(line)}`

/** Sorts promotion lines by precedence: who keeps their units when several need the same. */
const bySeniority = (a: PromotionLine, b: PromotionLine): number =>
  a.promotionId === b.promotionId ? 0 : isSenior(a, b) ? -1 : 1

/**
 * Sorts requests by precedence; lines of a promotion stand alike, and are compared once. Of these the smallest come first,
 * so that what there is saves as many shops as it can.
 */
export const byPriority = (requests: readonly SourceRequest[]): readonly SourceRequest[] => {
  const standing = ({ line: { promotionId, status, priority, rank } }: SourceRequest) =>
    JSON.stringify([promotionId, status, priority, rank])
  const groups = [...Map.groupBy(requests, standing).values()]
  const bySize = (a: SourceRequest, b: SourceRequest) =>
    sumOf(a.parts) - sumOf(b.parts) || (a.line.location < b.line.location ? -1 : 1)
  return groups
    .toSorted(([a], [b]) => bySeniority((a as SourceRequest).line, (b as SourceRequest).line))
    .flatMap((group) => group.toSorted(bySize))
}

/** Sums the units of orders. */
export const sumOf = (parts: readonly { readonly units: number }[]): number =>
  parts.reduce((sum, { units }) => sum + units, 0)

/** The orders that keep a line within policy, as late as they may be, or as soon as can be where that is too late. */
const partsNeeded = (facts: CellFacts, line: PromotionLine, policy: Policy): Needed => {
  const lineCase = openCase(facts, line, policy)
  const { opening, receipts, demand } = lineCase
  const { verdict, advice, coverage } = evaluateScenario(lineCase, {
    opening: opening ?? 0,
    coming: receipts.coming,
    demand,
  })
  if (opening === null || lineCase.unknownDemand) return { coverage, parts: [] }
  if (verdict === 'ready' || advice === null || advice.units === 0) return { coverage, parts: [] }
  if (verdict === 'at-risk' && advice.parts.length > 0) return { coverage, parts: advice.parts }
  if (advice.soonestParts.length > 0) return { coverage, parts: advice.soonestParts }
  const dates = verdict === 'at-risk' ? advice.latest : advice.soonest
  return { coverage, parts: dates === null ? [] : [{ ...dates, units: advice.units }] }
}

type Needed = Pick<SourceRequest, 'coverage' | 'parts'>

/** Takes units off orders, off the first ones first. */
const withoutFirst = (parts: readonly OrderPart[], units: number): readonly OrderPart[] => {
  let left = units
  return parts.flatMap((part) => {
    const taken = Math.min(left, part.units)
    left -= taken
    return part.units > taken ? [{ ...part, units: part.units - taken }] : []
  })
}
