import { sql } from 'kysely'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import type { Period } from '../../domain/scorecard/period.ts'
import type { ErrorSums, StockTotals, WeekTotals } from '../../domain/scorecard/totals.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import type { ScorecardTables } from './scorecard-tables.ts'

type Row<Table extends keyof ScorecardTables> = Omit<ScorecardTables[Table], 'workspace_id'>

const rowsAtOnce = 100

/** Keeps what is expected of the week of some cells; what is kept stays. */
export const keepWeekForecasts = async (
  { transaction, workspaceId }: Writer,
  rows: readonly Row<'week_forecast'>[],
): Promise<void> => {
  for (let i = 0; i < rows.length; i += rowsAtOnce)
    await transaction
      .insertInto('week_forecast')
      .values(rows.slice(i, i + rowsAtOnce).map((row) => ({ workspace_id: workspaceId, ...row })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

/** Keeps what stock was worth on a day. */
export const keepStockSnapshot = async (
  { transaction, workspaceId }: Writer,
  rows: readonly Row<'stock_snapshot'>[],
): Promise<void> => {
  for (let i = 0; i < rows.length; i += rowsAtOnce)
    await transaction
      .insertInto('stock_snapshot')
      .values(rows.slice(i, i + rowsAtOnce).map((row) => ({ workspace_id: workspaceId, ...row })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

/** Tells the last day on which the worth of stock was kept; null where it never was. */
export const loadLastSnapshot = async ({ id, database }: Reader): Promise<Day | null> => {
  const row = await database.kysely
    .selectFrom('stock_snapshot')
    .select(({ fn }) => fn.max('taken_on').as('last'))
    .where('workspace_id', '=', id)
    .executeTakeFirst()
  return row?.last ? dayOf(row.last) : null
}

/** Lists the weeks that began on a day or before and whose forecasts are still to be compared with sales, the first one first. */
export const loadWeeksToSettle = async ({ id, database }: Reader, until: Day): Promise<readonly string[]> => {
  const rows = await database.kysely
    .selectFrom('week_forecast')
    .select('week_on')
    .distinct()
    .where('workspace_id', '=', id)
    .where('week_on', '<=', isoOf(until))
    .orderBy('week_on')
    .execute()
  return rows.map(({ week_on }) => week_on)
}

/** Loads some of the forecasts of a week. */
export const loadWeekForecasts = async (
  { id, database }: Reader,
  weekOn: string,
  atMost: number,
): Promise<readonly Row<'week_forecast'>[]> =>
  database.kysely
    .selectFrom('week_forecast')
    .select(['week_on', 'sku', 'location', 'category', 'supplier', 'currency', 'promoted', 'units', 'price'])
    .where('workspace_id', '=', id)
    .where('week_on', '=', weekOn)
    .orderBy('sku')
    .orderBy('location')
    .limit(atMost)
    .execute()

/** Adds errors of forecasts to those of their week, and forgets the forecasts. */
export const settleForecasts = async (
  { transaction, workspaceId }: Writer,
  forecasts: readonly Row<'week_forecast'>[],
  sums: readonly Row<'week_accuracy'>[],
): Promise<void> => {
  for (const row of sums)
    await transaction
      .insertInto('week_accuracy')
      .values({ workspace_id: workspaceId, ...row })
      .onConflict((conflict) =>
        conflict
          .columns(['workspace_id', 'week_on', 'promoted', 'category', 'supplier', 'location', 'currency'])
          .doUpdateSet({
            cells: sql`week_accuracy.cells + excluded.cells`,
            actual: sql`week_accuracy.actual + excluded.actual`,
            missed: sql`week_accuracy.missed + excluded.missed`,
            over: sql`week_accuracy.over + excluded.over`,
            actual_worth: sql`week_accuracy.actual_worth + excluded.actual_worth`,
            missed_worth: sql`week_accuracy.missed_worth + excluded.missed_worth`,
          }),
      )
      .execute()
  for (const { week_on, sku, location } of forecasts)
    await transaction
      .deleteFrom('week_forecast')
      .where('workspace_id', '=', workspaceId)
      .where('week_on', '=', week_on)
      .where('sku', '=', sku)
      .where('location', '=', location)
      .execute()
}

/** What weeks and stock are told apart by. */
export type Place = 'category' | 'supplier' | 'location'

/** Sums up how well the weeks that began in a period were forecast, those with a promotion and the others. */
export const loadWeekTotals = async (
  { id, database }: Reader,
  { from, to }: Period,
  by: Place | null,
): Promise<ReadonlyMap<string, WeekTotals>> => {
  const group = by === null ? sql`''` : sql.ref(by)
  type Sums = { readonly group: string; readonly promoted: number } & Readonly<
    Record<'cells' | 'actual' | 'missed' | 'over' | 'actual_worth' | 'missed_worth', number>
  >
  const { rows } = await sql<Sums>`select ${group} as "group", promoted, sum(cells) as cells, sum(actual) as actual,
      sum(missed) as missed, sum("over") as "over", sum(actual_worth) as actual_worth, sum(missed_worth) as missed_worth
    from week_accuracy where workspace_id = ${id} and week_on >= ${isoOf(from)} and week_on <= ${isoOf(to)}
    group by 1, 2`.execute(database.kysely)
  const sumsOf = (row: Sums | undefined): ErrorSums => ({
    lines: Number(row?.cells ?? 0),
    actual: Number(row?.actual ?? 0),
    missed: Number(row?.missed ?? 0),
    over: Number(row?.over ?? 0),
    actualWorth: Number(row?.actual_worth ?? 0),
    missedWorth: Number(row?.missed_worth ?? 0),
  })
  return new Map(
    [...Map.groupBy(rows, (row) => row.group)].map(([name, own]) => [
      name,
      {
        promoted: sumsOf(own.find(({ promoted }) => Number(promoted) === 1)),
        others: sumsOf(own.find(({ promoted }) => Number(promoted) === 0)),
      },
    ]),
  )
}

/** Sums up what stock was worth in a period and what was sold of it, of the categories that were promoted in it. */
export const loadStockTotals = async (
  { id, database }: Reader,
  { from, to }: Period,
  by: Place | null,
): Promise<ReadonlyMap<string, StockTotals>> => {
  const group = by === null ? sql`''` : sql.ref(by)
  const promoted = sql`category in (select l.category from line_result l join promotion_result p
    on p.workspace_id = l.workspace_id and p.promotion_id = l.promotion_id
    where p.workspace_id = ${id} and p.ended_on >= ${isoOf(from)} and p.ended_on <= ${isoOf(to)})`
  const days = (column: string) =>
    sql`workspace_id = ${id} and ${sql.ref(column)} >= ${isoOf(from)} and ${sql.ref(column)} <= ${isoOf(to)} and ${promoted}`
  type Stock = {
    readonly group: string
    readonly currency: string
    readonly taken_on: string
    readonly worth: number
    readonly safety: number
    readonly needed: number
  }
  type Sold = { readonly group: string; readonly currency: string; readonly cost: number; readonly days: number }
  const stock = await sql<Stock>`select ${group} as "group", currency, taken_on, sum(worth) as worth,
      sum(safety_worth) as safety, sum(needed_worth) as needed
    from stock_snapshot where ${days('taken_on')} group by 1, 2, 3 order by 3`.execute(database.kysely)
  const sold = await sql<Sold>`select ${group} as "group", currency, sum(cost) as cost, count(distinct sold_on) as days
    from sold_day where ${days('sold_on')} group by 1, 2`.execute(database.kysely)
  return new Map(
    [...Map.groupBy(stock.rows, (row) => row.group)].map(([name, own]) => {
      const byCurrency = [...Map.groupBy(own, ({ currency }) => currency)].map(([currency, rows]) => {
        const last = rows.at(-1) as Stock
        const cost = sold.rows.find((row) => row.group === name && row.currency === currency)
        return {
          currency,
          snapshots: rows.length,
          meanWorth: rows.reduce((sum, { worth }) => sum + worth, 0) / rows.length,
          soldCost: Number(cost?.cost ?? 0),
          soldDays: Number(cost?.days ?? 0),
          safetyWorth: last.safety,
          neededWorth: last.needed,
        }
      })
      return [name, { byCurrency }]
    }),
  )
}
