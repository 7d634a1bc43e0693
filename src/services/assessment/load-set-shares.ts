import type { CellFacts } from '../../domain/assessment/cell.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import type { Day } from '../../domain/day.ts'
import type { SaidShare } from '../../domain/sourcing/set-share.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import type { Visibility } from '../../store/feeds/visibility.ts'
import { lastOfEach, loadSaidShares } from '../../store/promotions/set-shares.ts'

/** Loads the shares that planners have set for items, and gives those of a cell; what somebody types just now counts as well. */
export const loadSetShares = async (
  {
    workspace,
    visibility,
    asOf,
    typed,
  }: {
    readonly workspace: Workspace
    readonly visibility: Visibility
    readonly asOf: Day
    readonly typed?: { readonly shares?: readonly SaidShare[] }
  },
  skus: readonly string[],
): Promise<(cell: Cell) => Pick<CellFacts, 'shares'>> => {
  const said = lastOfEach([...(await loadSaidShares(workspace, visibility, skus, asOf)), ...(typed?.shares ?? [])])
  const set = said.flatMap(({ units, ...share }) => (units === null ? [] : { ...share, units }))
  const byCell = Map.groupBy(set, cellKey)
  return (cell) => {
    const shares = byCell.get(cellKey(cell))
    return shares === undefined ? {} : { shares }
  }
}
