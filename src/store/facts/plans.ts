import { sql } from 'kysely'
import { cellKey } from '../../domain/cell.ts'
import { dayOf, isoOf } from '../../domain/day.ts'
import type { Reader } from '../database/workspace.ts'
import type { DemandPlanRow } from '../feeds/feed-rows.ts'
import { cellTable, loadNewestForCells } from '../feeds/newest.ts'
import { inSlices, isVisible } from '../feeds/visibility.ts'
import type { FactsQuery } from './facts-query.ts'

/** Days of plan before today that a rolled-forward count or the tail of a plan may need. */
const planBackDays = 35

/** Loads the plan that matters; for cells whose plan ended long ago, its last four weeks. */
export const loadPlans = async (
  workspace: Reader,
  { visibility, cells, asOf, until }: Pick<FactsQuery, 'visibility' | 'cells' | 'asOf' | 'until'>,
): Promise<readonly DemandPlanRow[]> => {
  const range = { column: 'planned_on', from: isoOf(asOf - planBackDays), before: isoOf(until + 1) }
  const rows = await loadNewestForCells(workspace, visibility, 'demand-plan', cells, range)
  const found = new Set(rows.map(cellKey))
  const missing = cells.filter((cell) => !found.has(cellKey(cell)))
  if (missing.length === 0) return rows
  const ended = await inSlices(missing, async (slice) => {
    const last = await sql<{ sku: string; location: string; ends: string | null }>`with ${cellTable(slice)}
      select cell.sku, cell.location, (select max(r.planned_on) from demand_plan r
        where ${isVisible(visibility, 'demand-plan', 'r')} and r.sku = cell.sku and r.location = cell.location
        and r.planned_on <= ${isoOf(until)}) as ends from cell`.execute(workspace.database.kysely)
    return last.rows.flatMap((row) => (row.ends === null ? [] : [{ ...row, ends: row.ends }]))
  })
  const tails = await Promise.all(
    [...Map.groupBy(ended, (row) => row.ends)].map(([ends, group]) =>
      loadNewestForCells(workspace, visibility, 'demand-plan', group, {
        column: 'planned_on',
        from: isoOf(dayOf(ends) - planBackDays),
        before: isoOf(dayOf(ends) + 1),
      }),
    ),
  )
  return [...rows, ...tails.flat()]
}
