import type { RivalPromotion } from '../assessment/cell.ts'
import { cellKey } from '../cell.ts'
import type { Day } from '../day.ts'
import type { Common } from '../demand/learning/learned.ts'
import { soldIn } from '../demand/mechanic.ts'
import { areRivals, itemsOfGroup } from '../demand/rivalry.ts'
import type { PromotionLine } from '../promotions/promotion.ts'

/** A promotion line as it was planned; `sharesTotal` where its units are a total for all locations that sell the item. */
export type PlannedLine = PromotionLine & { readonly sharesTotal: boolean }

/** The promotions that were planned, as known on a day. */
export type Plans = {
  readonly lines: readonly PlannedLine[]
  readonly byCell: ReadonlyMap<string, readonly PlannedLine[]>
  readonly byPlace: ReadonlyMap<string, readonly PlannedLine[]>
  readonly byDecision: ReadonlyMap<Day, readonly PlannedLine[]>
  /** The lines that share one total with a line, by promotion and item. */
  readonly sharing: ReadonlyMap<string, readonly PlannedLine[]>
}

const shareKey = ({ promotionId, sku }: PromotionLine) => `${promotionId}\u0000${sku}`

/** Gives the key of a promotion line, whatever its dates. */
export const lineKey = (line: PromotionLine): string => `${line.promotionId}\u0000${cellKey(line)}`

/** Indexes planned lines by what a replay looks them up by. */
export const plansOf = (lines: readonly PlannedLine[], decisionOf: (line: PromotionLine) => Day): Plans => ({
  lines,
  byCell: Map.groupBy(lines, cellKey),
  byPlace: Map.groupBy(lines, (line) => line.location),
  byDecision: Map.groupBy(
    lines.filter((line) => line.status !== 'cancelled'),
    decisionOf,
  ),
  sharing: Map.groupBy(
    lines.filter((line) => line.sharesTotal),
    shareKey,
  ),
})

/** Gives a line with its share of a total, by the normal sales of the locations, evenly where there are none. */
export const withShare = (
  { sharing }: Plans,
  { sharesTotal, ...line }: PlannedLine,
  normalAt: (line: PromotionLine) => number,
): PromotionLine => {
  const { stated } = line
  if (!sharesTotal || (stated.kind !== 'units' && stated.kind !== 'extra')) return line
  const all = sharing.get(shareKey(line)) ?? [line]
  const total = all.reduce((sum, one) => sum + normalAt(one), 0)
  const share = total > 0 ? normalAt(line) / total : 1 / all.length
  return { ...line, stated: { ...stated, units: stated.units * share } }
}

/** Gives the coming promotions of other items of a group at a location. */
export const rivalsAt = (
  { byPlace }: Plans,
  common: Common,
  { sku, group }: { readonly sku: string; readonly group: string },
  location: string,
  asOf: Day,
): readonly RivalPromotion[] => {
  const mates = itemsOfGroup(common, group)
  if (!areRivals(mates)) return []
  return (byPlace.get(location) ?? [])
    .filter((line) => line.end >= asOf && line.status === 'committed' && line.sku !== sku && mates.includes(line.sku))
    .map((line) => ({ ...soldIn(line), sku: line.sku, start: line.start, end: line.end }))
}
