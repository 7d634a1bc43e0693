import { sql } from 'kysely'
import { type Money, sumMoney } from '../../domain/money.ts'
import type { CostTotals } from '../../domain/scorecard/totals.ts'
import type { Reader } from '../database/workspace.ts'
import type { CostRow } from '../feeds/feed-rows.ts'
import { newestOf } from '../feeds/newest.ts'
import { isVisible, type Visibility } from '../feeds/visibility.ts'
import { type Dimension, loadShares, type ResultRange } from './totals.ts'

/**
 * Sums what was spent on the promotions of a range, by the values of a dimension. What was spent on an item counts where that
 * item sold; the rest of a promotion is divided by the units that its lines sold.
 */
export const loadCostTotals = async (
  reader: Reader,
  visibility: Visibility,
  range: ResultRange,
  by: Dimension | null,
): Promise<ReadonlyMap<string, CostTotals>> => {
  const { rows } = await sql<CostRow & { readonly batch_id: number }>`select r.* from cost r
    where ${isVisible(visibility, 'costs', 'r')} and r.promotion_id <> '' order by r.batch_id`.execute(
    reader.database.kysely,
  )
  const costs = newestOf(rows, (row) => [row.spent_on, row.kind, row.promotion_id, row.sku].join('\u0000'))
  const shares = await loadShares(reader, range, [...new Set(costs.map((row) => row.promotion_id))], by)
  const spent = costs.flatMap((row) =>
    shares(row.promotion_id, row.sku).map(({ group, share }) => ({
      ...{ group, kind: row.kind, promotionId: row.promotion_id },
      amount: row.amount * share,
      currency: row.currency,
    })),
  )
  const moneyOf = (own: typeof spent, kind: CostRow['kind']): Money => sumMoney(own.filter((one) => one.kind === kind))
  return new Map(
    [...Map.groupBy(spent, ({ group }) => group)].map(([group, own]) => [
      group,
      {
        freight: moneyOf(own, 'freight'),
        writeOffs: moneyOf(own, 'write-off'),
        freightOf: new Set(own.filter(({ kind }) => kind === 'freight').map(({ promotionId }) => promotionId)).size,
      },
    ]),
  )
}
