import type { LineAssessment } from '../../domain/assessment/readiness.ts'
import { dayOf, isoOf } from '../../domain/day.ts'
import type { DecisionTerms } from '../../domain/decisions/decision.ts'
import type { PromotionRow } from '../../store/feeds/feed-rows.ts'
import type { StoredPromotion } from '../../store/promotions/promotions.ts'
import { wholeShares } from '../promotions/share-units.ts'

/**
 * Gives the rows of a promotion after a decision: moved by days, capped, or cancelled at the locations that drop out; null
 * where the decision does not change the promotion.
 */
export const rowsDecided = (
  promotion: StoredPromotion,
  lines: readonly LineAssessment[],
  terms: DecisionTerms,
): readonly PromotionRow[] | null => {
  switch (terms.kind) {
    case 'date': {
      const days = terms.start - terms.from
      return promotion.rows.map((row) => (row.status === 'cancelled' ? row : moved(row, days)))
    }
    case 'volume':
      return terms.lines === null ? shared(promotion, lines, terms.units) : cappedEach(promotion, lines, terms.lines)
    case 'ready-places': {
      const sold = asSold(promotion, lines)
      const skus = new Set(sold.map(({ line }) => line.sku))
      const dropped = new Set(terms.dropped)
      return spelledOut(promotion, sold, skus).map((row) =>
        dropped.has(row.location) ? { ...row, status: 'cancelled' as const } : row,
      )
    }
    default:
      return null
  }
}

/** Gives lines of kits in the place of those of their components, one for each kit and location. */
const asSold = (promotion: StoredPromotion, lines: readonly LineAssessment[]): readonly LineAssessment[] => {
  const items = new Set(promotion.rows.map(({ sku }) => sku))
  const sold = lines.flatMap((line) => [
    ...(items.has(line.line.sku) ? [line] : []),
    ...(line.line.kits ?? []).map(({ sku }) => ({ ...line, line: { ...line.line, sku } })),
  ])
  return [...new Map(sold.map((line) => [keyOf(line.line), line])).values()]
}

const moved = (row: PromotionRow, days: number): PromotionRow => ({
  ...row,
  start_on: isoOf(dayOf(row.start_on) + days),
  end_on: isoOf(dayOf(row.end_on) + days),
})

const keyOf = ({ sku, location }: { readonly sku: string; readonly location: string }) => `${sku}\u0000${location}`

/** Groups assessed lines by the row that states them; a row without a location states the lines of every location that has no own row. */
const linesByRow = (promotion: StoredPromotion, lines: readonly LineAssessment[]) => {
  const named = new Map(promotion.rows.map((row) => [keyOf(row), row]))
  return Map.groupBy(
    lines,
    ({ line }) => named.get(keyOf(line)) ?? named.get(keyOf({ sku: line.sku, location: '' })) ?? null,
  )
}

const capped = (row: PromotionRow, units: number): PromotionRow => ({ ...row, uplift: null, extra: null, units })

/** Caps the whole promotion: the total is shared out over its rows by their demand, in whole units. */
const shared = (
  promotion: StoredPromotion,
  lines: readonly LineAssessment[],
  total: number,
): readonly PromotionRow[] => {
  const byRow = linesByRow(promotion, lines)
  const rows = promotion.rows.filter((row) => byRow.has(row))
  const demands = rows.map((row) => (byRow.get(row) ?? []).reduce((sum, { demand }) => sum + (demand?.mean ?? 0), 0))
  const parts = new Map(wholeShares(total, demands).map((units, i) => [rows[i], units]))
  return promotion.rows.map((row) => (parts.has(row) ? capped(row, parts.get(row) as number) : row))
}

/** Caps single lines; other lines of the same item keep their expected demand. */
const cappedEach = (
  promotion: StoredPromotion,
  lines: readonly LineAssessment[],
  caps: readonly { readonly sku: string; readonly location: string; readonly units: number }[],
): readonly PromotionRow[] => {
  const units = new Map(caps.map((cap) => [keyOf(cap), cap.units]))
  return spelledOut(promotion, lines, new Set(caps.map(({ sku }) => sku))).map((row) => {
    const cap = units.get(keyOf(row))
    return cap === undefined || row.status === 'cancelled' ? row : capped(row, cap)
  })
}

/** Replaces rows that stand for every location by one row for each assessed location, for some items; totals are shared out by expected demand. */
const spelledOut = (
  promotion: StoredPromotion,
  lines: readonly LineAssessment[],
  skus: ReadonlySet<string>,
): readonly PromotionRow[] => {
  const byRow = linesByRow(promotion, lines)
  return promotion.rows.flatMap((row): readonly PromotionRow[] => {
    if (row.location !== '' || row.status === 'cancelled' || !skus.has(row.sku)) return [row]
    const own = byRow.get(row) ?? []
    const weights = own.map(({ demand }) => demand?.mean ?? 0)
    const share = (total: number | null) => (total === null ? null : wholeShares(total, weights))
    const [units, extra] = [share(row.units), share(row.extra)]
    return [
      { ...row, status: 'cancelled' },
      ...own.map(({ line }, i) => ({
        ...row,
        location: line.location,
        units: units?.[i] ?? null,
        extra: extra?.[i] ?? null,
      })),
    ]
  })
}
