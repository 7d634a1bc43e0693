import type { CellFacts } from '../assessment/cell.ts'
import type { Policy } from '../assessment/readiness.ts'
import { evaluateScenario, openCase } from '../assessment/scenario.ts'
import { isSenior, type PromotionLine } from '../promotions/promotion.ts'
import type { OrderPart } from '../supply/weekly-limit.ts'

/** What a promotion line would have the location send that supplies it: each part leaves on its order day. */
export type SourceRequest = {
  readonly line: PromotionLine
  readonly facts: CellFacts
  readonly parts: readonly OrderPart[]
}

/**
 * Lists what the lines of a cell miss, as if the location that supplies it had everything, who comes first first. Lines
 * whose days overlap share a shelf: what a later one wants holds what an earlier one does.
 */
export const sourceRequests = (facts: CellFacts, policy: Policy): readonly SourceRequest[] => {
  const wants: SourceRequest[] = []
  const taken: { readonly line: PromotionLine; readonly units: number }[] = []
  const lines = facts.promotions.filter((line) => line.status !== 'cancelled' && line.end >= facts.asOf)
  for (const line of lines.toSorted(bySeniority)) {
    const parts = missingOf(facts, line, policy)
    const units = sumOf(parts)
    if (units === 0) continue
    const shared = taken.filter(({ line: other }) => other.start <= line.end && other.end >= line.start)
    const before = shared.reduce((most, other) => Math.max(most, other.units), 0)
    if (line.status === 'committed') taken.push({ line, units: Math.max(units, before) })
    if (units > before) wants.push({ line, facts, parts: without(parts, before) })
  }
  return wants
}

/** Orders promotion lines by who keeps their units when several want the same. */
export const bySeniority = (a: PromotionLine, b: PromotionLine): number =>
  a.promotionId === b.promotionId ? 0 : isSenior(a, b) ? -1 : 1

/** Sums the units of orders. */
export const sumOf = (parts: readonly { readonly units: number }[]): number =>
  parts.reduce((sum, { units }) => sum + units, 0)

const missingOf = (facts: CellFacts, line: PromotionLine, policy: Policy): readonly OrderPart[] => {
  const lineCase = openCase(facts, line, policy)
  const { opening, receipts, demand } = lineCase
  if (opening === null || lineCase.unknownDemand) return []
  const { verdict, ordering } = evaluateScenario(lineCase, { opening, coming: receipts.coming, demand })
  if (verdict === 'ready' || ordering === null || ordering.units === 0) return []
  if (verdict === 'at-risk' && ordering.parts.length > 0) return ordering.parts
  if (ordering.soonestParts.length > 0) return ordering.soonestParts
  const dates = verdict === 'at-risk' ? ordering.latest : ordering.soonest
  return dates === null ? [] : [{ ...dates, units: ordering.units }]
}

const without = (parts: readonly OrderPart[], units: number): readonly OrderPart[] => {
  let left = units
  return parts.flatMap((part) => {
    const gone = Math.min(left, part.units)
    left -= gone
    return part.units > gone ? [{ ...part, units: part.units - gone }] : []
  })
}
