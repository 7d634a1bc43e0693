import { ofLast } from '../../common/of-last.ts'
import type { CellFacts, Sale } from '../assessment/cell.ts'
import { leastHistoryDays, longestSilenceDays } from '../policy.ts'
import type { Common } from './learning/learned.ts'
import { type DemandLevel, emptyLevel } from './learning/level.ts'
import { readRow } from './learning/read-row.ts'

/** The sales level of a cell, and the item whose history it is learned from. */
export type CellLevel = {
  readonly sku: string
  readonly group: string
  readonly level: DemandLevel
  readonly isLike: boolean
}

/** Gives the level of a cell at the start of the as-of date: as learned, with the sales since; that of its similar item where it has none. */
export const cellLevel = ofLast(
  (facts: Pick<CellFacts, 'asOf' | 'item' | 'sales' | 'kits' | 'taught' | 'like'>): CellLevel | null => {
    const { item, taught, like } = facts
    const isFresh = (level: DemandLevel | null): level is DemandLevel =>
      level !== null && facts.asOf - level.through <= longestSilenceDays
    const ownSales = facts.kits?.ownSales ?? facts.sales
    const own = readOn(taught.common, taught.level, ownSales, item.sku, item.group)
    if (isFresh(own)) return { sku: item.sku, group: item.group, level: own, isLike: false }
    const other = like === null ? null : readOn(taught.common, like.level, like.sales, like.sku, like.group)
    return !isFresh(other) || like === null ? null : { sku: like.sku, group: like.group, level: other, isLike: true }
  },
)

/** Adds the sales since the last learning to a copy of the level, without the pressure of rivals, which is unknown for these days. */
const readOn = (
  common: Common,
  learned: DemandLevel | null,
  sales: readonly Sale[],
  sku: string,
  group: string,
): DemandLevel | null => {
  const through = learned?.through ?? Number.NEGATIVE_INFINITY
  const since = sales.filter((sale) => sale.day >= through)
  const [first] = since
  if (learned === null && first === undefined) return null
  const level =
    learned === null ? emptyLevel((first as Sale).day) : since.length === 0 ? learned : structuredClone(learned)
  for (const sale of since) readRow(common, level, { ...sale, sku }, group, 0)
  return level.rows * level.span >= leastHistoryDays ? level : null
}
