import { sql } from 'kysely'
import { type Cell, cellKey } from '../../domain/cell.ts'
import type { SecondSupplier } from '../../domain/options/order.ts'
import type { Reader } from '../database/workspace.ts'
import type { LeadTimeRow } from '../feeds/feed-rows.ts'
import { asKnown, newestOf } from '../feeds/newest.ts'
import { inSlices, isVisible, type Visibility } from '../feeds/visibility.ts'
import { loadClosedDays } from './closed-days.ts'
import { leadTimeOf } from './fact-rows.ts'
import { mostSpecific } from './lead-times.ts'

/**
 * Loads for each cell the supplier besides its own that delivers its item soonest: one whose lead time names the item. Cells
 * without one are absent.
 */
export const loadSecondSuppliers = async (
  workspace: Reader,
  visibility: Visibility,
  cells: readonly (Cell & { readonly supplier: string | null })[],
): Promise<ReadonlyMap<string, SecondSupplier>> => {
  const skus = [...new Set(cells.map(({ sku }) => sku))]
  const rows = await inSlices(skus, async (slice) => {
    const found = await sql<LeadTimeRow & { readonly batch_id: number }>`select r.* from lead_time r
      where ${isVisible(visibility, 'lead-times', 'r')} and r.sku in (${sql.join([...slice])})
      order by r.batch_id`.execute(workspace.database.kysely)
    return found.rows
  })
  const current = newestOf(asKnown(rows, visibility, 'lead-times'), ({ supplier, sku, location }) =>
    JSON.stringify([supplier, sku, location]),
  )
  if (current.length === 0) return new Map()
  const closed = await loadClosedDays(workspace, visibility, [...new Set(current.map(({ supplier }) => supplier))])
  const bySupplier = Map.groupBy(current, ({ supplier }) => supplier)
  return new Map(
    cells.flatMap((cell) => {
      const others = [...bySupplier].flatMap(([supplier, own]) =>
        supplier === cell.supplier || supplier === cell.location ? [] : (mostSpecific(own, cell) ?? []),
      )
      const [soonest] = others.toSorted((a, b) => a.lead_time_days - b.lead_time_days)
      if (soonest === undefined) return []
      const second = { lead: leadTimeOf(soonest, closed.of(soonest.supplier)), unitCost: soonest.unit_cost }
      return [[cellKey(cell), second] as const]
    }),
  )
}
