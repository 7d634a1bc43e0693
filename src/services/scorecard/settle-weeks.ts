import { turnOfOthers } from '../../common/turn-of-others.ts'
import { cellKey } from '../../domain/cell.ts'
import { dayOf, isoOf } from '../../domain/day.ts'
import { mostStockoutOfDay, weekAwaitedDays } from '../../domain/policy.ts'
import { dailySales, stockoutOn, unitsOn } from '../../domain/scorecard/daily-sales.ts'
import { daysOfWeek } from '../../domain/scorecard/week-forecast.ts'
import { writeTogether } from '../../store/database/workspace.ts'
import { salesOf } from '../../store/facts/fact-rows.ts'
import { loadRowsOfCells } from '../../store/facts/rows-of-cells.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import type { ScorecardTables } from '../../store/scorecard/scorecard-tables.ts'
import { loadWeekForecasts, loadWeeksToSettle, settleForecasts } from '../../store/scorecard/weeks.ts'
import { findAccuracyFalls } from './find-accuracy-falls.ts'
import type { RollUpContext } from './roll-up-context.ts'

/** So many forecasts are compared with their sales in one piece. */
const forecastsTogether = 200

/**
 * Compares the forecasts of weeks that ended two weeks ago with what was sold. A cell of which a day is missing, or was out of
 * stock, tells nothing: it could not sell what was wanted. Then finds where forecasts fail when promotions run.
 */
export const settleWeeks = async (context: RollUpContext, isStopping: () => boolean = () => false): Promise<void> => {
  const { workspace, today, now } = context
  const visibility = await loadVisibility(workspace, isoOf(today))
  const itemsOf = new Map<string, Set<string>>()
  for (const weekOn of await loadWeeksToSettle(workspace, today - daysOfWeek - weekAwaitedDays)) {
    const monday = dayOf(weekOn)
    const between = { from: isoOf(monday - daysOfWeek + 1), before: isoOf(monday + daysOfWeek) }
    while (!isStopping()) {
      const forecasts = await loadWeekForecasts(workspace, weekOn, forecastsTogether)
      if (forecasts.length === 0) break
      const sold = await loadRowsOfCells(workspace, visibility, 'sales', forecasts, between)
      const sums = new Map<string, Omit<ScorecardTables['week_accuracy'], 'workspace_id'>>()
      for (const { category, supplier, location, currency, promoted, units, price, ...cell } of forecasts) {
        itemsOf.set(category, (itemsOf.get(category) ?? new Set()).add(cell.sku))
        const sales = salesOf(sold.get(cellKey({ sku: cell.sku, location })) ?? [])
        const actual = soldInWeek(sales, monday)
        if (actual === null) continue
        const group = { week_on: weekOn, promoted, category, supplier, location, currency }
        const key = Object.values(group).join('\u0000')
        const sum = sums.get(key) ?? {
          ...group,
          ...{ cells: 0, actual: 0, missed: 0, over: 0, actual_worth: 0, missed_worth: 0 },
        }
        const missed = Math.abs(units - actual)
        sums.set(key, {
          ...sum,
          cells: sum.cells + 1,
          actual: sum.actual + actual,
          missed: sum.missed + missed,
          over: sum.over + units - actual,
          actual_worth: sum.actual_worth + (price ?? 0) * actual,
          missed_worth: sum.missed_worth + (price ?? 0) * missed,
        })
      }
      await writeTogether(workspace, now, (writer) => settleForecasts(writer, forecasts, [...sums.values()]))
      await turnOfOthers()
    }
  }
  if (itemsOf.size > 0) await findAccuracyFalls(context, itemsOf)
}

const soldInWeek = (sales: Parameters<typeof dailySales>[0], monday: number): number | null => {
  const daily = dailySales(sales, monday, monday + daysOfWeek - 1)
  let sum = 0
  for (let day = monday; day < monday + daysOfWeek; day++) {
    const units = unitsOn(daily, day)
    if (units === null || stockoutOn(daily, day) > mostStockoutOfDay) return null
    sum += units
  }
  return sum
}
