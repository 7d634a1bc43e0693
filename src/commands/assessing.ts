import { createHash } from 'node:crypto'
import { type Cell, type CellFacts, cellKey, type Sale } from '../domain/cell.ts'
import { type Day, isoOf } from '../domain/day.ts'
import { baselineOf } from '../domain/demand/baseline.ts'
import { judgeLine } from '../domain/judge.ts'
import type { PromotionLine } from '../domain/promotion.ts'
import { type LineAssessment, type Policy, type PromotionReadiness, promotionReadiness } from '../domain/readiness.ts'
import { type BareFacts, historyDays, loadFacts } from '../store/facts.ts'
import {
  type ExpandedLine,
  linesOf,
  loadPromotions,
  loadPromotionsOfItems,
  loadSellingLocations,
  type StoredPromotion,
} from '../store/promotions.ts'
import { loadVisibility, type Visibility } from '../store/visibility.ts'
import type { Workspace } from '../store/workspace.ts'

/** A line's assessment with the fingerprint of everything it was made from. */
export type FingerprintedLine = LineAssessment & { readonly inputsHash: string }

/** A promotion as judged on a day. Its lines are those still to come; none are left once it ended or was cancelled. */
export type PromotionAssessment = {
  readonly promotion: StoredPromotion
  readonly asOf: Day
  readonly lines: readonly FingerprintedLine[]
  readonly readiness: PromotionReadiness
}

/** Promotions judged together share one round of reading; this many keep memory flat however many there are. */
const together = 200
/** Plans are read at least this far ahead, for safe dates and for what follows a window. */
const planAheadDays = 180

/** Judges promotions by id as of a day, in the order of the ids; ids nobody knows are left out. */
export async function* assessPromotions(
  workspace: Workspace,
  ids: readonly string[],
  asOf: Day,
  policy: Policy,
): AsyncGenerator<PromotionAssessment> {
  const visibility = await loadVisibility(workspace, isoOf(asOf))
  for (let i = 0; i < ids.length; i += together) {
    const slice = ids.slice(i, i + together)
    const stored = new Map(
      (await loadPromotions(workspace, visibility, slice)).map((promotion) => [promotion.promotionId, promotion]),
    )
    const promotions = slice.flatMap((id) => stored.get(id) ?? [])
    yield* await assessTogether(workspace, visibility, promotions, asOf, policy)
  }
}

/** Judges promotions that may not be stored yet against everything that is. */
export const assessTogether = async (
  workspace: Workspace,
  visibility: Visibility,
  promotions: readonly StoredPromotion[],
  asOf: Day,
  policy: Policy,
): Promise<readonly PromotionAssessment[]> => {
  const skus = [...new Set(promotions.flatMap((promotion) => promotion.rows.map((row) => row.sku)))]
  const neighbours = await loadPromotionsOfItems(workspace, visibility, skus, isoOf(asOf - historyDays))
  const judged = new Set(promotions.map((promotion) => promotion.promotionId))
  const all = [...promotions, ...neighbours.filter((other) => !judged.has(other.promotionId))]
  const wanted = new Set(skus)
  const spread = all.flatMap((promotion) => promotion.rows.flatMap((row) => (row.location === '' ? row.sku : [])))
  const selling = await loadSellingLocations(
    workspace,
    visibility,
    spread.filter((sku) => wanted.has(sku)),
  )
  const lines = all.flatMap((promotion) => linesOf(promotion, selling).filter((line) => wanted.has(line.sku)))
  const mine = lines.filter((line) => judged.has(line.promotionId) && isToCome(line, asOf))
  const mineCells = new Set(mine.map(cellKey))
  const sharing = lines.filter((line) => line.sharesTotal)
  const touching = new Set(sharing.filter((line) => mineCells.has(cellKey(line))).map(shareKey))
  const siblings = sharing.filter((line) => touching.has(shareKey(line)))
  const until = Math.max(asOf + planAheadDays, ...mine.map((line) => line.end + 60))
  const facts = await loadFacts(workspace, visibility, distinctCells([...mine, ...siblings]), asOf, until)
  const shared = shareTotals(lines, facts)

  const byCell = Map.groupBy(shared, cellKey)
  const complete = new Map<string, { facts: CellFacts; text: string }>()
  for (const line of mine) {
    const key = cellKey(line)
    if (complete.has(key)) continue
    const bare = facts.get(key) as BareFacts
    const here = byCell.get(key) ?? []
    const known = {
      ...bare,
      sales: maskPromotions(bare.sales, here),
      promotions: here.filter((other) => isToCome(other, asOf)),
    }
    complete.set(key, { facts: known, text: canonical(known) })
  }
  return promotions.map((promotion) => {
    const own = shared.filter((line) => line.promotionId === promotion.promotionId && isToCome(line, asOf))
    const assessed = own.map((line) => {
      const known = complete.get(cellKey(line)) as { facts: CellFacts; text: string }
      const inputsHash = createHash('sha256')
        .update(canonical({ promotion: line.promotionId, policy }))
        .update(known.text)
        .digest('hex')
      return { ...judgeLine(known.facts, line, policy), inputsHash }
    })
    return { promotion, asOf, lines: assessed, readiness: promotionReadiness(assessed) }
  })
}

const isToCome = (line: PromotionLine, asOf: Day) => line.end >= asOf && line.status !== 'cancelled'

const shareKey = (line: PromotionLine) => `${line.promotionId}\u0000${line.sku}`

const distinctCells = (lines: readonly Cell[]): readonly Cell[] => [
  ...new Map(lines.map(({ sku, location }) => [cellKey({ sku, location }), { sku, location }])).values(),
]

/** Shares a total that was stated for all locations out by their normal sales in the window, evenly where there are none. */
const shareTotals = (
  lines: readonly ExpandedLine[],
  facts: ReadonlyMap<string, BareFacts>,
): readonly PromotionLine[] => {
  const normal = (line: PromotionLine): number => {
    const known = facts.get(cellKey(line))
    if (!known) return 0
    const days = line.end - line.start + 1
    return baselineOf({ ...known, promotions: [] }, line.start, days).perDay.reduce((sum, units) => sum + units, 0)
  }
  const groups = Map.groupBy(
    lines.filter((line) => line.sharesTotal),
    shareKey,
  )
  const shares = new Map<PromotionLine, number>()
  for (const group of groups.values()) {
    const weights = group.map(normal)
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    group.forEach((line, i) => {
      shares.set(line, total > 0 ? (weights[i] as number) / total : 1 / group.length)
    })
  }
  return lines.map(({ sharesTotal, ...line }, i) => {
    const share = sharesTotal ? (shares.get(lines[i] as PromotionLine) as number) : 1
    const { stated } = line
    return stated.kind === 'units' || stated.kind === 'extra'
      ? { ...line, stated: { ...stated, units: stated.units * share } }
      : line
  })
}

/** Marks sales in the windows of registered promotions, so that they do not count as normal sales. */
const maskPromotions = (sales: readonly Sale[], promotions: readonly PromotionLine[]): readonly Sale[] => {
  const ran = promotions.filter((line) => line.status === 'committed')
  if (ran.length === 0) return sales
  return sales.map((sale) =>
    ran.some((line) => sale.day <= line.end && sale.day + sale.days > line.start) ? { ...sale, onPromo: true } : sale,
  )
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner) => (inner instanceof Set ? [...inner].sort() : inner))
