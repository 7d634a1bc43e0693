import { cellKey } from '../../domain/cell.ts'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import { type EndedPromotion, endedPromotion } from '../../domain/promotions/ended.ts'
import { type PromotionLine, promotionalPrice } from '../../domain/promotions/promotion.ts'
import { everything, showsEnded, type View } from '../../domain/subscriptions/filter-match.ts'
import { loadDecisionsOf } from '../../store/decisions/decisions.ts'
import { loadFacts } from '../../store/facts/facts.ts'
import type { Visibility } from '../../store/feeds/visibility.ts'
import {
  linesOf,
  loadEndedPromotionIds,
  loadPromotions,
  loadSellingLocations,
  type StoredPromotion,
} from '../../store/promotions/promotions.ts'
import { type Context, type MomentContext, visibilityFor } from '../context.ts'
import { assessPromotions } from './assess-promotions.ts'

/** What looking back at promotions needs. */
type EndedContext = MomentContext & Pick<Context, 'workspace' | 'policy' | 'today'>

/** Whether expected units are computed for all promotions, or only where they are needed to estimate lost units. */
type Expecting = 'all' | 'lost'

/**
 * Loads how ended promotions performed: those whose last day is on or after `since` and before today, that a view shows, and
 * of `only` these ids where given. The earliest end comes first.
 */
export const loadEnded = async (
  context: EndedContext,
  since: Day,
  view: View = everything,
  expecting: Expecting = 'all',
  only: readonly string[] | null = null,
): Promise<readonly EndedPromotion[]> => {
  const { workspace, today } = context
  const visibility = await visibilityFor(context)
  const all = await loadEndedPromotionIds(workspace, visibility, isoOf(since), isoOf(today))
  const ids = only === null ? all : all.filter((id) => only.includes(id))
  const ended: EndedPromotion[] = []
  for (const promotion of await loadPromotions(workspace, visibility, ids)) {
    const rows = promotion.rows.filter((row) => row.status === 'committed')
    const end = Math.max(...rows.map((row) => dayOf(row.end_on)))
    if (end < since || end >= today) continue
    const outcome = await outcomeOf(context, visibility, { ...promotion, rows }, end, expecting)
    if (showsEnded(view, outcome)) ended.push(outcome.promotion)
  }
  return ended.sort((a, b) => a.end - b.end || (a.promotionId < b.promotionId ? -1 : 1))
}

const outcomeOf = async (
  context: EndedContext,
  visibility: Visibility,
  promotion: StoredPromotion,
  end: Day,
  expecting: Expecting,
) => {
  const { workspace, today } = context
  const { promotionId, name, rows } = promotion
  const spread = rows.flatMap((row) => (row.location === '' ? row.sku : []))
  const lines = linesOf(promotion, await loadSellingLocations(workspace, visibility, spread))
  const facts = await loadFacts(workspace, { visibility, cells: lines, asOf: today, until: today })
  const decision = (await loadDecisionsOf(workspace, [promotionId])).findLast(
    ({ state, by }) =>
      (state === 'agreed' || state === 'carried-out') &&
      by.on <= today &&
      (visibility.heard === null || by.at <= visibility.heard),
  )
  const isLost = lines.some((line) => facts.get(cellKey(line))?.sales.some((sale) => sale.stockout >= 1))
  const expected: ReadonlyMap<string, number> =
    expecting === 'all' || isLost ? await expectedUnits(context, promotion) : new Map()
  const outcome = endedPromotion(
    { promotionId, name, end },
    lines.map((line) => {
      const known = facts.get(cellKey(line))
      return {
        location: line.location,
        start: line.start,
        end: line.end,
        hero: line.hero,
        expected: expected.get(lineKey(line)) ?? null,
        sales: known?.sales ?? [],
        price: promotionalPrice(line, known?.item.unitPrice ?? null),
        currency: known?.item.currency ?? null,
      }
    }),
    decision === undefined
      ? null
      : {
          option: decision.terms.kind === 'commit' ? 'nothing' : decision.terms.kind,
          expectedSales: decision.expected?.sales ?? null,
        },
  )
  return {
    promotion: outcome,
    owner: rows.find((row) => row.owner !== null)?.owner ?? null,
    facts: lines.flatMap((line) => facts.get(cellKey(line)) ?? []),
  }
}

/** Identifies a line by cell and window: a line that was moved is another one. */
const lineKey = (line: PromotionLine) => `${cellKey(line)}\u0000${line.start}\u0000${line.end}`

/** Computes the units that each line was expected to sell, judged on the first morning of its window by what was known then. */
const expectedUnits = async (
  { workspace, policy }: EndedContext,
  { promotionId, rows }: StoredPromotion,
): Promise<ReadonlyMap<string, number>> => {
  const start = Math.min(...rows.map((row) => dayOf(row.start_on)))
  const units = new Map<string, number>()
  for await (const { lines } of assessPromotions(workspace, [promotionId], start, policy))
    for (const { line, demand } of lines) if (demand !== null) units.set(lineKey(line), demand.mean)
  return units
}
