import { sql } from 'kysely'
import { cellKey } from '../../domain/cell.ts'
import { dayOf, isoOf } from '../../domain/day.ts'
import type { Reader } from '../database/workspace.ts'
import { cellTable } from '../feeds/newest.ts'
import { inSlices, isVisible } from '../feeds/visibility.ts'
import type { FactsQuery } from './facts-query.ts'
import { loadRowsOfCells, type RowOfCell } from './rows-of-cells.ts'

/** Days of plan before today that a rolled-forward count or the tail of a plan may need. */
const planBackDays = 35

/** Loads the plan that matters, by cell; for cells whose plan ended long ago, its last four weeks. */
export const loadPlans = async (
  workspace: Reader,
  { visibility, cells, asOf, until }: Pick<FactsQuery, 'visibility' | 'cells' | 'asOf' | 'until'>,
): Promise<ReadonlyMap<string, readonly RowOfCell<'demand-plan'>[]>> => {
  const range = { from: isoOf(asOf - planBackDays), before: isoOf(until + 1) }
  const plans = await loadRowsOfCells(workspace, visibility, 'demand-plan', cells, range)
  const missing = cells.filter((cell) => !plans.has(cellKey(cell)))
  if (missing.length === 0) return plans
  const ended = await inSlices(missing, async (slice) => {
    const last = await sql<{ sku: string; location: string; ends: string | null }>`with ${cellTable(slice)}
      select cell.sku, cell.location, (select max(r.planned_on) from demand_plan r
        where ${isVisible(visibility, 'demand-plan', 'r')} and r.sku = cell.sku and r.location = cell.location
        and r.planned_on <= ${isoOf(until)}) as ends from cell`.execute(workspace.database.kysely)
    return last.rows.flatMap((row) => (row.ends === null ? [] : [{ ...row, ends: row.ends }]))
  })
  const tails = await Promise.all(
    [...Map.groupBy(ended, (row) => row.ends)].map(([ends, group]) =>
      loadRowsOfCells(workspace, visibility, 'demand-plan', group, {
        from: isoOf(dayOf(ends) - planBackDays),
        before: isoOf(dayOf(ends) + 1),
      }),
    ),
  )
  return new Map([plans, ...tails].flatMap((rows) => [...rows]))
}
