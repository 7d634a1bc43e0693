import { turnOfOthers } from '../../common/turn-of-others.ts'
import type { CellFacts } from '../../domain/assessment/cell.ts'
import type { Cell } from '../../domain/cell.ts'
import { isoOf, weekdayOf } from '../../domain/day.ts'
import { promotedAheadDays, promotedBackDays } from '../../domain/policy.ts'
import { neededSafetyStock, weekForecast } from '../../domain/scorecard/week-forecast.ts'
import { writeTogether } from '../../store/database/workspace.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadSellingLocations } from '../../store/promotions/promotions.ts'
import { loadCategoriesOf, loadItemsOfCategories, loadPromotedItems } from '../../store/scorecard/promoted-items.ts'
import type { ScorecardTables } from '../../store/scorecard/scorecard-tables.ts'
import { keepStockSnapshot, keepWeekForecasts, loadLastSnapshot } from '../../store/scorecard/weeks.ts'
import { loadCells } from '../assessment/load-cell-facts.ts'
import type { RollUpContext } from './roll-up-context.ts'

/** So many items, and so many of their cells, are looked at in one piece. */
const itemsTogether = 20
const cellsTogether = 40

type Stock = Omit<ScorecardTables['stock_snapshot'], 'workspace_id'>
type Forecast = Omit<ScorecardTables['week_forecast'], 'workspace_id'>

/**
 * Keeps once a week what the stock of promoted categories is worth, and on a Monday what is expected of the week of every item
 * that was promoted within a year or will be within eight weeks.
 */
export const takeSnapshot = async (context: RollUpContext, isStopping: () => boolean = () => false): Promise<void> => {
  const { workspace, today, now } = context
  const monday = today - weekdayOf(today)
  const last = await loadLastSnapshot(workspace)
  if (last !== null && last >= monday) return
  const visibility = await loadVisibility(workspace, isoOf(today))
  const promoted = await loadPromotedItems(workspace, visibility, today - promotedBackDays, today + promotedAheadDays)
  if (promoted.size === 0) return
  const categories = await loadCategoriesOf(workspace, visibility, [...promoted])
  const skus = [...new Set([...promoted, ...(await loadItemsOfCategories(workspace, visibility, categories))])].sort()
  const worths = new Map<string, Stock>()
  const forecasts: Forecast[] = []
  for (let i = 0; i < skus.length; i += itemsTogether) {
    const places = await loadSellingLocations(
      workspace,
      visibility,
      skus.slice(i, i + itemsTogether),
      'and distribution centres',
    )
    const cells = [...places].flatMap(([sku, locations]) => locations.map((location): Cell => ({ sku, location })))
    for (let n = 0; n < cells.length; n += cellsTogether) {
      if (isStopping()) return
      const known = await loadCells(
        { workspace, visibility, asOf: today, moment: null },
        cells.slice(n, n + cellsTogether),
      )
      for (const facts of known) {
        addWorth(worths, facts)
        const forecast = today === monday && promoted.has(facts.item.sku) ? weekForecast(facts) : null
        if (forecast !== null) forecasts.push(forecastRow(facts, forecast))
      }
      await turnOfOthers()
    }
  }
  await writeTogether(workspace, now, async (writer) => {
    await keepWeekForecasts(writer, forecasts)
    await keepStockSnapshot(writer, [...worths.values()])
  })
}

const groupOf = ({ item, location }: CellFacts) => ({
  category: item.category ?? '',
  supplier: item.supplier ?? '',
  location: location.location,
  currency: item.currency ?? '',
})

const addWorth = (worths: Map<string, Stock>, facts: CellFacts): void => {
  const { stock, item, asOf } = facts
  if (stock === null) return
  const group = groupOf(facts)
  const key = Object.values(group).join('\u0000')
  const sum = worths.get(key) ?? {
    taken_on: isoOf(asOf),
    ...group,
    ...{ worth: 0, safety_worth: 0, needed_worth: 0, cells: 0, uncosted: 0 },
  }
  const cost = item.unitCost ?? 0
  const safety = stock.safetyStock ?? 0
  const needed = safety === 0 ? 0 : Math.min(safety, neededSafetyStock(facts) ?? safety)
  worths.set(key, {
    ...sum,
    worth: sum.worth + Math.max(0, stock.onHand) * cost,
    safety_worth: sum.safety_worth + safety * cost,
    needed_worth: sum.needed_worth + needed * cost,
    cells: sum.cells + 1,
    uncosted: sum.uncosted + (item.unitCost === null ? 1 : 0),
  })
}

const forecastRow = (
  facts: CellFacts,
  { units, isPromoted }: NonNullable<ReturnType<typeof weekForecast>>,
): Forecast => ({
  week_on: isoOf(facts.asOf),
  sku: facts.item.sku,
  ...groupOf(facts),
  promoted: isPromoted ? 1 : 0,
  units,
  price: facts.item.unitPrice,
})
