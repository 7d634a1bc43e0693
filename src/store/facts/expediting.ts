import { type Cell, cellKey } from '../../domain/cell.ts'
import type { Expediting } from '../../domain/supply/lead-time.ts'
import type { Reader } from '../database/workspace.ts'
import type { LeadTimeRow } from '../feeds/feed-rows.ts'
import type { Visibility } from '../feeds/visibility.ts'
import { loadLeadTimes, mostSpecific } from './lead-times.ts'

/** Loads the terms on which suppliers deliver fast, by cell; cells whose lead time has no `expedite_days` are absent. */
export const loadExpediting = async (
  workspace: Reader,
  visibility: Visibility,
  cells: readonly (Cell & { readonly supplier: string | null })[],
): Promise<ReadonlyMap<string, Expediting>> => {
  const suppliers = cells.flatMap((cell) => cell.supplier ?? [])
  const rows = await loadLeadTimes(
    workspace,
    visibility,
    suppliers,
    cells.map((cell) => cell.sku),
  )
  const bySupplier = Map.groupBy(rows, (row) => row.supplier)
  return new Map(
    cells.flatMap((cell) => {
      const terms = expeditingOf(bySupplier.get(cell.supplier ?? '') ?? [], cell)
      return terms === null ? [] : [[cellKey(cell), terms] as const]
    }),
  )
}

/** Gives the terms on which a supplier delivers a cell's item fast; null where its lead time has no `expedite_days`. */
export const expeditingOf = (rows: readonly LeadTimeRow[], cell: Cell): Expediting | null => {
  const row = mostSpecific(rows, cell)
  if (row === undefined || row.expedite_days === null) return null
  const { supplier, expedite_days: days, expedite_cost_per_unit: perUnit, expedite_fixed_cost: fixed } = row
  return { supplier, days, perUnit, fixed }
}
