import { nonNegative, share } from '../parsing/number-values.ts'
import { discount, extra, uplift } from '../parsing/promotion-values.ts'
import { isoDate } from '../parsing/time-values.ts'
import { choice, currency, flag, optional, otherwise, required, text } from '../parsing/values.ts'
import type { PromotionRow } from '../store/feeds/feed-rows.ts'
import { code } from './code.ts'
import { type Feed, feed, money, span } from './feed.ts'

/** Describes the feed of units sold. */
export const sales = (): Feed<'sales'> =>
  feed(
    {
      sold_on: required(isoDate),
      sku: required(code),
      location: required(code),
      units: required(nonNegative('write the units sold, without returns')),
      days: otherwise(span, 1),
      price: optional(money),
      base_price: optional(money),
      revenue: optional(money),
      on_promo: optional(flag),
      stockout: optional(share),
      holiday: optional(flag),
    },
    { required: 'date sku location units', key: 'date sku location', columns: { sold_on: 'date' } },
    (row) => row,
  )

/** Describes the feed of planned units without promotions. */
export const demandPlan = (): Feed<'demand-plan'> =>
  feed(
    {
      planned_on: required(isoDate),
      sku: required(code),
      location: required(code),
      units: required(nonNegative()),
      days: otherwise(span, 1),
    },
    { required: 'date sku location units', key: 'date sku location', columns: { planned_on: 'date' } },
    (row) => row,
  )

const MAX_WINDOW_DAYS = 366

/** Says which cell of a promotion contradicts another one, and how. */
const contradiction = (row: PromotionRow): { readonly field: keyof PromotionRow; readonly reason: string } | null => {
  if (row.end_on < row.start_on) return { field: 'end_on', reason: `is before the start, ${row.start_on}` }
  const length = Temporal.PlainDate.from(row.start_on).until(row.end_on).days + 1
  if (length > MAX_WINDOW_DAYS) return { field: 'end_on', reason: 'makes the promotion longer than 366 days' }
  if (row.units === null || row.extra === null) return null
  return {
    field: 'extra',
    reason: 'cannot be combined with units; give the total as units, or the part on top as extra',
  }
}

/** Describes the feed of promotion lines; an empty location stands for all that sell the item. */
export const promotions = (): Feed<'promotions'> =>
  feed(
    {
      promotion_id: required(code),
      sku: required(code),
      location: otherwise(code, ''),
      name: required(text),
      start_on: required(isoDate),
      end_on: required(isoDate),
      uplift: optional(uplift),
      units: optional(nonNegative()),
      extra: optional(extra),
      discount: optional(discount),
      price: optional(money),
      type: optional(text),
      status: otherwise(choice('committed', 'tentative', 'cancelled'), 'committed'),
      hero: otherwise(flag, 0),
      priority: optional(nonNegative()),
      commit_on: optional(isoDate),
      owner: optional(text),
    },
    {
      required: 'promotion_id sku name start end',
      key: 'promotion_id sku location',
      columns: { start_on: 'start', end_on: 'end', commit_on: 'commit_by' },
    },
    (row, object) => {
      const found = contradiction(row)
      if (found !== null) object(found.field, found.reason)
      return row
    },
  )

/** Describes the feed of costs that promotions caused. */
export const costs = (): Feed<'costs'> =>
  feed(
    {
      spent_on: required(isoDate),
      kind: required(choice('freight', 'write-off')),
      promotion_id: otherwise(code, ''),
      sku: otherwise(code, ''),
      amount: required(money),
      currency: required(currency),
    },
    { required: 'date kind amount currency', key: 'date kind promotion_id sku', columns: { spent_on: 'date' } },
    (row) => row,
  )
