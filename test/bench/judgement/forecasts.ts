import { assessLine } from '../../../src/domain/assessment/judge.ts'
import type { Quantiles } from '../../../src/domain/assessment/readiness.ts'
import { cellKey } from '../../../src/domain/cell.ts'
import type { Day } from '../../../src/domain/day.ts'
import { lineOf, openCalendar } from './calendar.ts'
import { factsOf, policy } from './cases.ts'
import type { Retailer, Run } from './data.ts'
import { sweep } from './sweep.ts'

/** What a promotion was forecast to sell in all, and what it sold; `weight` is its price. */
export type Forecast = { readonly said: Quantiles; readonly sold: number; readonly weight: number }

type Target = { readonly run: Run; readonly asOf: Day; readonly sold: number; readonly weight: number }

const evaluationDays = 28
const evaluationWeeks = 26

/** The promotions of the last 28 days that begin after two plain days, seven days ahead. */
const eventsOf = ({ rows, runs }: Retailer): readonly Target[] => {
  const last = rows.reduce((latest, row) => Math.max(latest, row.day), 0)
  const days = new Map(rows.map((row) => [`${cellKey(row)} ${row.day}`, row]))
  return runs.flatMap((run) => {
    const on = (day: Day) => days.get(`${cellKey(run)} ${day}`)
    const isAfterPlainDays = [1, 2].every((back) => on(run.start - back)?.promotion === null)
    if (run.start <= last - evaluationDays || !isAfterPlainDays) return []
    const sold = Array.from({ length: run.end - run.start + 1 }, (_, i) => on(run.start + i)).filter(
      (row) => row !== undefined,
    )
    if (sold.length === 0) return []
    const discount = sold.reduce((sum, row) => sum + Math.max(0, 1 - (row.price ?? 1)), 0) / sold.length
    const units = sold.reduce((sum, row) => sum + row.units, 0)
    const end = (sold.at(-1) as { readonly day: Day }).day
    return [{ run: { ...run, discount, end }, asOf: run.start - 7, sold: units, weight: 1 }]
  })
}

/** The promoted weeks of the last 26, with the week before last known. */
const weeksOf = ({ rows }: Retailer): readonly Target[] => {
  const last = rows.reduce((latest, row) => Math.max(latest, row.day), 0)
  return rows
    .filter((row) => row.promotion !== null && row.day > last - 7 * evaluationWeeks)
    .map(({ sku, location, day, days, price, basePrice, promotion, units }) => ({
      run: {
        id: `${sku} ${location} ${day}`,
        sku,
        location,
        start: day,
        end: day + days - 1,
        discount: price !== null && basePrice !== null ? Math.max(0, 1 - price / basePrice) : 0,
        mechanic: promotion?.mechanic ?? '',
      },
      asOf: day - 14,
      sold: units,
      weight: price ?? 0,
    }))
}

/** Forecasts the promotions that the references of the retailer's README forecast, from what was known by then. */
export const forecasts = (retailer: Retailer): readonly Forecast[] => {
  const targets = retailer.span === 1 ? eventsOf(retailer) : weeksOf(retailer)
  const calendar = openCalendar(retailer)
  const found: Forecast[] = []
  sweep(
    retailer,
    Map.groupBy(targets, ({ asOf }) => asOf),
    (learner, { run, asOf, sold, weight }) => {
      const line = lineOf(run)
      const { demand } = assessLine(factsOf(retailer, learner, calendar, line, asOf), line, policy)
      if (demand !== null) found.push({ said: demand, sold, weight })
    },
  )
  return found
}
