import type { Fields } from '../../services/audit-entry.ts'
import type { PromotionRow } from '../../store/feeds/feed-rows.ts'

const shared = {
  name: 'name',
  start: 'start_on',
  end: 'end_on',
  status: 'status',
  type: 'type',
  owner: 'owner',
  hero: 'hero',
  priority: 'priority',
  commit_by: 'commit_on',
  uplift: 'uplift',
  units: 'units',
  extra: 'extra',
  discount: 'discount',
  price: 'price',
} as const satisfies Record<string, keyof PromotionRow>

/** Fields whose rows add up to the total that was typed, because it was shared out over locations. */
const totals: ReadonlySet<string> = new Set(['units', 'extra'])

/** Names a row as people do, `SKU-1 @ EAST`; `SKU-1` alone where it is sold everywhere. */
const rowName = ({ sku, location }: PromotionRow): string => (location === '' ? sku : `${sku} @ ${location}`)

/**
 * Gives the fields of a promotion before and after a change, for the audit: one value where all rows agree or share a total,
 * else one for each row; and the lines that were added or removed.
 */
export const promotionFields = (
  before: readonly PromotionRow[],
  after: readonly PromotionRow[],
): { readonly before: Fields; readonly after: Fields } => {
  const was: Record<string, unknown> = {}
  const is: Record<string, unknown> = {}
  for (const [field, column] of Object.entries(shared)) {
    const [one, other] = [whole(before, field, column), whole(after, field, column)]
    if (one !== undefined && other !== undefined) {
      if (before.length > 0) was[field] = one
      if (after.length > 0) is[field] = other
      continue
    }
    for (const row of before) was[`${field} of ${rowName(row)}`] = row[column]
    for (const row of after) is[`${field} of ${rowName(row)}`] = row[column]
  }
  const named = (rows: readonly PromotionRow[]) => new Set(rows.map(rowName).filter((name) => name !== ''))
  const [known, wanted] = [named(before), named(after)]
  const [gone, added] = [[...known].filter((row) => !wanted.has(row)), [...wanted].filter((row) => !known.has(row))]
  if (gone.length > 0) was.lines = gone
  if (added.length > 0) is.lines = added
  return { before: was, after: is }
}

/** Gives the one value of all rows, or the sum of a shared total; undefined where rows differ, null where there are none. */
const whole = (
  rows: readonly PromotionRow[],
  field: string,
  column: keyof PromotionRow,
): string | number | null | undefined => {
  const values = rows.map((row) => row[column])
  if (totals.has(field) && values.length > 1 && values.every((value) => typeof value === 'number'))
    return Math.round(values.reduce((sum, value) => sum + value, 0) * 1e6) / 1e6
  const [first = null] = values
  return values.every((value) => value === first) ? first : undefined
}
