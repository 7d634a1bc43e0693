import { turnOfOthers } from '../../common/turn-of-others.ts'
import { dayOf, isoOf } from '../../domain/day.ts'
import { writeTogether } from '../../store/database/workspace.ts'
import { loadItems } from '../../store/feeds/catalogue.ts'
import type { ItemRow } from '../../store/feeds/feed-rows.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import type { ScorecardTables } from '../../store/scorecard/scorecard-tables.ts'
import { keepSoldDay, loadOutdatedDay, loadSoldOn } from '../../store/scorecard/sold-days.ts'
import type { RollUpContext } from './roll-up-context.ts'

/** Sums the sales of days up of which new ones have come in: units and their cost, by category, supplier and place. */
export const sumDays = async (
  { workspace, today, now }: RollUpContext,
  isStopping: () => boolean = () => false,
): Promise<void> => {
  const visibility = await loadVisibility(workspace, isoOf(today))
  const items = new Map<string, ItemRow | null>()
  while (!isStopping()) {
    const outdated = await loadOutdatedDay(workspace)
    if (outdated === null) return
    const rows = await loadSoldOn(workspace, visibility, dayOf(outdated.soldOn))
    const unknown = [...new Set(rows.map(({ sku }) => sku))].filter((sku) => !items.has(sku))
    const found = await loadItems(workspace, visibility, unknown)
    for (const sku of unknown) items.set(sku, found.get(sku) ?? null)
    const sums = new Map<string, Omit<ScorecardTables['sold_day'], 'workspace_id'>>()
    for (const { sku, location, units } of rows) {
      const item = items.get(sku)
      const group = {
        category: item?.category ?? '',
        supplier: item?.supplier ?? '',
        location,
        currency: item?.currency ?? '',
      }
      const key = Object.values(group).join('\u0000')
      const sum = sums.get(key) ?? { sold_on: outdated.soldOn, ...group, units: 0, cost: 0, uncosted: 0 }
      const cost = item?.unit_cost ?? null
      sums.set(key, {
        ...sum,
        units: sum.units + units,
        cost: sum.cost + units * (cost ?? 0),
        uncosted: sum.uncosted + (cost === null ? units : 0),
      })
    }
    await writeTogether(workspace, now, (writer) => keepSoldDay(writer, outdated, [...sums.values()]))
    await turnOfOthers()
  }
}
