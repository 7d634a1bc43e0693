import { cellKey } from '../../domain/cell.ts'
import { dayOf } from '../../domain/day.ts'
import { baselineOf } from '../../domain/demand/baseline.ts'
import { loadFacts } from '../../store/facts/facts.ts'
import type { BareFacts } from '../../store/facts/facts-query.ts'
import type { PromotionRow } from '../../store/feeds/feed-rows.ts'
import type { Visibility } from '../../store/feeds/visibility.ts'
import type { CommandContext } from '../dispatch/command.ts'

/** Shares a total that is stated for several locations of one item out over its rows, in whole units, by their normal sales; evenly where there are none. */
export const shareAmong = async (
  { workspace, today }: CommandContext,
  visibility: Visibility,
  rows: readonly PromotionRow[],
): Promise<readonly PromotionRow[]> => {
  const [first] = rows
  const total = first?.units ?? first?.extra ?? null
  if (first === undefined || total === null || rows.length < 2) return rows
  const [start, end] = [dayOf(first.start_on), dayOf(first.end_on)]
  const facts = await loadFacts(workspace, { visibility, cells: rows, asOf: today, until: end })
  const weights = rows.map((row) => {
    const known = facts.get(cellKey(row)) as BareFacts
    const { perDay } = baselineOf({ ...known, promotions: [], rivals: [] }, start, end - start + 1)
    return perDay.reduce((sum, units) => sum + units, 0)
  })
  const shares = wholeShares(total, weights)
  return rows.map((row, i) => {
    const units = shares[i] as number
    return first.units === null ? { ...row, extra: units } : { ...row, units }
  })
}

/** Splits a total by weights into whole parts that add up to it; what rounding leaves goes to the largest remainders. */
export const wholeShares = (total: number, weights: readonly number[]): readonly number[] => {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const exact = weights.map((weight) => total * (sum > 0 ? weight / sum : 1 / weights.length))
  const parts = exact.map(Math.floor)
  const order = exact
    .map((_, i) => i)
    .sort((a, b) => (exact[b] as number) - (parts[b] as number) - ((exact[a] as number) - (parts[a] as number)))
  let left = total - parts.reduce((all, part) => all + part, 0)
  for (const i of order) {
    const more = Math.min(1, left)
    parts[i] = (parts[i] as number) + more
    left -= more
  }
  return parts
}
